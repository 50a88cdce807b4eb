import { createEslintMatcher } from './eslint.ts';
import type { MatchedProblem, ProblemMatcher } from './matcher.ts';
import { createLineReader } from './plain-lines.ts';
import { createTscMatcher } from './tsc.ts';
import { createViteMatcher } from './vite.ts';

export type { MatchedProblem } from './matcher.ts';

/** More than this nobody reads; the output has them all. */
const largestNumber = 1000;

/** What the output of one run of a task has said so far. */
export interface ProblemReader {
  push(text: string): void;
  end(): void;
  readonly problems: readonly MatchedProblem[];
}

/** Reads output as it comes, with every matcher: what a script runs can't be told from its name. `onChanged` is called after each change. */
export function createProblemReader(onChanged: () => void): ProblemReader {
  const readers = [createTscMatcher(), createEslintMatcher(), createViteMatcher()].map((matcher) => ({
    matcher,
    found: new Map<string, MatchedProblem>(),
  }));

  const read = ({ matcher, found }: { matcher: ProblemMatcher; found: Map<string, MatchedProblem> }, line: string) => {
    if (found.size > 0 && matcher.startsOver(line)) {
      found.clear();
      return true;
    }
    let changed = false;
    for (const problem of matcher.line(line)) {
      const key = JSON.stringify(problem);
      if (found.has(key) || found.size >= largestNumber) continue;
      found.set(key, problem);
      changed = true;
    }
    return changed;
  };

  const lines = createLineReader((line) => {
    let changed = false;
    for (const reader of readers) changed = read(reader, line) || changed;
    if (changed) onChanged();
  });

  return {
    push: lines.push,
    end: lines.end,
    get problems() {
      return readers.flatMap(({ found }) => [...found.values()]);
    },
  };
}
