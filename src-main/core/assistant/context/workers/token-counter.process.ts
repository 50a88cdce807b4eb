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

/** Characters of texts whose counts are remembered: a message is counted when its context is shown and when it is sent, and the next one has much of it too. */
const mostRemembered = 4_000_000;
const remembered = new Map<string, number>();
let rememberedLength = 0;

function countOnce(text: string): number {
  const known = remembered.get(text);
  if (known !== undefined) return known;
  const tokens = countTokens(text, encode);
  if (rememberedLength + text.length > mostRemembered) {
    remembered.clear();
    rememberedLength = 0;
  }
  if (text.length <= mostRemembered) {
    remembered.set(text, tokens);
    rememberedLength += text.length;
  }
  return tokens;
}

parentPort?.on('message', (question: TokenQuestion) => {
  try {
    const value =
      question.type === 'count'
        ? question.texts.map(countOnce)
        : cutToTokens(question.text, question.maximum, question.keep, encode);
    parentPort?.postMessage({ id: question.id, value });
  } catch (error) {
    parentPort?.postMessage({ id: question.id, error: error instanceof Error ? error.message : String(error) });
  }
});
