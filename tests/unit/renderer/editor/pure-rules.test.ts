import { describe, expect, it } from 'vitest';
import { supportedEncodings } from '../../../../src-main/core/files/text-encodings.ts';
import { folderHint } from '../../../../src-renderer/features/editor/area/folder-hint.ts';
import { encodings } from '../../../../src-renderer/features/editor/commands/encodings.ts';
import { summariseConflict } from '../../../../src-renderer/features/editor/conflict/conflict-lines.ts';
import { checkPath } from '../../../../src-renderer/features/editor/documents/check-path.ts';
import {
  documentPlace,
  documentTitle,
  fileDocumentId,
} from '../../../../src-renderer/features/editor/documents/document-id.ts';
import { formatBytes } from '../../../../src-renderer/features/editor/documents/format-bytes.ts';
import { hexRows } from '../../../../src-renderer/features/editor/documents/hex-rows.ts';
import {
  hasLongLines,
  isLargeFile,
  measureText,
} from '../../../../src-renderer/features/editor/documents/large-file.ts';

describe('large files', () => {
  it('are those of many bytes or many lines', () => {
    const small = { lines: 10, longestLine: 80 };
    expect(isLargeFile(20 * 1024 * 1024, small, 20)).toBe(false);
    expect(isLargeFile(20 * 1024 * 1024 + 1, small, 20)).toBe(true);
    expect(isLargeFile(3 * 1024 * 1024, small, 2)).toBe(true);
    expect(isLargeFile(1, { lines: 300_000, longestLine: 1 }, 20)).toBe(false);
    expect(isLargeFile(1, { lines: 300_001, longestLine: 1 }, 20)).toBe(true);
  });

  it('are measured without splitting them', () => {
    expect(measureText([''])).toEqual({ lines: 1, longestLine: 0 });
    expect(measureText(['ab\nabcd\n'])).toEqual({ lines: 3, longestLine: 4 });
    expect(measureText(['ab\nab', 'cd', 'e\nf'])).toEqual({ lines: 3, longestLine: 5 });
    expect(hasLongLines(measureText([`x\n${'y'.repeat(1024 * 1024)}\n`]))).toBe(true);
    expect(hasLongLines(measureText(['x\n'.repeat(200_000)]))).toBe(false);
  });
});

describe('document ids', () => {
  it('say where a document is', () => {
    expect(documentPlace('src/a.ts')).toEqual({ type: 'file', inUserFolder: false, path: 'src/a.ts' });
    expect(documentPlace(fileDocumentId('settings.json', 'user'))).toEqual({
      type: 'file',
      inUserFolder: true,
      path: 'settings.json',
    });
    expect(documentPlace('untitled:12')).toEqual({ type: 'untitled', number: 12 });
    expect(documentTitle('untitled:12')).toBe('Untitled-12');
    expect(documentTitle('src/a.ts')).toBe('a.ts');
  });

  it('with the same name are told apart by their folders', () => {
    const panels = [
      { document: 'a/index.ts' },
      { document: 'b/c/d/index.ts' },
      { document: 'x.ts' },
      { document: 'index.ts' },
    ];
    expect(panels.map(({ document }) => folderHint(document, panels))).toEqual(['a', 'c/d', '', './']);
  });
});

describe('paths that a person types', () => {
  it.each([['a.txt'], ['src/deep/a b.txt'], ['.env']])('%s is fine', (path) => {
    expect(checkPath(path)).toBeNull();
  });
  it.each([[''], ['  '], ['/etc/passwd'], ['../a'], ['a//b'], ['a/./b'], ['C:\\a'], ['a/']])('%j is not', (path) => {
    expect(checkPath(path)).toEqual(expect.any(String));
  });
});

it('sizes are written for people', () => {
  expect([0, 1, 512, 1024, 1434, 52 * 1024 * 1024].map(formatBytes)).toEqual([
    '0 bytes',
    '1 byte',
    '512 bytes',
    '1 KB',
    '1.4 KB',
    '52 MB',
  ]);
});

it('every encoding that can be chosen can be read and written', () => {
  expect(encodings.map(({ name }) => name).filter((name) => !supportedEncodings.includes(name))).toEqual([]);
});

describe('the first difference of a conflict', () => {
  it('shows both sides with what differs marked', () => {
    expect(summariseConflict('a\nconst x = one();\nz\nq', 'a\nconst x = two();\nz\nr')).toEqual({
      line: 2,
      count: 2,
      lines: [
        { side: 'disk', number: 2, parts: ['const x = ', 'one', '();'] },
        { side: 'mine', number: 2, parts: ['const x = ', 'two', '();'] },
      ],
    });
  });

  it('is nothing where the two are equal', () => {
    expect(summariseConflict('a\r\nb', 'a\nb')).toBeNull();
  });
});

it('bytes are shown sixteen in a row, up to a limit', () => {
  const text = String.fromCharCode(...Array.from({ length: 40 }, (_, index) => index + 0x30));
  const rows = hexRows(`\x7fELF${text}`, 20);
  expect(rows).toEqual([
    { offset: '000000', bytes: '7f 45 4c 46 30 31 32 33  34 35 36 37 38 39 3a 3b', signs: '.ELF0123456789:;' },
    { offset: '000010', bytes: '3c 3d 3e 3f                                     ', signs: '<=>?' },
  ]);
});
