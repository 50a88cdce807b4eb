import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createProblemReader } from '../../../../src-main/core/tasks/problem-matchers/index.ts';
import { stripEscapes } from '../../../../src-main/core/tasks/problem-matchers/plain-lines.ts';

function problemsOf(output: string, cuts: readonly number[] = []) {
  const reader = createProblemReader(() => {});
  let from = 0;
  for (const cut of [...cuts].sort((a, b) => a - b)) {
    reader.push(output.slice(from, Math.max(from, cut)));
    from = Math.max(from, cut);
  }
  reader.push(output.slice(from));
  reader.end();
  return reader.problems;
}

const tscPlain = `src/a.ts(3,7): error TS2322: Type 'string' is not assignable to type 'number'.\r
src/b c.tsx(10,1): warning TS6133: 'x' is declared but its value is never read.\r
Found 2 errors.\r
`;
const tscPretty =
  "\x1b[96msrc/a.ts\x1b[0m:\x1b[93m3\x1b[0m:\x1b[93m7\x1b[0m - \x1b[91merror\x1b[0m\x1b[90m TS2322: \x1b[0mType 'string' is not assignable to type 'number'.\r\n\r\n\x1b[7m3\x1b[0m export const a: number = 'x';\r\n";
const eslint = `
/project/src/a.ts
  3:7   error    'a' is assigned a value but never used  @typescript-eslint/no-unused-vars
  9:1   warning  Unexpected console statement            no-console

/project/src/b.ts
  1:10  error  Parsing error: Expression expected

✖ 3 problems (2 errors, 1 warning)
`;

describe('tsc', () => {
  test('plain', () => {
    expect(problemsOf(tscPlain)).toEqual([
      {
        file: 'src/a.ts',
        line: 3,
        column: 7,
        severity: 'error',
        message: "Type 'string' is not assignable to type 'number'.",
        source: 'ts(2322)',
      },
      {
        file: 'src/b c.tsx',
        line: 10,
        column: 1,
        severity: 'warning',
        message: "'x' is declared but its value is never read.",
        source: 'ts(6133)',
      },
    ]);
  });
  test('pretty, with colours', () => {
    expect(problemsOf(tscPretty)).toEqual(problemsOf(tscPlain).slice(0, 1));
  });
  test('in watch mode a new compilation forgets the one before', () => {
    const start = '[10:00:00 AM] File change detected. Starting incremental compilation...\r\n';
    expect(problemsOf(tscPlain + start)).toEqual([]);
    expect(problemsOf(tscPlain + start + tscPretty)).toHaveLength(1);
  });
});

test('ESLint: rows belong to the file above them', () => {
  expect(problemsOf(eslint)).toEqual([
    {
      file: '/project/src/a.ts',
      line: 3,
      column: 7,
      severity: 'error',
      message: "'a' is assigned a value but never used",
      source: 'eslint(@typescript-eslint/no-unused-vars)',
    },
    {
      file: '/project/src/a.ts',
      line: 9,
      column: 1,
      severity: 'warning',
      message: 'Unexpected console statement',
      source: 'eslint(no-console)',
    },
    {
      file: '/project/src/b.ts',
      line: 1,
      column: 10,
      severity: 'error',
      message: 'Parsing error: Expression expected',
      source: 'eslint',
    },
  ]);
});

describe('Vite', () => {
  test('a failed build names the file after the message', () => {
    const output = `vite v8.0.0 building for production...
✗ Build failed in 89ms
error during build:
[vite:esbuild] Transform failed with 1 error:
file: /project/src/main.ts:3:9
`;
    expect(problemsOf(output)).toMatchObject([
      { file: '/project/src/main.ts', line: 3, column: 9, severity: 'error', source: 'vite' },
    ]);
  });
  test('esbuild and rolldown draw the place below', () => {
    const output = `✘ [ERROR] Could not resolve "./gone"

    src/main.ts:2:7:
      2 │ import './gone';

[PARSE_ERROR] Error: Expected a semicolon or an implicit semicolon after a statement, but found none
   ╭─[ src/other.ts:5:11 ]
   │
`;
    expect(problemsOf(output)).toEqual([
      {
        file: 'src/main.ts',
        line: 2,
        column: 7,
        severity: 'error',
        message: 'Could not resolve "./gone"',
        source: 'vite',
      },
      {
        file: 'src/other.ts',
        line: 5,
        column: 11,
        severity: 'error',
        message: 'Expected a semicolon or an implicit semicolon after a statement, but found none',
        source: 'vite',
      },
    ]);
  });
  test('Vite 8 names the cause below what failed, and tells warnings from errors by the build', () => {
    const failed = `✗ Build failed in 207ms
error during build:
Build failed with 2 errors:

\x1b[31m[builtin:vite-transform] \x1b[0mUnexpected token
   \x1b[38;5;246m╭\x1b[0m\x1b[38;5;246m─\x1b[0m\x1b[38;5;246m[\x1b[0m src/other.ts:2:18 \x1b[38;5;246m]\x1b[0m
\x1b[31m[MISSING_EXPORT] \x1b[0m"nothing" is not exported by "src/other.ts".
   \x1b[38;5;246m╭\x1b[0m\x1b[38;5;246m─\x1b[0m\x1b[38;5;246m[\x1b[0m src/main.ts:1:10 \x1b[38;5;246m]\x1b[0m
`;
    expect(problemsOf(failed)).toEqual([
      { file: 'src/other.ts', line: 2, column: 18, severity: 'error', message: 'Unexpected token', source: 'vite' },
      {
        ...{ file: 'src/main.ts', line: 1, column: 10, severity: 'error', source: 'vite' },
        message: '"nothing" is not exported by "src/other.ts".',
      },
    ]);
    const warned = `transforming...

\x1b[33m[EVAL] \x1b[0mUse of direct \`eval\` function is strongly discouraged.
   ╭─[ src/main.ts:2:13 ]

✓ built in 84ms
`;
    expect(problemsOf(warned)).toMatchObject([{ file: 'src/main.ts', line: 2, column: 13, severity: 'warning' }]);
  });
  test('a module that the server cannot deliver is named once, however often it is asked for', () => {
    const output = `4:07:32 PM [vite] Internal server error: Failed to resolve import "nopkg" from "src/main.ts". Does the file exist?
  Plugin: vite:import-analysis
  File: /project/src/main.ts:2:14
4:07:32 PM [vite] (client) Pre-transform error: Transform failed with 1 error:

[PARSE_ERROR] Unexpected token
   ╭─[ src/other.ts:1:18 ]

  Plugin: vite:oxc
  File: /project/src/other.ts
4:07:32 PM [vite] Internal server error: Transform failed with 1 error:

[PARSE_ERROR] Unexpected token
   ╭─[ src/other.ts:1:18 ]

  Plugin: vite:oxc
  File: /project/src/other.ts
`;
    expect(problemsOf(output)).toEqual([
      {
        ...{ file: '/project/src/main.ts', line: 2, column: 14, severity: 'error', source: 'vite' },
        message: 'Failed to resolve import "nopkg" from "src/main.ts". Does the file exist?',
      },
      { file: 'src/other.ts', line: 1, column: 18, severity: 'error', message: 'Unexpected token', source: 'vite' },
    ]);
  });
  test('rollup names the place in brackets', () => {
    expect(
      problemsOf('src/main.ts (4:2): "x" is not exported by "src/lib.ts", imported by "src/main.ts".\n'),
    ).toMatchObject([{ file: 'src/main.ts', line: 4, column: 2, severity: 'error' }]);
  });
  test('the server in good order says nothing', () => {
    expect(problemsOf('  VITE v8.0.0  ready in 212 ms\n\n  ➜  Local:   http://localhost:5173/\n')).toEqual([]);
  });
});

test('how output is cut makes no difference', () => {
  const whole = tscPlain + tscPretty + eslint;
  const expected = problemsOf(whole);
  fc.assert(
    fc.property(fc.array(fc.nat(whole.length), { maxLength: 20 }), (cuts) => {
      expect(problemsOf(whole, cuts)).toEqual(expected);
    }),
  );
});

test('endless output without line ends and thousands of problems stay bounded', () => {
  const reader = createProblemReader(() => {});
  for (let index = 0; index < 100; index += 1) reader.push('x'.repeat(10_000));
  for (let index = 0; index < 3000; index += 1) reader.push(`\nsrc/a.ts(${index + 1},1): error TS1: m`);
  reader.end();
  expect(reader.problems.length).toBeLessThanOrEqual(1000);
});

test('escape sequences of all kinds are taken out', () => {
  expect(stripEscapes('\x1b]8;;https://a.b\x07link\x1b]8;;\x1b\\ \x1b[1;31mred\x1b[0m\x1b(B\x1b=')).toBe('link red');
});
