import type { MatchedProblem, ProblemMatcher } from './matcher.ts';

// Vite's server and Rollup: a message, then `file: /project/src/a.ts:3:7` or `File: …`, with or without the place.
const fileLine = /^\s*[Ff]ile: (?<file>.+?)(?::(?<line>\d+):(?<column>\d+))?$/;
const failure =
  /^(?:.*\[vite(?::[\w-]+)?\]\s*|error during build:\s*|x Build failed.*|✗ Build failed.*)(?<message>.*)$/;
// esbuild: `✘ [ERROR] Could not resolve "x"`, then `    src/a.ts:3:7:`.
const esbuild = /^\s*[✘▲X] \[(?<severity>ERROR|WARNING)\] (?<message>.+)$/;
const esbuildPlace = /^\s+(?<file>\S.*?):(?<line>\d+):(?<column>\d+):$/;
// Rolldown and oxc: `[PARSE_ERROR] Expected …`, `[builtin:vite-transform] …` or `Error: …`, then `   ╭─[ src/a.ts:3:7 ]`.
const rolldown =
  /^\s*(?:\[(?<code>[A-Z][A-Z_]+|builtin:[\w-]+)\] (?:(?<said>Error|Warning): )?|(?<severity>Error|Warning): )(?<message>.+)$/;
const rolldownPlace = /^\s*[╭,]-?─?\[\s*(?<file>.+?):(?<line>\d+):(?<column>\d+)\s*\]/;
// What stands before the message of a module that the server could not deliver.
const occasion = /^(?:\(\w+\) )?(?:Internal server error|Pre-transform error): /;
const failing = /\bfailed with \d+ errors?\b|^error during build:|[✗x] Build failed/;
const succeeded = /^\s*(?:✓ built in |VITE v\S+ +ready in )/;
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
  // Rolldown writes warnings like errors, but for their colour.
  let inFailure = false;

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
    if (failing.test(line)) inFailure = true;
    if (succeeded.test(line)) inFailure = false;
    const drawn = esbuild.exec(line)?.groups;
    if (drawn) {
      pending = { message: drawn.message ?? '', severity: drawn.severity === 'WARNING' ? 'warning' : 'error', age: 0 };
      return [];
    }
    const said = rolldown.exec(line)?.groups;
    if (said) {
      const known = said.said ?? said.severity ?? (/ERROR/.test(said.code ?? '') || inFailure ? 'Error' : 'Warning');
      pending = { message: said.message ?? '', severity: known === 'Error' ? 'error' : 'warning', age: 0 };
      return [];
    }
    const failed = failure.exec(line)?.groups;
    if (failed && !/hmr update|page reload|connected|connecting/.test(line)) {
      pending = {
        message: (failed.message ?? '').replace(occasion, '').trim() || 'The build failed.',
        severity: 'error',
        age: 0,
      };
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
