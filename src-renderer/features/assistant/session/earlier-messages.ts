import type { StoreApi } from 'zustand/vanilla';
import type { ChatMessage } from '../../../../contract/model/chat.ts';
import type { Disposable } from '../../../app/disposable.ts';
import type { Services } from '../../../app/services.ts';
import type { SessionState } from './assistant-session.ts';

/** Messages that come in at once. */
const atOnce = 200;
/** Milliseconds between two parts, in which the page paints and takes keys. */
const pause = 20;

/** The messages before those that a conversation is opened with. */
export interface EarlierMessages extends Disposable {
  /** Brings them in, the nearest first, until all are there; a turn that runs is not disturbed. */
  come(): void;
}

export function createEarlierMessages(
  { core }: Pick<Services, 'core'>,
  state: StoreApi<SessionState>,
  onCame: (messages: readonly ChatMessage[]) => void,
): EarlierMessages {
  let coming = false;
  let disposed = false;
  /** The message before which some are missing; null while there is none, or while a turn changes them. */
  const wanted = () => {
    const { earlier, messages, turn } = state.getState();
    return earlier > 0 && turn === null && !disposed ? (messages[0]?.id ?? null) : null;
  };
  const run = async () => {
    for (let id = wanted(); id !== null; id = wanted()) {
      await new Promise((resolve) => setTimeout(resolve, pause));
      const { messages } = await core.assistant.chat.earlier({ messageId: id, count: atOnce });
      if (wanted() !== id) continue;
      state.setState((now) => ({
        messages: [...messages, ...now.messages],
        earlier: messages.length === 0 ? 0 : Math.max(0, now.earlier - messages.length),
      }));
      onCame(messages);
    }
  };
  const come = () => {
    if (coming || wanted() === null) return;
    coming = true;
    run()
      .catch((error: unknown) => reportError(error))
      .finally(() => {
        coming = false;
      });
  };
  const stop = state.subscribe(({ turn }, before) => {
    if (turn === null && before.turn !== null) come();
  });
  return {
    come,
    dispose() {
      disposed = true;
      stop();
    },
  };
}
