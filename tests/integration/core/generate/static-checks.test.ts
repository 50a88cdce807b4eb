import { chmodSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { GenerationCheck } from '../../../../contract/desktop/generate.ts';
import { findSyntaxProblems } from '../../../../src-main/core/generate/checks/check-syntax.ts';
import { runStaticChecks } from '../../../../src-main/core/generate/run-checks.ts';
import { findTypeScript } from '../../../../src-main/core/languages/index.ts';
import { createProcessRegister } from '../../../../src-main/core/processes/index.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';
import { writeTree } from '../../../support/write-tree.ts';

const files = { 'main.ts': 'export const one = 1;\n', 'style.css': 'a { color: red }\n' };

/** A folder with files, and with a program in TypeScript's place that does this. */
function folderWith(texts: Record<string, string>, program = 'exit 0') {
  const folder = temporaryFolder();
  writeTree(folder, texts);
  const bin = temporaryFolder();
  writeTree(bin, { tsc: `#!/bin/sh\n${program}\n` });
  const typescript = join(bin, 'tsc');
  chmodSync(typescript, 0o755);
  const register = createProcessRegister();
  onTestFinished(async () => void (await register.dispose()));
  return { folder, typescript, register, signal: new AbortController().signal };
}

async function parseCheck(options: Omit<Parameters<typeof runStaticChecks>[0], 'onCheck'>): Promise<GenerationCheck> {
  const checks: GenerationCheck[] = [];
  await runStaticChecks({ ...options, onCheck: (check) => checks.push(check) });
  const last = checks.findLast(({ id }) => id === 'parse');
  if (!last) throw new Error('It was not told of.');
  return last;
}

describe('whether files parse', () => {
  test('is passed where the program has found nothing', async () => {
    expect(await parseCheck(folderWith(files))).toMatchObject({ status: 'passed', detail: '2' });
    const typescript = findTypeScript();
    expect(await parseCheck({ ...folderWith(files), typescript })).toMatchObject({ status: 'passed' });
  });

  test.each([
    ['there is no program', { typescript: null }, 'exit 0', 'Not checked: TypeScript is not installed.'],
    ['it is gone', { typescript: '/no/such/tsc' }, 'exit 0', 'Not checked: TypeScript is not installed.'],
    [
      'it does not find the files',
      {},
      'echo "error TS6053: File not found."; exit 2',
      'Not checked: it ended with code 2.',
    ],
    ['it has crashed', {}, 'exit 134', 'Not checked: it ended with code 134.'],
  ])('is not said where %s', async (_where, change, program, detail) => {
    const options = { ...folderWith(files, program), ...change };
    expect(await parseCheck(options)).toMatchObject({ status: 'skipped', detail });
    const broken = { ...folderWith({ ...files, 'style.css': 'a {' }, program), ...change };
    expect(await parseCheck(broken)).toMatchObject({
      status: 'failed',
      output: expect.stringMatching(new RegExp(`^style\\.css: .*\\n${detail.replaceAll('.', '\\.')}$`)),
    });
  });

  test('is not said where it takes too long', async () => {
    const { folder, ...options } = folderWith(files, 'sleep 30');
    const texts = Object.keys(files).map((path) => ({ path, text: readFileSync(join(folder, path), 'utf8') }));
    expect(await findSyntaxProblems({ ...options, folder, files: texts, timeout: 200 })).toEqual({
      problems: [],
      unchecked: 'Not checked: it was stopped after 0.2 s.',
    });
  });

  test('needs no program where there are no scripts', async () => {
    const { typescript: _, ...options } = folderWith({ 'style.css': files['style.css'] });
    expect(await parseCheck({ ...options, typescript: null })).toMatchObject({ status: 'passed' });
  });
});

test.each([
  ['npm', 'package-lock.json', 'npm run --ignore-scripts build: node build.js'],
  ['yarn', 'yarn.lock', 'yarn run build: node before.js && node build.js && node after.js'],
  ['bun', 'bun.lock', 'bun run build: node before.js && node build.js && node after.js'],
  ['pnpm', 'pnpm-lock.yaml', 'pnpm run build: node before.js && node build.js && node after.js'],
])(
  'with %s, what runs before and after a script is shown unless it is left out',
  async (_manager, lockfile, command) => {
    const scripts = { build: 'node build.js', prebuild: 'node before.js', postbuild: 'node after.js' };
    const options = folderWith({ 'package.json': JSON.stringify({ scripts }), [lockfile]: '{}' });
    const checks: GenerationCheck[] = [];
    await runStaticChecks({ ...options, onCheck: (check) => checks.push(check) });
    expect(checks.find(({ id }) => id === 'build')).toMatchObject({ status: 'waiting', command });
  },
);
