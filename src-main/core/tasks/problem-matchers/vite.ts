import type { MatchedProblem, ProblemMatcher } from './matcher.ts';

// Rollup and Rolldown: a message, then `file: /project/src/a.ts:3:7`, with or without the place.
const fileLine = /^\s*file: (?<file>.+?)(?::(?<line>\d+):(?<column>\d+))?$/;
const failure =
  /^(?:.*\[vite(?::[\w-]+)?\]\s*|error during build:\s*|x Build failed.*|✗ Build failed.*)(?<message>.*)$/;
// esbuild: `✘ [ERROR] Could not resolve "x"`, then `    src/a.ts:3:7:`.
const esbuild = /^\s*[✘▲X] \[(?<severity>ERROR|WARNING)\] (?<message>.+)$/;
const esbuildPlace = /^\s+(?<file>\S.*?):(?<line>\d+):(?<column>\d+):$/;
// Rolldown and oxc: `[PARSE_ERROR] Error: Expected …` or `Error: …`, then `   ╭─[ src/a.ts:3:7 ]`.
const rolldown = /^\s*(?:\[(?<code>[A-Z_]+)\] )?(?<severity>Error|Warning): (?<message>.+)$/;
const rolldownPlace = /^\s*[╭,]-?─?\[\s*(?<file>.+?):(?<line>\d+):(?<column>\d+)\s*\]/;
// Rollup's parser: `src/a.ts (3:7): Expression expected`, also with `RollupError: ` before it.
const rollup =
  /^(?:\[vite\]:? )?(?:RollupError: |\[vite:[\w-]+\] )?(?<file>[^\s()][^()]*\.\w+) \((?<line>\d+):(?<column>\d+)\): (?<message>.+)$/;

interface Pending {
  readonly message: string;
  readonly severity: 'error' | 'warning';
  /** Lines since it was written: a place further away belongs to something else. */
  age: number;
}

/** What Vite and the bundlers inside it write when a build or a module fails. */
export function createViteMatcher(): ProblemMatcher {
  let pending: Pending | null = null;

  const place = (groups: Record<string, string | undefined>): MatchedProblem[] => {
    if (!pending) return [];
    const { message, severity } = pending;
    pending = null;
    return [
      {
        file: (groups.file ?? '').replace(/\?.*$/, ''),
        line: Number(groups.line ?? 1),
        column: Number(groups.column ?? 1),
        severity,
        message,
        source: 'vite',
      },
    ];
  };

  const look = (line: string): readonly MatchedProblem[] => {
    const direct = rollup.exec(line)?.groups;
    if (direct) {
      pending = null;
      return [
        {
          file: direct.file ?? '',
          line: Number(direct.line),
          column: Number(direct.column),
          severity: 'error',
          message: direct.message ?? '',
          source: 'vite',
        },
      ];
    }
    const placed = (fileLine.exec(line) ?? esbuildPlace.exec(line) ?? rolldownPlace.exec(line))?.groups;
    if (placed) return place(placed);
    const said = (esbuild.exec(line) ?? rolldown.exec(line))?.groups;
    if (said) {
      const warning = /^warning$/i.test(said.severity ?? '');
      pending = { message: said.message ?? '', severity: warning ? 'warning' : 'error', age: 0 };
      return [];
    }
    const failed = failure.exec(line)?.groups;
    if (failed && !/hmr update|page reload|connected|connecting/.test(line)) {
      pending = { message: (failed.message ?? '').trim() || 'The build failed.', severity: 'error', age: 0 };
    } else if (pending?.message === 'The build failed.' && line.trim() !== '') {
      pending = { ...pending, message: line.trim() };
    }
    return [];
  };

  return {
    line(line) {
      const found = look(line);
      if (pending) {
        pending.age += 1;
        if (pending.age > 12) pending = null;
      }
      return found;
    },
    startsOver: (line) =>
      /^\s*(\[vite\] )?(build started\.\.\.|.*\[vite\] (hmr update|page reload|\(client\) hmr update) )/.test(line),
  };
}
