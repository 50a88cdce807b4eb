import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../../support/temporary-folder.ts';
import { projectId, startFiles } from './files-fixture.ts';

describe('saving', () => {
  it('writes text and answers the version that is then on disk', async () => {
    const files = startFiles();
    const saved = await files.save('new/folder/a.ts', 'one\n');
    expect(readFileSync(files.absolute('new/folder/a.ts'), 'utf8')).toBe('one\n');
    expect(saved).toEqual({ ...(await files.service.version({ projectId, path: 'new/folder/a.ts' })), size: 4 });
  });

  it('converts line ends as asked', async () => {
    const files = startFiles();
    await files.save('a', 'one\ntwo\r\nthree\r', { lineEnd: 'crlf' });
    expect(readFileSync(files.absolute('a'), 'latin1')).toBe('one\r\ntwo\r\nthree\r\n');
    await files.save('a', 'one\r\ntwo\r\n');
    expect(readFileSync(files.absolute('a'), 'latin1')).toBe('one\ntwo\n');
  });

  it('keeps the mode, also an unusual one', async () => {
    const files = startFiles();
    for (const mode of [0o600, 0o755, 0o4755, 0o664]) {
      files.write('a', 'old');
      chmodSync(files.absolute('a'), mode);
      await files.save('a', 'new');
      expect(statSync(files.absolute('a')).mode & 0o7777).toBe(mode);
    }
  });

  it.runIf(process.getuid?.() === 0)('keeps the owner', async () => {
    const files = startFiles();
    files.write('a', 'old');
    chownSync(files.absolute('a'), 1234, 2345);
    await files.save('a', 'new');
    expect(statSync(files.absolute('a'))).toMatchObject({ uid: 1234, gid: 2345 });
  });

  it('writes through links and leaves them links', async () => {
    const files = startFiles();
    files.write('deep/target', 'old');
    symlinkSync('deep/target', files.absolute('link'));
    symlinkSync('link', files.absolute('second'));
    symlinkSync('deep/made', files.absolute('dangling'));
    await files.save('second', 'new');
    expect(readFileSync(files.absolute('deep/target'), 'utf8')).toBe('new');
    expect(readlinkSync(files.absolute('second'))).toBe('link');
    expect(readlinkSync(files.absolute('link'))).toBe('deep/target');
    await files.save('dangling', 'made', { baseVersion: null });
    expect(readFileSync(files.absolute('deep/made'), 'utf8')).toBe('made');
    expect(lstatSync(files.absolute('dangling')).isSymbolicLink()).toBe(true);
  });

  it('refuses to write through links that lead outside', async () => {
    const files = startFiles();
    const outside = temporaryFolder('outside');
    writeFileSync(join(outside, 'a'), 'theirs');
    symlinkSync(outside, files.absolute('folder'));
    symlinkSync(join(outside, 'made'), files.absolute('dangling'));
    symlinkSync(join(outside, 'nowhere'), files.absolute('lost'));
    for (const path of ['folder/a', 'folder/new', 'dangling', 'lost/a']) {
      await expect(files.save(path, 'ours', { baseVersion: null })).rejects.toMatchObject({ code: 'OUTSIDE_PROJECT' });
    }
    expect(readdirSync(outside)).toEqual(['a']);
    expect(readFileSync(join(outside, 'a'), 'utf8')).toBe('theirs');
  });

  it('keeps hard links together', async () => {
    const files = startFiles();
    files.write('a', 'old contents');
    linkSync(files.absolute('a'), files.absolute('b'));
    const { ino } = statSync(files.absolute('a'));
    for (const text of ['short', 'much longer than it was before', '']) {
      await files.save('a', text);
      expect(readFileSync(files.absolute('b'), 'utf8')).toBe(text);
      expect(statSync(files.absolute('a'))).toMatchObject({ ino, nlink: 2 });
    }
    expect(readdirSync(join(files.undoFolder, 'journal'))).toEqual([]);
  });

  it('refuses read-only files and says so', async () => {
    const files = startFiles();
    files.write('a', 'old');
    chmodSync(files.absolute('a'), 0o444);
    await expect(files.save('a', 'new')).rejects.toMatchObject({
      code: 'NOT_WRITABLE',
      message: expect.stringContaining('read-only'),
    });
    expect(readFileSync(files.absolute('a'), 'utf8')).toBe('old');
    mkdirSync(files.absolute('folder'));
    await expect(files.save('folder', 'new', { baseVersion: null })).rejects.toMatchObject({ code: 'NOT_WRITABLE' });
  });

  it('answers with what is on disk when that is not what the text grew from', async () => {
    const files = startFiles();
    files.write('a', 'one');
    const { head } = await files.read('a');
    files.write('a', 'two');
    const theirs = await files.service.version({ projectId, path: 'a' });
    await expect(files.save('a', 'mine', { baseVersion: head.version })).rejects.toMatchObject({
      code: 'CHANGED_ON_DISK',
      data: { version: theirs.version },
    });
    expect(readFileSync(files.absolute('a'), 'utf8')).toBe('two');
    await files.save('a', 'mine', { baseVersion: theirs.version });
    expect(readFileSync(files.absolute('a'), 'utf8')).toBe('mine');
    await files.save('a', 'forced', { baseVersion: null });
    expect(readFileSync(files.absolute('a'), 'utf8')).toBe('forced');
  });

  it('takes no offence when a file was only touched, holds the same already, or is gone', async () => {
    const files = startFiles();
    files.write('a', 'one');
    const { head } = await files.read('a');
    files.write('a', 'one');
    await files.save('a', 'two', { baseVersion: head.version });
    files.write('a', 'three');
    expect(await files.save('a', 'three', { baseVersion: head.version })).toMatchObject({ size: 5 });
    const again = startFiles();
    await again.save('gone', 'back', { baseVersion: head.version });
    expect(readFileSync(again.absolute('gone'), 'utf8')).toBe('back');
  });

  it('notices a change made in the very same moment, by size or not', async () => {
    const files = startFiles();
    for (let round = 0; round < 50; round++) {
      files.write('a', `round ${round} 1`);
      const { head } = await files.read('a');
      files.write('a', `round ${round} 2`);
      await expect(files.save('a', 'mine', { baseVersion: head.version })).rejects.toMatchObject({
        code: 'CHANGED_ON_DISK',
      });
    }
  });

  it('does one save of a file after the other', async () => {
    const files = startFiles();
    const texts = Array.from({ length: 20 }, (_, index) => `${index}`.repeat(100_000));
    await Promise.all(texts.map((text) => files.save('a', text, { baseVersion: null })));
    expect(readFileSync(files.absolute('a'), 'utf8') === texts.at(-1)).toBe(true);
    const base = (await files.service.version({ projectId, path: 'a' })).version;
    const both = await Promise.allSettled(['x', 'y'].map((text) => files.save('a', text, { baseVersion: base })));
    expect(both.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
  });

  it('changes nothing when a character does not fit the encoding', async () => {
    const files = startFiles();
    files.write('a', 'alt');
    await expect(files.save('a', 'ok\nsnow ☃', { encoding: 'windows-1252' })).rejects.toMatchObject({
      code: 'CANNOT_ENCODE',
      data: { character: '☃', line: 2 },
    });
    expect(readFileSync(files.absolute('a'), 'utf8')).toBe('alt');
  });

  it('gives every file back byte for byte when nothing was edited', async () => {
    const files = startFiles();
    const line = fc.constantFrom('', 'a', 'grüß', '🎉', 'x'.repeat(200));
    const lineEnd = fc.constantFrom('\n', '\r\n', '\r');
    const text = fc
      .array(fc.tuple(line, lineEnd), { maxLength: 12 })
      .map((lines) => lines.map(([content, end]) => content + end).join(''));
    const form = fc.constantFrom(
      (value: string) => Buffer.from(value),
      (value: string) => Buffer.from(`\ufeff${value}`),
      (value: string) => Buffer.from(`\ufeff${value}`, 'utf16le'),
      (value: string) => Buffer.from(`\ufeff${value}`, 'utf16le').swap16(),
      (value: string) => Buffer.from(value, 'latin1'),
    );
    await fc.assert(
      fc.asyncProperty(text, form, async (value, encode) => {
        const bytes = encode(value);
        files.write('a', bytes);
        const { head, text: shown } = await files.read('a');
        if (head.kind !== 'text' || head.readOnly) return;
        await files.service.save({
          projectId,
          path: 'a',
          // The editor ends all lines alike.
          text: shown.replace(/\r\n|\r|\n/g, head.lineEnd === 'crlf' ? '\r\n' : '\n'),
          encoding: head.encoding,
          byteOrderMark: head.byteOrderMark,
          lineEnd: head.lineEnd,
          keepMixedLineEnds: head.mixedLineEnds,
          baseVersion: head.version,
        });
        expect(readFileSync(files.absolute('a')).equals(bytes)).toBe(true);
      }),
      { numRuns: 150 },
    );
  }, 30_000);

  it('edits one line of a mixed file and leaves the others', async () => {
    const files = startFiles();
    files.write('a', 'one\r\ntwo\nthree\rfour');
    const { head } = await files.read('a');
    expect(head).toMatchObject({ mixedLineEnds: true });
    await files.save('a', 'one\nTWO\nthree\nfour', { keepMixedLineEnds: true, baseVersion: head.version });
    expect(readFileSync(files.absolute('a'), 'latin1')).toBe('one\r\nTWO\r\nthree\rfour');
  });

  it('that was interrupted and overwritten by someone else since is left alone, with the old contents kept', async () => {
    const work = temporaryFolder('files');
    const journal = join(work, 'undo', 'journal');
    mkdirSync(journal, { recursive: true });
    const target = join(work, 'project', 'a');
    mkdirSync(join(work, 'project'));
    writeFileSync(target, 'by another program');
    const gone = execFileSync(process.execPath, ['-p', 'process.pid'], { encoding: 'utf8' }).trim();
    const [before, after] = [join(journal, `${gone}-1.before`), join(journal, `${gone}-1.after`)];
    writeFileSync(before, 'old contents of the file');
    writeFileSync(after, 'new contents of the file');
    writeFileSync(
      join(journal, `${gone}-1.json`),
      JSON.stringify({ kind: 'inPlace', pid: Number(gone), target, before, after }),
    );
    const files = startFiles({ workFolder: work });
    expect((await files.read('a')).text).toBe('by another program');
    expect(files.notices).toEqual([expect.objectContaining({ detail: expect.stringContaining(`${gone}-1.kept`) })]);
    expect(readdirSync(journal)).toEqual([`${gone}-1.kept`]);
    await files.dispose();
    const again = startFiles({ workFolder: work });
    await again.read('a');
    expect(again.notices).toEqual([]);
    expect(readFileSync(join(journal, `${gone}-1.kept`), 'utf8')).toBe('old contents of the file');
  });

  it('goes on without its own folder', async () => {
    const work = temporaryFolder('files');
    writeFileSync(join(work, 'undo'), 'a file where our folder would be');
    const files = startFiles({ workFolder: work });
    await files.save('a', 'saved');
    expect(readFileSync(files.absolute('a'), 'utf8')).toBe('saved');
    expect(existsSync(join(work, 'undo', 'journal'))).toBe(false);
  });
});
