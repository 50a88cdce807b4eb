import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { ChatMessage } from '../../../../contract/model/chat.ts';
import type { Services } from '../../../../src-renderer/app/services.ts';
import type { SessionState } from '../../../../src-renderer/features/assistant/session/assistant-session.ts';
import { upTo } from '../../../../src-renderer/features/assistant/session/branch.ts';
import { createEarlierMessages } from '../../../../src-renderer/features/assistant/session/earlier-messages.ts';

const branch = Array.from({ length: 500 }, (_, index) => ({ id: `${index}` }) as ChatMessage);
const running = { answerId: 'a', stopping: false };
let state: StoreApi<SessionState>;
let asked: string[];
let came: number;
let earlier: ReturnType<typeof createEarlierMessages>;

beforeEach(() => {
  vi.useFakeTimers();
  asked = [];
  came = 0;
  state = createStore<SessionState>(
    () => ({ messages: branch.slice(440), earlier: 440, turn: null }) as unknown as SessionState,
  );
  const chat = {
    earlier: async ({ messageId, count }: { messageId: string; count: number }) => {
      asked.push(messageId);
      await new Promise((resolve) => setTimeout(resolve, 10));
      const at = Number(messageId);
      return { messages: branch.slice(Math.max(0, at - count), at) };
    },
  };
  const core = { assistant: { chat } } as unknown as Services['core'];
  earlier = createEarlierMessages({ core }, state, (messages) => {
    came += messages.length;
  });
});
afterEach(() => {
  earlier.dispose();
  vi.useRealTimers();
});

it('come in parts until all are there, in their order', async () => {
  earlier.come();
  earlier.come();
  await vi.runAllTimersAsync();
  expect(asked).toEqual(['440', '240', '40']);
  expect(state.getState()).toMatchObject({ messages: branch, earlier: 0 });
  expect(came).toBe(440);
});

it('leave a turn alone, and go on after it', async () => {
  earlier.come();
  await vi.advanceTimersByTimeAsync(25);
  state.setState({ turn: running });
  await vi.advanceTimersByTimeAsync(1000);
  expect(state.getState().messages).toHaveLength(60);
  state.setState({ turn: null });
  await vi.runAllTimersAsync();
  expect(state.getState()).toMatchObject({ messages: branch, earlier: 0 });
});

it('of a conversation that is not shown any more are not taken', async () => {
  earlier.come();
  await vi.advanceTimersByTimeAsync(25);
  state.setState({ messages: [{ id: 'other' } as ChatMessage], earlier: 0 });
  await vi.runAllTimersAsync();
  expect(state.getState().messages).toEqual([{ id: 'other' }]);
  expect(came).toBe(0);
});

it('a branch that begins before what has come keeps nothing of it', () => {
  const messages = [
    { id: 'b', parentId: 'a' },
    { id: 'c', parentId: 'b' },
  ] as ChatMessage[];
  expect(upTo(messages, 'a')).toEqual([]);
  expect(upTo(messages, 'b')).toEqual(messages.slice(0, 1));
});
