import type { EditorSituation, TurnPart } from '../../../../contract/desktop/assistant/chat.ts';
import type { ModelProblem, TokenUsage } from '../../../../contract/model/assistant-model.ts';
import type { StagedFile, ToolCall } from '../../../../contract/model/chat.ts';
import { t } from '../../../../localization/index.ts';
import type { ConversationRecords, MessageRow } from '../conversations/conversation-records.ts';
import type { ModelClient } from '../models/model-client.ts';
import type { AnswerEnd, ModelMessage, RequestedCall } from '../models/model-messages.ts';
import { modelProblem } from '../models/model-problem.ts';
import { type AnswerWriter, createAnswerWriter } from './answer-writer.ts';
import { makeRoom } from './make-room.ts';
import type { TurnContext, TurnEdits, TurnTools } from './ports.ts';

/** Times a model may use tools in one answer, and times it may correct edits that found no place. */
export const mostToolRounds = 8;
export const mostCorrections = 3;

export interface TurnTask {
  readonly projectId: string;
  readonly conversationId: string;
  readonly question: MessageRow;
  readonly answer: MessageRow;
  readonly situation: EditorSituation;
  readonly leaveOut: readonly string[];
  /** The answer has text that it goes on from. */
  readonly continues: boolean;
}

export interface TurnDependencies {
  readonly records: ConversationRecords;
  readonly model: ModelClient;
  readonly context: TurnContext;
  readonly edits: TurnEdits;
  readonly tools: TurnTools;
  readonly prompt: (name: 'chat' | 'continue', values?: Readonly<Record<string, string>>) => Promise<string>;
  readonly now: () => number;
}

export interface TurnControl {
  /** Ends the turn; its reason says whether a person did. */
  readonly signal: AbortSignal;
  push(part: TurnPart): void;
  /** Waits for a person's answer to a call. */
  ask(call: ToolCall): Promise<'once' | 'always' | 'deny'>;
}

/** What a turn has come to so far. */
interface Progress {
  readonly writer: AnswerWriter;
  readonly calls: Map<string, ToolCall>;
  usage: TokenUsage | null;
  files: readonly StagedFile[];
  firstTokenAfter: number | null;
  model: string | null;
  local: boolean;
}

/** Answers a question: chooses the context, asks the model, lets it use tools, stages its edits, and keeps all of it. The last part is `done`. */
export async function runTurn(task: TurnTask, dependencies: TurnDependencies, control: TurnControl): Promise<void> {
  const { records, now } = dependencies;
  const { answer } = task;
  const began = now();
  const progress: Progress = {
    writer: createAnswerWriter(records, answer.id, answer.text),
    calls: new Map(answer.tools.map((call) => [call.id, call])),
    usage: usageOf(answer),
    files: [],
    firstTokenAfter: answer.firstTokenAfter,
    model: answer.model,
    local: answer.local,
  };
  let problem: ModelProblem | null;
  try {
    problem = await answerQuestion(task, dependencies, control, progress, began);
  } catch (error) {
    if (!control.signal.aborted) {
      finish(modelProblem('badAnswer', t('The answer could not be worked out. Try again.')));
      throw error;
    }
    problem = null;
  }
  finish(problem);

  function finish(failure: ModelProblem | null): void {
    progress.writer.flush();
    const { usage, calls, files, firstTokenAfter, model, local, writer } = progress;
    records.change(answer.id, {
      status: statusOf(failure, control.signal, writer.text),
      problem: failure,
      text: writer.text,
      tools: [...calls.values()].map(endCall),
      editedFiles: files.length,
      firstTokenAfter,
      duration: (answer.duration ?? 0) + now() - began,
      model,
      local,
      ...(usage ?? {}),
    });
    control.push({
      type: 'done',
      answer: records.described(answer.id),
      files: [...files],
      usage: records.usage(task.conversationId),
    });
  }
}

async function answerQuestion(
  task: TurnTask,
  dependencies: TurnDependencies,
  control: TurnControl,
  progress: Progress,
  began: number,
): Promise<ModelProblem | null> {
  const { records, model, context, edits, tools } = dependencies;
  const { projectId, conversationId, question, answer, situation } = task;
  const { signal } = control;
  const current = await model.current(projectId);
  progress.model = current?.model ?? null;
  progress.local = current?.local ?? false;

  const offered = current?.tools ? tools.offered(projectId) : [];
  const history = records.branch(question.id).filter(({ text }) => text !== '');
  const built = await context.build({
    projectId,
    contextWindow: model.contextWindow(projectId),
    situation,
    leaveOut: task.leaveOut,
    attachments: question.attachments,
    instructions: await dependencies.prompt('chat'),
    signal,
    ...(task.continues
      ? {
          question: await dependencies.prompt('continue'),
          history: [...history, answer],
          continues: { messageId: answer.id, question: question.text },
        }
      : { question: question.text, history: history.filter(({ id }) => id !== question.id) }),
  });
  records.change(question.id, { manifest: built.manifest });
  control.push({ type: 'context', manifest: built.manifest });

  const tellEdits = () => {
    progress.files = edits.staged(answer.id);
    control.push({ type: 'edits', files: [...progress.files] });
  };
  const tellCall = (call: ToolCall) => {
    progress.calls.set(call.id, call);
    control.push({ type: 'tool', call });
  };
  const stage = (goOn: boolean, said = '') =>
    edits.startStaging({ messageId: answer.id, projectId, open: situation.unsaved, goOn, said });

  const frameOf = (tag: string, text: string) => built.frame.wrap({ tag, path: null }, text, null);
  // Kept without their marks, so that cutting one leaves it between them.
  const asSent = (message: ModelMessage): ModelMessage =>
    message.role === 'tool' ? { ...message, content: frameOf('result of a tool', message.content) } : message;

  const messages: ModelMessage[] = [...built.messages];
  let corrections = 0;
  for (let round = 0; ; round += 1) {
    const room = await makeRoom(
      messages,
      built.messages.length,
      round < mostToolRounds ? offered : [],
      built.ceiling,
      asSent,
      context.countTokens,
    );
    // A correction that there is no room for leaves an answer that is whole, where it has asked for nothing else.
    if (room === 'nothing') {
      const [before, asked] = messages.slice(-2);
      return round > 0 && before?.role === 'assistant' && asked?.role === 'user' ? null : noRoom();
    }
    const last = round >= mostToolRounds;
    const withTools = !last && room !== 'withoutTools';
    const staging = stage(task.continues || round > 0, round === 0 ? progress.writer.text : '');
    let said = '';
    let end: AnswerEnd | undefined;
    for await (const part of model.ask({
      projectId,
      conversationId,
      purpose: 'chat',
      counted: round === 0,
      messages: messages.map(asSent),
      ...(withTools ? { tools: offered } : {}),
      signal,
    })) {
      if (part.type === 'done') {
        end = part;
        continue;
      }
      // A further round is a paragraph of its own.
      const text = said === '' && round > 0 && progress.writer.text !== '' ? `\n\n${part.text}` : part.text;
      progress.firstTokenAfter ??= dependencies.now() - began;
      said += part.text;
      progress.writer.add(text);
      control.push({ type: 'text', text });
      if (await staging.push(text)) tellEdits();
    }
    progress.usage = addUsage(progress.usage, end?.usage ?? null);
    const broken = signal.aborted || !end || end.problem !== null || end.cut;
    await staging.end(broken);
    tellEdits();
    if (signal.aborted || !end) return null;
    if (end.problem) return end.problem;
    if (end.cut) {
      return modelProblem(
        'interrupted',
        t('The answer has reached the length that this model may write at once. Go on from there.'),
      );
    }
    const failures = corrections < mostCorrections ? await edits.describeFailures(answer.id, situation.unsaved) : null;
    const calls = withTools ? end.calls : [];
    if (last || (calls.length === 0 && failures === null)) return null;
    messages.push({ role: 'assistant', content: said, calls });
    for (const call of calls) messages.push(await callTool(call, round));
    if (failures !== null) {
      corrections += 1;
      tellCall({
        id: `correction-${round}`,
        name: 'propose_edit',
        title: t('Correct edits that did not fit'),
        status: 'done',
        result: wordsOf(failures),
      });
      // Lines of files do not become a person's words by standing in their message.
      const framed = { ...failures, blocks: frameOf('edits that were not applied', failures.blocks) };
      messages.push({ role: 'user', content: wordsOf(framed) });
    }
    records.changeSoon(answer.id, { tools: [...progress.calls.values()] });
  }

  async function callTool(call: RequestedCall, round: number): Promise<ModelMessage> {
    // Some servers number the calls of each round from the start.
    const id = progress.calls.has(call.id) ? `${call.id}-${round}` : call.id;
    const result = await tools.run(
      { ...call, id },
      {
        projectId,
        situation,
        signal,
        tell: tellCall,
        ask: control.ask,
        propose: async (block) => {
          const staging = stage(true);
          await staging.push(block);
          await staging.end();
          tellEdits();
          const failures = await edits.describeFailures(answer.id, situation.unsaved);
          return failures === null ? '' : wordsOf(failures);
        },
      },
    );
    tellCall(result);
    return { role: 'tool', callId: call.id, content: result.result };
  }
}

function wordsOf({ request, blocks }: { readonly request: string; readonly blocks: string }): string {
  return `${request}\n\n${blocks}`;
}

function noRoom(): ModelProblem {
  return modelProblem(
    'contextTooLong',
    t('What this answer has said and looked up is more than may be sent at once. Go on from there.'),
  );
}

function statusOf(problem: ModelProblem | null, signal: AbortSignal, text: string): MessageRow['status'] {
  if (signal.aborted) return signal.reason === closing ? 'interrupted' : 'stopped';
  if (problem === null) return 'complete';
  return problem.reason === 'interrupted' || text !== '' ? 'interrupted' : 'failed';
}

/** The reason of the signal when FlashFusion ends in the middle of a turn. */
export const closing = 'closing';

/** A call that was under way when the turn ended has come to nothing. */
function endCall(call: ToolCall): ToolCall {
  return call.status === 'asking' || call.status === 'running' ? { ...call, status: 'denied' } : call;
}

function usageOf({ inputTokens, cachedTokens, outputTokens, cost, estimated }: MessageRow): TokenUsage | null {
  if (inputTokens === null || outputTokens === null) return null;
  return { inputTokens, cachedTokens: cachedTokens ?? 0, outputTokens, cost, estimated };
}

function addUsage(sum: TokenUsage | null, more: TokenUsage | null): TokenUsage | null {
  if (sum === null || more === null) return sum ?? more;
  return {
    inputTokens: sum.inputTokens + more.inputTokens,
    cachedTokens: sum.cachedTokens + more.cachedTokens,
    outputTokens: sum.outputTokens + more.outputTokens,
    cost: sum.cost === null || more.cost === null ? null : sum.cost + more.cost,
    estimated: sum.estimated || more.estimated,
  };
}
