import type { EditorSituation } from '../../../../contract/desktop/assistant/chat.ts';
import type { Attachment, ContextManifest, StagedFile, ToolCall } from '../../../../contract/model/chat.ts';
import type { RequestedCall, ToolDefinition } from '../models/model-messages.ts';

/** What a question is answered with. */
export interface ContextRequest {
  readonly projectId: string;
  readonly question: string;
  readonly attachments: readonly Attachment[];
  readonly situation: EditorSituation;
  /** Earlier messages of the branch, oldest first, without the question. */
  readonly history: readonly { readonly id: string; readonly role: 'user' | 'assistant'; readonly text: string }[];
  /** An answer that is to go on, of which the end counts, and what it is an answer to; the question is only what the model is told to do. */
  readonly continues?: { readonly messageId: string; readonly question: string };
  readonly leaveOut: readonly string[];
  readonly instructions: string;
  /** Tokens that the model reads at once; null where nobody knows. */
  readonly contextWindow: number | null;
  readonly signal?: AbortSignal;
}

/** A file of which something was sent, as it was then. */
export interface SentFile {
  readonly path: string;
  readonly hash: string;
}

/** Chooses what goes to a model with a question, and keeps back what must not leave. */
export interface TurnContext {
  build(request: ContextRequest): Promise<{
    readonly manifest: ContextManifest;
    readonly messages: readonly { readonly role: 'system' | 'user' | 'assistant'; readonly content: string }[];
    readonly files: readonly SentFile[];
    /** Puts what goes with the same request later between the marks that its instructions name. */
    readonly frame: {
      wrap(part: { readonly tag: string; readonly path: string | null }, text: string, lines: null): string;
    };
    /** Tokens that a request may have once results of tools have come along. */
    readonly ceiling: number;
  }>;
  preview(request: ContextRequest): Promise<ContextManifest>;
  /** Tokens of a text. */
  countTokens(text: string): Promise<number>;
  /** Blacks out what looks like a secret. */
  redact(text: string): Promise<{ readonly text: string; readonly redacted: number }>;
}

/** Stages what answers would change. */
export interface TurnEdits {
  /** Begins staging what arrives. `goOn` keeps what the message has staged already; `said` is read without being staged again. */
  startStaging(request: {
    readonly messageId: string;
    readonly projectId: string;
    readonly open?: EditorSituation['unsaved'];
    readonly goOn?: boolean;
    readonly said?: string;
  }): {
    /** Whether anything came of the next piece. */
    push(text: string): Promise<boolean>;
    /** The text is over: `cut` when it broke off. */
    end(cut?: boolean): Promise<void>;
  };
  /** All that a message has staged. */
  staged(messageId: string): StagedFile[];
  /** Of blocks that found no place: what the model is to do, and what it has to know, which has been through the gate. Null when it has nothing to correct. */
  describeFailures(
    messageId: string,
    open: EditorSituation['unsaved'],
  ): Promise<{ readonly request: string; readonly blocks: string } | null>;
}

/** What a call needs to know of its turn. */
export interface ToolTurn {
  readonly projectId: string;
  readonly situation: EditorSituation;
  readonly signal: AbortSignal;
  /** Tells windows how the call stands. */
  tell(call: ToolCall): void;
  /** Waits for a person's answer to a call that asks. */
  ask(call: ToolCall): Promise<'once' | 'always' | 'deny'>;
  /** Stages a block of an edit. What is wrong with it, in words for the model; empty when it found its place. */
  propose(block: string): Promise<string>;
}

/** What a model may do beyond answering. */
export interface TurnTools {
  /** None in a restricted folder. */
  offered(projectId: string): readonly ToolDefinition[];
  /** Does what a call asks for; never fails. Its result may leave the machine. */
  run(call: RequestedCall, turn: ToolTurn): Promise<ToolCall>;
}
