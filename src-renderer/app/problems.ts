import { createStore, type StoreApi } from 'zustand/vanilla';

/** Something a language service, a checker or a task's output says about a line of a file of the project, open or not. */
export interface Problem {
  readonly document: string;
  readonly projectId: string;
  readonly severity: 'error' | 'warning' | 'info';
  readonly message: string;
  /** Who says so, with the rule or code: `ts(2304)`. */
  readonly source: string | null;
  /** From 1. */
  readonly line: number;
  readonly column: number;
}

/** A problem in one line, as compilers write it. */
export function describeProblem(
  problem: Pick<Problem, 'document' | 'line' | 'column' | 'severity' | 'message' | 'source'>,
): string {
  const { document, line, column, severity, message, source } = problem;
  return `${document}:${line}:${column}: ${severity}: ${message}${source ? ` [${source}]` : ''}`;
}

/** How many problems there are of the two kinds that are counted. */
export function countProblems(problems: readonly Problem[]): { errors: number; warnings: number } {
  let errors = 0;
  let warnings = 0;
  for (const { severity } of problems) {
    if (severity === 'error') errors += 1;
    if (severity === 'warning') warnings += 1;
  }
  return { errors, warnings };
}

/** All problems of the window, from every source. */
export interface Problems extends Pick<StoreApi<readonly Problem[]>, 'getState' | 'getInitialState' | 'subscribe'> {
  /** Replaces what one source says. Its order is kept; sources follow each other in the order they first said something. */
  publish(source: string, problems: readonly Problem[]): void;
}

/** Makes the store, empty. What two sources say in the same words is listed once. */
export function createProblems(): Problems {
  const sources = new Map<string, readonly Problem[]>();
  const { getState, getInitialState, setState, subscribe } = createStore<readonly Problem[]>(() => []);
  return {
    getState,
    getInitialState,
    subscribe,
    publish(source, problems) {
      if (problems.length === 0 && !sources.get(source)?.length) return;
      sources.set(source, problems);
      const seen = new Set<string>();
      const all: Problem[] = [];
      for (const problem of [...sources.values()].flat()) {
        const { document, projectId, line, column, message } = problem;
        const key = JSON.stringify([projectId, document, line, column, message]);
        if (!seen.has(key)) all.push(problem);
        seen.add(key);
      }
      setState(all, true);
    },
  };
}
