import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import type { ProjectTextsPart } from '../../../../contract/desktop/files.ts';
import { projectId, startFiles } from './files-fixture.ts';

const never = new AbortController().signal;

async function readAll(parts: AsyncIterable<ProjectTextsPart>) {
  const all: ProjectTextsPart = { texts: [], others: [], folders: [], gone: [] };
  for await (const { texts, others, folders, gone } of parts) {
    all.texts.push(...texts);
    all.others.push(...others);
    all.folders.push(...folders);
    all.gone.push(...gone);
  }
  all.texts.sort((a, b) => (a.path < b.path ? -1 : 1));
  return all;
}

test('a project is read as texts: what is ignored stays out, what is no text is named', async () => {
  const { service, root, work } = startFiles();
  mkdirSync(join(root, 'src'));
  writeFileSync(join(root, '.gitignore'), 'secret.env\n');
  writeFileSync(join(root, 'secret.env'), 'KEY=1');
  writeFileSync(join(root, 'src', 'windows.ts'), '\ufeffone\r\ntwo\r\n');
  writeFileSync(join(root, 'picture.png'), Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 1, 2, 3]));
  writeFileSync(join(root, 'large.txt'), 'x'.repeat(5000));
  writeFileSync(join(work, 'outside.txt'), 'not of the project');
  symlinkSync(join(work, 'outside.txt'), join(root, 'link.txt'));
  const { texts, others } = await readAll(service.readTexts({ projectId, largest: 4096 }, never));
  expect(texts.map(({ path }) => path)).toEqual(['.gitignore', 'src/windows.ts']);
  expect(texts[1]).toMatchObject({ text: 'one\ntwo\n', lineEnd: 'crlf', byteOrderMark: true, encoding: 'utf-8' });
  expect(others.map(({ path }) => path).sort()).toEqual(['large.txt', 'picture.png']);
});

test('texts become files with their line ends and marks, and never replace what is there', async () => {
  const { service, root } = startFiles();
  writeFileSync(join(root, 'mine.txt'), 'mine');
  const plain = { encoding: 'utf-8', byteOrderMark: false, lineEnd: 'lf' } as const;
  const { there, written } = await service.writeTexts({
    projectId,
    texts: [
      { ...plain, path: 'mine.txt', text: 'theirs' },
      { ...plain, path: 'deep/er/new.txt', text: 'a\nb\n', lineEnd: 'crlf', byteOrderMark: true },
    ],
  });
  expect(there).toEqual(['mine.txt']);
  const { version } = await service.version({ projectId, path: 'deep/er/new.txt' });
  expect(written).toEqual([{ path: 'deep/er/new.txt', version }]);
  expect(readFileSync(join(root, 'mine.txt'), 'utf8')).toBe('mine');
  expect(readFileSync(join(root, 'deep/er/new.txt'), 'utf8')).toBe('\ufeffa\r\nb\r\n');
});

test('of the paths asked for, folders are entered, and what is gone or ignored is told apart', async () => {
  const { service, root } = startFiles();
  mkdirSync(join(root, 'src/deep'), { recursive: true });
  mkdirSync(join(root, '.git'));
  writeFileSync(join(root, '.gitignore'), '*.log\n');
  for (const path of ['src/a.ts', 'src/deep/b.ts', 'src/x.log', 'y.log', '.git/config'])
    writeFileSync(join(root, path), path);
  const paths = ['src', 'y.log', 'gone.ts', 'gone.log', '.git/config', '.gitignore'];
  const { texts, folders, gone } = await readAll(service.readTexts({ projectId, largest: 4096, paths }, never));
  expect(texts.map(({ path }) => path)).toEqual(['.gitignore', 'src/a.ts', 'src/deep/b.ts']);
  expect({ folders, gone }).toEqual({ folders: ['src'], gone: ['gone.ts'] });
});

test('no text is written outside of the project', async () => {
  const { service, root, work } = startFiles();
  mkdirSync(join(work, 'elsewhere'));
  symlinkSync(join(work, 'elsewhere'), join(root, 'out'));
  const text = { text: 'x', encoding: 'utf-8', byteOrderMark: false, lineEnd: 'lf' } as const;
  for (const path of ['../up.txt', 'out/file.txt']) {
    await expect(service.writeTexts({ projectId, texts: [{ ...text, path }] })).rejects.toMatchObject({
      code: 'OUTSIDE_PROJECT',
    });
  }
});

test('a file of ripgrep’s own shows nothing that git’s rules hide', async () => {
  const { service, root } = startFiles();
  writeFileSync(join(root, '.gitignore'), 'notes.local\n');
  writeFileSync(join(root, '.ignore'), '!notes.local\n');
  writeFileSync(join(root, 'notes.local'), 'private');
  const { texts } = await readAll(service.readTexts({ projectId, largest: 4096 }, never));
  expect(texts.map(({ path }) => path)).toEqual(['.gitignore', '.ignore']);
});

test('what the listing of a project leaves out is left out where it is asked for by its path, too', async () => {
  const { service, root, work } = startFiles();
  vi.stubEnv('HOME', join(work, 'home'));
  vi.stubEnv('XDG_CONFIG_HOME', '');
  onTestFinished(() => void vi.unstubAllEnvs());
  const write = (path: string, text: string) => {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  };
  write(join(work, 'home/.config/git/ignore'), '*.local\n');
  write(join(work, '.gitignore'), 'above.txt\n/project/\n');
  write(join(work, '.ignore'), 'higher.txt\n');
  write(join(root, '.ignore'), 'drafts/\n');
  write(join(root, 'src/.rgignore'), 'own.txt\n');
  const hidden = ['db.local', 'src/own.txt', 'drafts/a.txt', 'src/drafts/b.txt', 'higher.txt'];
  const shown = ['.ignore', 'a.txt', 'own.txt', 'src/.rgignore', 'src/a.txt'];
  for (const path of [...hidden, ...shown]) if (!path.endsWith('ignore')) write(join(root, path), path);
  const pathsOf = async (paths?: string[]) => {
    const { texts } = await readAll(service.readTexts({ projectId, largest: 4096, ...(paths && { paths }) }, never));
    return texts.map(({ path }) => path).sort();
  };
  expect(await pathsOf()).toEqual(shown);
  expect(await pathsOf([...hidden, ...shown, 'drafts'])).toEqual(shown);
  expect(await pathsOf(['src'])).toEqual(['src/.rgignore', 'src/a.txt']);
  const { paths } = await service.listIgnored({ projectId, path: '' });
  expect(paths.sort()).toEqual(['db.local', 'drafts', 'higher.txt', 'src/drafts', 'src/own.txt']);
  write(join(work, 'home/.gitconfig'), '[core]\n\texcludesFile = ~/rules\n');
  write(join(work, 'home/rules'), 'a.txt\n');
  expect(await pathsOf()).toEqual(['.ignore', 'db.local', 'own.txt', 'src/.rgignore']);
  expect(await pathsOf([...hidden, ...shown])).toEqual(['.ignore', 'db.local', 'own.txt', 'src/.rgignore']);
});

test('what is ignored is listed, hidden folders as a whole, and its files are read when that is asked for', async () => {
  const { service, root } = startFiles();
  for (const folder of ['cache/deep', 'src/cache', '.git']) mkdirSync(join(root, folder), { recursive: true });
  writeFileSync(join(root, '.gitignore'), 'cache/\n*.log\n');
  for (const path of ['cache/deep/x', 'src/cache/y', 'src/a.log', 'src/a.ts', 'cache.ts'])
    writeFileSync(join(root, path), path);
  const listed = async (path: string) => (await service.listIgnored({ projectId, path })).paths.sort();
  expect(await listed('')).toEqual(['cache', 'src/a.log', 'src/cache']);
  expect(await listed('cache')).toEqual(['cache/deep']);
  expect(await listed('gone')).toEqual([]);
  const paths = ['cache', 'src/a.log', 'new', 'new/cache', 'src/cache/inner'];
  const { ignored } = await service.ignoredFolders({ projectId, paths });
  expect(ignored).toEqual(['cache', 'src/a.log', 'new/cache', 'src/cache/inner']);
  const request = { projectId, largest: 4096, paths: ['src/a.log', 'cache'], ignored: true };
  const { texts, folders } = await readAll(service.readTexts(request, never));
  expect([texts.map(({ text }) => text), folders]).toEqual([['src/a.log'], []]);
});

test('folders go when nothing is in them, and stay otherwise', async () => {
  const { service, root, work } = startFiles();
  for (const folder of ['a/b', 'c/d', 'e/.git']) mkdirSync(join(root, folder), { recursive: true });
  mkdirSync(join(work, 'elsewhere/empty'), { recursive: true });
  symlinkSync(join(work, 'elsewhere'), join(root, 'out'));
  writeFileSync(join(root, 'c/mine'), '');
  await service.removeEmptyFolders({ projectId, paths: ['a/b', 'c/d', 'a', 'c', 'e', 'gone'] });
  expect(readdirSync(root).sort()).toEqual(['c', 'e', 'out']);
  expect(readdirSync(join(root, 'c'))).toEqual(['mine']);
  await expect(service.removeEmptyFolders({ projectId, paths: ['out/empty'] })).rejects.toMatchObject({
    code: 'OUTSIDE_PROJECT',
  });
  expect(readdirSync(join(work, 'elsewhere'))).toEqual(['empty']);
});
