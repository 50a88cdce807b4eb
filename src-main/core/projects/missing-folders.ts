import { stat } from 'node:fs/promises';

/** Milliseconds that all folders together have for an answer. */
const patience = 400;

/** Folders asked at a time: a drive that hangs keeps one of the few threads that files are read with. */
const atATime = 2;

/**
 * Which of these folders are not there. One that gives no answer in time, as on a network drive that is gone, counts as
 * there: opening it tells.
 */
export async function findMissing(paths: readonly string[]): Promise<Set<string>> {
  const missing = new Set<string>();
  const waiting = [...paths];
  const ask = async () => {
    for (let path = waiting.shift(); path !== undefined; path = waiting.shift()) {
      const there = await stat(path).then(
        (found) => found.isDirectory(),
        () => false,
      );
      if (!there) missing.add(path);
    }
  };
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, patience);
  });
  await Promise.race([Promise.all(Array.from({ length: atATime }, ask)), late]);
  clearTimeout(timer);
  waiting.length = 0;
  return new Set(missing);
}
