import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, renameSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { projectId, startFiles } from './files-fixture.ts';

const pixel = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

describe('reading', () => {
  it('sends small text with the head', async () => {
    const files = startFiles();
    files.write('a.ts', 'const a = 1;\r\nconst b = 2;\r\n');
    const { head, text, pieces } = await files.read('a.ts');
    expect(text).toBe('const a = 1;\r\nconst b = 2;\r\n');
    expect(pieces).toBe(0);
    expect(head).toMatchObject({ kind: 'text', size: 28, encoding: 'utf-8', lineEnd: 'crlf', mixedLineEnds: false });
    expect((await files.service.version({ projectId, path: 'a.ts' })).version).toBe(head.version);
  });

  it('reads empty files', async () => {
    const files = startFiles();
    files.write('empty');
    expect(await files.read('empty')).toMatchObject({ text: '', head: { kind: 'text', size: 0, lineEnd: 'lf' } });
  });

  it('sends large text in pieces', async () => {
    const files = startFiles();
    const contents = 'äöü 🎉 some words\n'.repeat(300_000);
    files.write('large.txt', contents);
    const { text, pieces, head } = await files.read('large.txt');
    expect(pieces).toBeGreaterThan(5);
    expect(text === contents).toBe(true);
    expect(head.size).toBe(Buffer.byteLength(contents));
  });

  it('stops in the middle when the reader does, and closes the file', async () => {
    const files = startFiles();
    files.write('large.txt', 'x'.repeat(5_000_000));
    const controller = new AbortController();
    const parts: string[] = [];
    const reading = async () => {
      for await (const part of files.service.read({ projectId, path: 'large.txt' }, controller.signal)) {
        parts.push(part.type);
        controller.abort();
      }
    };
    await expect(reading()).rejects.toMatchObject({ name: 'AbortError' });
    expect(parts).toEqual(['head']);
    for await (const part of files.service.read({ projectId, path: 'large.txt' })) {
      parts.push(part.type);
      break;
    }
    expect(parts).toEqual(['head', 'head']);
  });

  it('tells pictures and programs by their bytes', async () => {
    const files = startFiles();
    files.write('picture', pixel);
    files.write('photo', Buffer.from('ffd8ffe000104a46494600010100', 'hex'));
    files.write('program', Buffer.from('7f454c4602010100000000', 'hex'));
    files.write('drawing.svg', '<svg xmlns="http://www.w3.org/2000/svg"/>');
    expect((await files.read('picture')).head).toMatchObject({
      kind: 'image',
      mediaType: 'image/png',
      size: pixel.length,
    });
    expect((await files.read('photo')).head).toMatchObject({ kind: 'image', mediaType: 'image/jpeg' });
    expect((await files.read('program')).head).toMatchObject({ kind: 'binary', mediaType: 'application/octet-stream' });
    expect((await files.read('drawing.svg')).head).toMatchObject({ kind: 'text' });
    const image = await files.service.readImage({ projectId, path: 'picture' });
    expect(image).toEqual({ mediaType: 'image/png', base64: pixel.toString('base64') });
    expect((await files.service.readImage({ projectId, path: 'drawing.svg' })).mediaType).toBe('image/svg+xml');
    await expect(files.service.readImage({ projectId, path: 'program' })).rejects.toMatchObject({
      code: 'NOT_READABLE',
    });
  });

  it('shows a program as text if asked to', async () => {
    const files = startFiles();
    files.write('program', Buffer.from('7f454c46ff00', 'hex'));
    expect(await files.read('program', 'iso-8859-1')).toMatchObject({ text: '\x7fELF\xff\0', head: { kind: 'text' } });
    expect(await files.read('program', 'utf-8')).toMatchObject({ head: { readOnly: { reason: expect.any(String) } } });
  });

  it('answers typed errors', async () => {
    const files = startFiles();
    mkdirSync(files.absolute('folder'));
    execFileSync('mkfifo', [files.absolute('pipe')]);
    await expect(files.read('gone')).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(files.read('folder')).rejects.toMatchObject({ code: 'NOT_READABLE' });
    await expect(files.read('pipe')).rejects.toMatchObject({ code: 'NOT_READABLE' });
    await expect(files.read('../x')).rejects.toMatchObject({ code: 'OUTSIDE_PROJECT' });
    await expect(files.read('folder/x', 'utf-99')).rejects.toMatchObject({ code: 'BAD_REQUEST' });
    expect(await files.service.version({ projectId, path: 'gone' })).toEqual({ version: null });
    expect(await files.service.version({ projectId, path: 'folder' })).toEqual({ version: null });
  });

  it('refuses text beyond 512 MB without reading it', async () => {
    const files = startFiles();
    execFileSync('truncate', ['-s', '600M', files.absolute('sparse')]);
    await expect(files.read('sparse', 'utf-8')).rejects.toMatchObject({ code: 'TOO_LARGE' });
    expect((await files.read('sparse')).head).toMatchObject({ kind: 'binary', size: 600 * 1024 * 1024 });
  });

  it('follows links, and shows what lies outside without letting it be changed', async () => {
    const files = startFiles();
    writeFileSync(join(files.work, 'outside.txt'), 'secret');
    files.write('inside.txt', 'own');
    symlinkSync('inside.txt', files.absolute('near'));
    symlinkSync(join(files.work, 'outside.txt'), files.absolute('far'));
    symlinkSync('circle', files.absolute('circle'));
    expect((await files.read('near')).head).not.toHaveProperty('readOnly');
    expect(await files.read('far')).toMatchObject({
      text: 'secret',
      head: { readOnly: { reason: expect.stringContaining('outside') } },
    });
    await expect(files.read('circle')).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(files.save('far', 'changed')).rejects.toMatchObject({ code: 'OUTSIDE_PROJECT' });
  });

  it('never mixes the old and the new file while it is replaced again and again', async () => {
    const files = startFiles();
    const contents = ['a', 'b'].map((letter) => letter.repeat(3_000_000));
    files.write('big', contents[0]);
    let replacing = true;
    const replacer = (async () => {
      for (let round = 0; replacing; round++) {
        writeFileSync(files.absolute('next'), contents[round % 2] ?? '');
        renameSync(files.absolute('next'), files.absolute('big'));
        await new Promise((resolve) => setImmediate(resolve));
      }
    })();
    for (let round = 0; round < 20; round++) {
      const { text, head } = await files.read('big');
      expect(head.size).toBe(3_000_000);
      expect(contents.includes(text)).toBe(true);
    }
    replacing = false;
    await replacer;
  });

  it('keeps the version when a file is only touched', async () => {
    const files = startFiles();
    files.write('a', 'same');
    const before = await files.service.version({ projectId, path: 'a' });
    chmodSync(files.absolute('a'), 0o600);
    files.write('a', 'same');
    expect(await files.service.version({ projectId, path: 'a' })).toEqual(before);
    files.write('a', 'Same');
    expect(await files.service.version({ projectId, path: 'a' })).not.toEqual(before);
  });
});
