import { describe, expect, test } from 'vitest';
import { mostFiles, planProblems, readAnsweredPlan } from '../../../../src-main/core/generate/check-plan.ts';
import { findJson } from '../../../../src-main/core/generate/find-json.ts';

const plan = (files: readonly string[], rest: object = {}) =>
  readAnsweredPlan({ name: 'Ferry times', files: files.map((path) => ({ path, purpose: '' })), ...rest }, null);

describe('a plan that a model answered', () => {
  test('is tidied: slashes, a dot before it, versions behind packages, a name for a folder', () => {
    const { plan: read } = plan(['./src\\main.ts', 'index.html'], {
      name: 'Fähre & Zeiten!',
      dependencies: ['vite@^7', '@types/node@24', 'vite'],
    });
    expect(read).toEqual({
      name: 'fahre-zeiten',
      summary: '',
      starter: null,
      files: [
        { path: 'src/main.ts', purpose: '' },
        { path: 'index.html', purpose: '' },
      ],
      dependencies: ['vite', '@types/node'],
    });
  });

  test.each([
    '../outside.ts',
    'a/../../outside.ts',
    '/etc/passwd',
    'C:\\Windows\\x.dll',
    'c:/x',
    '\\\\server\\share',
    '.git/config',
    'src/.GIT/hooks/post-commit',
    '.git /config',
    'git~1/config',
    'node_modules/vite/index.js',
    'aux.ts',
    'src/con',
    'a\0b',
    'src/',
    'trailing./a.ts',
    'package-lock.json',
    'a\nb.ts',
    'x:stream.ts',
  ])('leaves %j out and says why', (path) => {
    const read = plan([path, 'index.html']);
    expect(read.plan?.files.map((file) => file.path)).toEqual(['index.html']);
    expect(read.plan && read.notes).toHaveLength(1);
  });

  test('has each file once, whatever the case, and no file where a folder is', () => {
    const read = plan(['README.md', 'readme.md', 'src/a.ts', 'src', 'SRC/b.ts', 'README.md/x']);
    expect(read.plan?.files.map(({ path }) => path)).toEqual(['README.md', 'src/a.ts']);
    expect(read.plan && read.notes).toHaveLength(4);
  });

  test('is cut at the most files that are made in one go', () => {
    const read = plan(Array.from({ length: mostFiles + 20 }, (_, at) => `src/f${at}.ts`));
    expect(read.plan?.files).toHaveLength(mostFiles);
    expect(read.plan && read.notes.at(-1)).toMatch(/first 80 files/);
  });

  test.each([
    [{}, /name/],
    [{ name: 'x', files: [] }, /files/],
    [{ name: 'x', files: 'index.html' }, /files/],
    [{ name: 'x', files: [{ path: '../a', purpose: '' }] }, /None of the files/],
    [null, /plan/],
  ])('is refused with a reason: %j', (value, reason) => {
    const read = readAnsweredPlan(value, null);
    expect(read.plan).toBeNull();
    expect(read.plan === null && read.reason).toMatch(reason);
  });

  test('changed by a person is looked through in the same way', () => {
    const good = { name: 'x', summary: '', starter: null, files: [{ path: 'a.ts', purpose: '' }], dependencies: [] };
    expect(planProblems(good)).toEqual([]);
    expect(planProblems({ ...good, files: [] })).toHaveLength(1);
    expect(planProblems({ ...good, files: [...good.files, { path: 'A.ts', purpose: '' }] })).toHaveLength(1);
    expect(planProblems({ ...good, dependencies: ['not a package'] })).toHaveLength(1);
  });
});

describe('the JSON in an answer', () => {
  test.each([
    ['{"a":1}', { a: 1 }],
    ['Here it is:\n```json\n{"a":"}\\"{"}\n```\nDone {really}.', { a: '}"{' }],
    ['Use {braces} well. {"a":{"b":[1]}}', { a: { b: [1] } }],
  ])('is found in %j', (text, value) => {
    expect(findJson(text)).toEqual(value);
  });

  test.each(['', 'no', '{"a":', '{"a":1', '{a:1}'])('is not found in %j', (text) => {
    expect(findJson(text)).toBeUndefined();
  });
});
