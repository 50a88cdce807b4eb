import type { ProblemMatcher } from './matcher.ts';

// `src/a.ts(3,7): error TS2322: …` (plain) and `src/a.ts:3:7 - error TS2322: …` (pretty).
const plain =
  /^(?<file>\S.*?)\((?<line>\d+),(?<column>\d+)\): (?<severity>error|warning|info) TS(?<code>\d+): (?<message>.+)$/;
const pretty =
  /^(?<file>\S.*?):(?<line>\d+):(?<column>\d+) - (?<severity>error|warning|info) TS(?<code>\d+): (?<message>.+)$/;

/** What the TypeScript compiler writes, plain or pretty, once or in watch mode. */
export function createTscMatcher(): ProblemMatcher {
  return {
    line(line) {
      const found = (plain.exec(line) ?? pretty.exec(line))?.groups;
      if (!found) return [];
      return [
        {
          file: found.file ?? '',
          line: Number(found.line),
          column: Number(found.column),
          severity: found.severity as 'error' | 'warning' | 'info',
          message: found.message ?? '',
          source: `ts(${found.code})`,
        },
      ];
    },
    startsOver: (line) =>
      /(Starting compilation in watch mode|File change detected\. Starting incremental compilation)\.\.\.$/.test(line),
  };
}
