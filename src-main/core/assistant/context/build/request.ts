import type { EditorSituation } from '../../../../../contract/desktop/assistant/chat.ts';
import type { Attachment, ContextManifest, ContextPart } from '../../../../../contract/model/chat.ts';
import type { Frame } from './frame-data.ts';

/** An earlier message of the branch. */
export interface EarlierMessage {
  readonly id: string;
  readonly role: 'user' | 'assistant';
  readonly text: string;
}

/** What somebody asks, and all that could help to answer it. */
export interface ContextRequest {
  readonly projectId: string;
  readonly question: string;
  readonly attachments: readonly Attachment[];
  readonly situation: EditorSituation;
  /** Earlier messages of the branch, oldest first, without the question. */
  readonly history: readonly EarlierMessage[];
  /** Ids of parts that are not to be sent. */
  readonly leaveOut: readonly string[];
  /** An answer that is to go on, of which the end counts, and what it is an answer to; the question is only what the model is told to do. */
  readonly continues?: { readonly messageId: string; readonly question: string };
  /** What the model is to do beyond answering: formats of edits, tools. */
  readonly instructions?: string;
  /** Tokens; the setting `assistant.contextTokens` where left out. */
  readonly budget?: number;
  /** Tokens that the model reads at once, with its answer; left out or null where nobody knows. */
  readonly contextWindow?: number | null;
  readonly signal?: AbortSignal;
}

export interface PromptMessage {
  readonly role: 'system' | 'user' | 'assistant';
  readonly content: string;
}

/** A file of which something is sent, as it was then. */
export interface SentFile {
  readonly path: string;
  /** Of `hashText`. */
  readonly hash: string;
}

export interface BuiltContext {
  readonly manifest: ContextManifest;
  readonly messages: readonly PromptMessage[];
  readonly files: readonly SentFile[];
  /** The marks around data in these messages, for data that goes with the same request later. */
  readonly frame: Frame;
  /** Tokens that a request may have once results of tools have come along. */
  readonly ceiling: number;
}

/** A part before it is known how much of it fits. Its text may leave: secrets are blacked out. */
export interface DraftPart extends Omit<ContextPart, 'tokens' | 'cut'> {
  readonly text: string;
  /** What it is, for the model: `file`, `terminal output`. */
  readonly tag: string;
  /** The number of the text's first line in its file; null where lines have no numbers. */
  readonly firstLine: number | null;
  /** Which part of it is kept when not all of it fits. */
  readonly keep: 'start' | 'end' | { readonly around: number };
}

/** A part as it is sent. */
export interface SizedPart {
  readonly part: ContextPart;
  readonly draft: DraftPart;
  readonly text: string;
  /** Lines of its file that it holds. */
  readonly lines: { readonly line: number; readonly endLine: number } | null;
}
