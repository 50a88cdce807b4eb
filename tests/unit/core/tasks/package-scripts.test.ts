import { describe, expect, test } from 'vitest';
import { findPackageManager, runCommandOf } from '../../../../src-main/core/tasks/package-manager.ts';
import { parsePackage, scriptsRunBy } from '../../../../src-main/core/tasks/read-package.ts';

test.each([
  [undefined, ['package.json'], 'npm'],
  [undefined, ['package-lock.json', 'package.json'], 'npm'],
  [undefined, ['pnpm-lock.yaml', 'package-lock.json'], 'pnpm'],
  [undefined, ['yarn.lock'], 'yarn'],
  [undefined, ['bun.lockb'], 'bun'],
  [undefined, ['bun.lock'], 'bun'],
  ['yarn@4.1.0+sha256.abc', ['package-lock.json'], 'yarn'],
  ['unknown@1', ['bun.lock'], 'bun'],
  [7, [], 'npm'],
])('packageManager %s with %s is %s', (declared, files, expected) => {
  expect(findPackageManager(declared, files)).toBe(expected);
});

test('script names that a shell would read otherwise are quoted', () => {
  expect(runCommandOf('npm', 'build:all')).toBe('npm run build:all');
  expect(runCommandOf('pnpm', 'say "hi"; rm')).toBe(`pnpm run 'say "hi"; rm'`);
  expect(runCommandOf('npm', "it's")).toBe("npm run 'it'\\''s'");
  expect(runCommandOf('npm', 'a b', true)).toBe('npm run "a b"');
  expect(runCommandOf('npm', '-x')).toBe("npm run '-x'");
});

describe('package.json', () => {
  test('lists its scripts in order, with the build marked', () => {
    const { tasks, packageManager, problem } = parsePackage(
      '\uFEFF{"scripts":{"dev":"vite","build":"tsc && vite build","typecheck":"tsc","odd":3}}',
      ['pnpm-lock.yaml'],
    );
    expect({ packageManager, problem }).toEqual({ packageManager: 'pnpm', problem: null });
    expect(tasks).toEqual([
      { name: 'dev', script: 'vite', command: 'pnpm run dev', build: false },
      { name: 'build', script: 'tsc && vite build', command: 'pnpm run build', build: true },
      { name: 'typecheck', script: 'tsc', command: 'pnpm run typecheck', build: false },
    ]);
  });
  test('says what runs with a script', () => {
    const { tasks } = parsePackage('{"scripts":{"posttest":"c","test":"b","pretest":"a","prepretest":"d"}}', []);
    expect(scriptsRunBy(tasks, 'test').map(({ script }) => script)).toEqual(['a', 'b', 'c']);
    expect(scriptsRunBy(tasks, 'posttest').map(({ script }) => script)).toEqual(['c']);
  });
  test('without scripts has no tasks, and says so when it is no JSON', () => {
    expect(parsePackage('{}', [])).toMatchObject({ tasks: [], problem: null });
    expect(parsePackage('null', [])).toMatchObject({ tasks: [], problem: null });
    expect(parsePackage('{"scripts"', []).problem).toMatch(/not valid JSON/);
  });
});
