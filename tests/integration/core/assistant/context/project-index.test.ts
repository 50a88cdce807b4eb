import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { FileChange } from '../../../../../contract/model/file.ts';
import { loadRecords } from '../../../../../src-main/core/assistant/context/index/index-file.ts';
import {
  createProjectIndex,
  type ProjectIndex,
} from '../../../../../src-main/core/assistant/context/index/project-index.ts';
import { temporaryFolder } from '../../../../support/temporary-folder.ts';
import { writeTree } from '../../../../support/write-tree.ts';

function openIndex(root: string, file: string): ProjectIndex {
  const index = createProjectIndex(root, file);
  onTestFinished(() => index.dispose());
  return index;
}

const paths = (index: ProjectIndex) =>
  index
    .records()
    .map(({ path }) => path)
    .sort();
const definitionsAt = (index: ProjectIndex, path: string) =>
  index.recordAt(path)?.syntax?.definitions.map(({ name }) => name);
const indexFile = () => join(temporaryFolder('index'), 'project.index');

test('an index follows what is changed, made, removed, moved and ignored', async () => {
  const root = temporaryFolder('indexed');
  writeTree(root, {
    'src/a.ts': 'export function before() {}\n',
    'src/gone.ts': 'export const gone = 1;\n',
    'old/deep/b.ts': 'export const b = 1;\n',
    'docs/plan.md': '# Plan\n',
  });
  const index = openIndex(root, indexFile());
  const after = async (...changes: readonly FileChange[]) => {
    const before = index.generation();
    index.changed(changes, false);
    await index.settled();
    expect(index.generation()).toBeGreaterThan(before);
  };
  await index.settled();
  expect(paths(index)).toEqual(['docs/plan.md', 'old/deep/b.ts', 'src/a.ts', 'src/gone.ts']);
  expect(definitionsAt(index, 'src/a.ts')).toEqual(['before']);

  writeFileSync(join(root, 'src/a.ts'), 'export function after() {}\nexport const more = 2;\n');
  await after({ path: 'src/a.ts', kind: 'changed' });
  expect(definitionsAt(index, 'src/a.ts')).toEqual(['after', 'more']);

  rmSync(join(root, 'src/gone.ts'));
  writeTree(root, { 'src/new.ts': 'export class Fresh {}\n' });
  await after({ path: 'src/gone.ts', kind: 'deleted' }, { path: 'src/new.ts', kind: 'created' });
  expect(paths(index)).toEqual(['docs/plan.md', 'old/deep/b.ts', 'src/a.ts', 'src/new.ts']);
  expect(definitionsAt(index, 'src/new.ts')).toEqual(['Fresh']);

  mkdirSync(join(root, 'moved'));
  renameSync(join(root, 'old/deep'), join(root, 'moved/deep'));
  await after({ path: 'old/deep', kind: 'deleted' }, { path: 'moved/deep', kind: 'created' });
  expect(paths(index)).toEqual(['docs/plan.md', 'moved/deep/b.ts', 'src/a.ts', 'src/new.ts']);

  writeFileSync(join(root, '.aiignore'), 'docs/\n');
  await after({ path: '.aiignore', kind: 'created' });
  expect(paths(index)).not.toContain('docs/plan.md');
});

test('what was found out before a kill is there afterwards, and the rest is done', { timeout: 60_000 }, async () => {
  const root = temporaryFolder('indexed');
  const files = Object.fromEntries(
    Array.from({ length: 600 }, (_, index) => [
      `src/part${index % 20}/file${index}.ts`,
      `export function function${index}() {\n  return ${index};\n}\n`.repeat(20),
    ]),
  );
  writeTree(root, files);
  const [same = ''] = Object.keys(files);
  const absolute = join(root, same);
  utimesSync(absolute, 1_700_000_000, 1_700_000_000);
  const file = indexFile();
  const program = join(import.meta.dirname, '..', '..', '..', '..', 'support', 'index-and-wait.ts');
  const child = spawn(process.execPath, [program, root, file], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(child, 'exit');
  await once(child.stdout, 'data');
  child.kill('SIGKILL');
  await ended;

  const kept = loadRecords(file, root);
  expect(kept).toHaveLength(600);
  expect(kept.some(({ syntax }) => syntax === null)).toBe(true);
  // A file that looks the same is not read for its words again.
  writeFileSync(absolute, readFileSync(absolute, 'utf8').replaceAll('function0', 'anything0'));
  utimesSync(absolute, 1_700_000_000, 1_700_000_000);
  const index = openIndex(root, file);
  await index.settled();
  expect(index.records()).toHaveLength(600);
  expect(index.records().every(({ syntax }) => syntax !== null)).toBe(true);
  expect(index.recordAt(same)?.hash).toBe(kept.find(({ path }) => path === same)?.hash);
});

test('an index that cannot be read is made anew', async () => {
  const root = temporaryFolder('indexed');
  writeTree(root, { 'a.ts': 'export const a = 1;\n' });
  const file = indexFile();
  const first = createProjectIndex(root, file);
  await first.settled();
  await first.dispose();
  const whole = readFileSync(file);
  for (const broken of [whole.subarray(0, whole.length / 2), Buffer.from('not an index'), Buffer.alloc(0)]) {
    writeFileSync(file, broken);
    expect(loadRecords(file, root)).toEqual([]);
    const again = createProjectIndex(root, file);
    await again.settled();
    expect(paths(again)).toEqual(['a.ts']);
    await again.dispose();
  }
  expect(loadRecords(file, root).map(({ path }) => path)).toEqual(['a.ts']);
  expect(loadRecords(file, `${root}-another`)).toEqual([]);
});

test('an index that is ended while it works keeps what it has, and leaves nothing else', async () => {
  const root = temporaryFolder('indexed');
  writeTree(
    root,
    Object.fromEntries(Array.from({ length: 300 }, (_, index) => [`f${index}.ts`, 'export const a = 1;\n'])),
  );
  const file = indexFile();
  const index = createProjectIndex(root, file);
  await index.searchable;
  await index.dispose();
  index.changed([{ path: 'f1.ts', kind: 'changed' }], true);
  await expect(index.settled()).resolves.toBeUndefined();
  expect(readdirSync(join(file, '..'))).toEqual(['project.index']);
  expect(loadRecords(file, root)).toHaveLength(300);
});
