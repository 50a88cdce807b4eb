import type { StoreApi } from 'zustand/vanilla';
import type { TurnPart } from '../../../../contract/desktop/assistant/chat.ts';
import type { ChatMessage } from '../../../../contract/model/chat.ts';
import { messageOf } from '../../../app/error-message.ts';
import type { Services } from '../../../app/services.ts';
import { t } from '../../../localize.ts';
import type { StagedEdits } from '../apply/staged-edits.ts';
import type { SessionState } from './assistant-session.ts';
import { emptyAnswer, pendingAnswer, pendingQuestion } from './branch.ts';
import type { LiveAnswer } from './live-answer.ts';

interface TurnOptions {
  /** The messages that stay in view while the turn runs, the question last. */
  readonly messages: readonly ChatMessage[];
  /** The answer as it begins. */
  readonly answer: ChatMessage;
  readonly start: (signal: AbortSignal) => Promise<AsyncIterable<TurnPart>>;
  /** Nothing had begun when it went wrong. */
  readonly onRefused: (reason: string) => void;
}

/** Runs one turn at a time and keeps the session's state in step with what comes in. */
export interface Turns {
  run(options: TurnOptions): Promise<void>;
  /** Stops the model; what it has said is kept. */
  stop(): void;
}

/** How long a stopped answer has to come to its own end, in milliseconds. */
const stopWithin = 2000;

export function createTurns(
  { core }: Pick<Services, 'core'>,
  state: StoreApi<SessionState>,
  live: LiveAnswer,
  staged: StagedEdits,
): Turns {
  let stopTimer: ReturnType<typeof setTimeout> | undefined;
  let running: AbortController | null = null;

  const replace = (id: string, message: ChatMessage) =>
    state.setState(({ messages }) => ({ messages: messages.map((known) => (known.id === id ? message : known)) }));

  const onPart = (part: TurnPart, answerId: string): string => {
    switch (part.type) {
      case 'started': {
        const conversation = state.getState().conversation;
        if (conversation?.id !== part.conversationId) {
          state.setState({
            conversation: { id: part.conversationId, title: conversation?.title ?? part.question.text, usage: null },
          });
        }
        replace(pendingQuestion, part.question);
        const shown = state.getState().messages;
        const placeholder = shown.find(({ id }) => id === answerId);
        const answer = { ...(placeholder ?? emptyAnswer(part.answerId, part.question.id)), id: part.answerId };
        replace(answerId, { ...answer, parentId: part.question.id });
        live.change({ id: part.answerId, parentId: part.question.id });
        state.setState({ turn: { answerId: part.answerId, stopping: false } });
        return part.answerId;
      }
      case 'context': {
        const question = state.getState().messages.findLast(({ role }) => role === 'user');
        if (question) replace(question.id, { ...question, manifest: part.manifest });
        break;
      }
      case 'text':
        live.addText(part.text);
        break;
      case 'tool': {
        const tools = live.state.getState()?.tools ?? [];
        const known = tools.some(({ id }) => id === part.call.id);
        live.change({
          tools: known ? tools.map((call) => (call.id === part.call.id ? part.call : call)) : [...tools, part.call],
        });
        break;
      }
      case 'edits':
        staged.takeMessage(answerId, part.files);
        break;
      case 'done':
        staged.takeMessage(part.answer.id, part.files);
        break;
    }
    return answerId;
  };

  return {
    async run({ messages, answer, start, onRefused }) {
      if (running) return;
      const controller = new AbortController();
      running = controller;
      const before = state.getState().messages;
      state.setState({ messages: [...messages, answer], turn: { answerId: null, stopping: false }, refused: null });
      live.begin(answer);
      let answerId = answer.id;
      let finished: ChatMessage | null = null;
      let started = false;
      let failure: unknown = null;
      try {
        for await (const part of await start(controller.signal)) {
          answerId = onPart(part, answerId);
          started ||= part.type === 'started';
          if (part.type === 'done') finished = part.answer;
        }
      } catch (error) {
        failure = error;
      }
      clearTimeout(stopTimer);
      running = null;
      const last = live.end();
      if (!started && answerId === pendingAnswer) {
        state.setState({ messages: before, turn: null });
        onRefused(failure === null ? t('Nothing was answered.') : messageOf(failure));
        return;
      }
      const stopped = controller.signal.aborted;
      const outcome = finished ?? (last ? cutShort(last, stopped, failure) : null);
      if (outcome) replace(answerId, outcome);
      state.setState({ turn: null });
    },
    stop() {
      const { turn } = state.getState();
      const controller = running;
      if (!turn || !controller || turn.stopping) return;
      state.setState({ turn: { ...turn, stopping: true } });
      if (turn.answerId === null) {
        controller.abort();
        return;
      }
      stopTimer = setTimeout(() => controller.abort(), stopWithin);
      core.assistant.chat.stop({ messageId: turn.answerId }).catch(() => controller.abort());
    },
  };
}

/** An answer whose end never came. */
function cutShort(answer: ChatMessage, stopped: boolean, failure: unknown): ChatMessage {
  if (stopped) return { ...answer, status: 'stopped' };
  return {
    ...answer,
    status: 'interrupted',
    problem: {
      reason: 'interrupted',
      message: t('The answer was cut off. What had come is kept. Continue it, or ask again.'),
      retryAfter: null,
      detail: failure === null ? '' : messageOf(failure),
    },
  };
}
