import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ChatMessage } from '../../../../contract/model/chat.ts';
import { createLiveAnswer } from '../../../../src-renderer/features/assistant/session/live-answer.ts';

const frames: (() => void)[] = [];
const paint = () => {
  for (const each of frames.splice(0)) each();
};

beforeEach(() => {
  frames.length = 0;
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  vi.stubGlobal('requestAnimationFrame', (callback: () => void) => frames.push(callback));
  vi.stubGlobal('cancelAnimationFrame', (frame: number) => frames.splice(frame - 1, 1));
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe('the answer that is coming in', () => {
  const begun = () => {
    const live = createLiveAnswer();
    live.begin({ text: '' } as ChatMessage);
    const texts: string[] = [];
    live.state.subscribe((answer) => texts.push(answer?.text ?? 'none'));
    return { live, texts };
  };

  it('shows its first text at once and what comes in the same frame with the next one', () => {
    const { live, texts } = begun();
    for (const piece of ['a', 'b', 'c']) live.addText(piece);
    expect(texts).toEqual(['a']);
    paint();
    expect(texts).toEqual(['a', 'abc']);
    live.addText('d');
    expect(texts).toEqual(['a', 'abc']);
    paint();
    paint();
    live.addText('e');
    expect(texts).toEqual(['a', 'abc', 'abcd', 'abcde']);
  });

  it('goes on in a window that paints no frames', () => {
    const { live, texts } = begun();
    live.addText('a');
    live.addText('b');
    vi.advanceTimersByTime(250);
    expect(texts).toEqual(['a', 'ab']);
  });

  it('ends with all that has arrived and waits for nothing more', () => {
    const { live, texts } = begun();
    live.addText('a');
    live.addText('b');
    expect(live.end()?.text).toBe('ab');
    expect(texts).toEqual(['a', 'ab', 'none']);
    expect(frames).toEqual([]);
    expect(vi.getTimerCount()).toBe(0);
  });
});
