import { parentPort } from 'node:worker_threads';
import { countTokens as encodeWith, setMergeCacheSize } from 'gpt-tokenizer/encoding/o200k_base';
import { countTokens, cutToTokens, type Keep } from '../tokens/count-tokens.ts';

/** What the token counter is asked. */
export type TokenQuestion =
  | { readonly id: number; readonly type: 'count'; readonly texts: readonly string[] }
  | { readonly id: number; readonly type: 'cut'; readonly text: string; readonly maximum: number; readonly keep: Keep };

// Names of special tokens in a text are text like any other.
const options = { disallowedSpecial: new Set<string>() };
setMergeCacheSize(10_000);
const encode = (text: string): number => (text === '' ? 0 : encodeWith(text, options));

parentPort?.on('message', (question: TokenQuestion) => {
  try {
    const value =
      question.type === 'count'
        ? question.texts.map((text) => countTokens(text, encode))
        : cutToTokens(question.text, question.maximum, question.keep, encode);
    parentPort?.postMessage({ id: question.id, value });
  } catch (error) {
    parentPort?.postMessage({ id: question.id, error: error instanceof Error ? error.message : String(error) });
  }
});
