import { createStore, type StoreApi } from 'zustand/vanilla';
import type { ChatMessage } from '../../../../contract/model/chat.ts';

/** The answer that is coming in: apart from the other messages, so that only its row is painted again. */
export interface LiveAnswer {
  /** Null while nothing comes in. */
  readonly state: StoreApi<ChatMessage | null>;
  begin(answer: ChatMessage): void;
  /** Shown at once where nothing was shown since the last frame; else with the next one, together with what else arrives until then. */
  addText(text: string): void;
  change(change: Partial<ChatMessage>): void;
  /** The answer as it is now, with all that has arrived; nothing comes in from then on. */
  end(): ChatMessage | null;
}

/** A window in the background paints no frames; its text is taken over this often, in milliseconds. */
const withoutFrames = 250;

export function createLiveAnswer(): LiveAnswer {
  const state = createStore<ChatMessage | null>(() => null);
  let waiting = '';
  let frame: number | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const flush = () => {
    const answer = state.getState();
    if (answer === null || waiting === '') return;
    const text = answer.text + waiting;
    waiting = '';
    state.setState({ ...answer, text }, true);
  };

  const stopWaiting = () => {
    if (frame !== null) cancelAnimationFrame(frame);
    clearTimeout(timer);
    frame = null;
  };
  const nextFrame = () => {
    stopWaiting();
    if (waiting === '') return;
    flush();
    waitForFrame();
  };
  const waitForFrame = () => {
    frame = requestAnimationFrame(nextFrame);
    timer = setTimeout(nextFrame, withoutFrames);
  };

  return {
    state,
    begin(answer) {
      stopWaiting();
      waiting = '';
      state.setState(answer, true);
    },
    addText(text) {
      waiting += text;
      if (frame !== null) return;
      flush();
      waitForFrame();
    },
    change(change) {
      flush();
      const answer = state.getState();
      if (answer !== null) state.setState({ ...answer, ...change }, true);
    },
    end() {
      stopWaiting();
      flush();
      const answer = state.getState();
      state.setState(null, true);
      return answer;
    },
  };
}
