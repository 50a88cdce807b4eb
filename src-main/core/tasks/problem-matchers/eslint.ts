import type { ProblemMatcher } from './matcher.ts';

// A path alone on its line, then indented rows: `  3:7  error  'a' is never used  no-unused-vars`.
const fileLine = /^(?:\/|[A-Za-z]:[\\/]|\.{0,2}[\w@.-]*[\\/]|[\w@.-]+\.\w+$).*\.\w+$/;
const row = /^ {2,}(?<line>\d+):(?<column>\d+) {2,}(?<severity>error|warning|info) {2,}(?<rest>.+)$/;

/** What ESLint's default ("stylish") report writes. */
export function createEslintMatcher(): ProblemMatcher {
  let file: string | null = null;
  return {
    line(line) {
      const found = row.exec(line)?.groups;
      if (found && file !== null) {
        // The rule is divided from the message by two spaces or more; a parsing error has none.
        const [, message = '', rule] = /^(.*?)(?: {2,}(\S+))?$/.exec((found.rest ?? '').trimEnd()) ?? [];
        return [
          {
            file,
            line: Number(found.line),
            // A finding about a whole file stands at 0:0.
            column: Number(found.column),
            severity: found.severity as 'error' | 'warning' | 'info',
            message,
            source: rule ? `eslint(${rule})` : 'eslint',
          },
        ];
      }
      if (line.trim() === '') file = null;
      else if (fileLine.test(line)) file = line;
      return [];
    },
    startsOver: () => false,
  };
}
