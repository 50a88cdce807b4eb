import { createAskedWorker } from '../workers/ask-worker.ts';
import { startWorker } from '../workers/start-worker.ts';
import type { TokenQuestion } from '../workers/token-counter.process.ts';
import type { CutText, Keep } from './count-tokens.ts';

/** Counts tokens as today's OpenAI models do (o200k), beside Core's own thread. */
export interface TokenCounter {
  count(text: string): Promise<number>;
  countAll(texts: readonly string[]): Promise<number[]>;
  /** The part of a text that takes at most `maximum` tokens. */
  cut(text: string, maximum: number, keep: Keep): Promise<CutText>;
  dispose(): Promise<void>;
}

const idleAfter = 5 * 60 * 1000;

type WithoutId<Question> = Question extends unknown ? Omit<Question, 'id'> : never;

export function createTokenCounter(): TokenCounter {
  const worker = createAskedWorker<WithoutId<TokenQuestion>>(() => startWorker('token-counter'), { idleAfter });
  const countAll = (texts: readonly string[]) => worker.ask<number[]>({ type: 'count', texts });
  return {
    countAll,
    count: async (text) => (await countAll([text]))[0] ?? 0,
    cut: (text, maximum, keep) => worker.ask<CutText>({ type: 'cut', text, maximum, keep }),
    dispose: () => worker.dispose(),
  };
}
