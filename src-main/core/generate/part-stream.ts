import type { GenerationPart } from '../../../contract/desktop/generate.ts';

/** Characters of one file's text that wait for a slow window together. */
const longestText = 100_000;

/**
 * Runs work that tells what it does, and answers what it tells. When the reader goes or `signal` is aborted, the work is
 * stopped and waited for, so that nothing of it runs on.
 */
export async function* streamParts(
  signal: AbortSignal | undefined,
  work: (emit: (part: GenerationPart) => void, signal: AbortSignal) => Promise<void>,
): AsyncGenerator<GenerationPart, void, void> {
  const controller = new AbortController();
  const stop = () => controller.abort();
  signal?.addEventListener('abort', stop);
  if (signal?.aborted) stop();
  const queue: GenerationPart[] = [];
  let wake = () => {};
  const emit = (part: GenerationPart) => {
    const last = queue.at(-1);
    if (part.type === 'text' && last?.type === 'text' && last.path === part.path && last.text.length < longestText) {
      queue[queue.length - 1] = { ...last, text: last.text + part.text };
    } else queue.push(part);
    wake();
  };
  let ended = false;
  let failure: { error: unknown } | null = null;
  const working = work(emit, controller.signal)
    .catch((error) => {
      failure = { error };
    })
    .finally(() => {
      ended = true;
      wake();
    });
  try {
    for (;;) {
      const part = queue.shift();
      if (part) yield part;
      else if (ended) break;
      else {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    }
  } finally {
    stop();
    signal?.removeEventListener('abort', stop);
    await working;
  }
  const failed = failure as { error: unknown } | null;
  if (failed) throw failed.error;
}
