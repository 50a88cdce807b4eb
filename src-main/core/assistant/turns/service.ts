import { randomUUID } from 'node:crypto';
import type { EditorSituation, NewMessage, TurnPart } from '../../../../contract/desktop/assistant/chat.ts';
import type { ContextManifest } from '../../../../contract/model/chat.ts';
import { t } from '../../../../localization/index.ts';
import { desktopError } from '../../desktop-error.ts';
import type { EventHub } from '../../events/index.ts';
import type { MessageRow } from '../conversations/conversation-records.ts';
import { titleOfAnswer } from '../conversations/titles.ts';
import { createPartStream } from './part-stream.ts';
import { closing, runTurn, type TurnDependencies, type TurnTask } from './run-turn.ts';

type Turn = AsyncIteratorObject<TurnPart, void, void>;
type Answer = 'once' | 'always' | 'deny';

export interface TurnsService {
  send(
    input: { projectId: string; conversationId: string | null; parentId: string | null; message: NewMessage },
    signal?: AbortSignal,
  ): Promise<Turn>;
  retry(
    input: { messageId: string; situation: EditorSituation; leaveOut: readonly string[] },
    signal?: AbortSignal,
  ): Promise<Turn>;
  continue(input: { messageId: string; situation: EditorSituation }, signal?: AbortSignal): Promise<Turn>;
  preview(input: { projectId: string; parentId: string | null; message: NewMessage }): Promise<ContextManifest>;
  stop(messageId: string): void;
  allow(messageId: string, callId: string, answer: Answer): void;
  /** Ends every turn; what was said is kept as interrupted. */
  dispose(): Promise<void>;
}

interface RunningTurn {
  readonly controller: AbortController;
  readonly ended: Promise<void>;
  readonly asked: Map<string, (answer: Answer) => void>;
}

/** Tokens that a model may take to name a conversation, and characters of the question that it is shown for it. */
const titleTokens = 30;
const titleQuestion = 2000;

/** Runs turns of conversations, and answers them to windows as they happen. */
export function createTurnsService(
  dependencies: Omit<TurnDependencies, 'prompt'> & {
    prompt: (name: 'chat' | 'continue' | 'title', values?: Readonly<Record<string, string>>) => Promise<string>;
    events: Pick<EventHub, 'emit'>;
    onFailed: (error: unknown, where: string) => void;
  },
): TurnsService {
  const { records, model, context, events, onFailed } = dependencies;
  const running = new Map<string, RunningTurn>();
  const naming = new Map<Promise<void>, AbortController>();

  const start = (task: TurnTask, signal?: AbortSignal): Turn => {
    const controller = new AbortController();
    const asked: RunningTurn['asked'] = new Map();
    const stream = createPartStream(signal, () => controller.abort());
    const described = { question: records.described(task.question.id), answerId: task.answer.id };
    stream.push({ type: 'started', conversationId: task.conversationId, ...described });
    const run = async () => {
      try {
        await runTurn(task, dependencies, {
          signal: controller.signal,
          push: stream.push,
          ask: (call) =>
            new Promise((resolve) => {
              const deny = () => resolve('deny');
              asked.set(call.id, resolve);
              controller.signal.addEventListener('abort', deny, { once: true });
              if (controller.signal.aborted) deny();
            }),
        });
      } catch (error) {
        onFailed(error, 'assistant.turn');
      } finally {
        running.delete(task.answer.id);
        stream.finish();
      }
      nameLater(task);
    };
    running.set(task.answer.id, { controller, asked, ended: run() });
    return stream.iterator;
  };

  /** Lets the model name a conversation after its first answer, which nobody waits for. */
  const nameLater = (task: TurnTask) => {
    const row = records.get(task.conversationId);
    const answer = records.message(task.answer.id);
    if (row.titleOrigin !== 'firstLine' || task.question.parentId !== null || answer.status !== 'complete') return;
    const controller = new AbortController();
    const work = nameConversation(task, controller.signal)
      .catch((error) => onFailed(error, 'assistant.title'))
      .finally(() => naming.delete(work));
    naming.set(work, controller);
  };
  const nameConversation = async (task: TurnTask, signal: AbortSignal) => {
    const { projectId, conversationId } = task;
    // Cut afterwards: half a secret does not look like one.
    const question = (await context.redact(task.question.text)).text.slice(0, titleQuestion);
    let answer = '';
    for await (const part of model.ask({
      projectId,
      conversationId,
      purpose: 'title',
      counted: false,
      quick: true,
      maxOutputTokens: titleTokens,
      messages: [
        { role: 'system', content: await dependencies.prompt('title') },
        { role: 'user', content: question },
      ],
      signal,
    })) {
      if (part.type === 'text') answer += part.text;
      else if (part.problem) return;
    }
    const title = titleOfAnswer(answer);
    if (title === null || signal.aborted || records.get(conversationId).titleOrigin !== 'firstLine') return;
    records.rename(conversationId, title, 'model');
    events.emit({ type: 'conversations.changed', projectId, conversationId, title });
  };

  const emptyAnswer = (question: Pick<MessageRow, 'id' | 'conversationId'>): MessageRow =>
    records.add({
      id: randomUUID(),
      conversationId: question.conversationId,
      parentId: question.id,
      role: 'assistant',
      status: 'streaming',
      text: '',
      attachments: [],
      model: null,
      local: false,
    });
  const gone = () => desktopError('NOT_FOUND', { message: t('That message is not there any more.') });
  /** An answer, with the question that it is one to. */
  const answered = (messageId: string) => {
    const answer = records.message(messageId);
    if (answer.role !== 'assistant' || answer.parentId === null) throw gone();
    return {
      answer,
      question: records.message(answer.parentId),
      projectId: records.get(answer.conversationId).projectId,
    };
  };

  return {
    async send({ projectId, conversationId, parentId, message }, signal) {
      const conversation =
        conversationId === null ? records.create(projectId, message.text) : records.get(conversationId);
      if (conversation.projectId !== projectId) throw gone();
      if (parentId !== null && records.message(parentId).conversationId !== conversation.id) throw gone();
      const question = records.add({
        id: randomUUID(),
        conversationId: conversation.id,
        parentId,
        role: 'user',
        status: 'complete',
        text: message.text,
        attachments: message.attachments,
        model: null,
        local: false,
      });
      const answer = emptyAnswer(question);
      const { situation, leaveOut } = message;
      return start(
        { projectId, conversationId: conversation.id, question, answer, situation, leaveOut, continues: false },
        signal,
      );
    },
    async retry({ messageId, situation, leaveOut }, signal) {
      const { question, projectId } = answered(messageId);
      const answer = emptyAnswer(question);
      return start(
        { projectId, conversationId: question.conversationId, question, answer, situation, leaveOut, continues: false },
        signal,
      );
    },
    async continue({ messageId, situation }, signal) {
      const { answer, question, projectId } = answered(messageId);
      if (running.has(messageId))
        throw desktopError('ALREADY_EXISTS', { message: t('This answer is still being written.') });
      records.change(messageId, { status: 'streaming', problem: null });
      return start(
        {
          projectId,
          conversationId: answer.conversationId,
          question,
          answer,
          situation,
          leaveOut: question.manifest?.leftOut ?? [],
          continues: answer.text !== '',
        },
        signal,
      );
    },
    async preview({ projectId, parentId, message }) {
      return context.preview({
        projectId,
        question: message.text,
        attachments: message.attachments,
        situation: message.situation,
        leaveOut: message.leaveOut,
        history: parentId === null ? [] : records.branch(parentId),
        instructions: await dependencies.prompt('chat'),
        contextWindow: model.contextWindow(projectId),
      });
    },
    stop: (messageId) => running.get(messageId)?.controller.abort(),
    allow(messageId, callId, answer) {
      const turn = running.get(messageId);
      const resolve = turn?.asked.get(callId);
      if (!resolve) throw desktopError('NOT_FOUND', { message: t('Nothing waits for that answer any more.') });
      turn?.asked.delete(callId);
      resolve(answer);
    },
    async dispose() {
      for (const { controller } of running.values()) controller.abort(closing);
      for (const controller of naming.values()) controller.abort();
      await Promise.all([...[...running.values()].map(({ ended }) => ended), ...naming.keys()]);
    },
  };
}
