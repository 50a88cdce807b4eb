import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { findInside, writeInside } from '../../../../src-main/core/generate/write-inside.ts';

let top: string;
let folder: string;

beforeEach(() => {
  top = realpathSync(mkdtempSync(join(tmpdir(), 'flashfusion-inside-')));
  folder = join(top, 'project');
  mkdirSync(folder);
  mkdirSync(join(top, 'outside'));
  writeFileSync(join(top, 'outside', 'kept.txt'), 'kept');
});
afterEach(() => rmSync(top, { recursive: true, force: true }));

/** Everything above the project's folder, with its contents. */
function outside(): string[] {
  return readdirSync(top, { recursive: true, encoding: 'utf8' })
    .filter((name) => name !== 'project' && !name.startsWith('project/'))
    .sort();
}

/** A generator with a seed, so that a failure can be seen again. */
function random(seed: number) {
  let state = seed;
  return (below: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

test('whatever path is asked for, nothing outside of the folder comes, goes or changes', async () => {
  const seed = Date.now() % 1_000_000;
  const next = random(seed);
  const pieces = [
    '..',
    '.',
    '',
    'a',
    'b.ts',
    '.git',
    'link',
    'file-link',
    '\\..\\',
    'outside',
    '/',
    '~',
    'C:',
    '\0',
    'con',
    ' ',
    'node_modules',
    '%2e%2e',
    '．．',
    top,
    '\n',
  ];
  symlinkSync(join(top, 'outside'), join(folder, 'link'));
  symlinkSync(join(top, 'outside', 'kept.txt'), join(folder, 'file-link'));
  const before = outside();
  let written = 0;
  for (let round = 0; round < 2000; round++) {
    const path = Array.from({ length: 1 + next(5) }, () => pieces[next(pieces.length)]).join(
      next(8) === 0 ? '\\' : '/',
    );
    await writeInside(folder, path, 'new').then(
      () => {
        written++;
      },
      () => undefined,
    );
  }
  expect(outside(), `seed ${seed}`).toEqual(before);
  expect(readFileSync(join(top, 'outside', 'kept.txt'), 'utf8'), `seed ${seed}`).toBe('kept');
  expect(readdirSync(folder)).not.toContain('.git');
  expect(written, `seed ${seed}`).toBeGreaterThan(0);
  expect(readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.tmp'))).toEqual(
    [],
  );
});

test('a file is replaced whole, and read only where it is itself', async () => {
  await writeInside(folder, 'src/a.ts', 'one');
  await writeInside(folder, 'src/a.ts', 'two');
  expect(readFileSync(join(folder, 'src/a.ts'), 'utf8')).toBe('two');
  symlinkSync(join(top, 'outside'), join(folder, 'link'));
  expect(await findInside(folder, 'src/a.ts')).toBe(join(folder, 'src', 'a.ts'));
  expect(await findInside(folder, 'link/kept.txt')).toBeNull();
  expect(await findInside(folder, '../outside/kept.txt')).toBeNull();
  await expect(writeInside(folder, 'src', 'x')).rejects.toThrow();
  await expect(writeInside(folder, 'src/a.ts/b.ts', 'x')).rejects.toThrow();
});
