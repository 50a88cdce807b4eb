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
  /** Shows the question at once; it is asked when a turn that was left has ended. */
  run(options: TurnOptions): Promise<void>;
  /** Stops the model; what it has said is kept. */
  stop(): void;
  /** Stops the model as the view turns to something else: nothing of the turn is shown any more. */
  leave(): void;
}

interface RunningTurn {
  readonly controller: AbortController;
  readonly ended: Promise<void>;
  left: boolean;
}

/** How long a stopped answer has to come to its own end, in milliseconds. */
const stopWithin = 2000;
/** How long the next question waits for that, in milliseconds. */
const waitWithin = 2500;

export function createTurns(
  { core }: Pick<Services, 'core'>,
  state: StoreApi<SessionState>,
  live: LiveAnswer,
  staged: StagedEdits,
): Turns {
  let running: RunningTurn | null = null;
  /** Resolves when the turns that were left have ended, or had the time to. */
  let leftEnded: Promise<unknown> = Promise.resolve();

  const replace = (id: string, message: ChatMessage) =>
    state.setState(({ messages }) => ({ messages: messages.map((known) => (known.id === id ? message : known)) }));

  const takeEdits = (part: TurnPart, answerId: string) => {
    if (part.type === 'edits') staged.takeMessage(answerId, part.files);
    else if (part.type === 'done') staged.takeMessage(part.answer.id, part.files);
  };

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
      case 'done': {
        const { conversation } = state.getState();
        if (conversation) state.setState({ conversation: { ...conversation, usage: part.usage } });
        takeEdits(part, answerId);
        break;
      }
      default:
        takeEdits(part, answerId);
    }
    return answerId;
  };

  const follow = async (
    turn: Omit<RunningTurn, 'ended'>,
    { messages, answer, start, onRefused }: TurnOptions,
  ): Promise<void> => {
    const { signal } = turn.controller;
    const before = state.getState().messages;
    state.setState({ messages: [...messages, answer], turn: { answerId: null, stopping: false }, refused: null });
    live.begin(answer);
    let answerId = answer.id;
    let finished: ChatMessage | null = null;
    let started = false;
    let failure: unknown = null;
    try {
      await leftEnded;
      signal.throwIfAborted();
      for await (const part of await start(signal)) {
        started ||= part.type === 'started';
        if (turn.left) takeEdits(part, answerId);
        else answerId = onPart(part, answerId);
        if (part.type === 'done') finished = part.answer;
      }
    } catch (error) {
      failure = error;
    }
    const refused = !started && answerId === pendingAnswer;
    if (!turn.left) {
      running = null;
      const last = live.end();
      const outcome = finished ?? (last ? cutShort(last, signal.aborted, failure) : null);
      if (refused) state.setState({ messages: before });
      else if (outcome) replace(answerId, outcome);
      state.setState({ turn: null });
    }
    if (refused) onRefused(failure === null || signal.aborted ? t('Nothing was answered.') : messageOf(failure));
  };

  const stop = () => {
    const { turn } = state.getState();
    if (!turn || !running || turn.stopping) return;
    const { controller, ended } = running;
    state.setState({ turn: { ...turn, stopping: true } });
    if (turn.answerId === null) {
      controller.abort();
      return;
    }
    const timer = setTimeout(() => controller.abort(), stopWithin);
    void ended.then(() => clearTimeout(timer));
    core.assistant.chat.stop({ messageId: turn.answerId }).catch(() => controller.abort());
  };

  return {
    run(options) {
      if (running) {
        options.onRefused(t('An answer is still coming in. Stop it, or wait for its end.'));
        return Promise.resolve();
      }
      const turn = { controller: new AbortController(), left: false };
      const ended = follow(turn, options);
      running = Object.assign(turn, { ended });
      return ended;
    },
    stop,
    leave() {
      stop();
      if (!running) return;
      running.left = true;
      leftEnded = Promise.race([
        Promise.allSettled([leftEnded, running.ended]),
        new Promise((resolve) => setTimeout(resolve, waitWithin)),
      ]);
      running = null;
      live.end();
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
