import { array, assert, constantFrom, dictionary, property } from 'fast-check';
import { expect, test } from 'vitest';
import { createAbsolutePositionFromRelativePosition, createRelativePositionFromTypeIndex, Doc, UndoManager } from 'yjs';
import { restoreFiles, wantedOf } from '../../../../src-renderer/features/collaboration/history/restore-files.ts';
import {
  openSessionFiles,
  plainFormat,
  type SessionFiles,
} from '../../../../src-renderer/features/collaboration/session/session-files.ts';

function setUp(texts: Readonly<Record<string, string>>): { doc: Doc; files: SessionFiles } {
  const doc = new Doc();
  const files = openSessionFiles(doc);
  for (const [path, text] of Object.entries(texts)) files.add(path, { text });
  return { doc, files };
}

function textsOf(files: SessionFiles): Record<string, string> {
  return Object.fromEntries(
    files
      .entries()
      .flatMap(({ id, path, kind }) => (kind === 'file' ? [[path, files.text(id)?.toString() ?? '']] : [])),
  );
}

test('whatever there is becomes what the version has', () => {
  const texts = dictionary(
    constantFrom('a.ts', 'b.ts', 'src/c.ts', 'src/d.ts'),
    array(constantFrom('one\n', 'two\n', 'three', 'größe 😀\n', ''), { maxLength: 6 }).map((parts) => parts.join('')),
  );
  assert(
    property(texts, texts, (present, version) => {
      const { doc, files } = setUp(present);
      const { changed } = restoreFiles(doc, files, wantedOf(files, new Map(Object.entries(version))));
      expect(textsOf(files)).toEqual(version);
      const different = new Set(
        [...Object.keys(present), ...Object.keys(version)].filter((path) => present[path] !== version[path]),
      );
      expect(new Set(changed)).toEqual(different);
    }),
    { numRuns: 300 },
  );
});

test('it is one transaction, and what is the same in both stays: places in it, and the undo of others', () => {
  const { doc, files } = setUp({ 'a.ts': 'first\nsecond\nthird\nfourth\n' });
  const text = files.text(files.find('a.ts')?.id ?? '');
  if (!text) throw new Error('no text');
  const mine = new UndoManager(text, { trackedOrigins: new Set(['mine']), captureTimeout: 0 });
  doc.transact(() => text.insert(0, 'mine\n'), 'mine');
  const place = createRelativePositionFromTypeIndex(text, text.toString().indexOf('third'));
  let transactions = 0;
  doc.on('afterTransaction', () => {
    transactions += 1;
  });
  restoreFiles(doc, files, new Map([['a.ts', 'mine\nfirst\n2nd\nthird\n']]));
  expect(transactions).toBe(1);
  expect(text.toString()).toBe('mine\nfirst\n2nd\nthird\n');
  const found = createAbsolutePositionFromRelativePosition(place, doc);
  expect(found?.index).toBe(text.toString().indexOf('third'));
  mine.undo();
  expect(text.toString()).toBe('first\n2nd\nthird\n');
});

test('only the paths that are asked for change', () => {
  const { doc, files } = setUp({ 'a.ts': 'a', 'b.ts': 'b' });
  expect(restoreFiles(doc, files, new Map([['b.ts', null]]))).toEqual({ changed: ['b.ts'], skipped: [] });
  expect(textsOf(files)).toEqual({ 'a.ts': 'a' });
});

test('what is no text keeps its name', () => {
  const { doc, files } = setUp({ 'a.ts': 'a' });
  files.add('src', 'folder');
  files.add('photo.png', { size: 5000 });
  const { changed, skipped } = restoreFiles(
    doc,
    files,
    wantedOf(
      files,
      new Map([
        ['src', 'was a file'],
        ['photo.png', 'was text'],
        ['a.ts', 'b'],
      ]),
    ),
  );
  expect(changed).toEqual(['a.ts']);
  expect([...skipped].sort()).toEqual(['photo.png', 'src']);
  expect(files.find('photo.png')?.kind).toBe('other');
});

const windows = { encoding: 'utf-16le', byteOrderMark: true, lineEnd: 'crlf' } as const;

test('a file that was deleted comes back in its encoding and with its line ends', () => {
  const { doc, files } = setUp({});
  const wanted = new Map([
    ['a.txt', 'one\ntwo\n'],
    ['b.txt', 'plain\n'],
  ]);
  restoreFiles(doc, files, wanted, new Map([['a.txt', windows]]));
  expect([files.find('a.txt')?.format, files.find('b.txt')?.format]).toEqual([windows, plainFormat]);
});

test('a file that only has another name gets its own back, and stays the same file', () => {
  const { doc, files } = setUp({ 'a.ts': 'a\n', 'empty.ts': '', 'b.ts': 'b\n' });
  files.add('w.txt', { text: 'w\n', format: windows });
  const version = new Map(Object.entries(textsOf(files)));
  const [first, windowsFile] = ['a.ts', 'w.txt'].map((path) => files.find(path));
  if (!first || !windowsFile) throw new Error('no files');
  files.move(first.id, 'src/other.ts');
  files.move(windowsFile.id, 'a.ts');
  files.add('copy.ts', { text: 'a\n' });
  files.move(files.find('empty.ts')?.id ?? '', 'src/empty.ts');
  const { changed } = restoreFiles(doc, files, wantedOf(files, version));
  expect(textsOf(files)).toEqual(Object.fromEntries(version));
  expect([...changed].sort()).toEqual(['a.ts', 'copy.ts', 'empty.ts', 'src/empty.ts', 'src/other.ts', 'w.txt']);

  files.move(files.find('b.ts')?.id ?? '', 'c.ts');
  const renamed = files.find('c.ts')?.id;
  restoreFiles(doc, files, wantedOf(files, version));
  expect(files.find('b.ts')?.id).toBe(renamed);
  expect(textsOf(files)).toEqual(Object.fromEntries(version));
});
