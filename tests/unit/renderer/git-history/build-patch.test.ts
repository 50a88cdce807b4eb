import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isOnlyHunks } from '../../../../src-main/core/git/history/check-hunks.ts';
import {
  buildHunks,
  changesIn,
  findChanges,
  selectLines,
} from '../../../../src-renderer/features/git-history/changes/build-patch.ts';
import { makeRepository, runGit } from '../../../support/git-repository.ts';

let folder: string;
beforeAll(() => {
  folder = makeRepository(mkdtempSync(join(tmpdir(), 'flashfusion-patch-')));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function setIndex(text: string, path = 'a.txt'): void {
  const id = execFileSync('git', ['hash-object', '-w', '--stdin'], {
    cwd: folder,
    input: text,
    encoding: 'utf8',
  }).trim();
  runGit(folder, 'update-index', '--add', '--cacheinfo', `100644,${id},${path}`);
}

const readIndex = (path = 'a.txt') => runGit(folder, 'show', `:${path}`);

function apply(hunks: string, reverse = false, path = 'a.txt'): void {
  expect(isOnlyHunks(hunks)).toBe(true);
  const input = `diff --git a/${path} b/${path}\n--- a/${path}\n+++ b/${path}\n${hunks}`;
  const args = ['apply', '--cached', '--unidiff-zero', '--whitespace=nowarn', ...(reverse ? ['--reverse'] : []), '-'];
  execFileSync('git', args, { cwd: folder, input, stdio: ['pipe', 'pipe', 'pipe'] });
}

describe('hunks', () => {
  test('look as git writes them', () => {
    const base = 'a\nb\nc\nd\ne\nf\ng\nh\ni\n';
    const next = 'a\nB\nc\nd\ne\nf\ng\nh\ni\nj\n';
    const changes = findChanges(base, next);
    expect(buildHunks({ base, next }, changes)).toBe(
      '@@ -1,5 +1,5 @@\n a\n-b\n+B\n c\n d\n e\n@@ -7,3 +7,4 @@\n g\n h\n i\n+j\n',
    );
  });

  test('say that there is no line end at the end', () => {
    const base = 'a\nb';
    const next = 'a\nb\n';
    expect(buildHunks({ base, next }, findChanges(base, next))).toBe(
      '@@ -1,2 +1,2 @@\n a\n-b\n\\ No newline at end of file\n+b\n',
    );
  });

  test('keep CRLF where the repository has it, whatever the editor has', () => {
    const base = 'a\r\nb\r\n';
    const next = 'a\nB\n';
    setIndex(base);
    apply(buildHunks({ base, next }, findChanges(base, next)));
    expect(readIndex()).toBe('a\r\nB\r\n');
  });

  test('of a file that was moved, with a byte order mark', () => {
    setIndex('\ufeffone\ntwo\n', 'moved.txt');
    const changes = findChanges('one\ntwo\n', 'ONE\ntwo\nthree\n');
    apply(
      buildHunks({ base: 'one\ntwo\n', next: 'ONE\ntwo\nthree\n', byteOrderMark: true }, changes),
      false,
      'moved.txt',
    );
    expect(readIndex('moved.txt')).toBe('\ufeffONE\ntwo\nthree\n');
  });

  test('refuse anything that is more than hunks', () => {
    expect(isOnlyHunks('')).toBe(false);
    expect(isOnlyHunks('@@ -1 +1 @@\n-a\n+b\n')).toBe(true);
    expect(isOnlyHunks('@@ -1 +1 @@\n-a\n+b\n--- a/x\n+++ b/x\n')).toBe(false);
    expect(isOnlyHunks('@@ -1 +1 @@\n-a\n+b')).toBe(false);
    expect(isOnlyHunks('diff --git a/x b/x\n')).toBe(false);
  });
});

describe('chosen lines', () => {
  const base = 'a\nb\nc\n';
  const staged = (next: string, start: number, end: number) => {
    setIndex(base);
    const hunks = buildHunks({ base, next }, selectLines(findChanges(base, next), { start, end }));
    if (hunks !== '') apply(hunks);
    return readIndex();
  };
  test('are staged one by one', () => {
    expect(staged('A\nB\nC\n', 1, 2)).toBe('a\nB\nc\n');
    expect(staged('a\nx\ny\nb\nc\n', 1, 2)).toBe('a\nx\nb\nc\n');
    expect(staged('a\nx\ny\nb\nc\n', 2, 3)).toBe('a\ny\nb\nc\n');
    expect(staged('a\nc\n', 1, 2)).toBe('a\nc\n');
    expect(staged('a\nb\nc\n', 0, 3)).toBe(base);
    expect(staged('A\nb\nC\n', 1, 2)).toBe(base);
  });
});

const line = fc.constantFrom('a', 'b', 'c', '', ' x', '@@ -1 +1 @@', '--- a/x', '\\ No newline', 'ü');
const text = fc
  .tuple(fc.array(line, { maxLength: 14 }), fc.boolean(), fc.constantFrom('\n', '\r\n'))
  .map(([lines, ended, end]) => ({ end, text: lines.join(end) + (ended && lines.length > 0 ? end : '') }));

test('staging all changes one by one is staging the file', () => {
  fc.assert(
    fc.property(
      text,
      fc.array(line, { maxLength: 14 }),
      fc.boolean(),
      fc.boolean(),
      (base, lines, ended, backwards) => {
        const next = lines.join('\n') + (ended && lines.length > 0 ? '\n' : '');
        setIndex(base.text);
        let index = base.text;
        for (let step = 0; step < 40; step += 1) {
          const changes = findChanges(index, next);
          const change = backwards ? changes.at(-1) : changes[0];
          if (!change) break;
          apply(buildHunks({ base: index, next }, [change]));
          index = readIndex();
        }
        const wanted = base.text.includes('\r\n') ? next.replaceAll('\n', '\r\n') : next;
        expect(index).toBe(wanted);
      },
    ),
    { numRuns: 60 },
  );
}, 60_000);

test('what is staged at once can be taken back at once', () => {
  fc.assert(
    fc.property(text, fc.array(line, { maxLength: 14 }), (base, lines) => {
      const next = lines.join('\n');
      const changes = findChanges(base.text, next);
      if (changes.length === 0) return;
      const hunks = buildHunks({ base: base.text, next }, changes);
      setIndex(base.text);
      apply(hunks);
      apply(hunks, true);
      expect(readIndex()).toBe(base.text);
      expect(changesIn(changes, { start: 0, end: 1_000 })).toEqual(changes);
    }),
    { numRuns: 40 },
  );
}, 60_000);
