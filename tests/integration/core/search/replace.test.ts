import { randomUUID } from 'node:crypto';
import { chmodSync, linkSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { projectId, until } from '../files/files-fixture.ts';
import { startSearch } from './search-fixture.ts';

/** Waits until a file written now counts as written after `moment`, whatever the clock's grain. */
async function later(moment: number): Promise<void> {
  await until(() => Date.now() > moment + 50);
}

describe('a replace', () => {
  it('keeps encodings, marks and line ends, and is taken back byte for byte', async () => {
    const { write, bytes, find, replace, search } = startSearch();
    const originals: Record<string, Buffer> = {
      'crlf.txt': Buffer.from('pier one\r\npier two\r\n'),
      'mixed.txt': Buffer.from('pier\r\nquay\npier\rpier\n'),
      'mark.txt': Buffer.from('\ufeffpier Grüße\n'),
      'utf16.txt': Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from('Grüße pier\r\n', 'utf16le')]),
      'utf16be.txt': Buffer.concat([Buffer.from([0xfe, 0xff]), Buffer.from('Grüße pier\n', 'utf16le').swap16()]),
      'latin1.txt': Buffer.from('Gr\xfc\xdfe vom Hafen, pier\n', 'latin1'),
      'none.txt': Buffer.from('pier'),
    };
    for (const [path, contents] of Object.entries(originals)) write(path, contents);
    const searched = await find({ text: 'pier' });
    const { outcomes, undoId } = await replace(searched, 'Brücke\n2');
    expect(outcomes.every(({ type }) => type === 'replaced')).toBe(true);
    expect(outcomes).toHaveLength(7);
    expect(bytes('crlf.txt').toString()).toBe('Brücke\r\n2 one\r\nBrücke\r\n2 two\r\n');
    expect(bytes('mark.txt').toString()).toBe('\ufeffBrücke\n2 Grüße\n');
    expect(bytes('utf16.txt').toString('utf16le')).toBe('\ufeffGrüße Brücke\r\n2\r\n');
    expect(bytes('latin1.txt').toString('latin1')).toBe('Grüße vom Hafen, Brücke\n2\n');
    const undone = await search.undoReplace({ projectId, undoId });
    expect(undone).toEqual({ restored: Object.keys(originals).sort(), left: [] });
    for (const [path, contents] of Object.entries(originals)) expect(bytes(path).equals(contents), path).toBe(true);
    await expect(search.undoReplace({ projectId, undoId })).rejects.toMatchObject({
      code: 'CANNOT_UNDO',
    });
  });

  it('leaves files that have changed since they were searched', async () => {
    const { write, bytes, find, replace } = startSearch();
    write('a.txt', 'pier\n');
    write('b.txt', 'pier\n');
    const searched = await find({ text: 'pier' });
    await later(searched.searchedAt);
    write('b.txt', 'pier\nand more\n');
    const { outcomes } = await replace(searched, 'quay');
    expect(outcomes.map(({ type, path }) => `${path} ${type}`)).toEqual(['a.txt replaced', 'b.txt left']);
    expect(bytes('b.txt').toString()).toBe('pier\nand more\n');
  });

  it('replaces again in a file by the version it left', async () => {
    const { write, bytes, find, search, service } = startSearch();
    write('a.txt', 'pier pier\n');
    const { searchedAt } = await find({ text: 'pier' });
    const edit = (column: number) => ({
      line: 1,
      column,
      endLine: 1,
      endColumn: column + 4,
      expected: 'pier',
      text: 'q',
    });
    const once = async (version: string | null, column: number) => {
      const request = { projectId, undoId: randomUUID(), searchedAt };
      const { outcomes } = await search.replace({
        ...request,
        files: [{ path: 'a.txt', version, edits: [edit(column)] }],
      });
      return outcomes[0];
    };
    const first = await once(null, 1);
    expect(first?.type).toBe('replaced');
    const version = first?.type === 'replaced' ? first.version : null;
    expect(await service.version({ projectId, path: 'a.txt' })).toEqual({ version });
    expect((await once('1-other', 3))?.type).toBe('left');
    expect((await once(version, 3))?.type).toBe('replaced');
    expect(bytes('a.txt').toString()).toBe('q q\n');
  });

  it('goes on where single files fail, and says why', async () => {
    const { write, bytes, find, replace, search, root } = startSearch();
    write('ok.txt', 'pier\n');
    write('readonly.txt', 'pier\n');
    write('gone.txt', 'pier\n');
    write('broken.txt', Buffer.from('pier Grüße Grüße Grüße Grüße Grüße Grüße \xff\n', 'latin1'));
    write('latin1.txt', Buffer.from('Gr\xfc\xdfe vom Hafen, pier\n', 'latin1'));
    chmodSync(join(root, 'readonly.txt'), 0o444);
    const searched = await find({ text: 'pier' });
    rmSync(join(root, 'gone.txt'));
    const { outcomes, undoId } = await replace(searched, '桟橋');
    const byPath = new Map(outcomes.map((outcome) => [outcome.path, outcome]));
    expect(byPath.get('ok.txt')?.type).toBe('replaced');
    expect(byPath.get('readonly.txt')).toMatchObject({ type: 'left', reason: expect.stringContaining('read-only') });
    expect(byPath.get('gone.txt')).toMatchObject({ type: 'left', reason: expect.stringContaining('not there') });
    expect(byPath.get('latin1.txt')).toMatchObject({
      type: 'left',
      reason: expect.stringContaining('cannot be written'),
    });
    expect(bytes('latin1.txt').toString('latin1')).toBe('Grüße vom Hafen, pier\n');
    expect(await search.undoReplace({ projectId, undoId })).toMatchObject({
      restored: ['ok.txt'],
      left: [],
    });
  });

  it('keeps modes and hard links, and follows links inside the project', async () => {
    const { write, bytes, find, replace, root } = startSearch();
    write('script.sh', 'echo pier\n');
    chmodSync(join(root, 'script.sh'), 0o755);
    write('one.txt', 'pier\n');
    linkSync(join(root, 'one.txt'), join(root, 'two.txt'));
    symlinkSync('script.sh', join(root, 'link.sh'));
    await replace(await find({ text: 'pier', include: ['script.sh', 'one.txt'] }), 'quay');
    expect(statSync(join(root, 'script.sh')).mode & 0o777).toBe(0o755);
    expect(bytes('two.txt').toString()).toBe('quay\n');
  });

  it('is taken back but for what has changed since, which another try puts back', async () => {
    const { write, bytes, find, replace, search } = startSearch();
    write('a.txt', 'pier\n');
    write('b.txt', 'pier\n');
    const { undoId } = await replace(await find({ text: 'pier' }), 'quay');
    write('b.txt', 'quay, edited\n');
    expect(await search.undoReplace({ projectId, undoId })).toEqual({
      restored: ['a.txt'],
      left: [{ path: 'b.txt', reason: '"b.txt" has changed since.' }],
    });
    expect(bytes('b.txt').toString()).toBe('quay, edited\n');
    write('b.txt', 'quay\n');
    expect(await search.undoReplace({ projectId, undoId })).toMatchObject({ left: [] });
    expect(bytes('b.txt').toString()).toBe('pier\n');
  });

  it('keeps nothing for a replace that changed nothing, and only the newest twenty', async () => {
    const { write, find, replace, search, records } = startSearch();
    write('a.txt', 'pier\n');
    const searched = await find({ text: 'pier' });
    await later(searched.searchedAt);
    write('a.txt', 'quay\n');
    const { undoId } = await replace(searched, 'x');
    expect(records()).toEqual([]);
    await expect(search.undoReplace({ projectId, undoId })).rejects.toMatchObject({ code: 'CANNOT_UNDO' });
    for (let turn = 0; turn < 23; turn++) {
      write('a.txt', `pier ${turn}\n`);
      await replace(await find({ text: 'pier' }), 'quay');
    }
    expect(records()).toHaveLength(20);
  });

  it('is one replace over several calls, and is taken back after Core has been ended', async () => {
    const { write, bytes, find, search, again } = startSearch();
    for (let file = 0; file < 40; file++) write(`f${file}.txt`, 'pier\n');
    const { found, searchedAt } = await find({ text: 'pier' });
    const files = found.map(({ path }) => ({
      path,
      version: null,
      edits: [{ line: 1, column: 1, endLine: 1, endColumn: 5, expected: 'pier', text: 'quay' }],
    }));
    const undoId = randomUUID();
    await search.replace({ projectId, undoId, searchedAt, files: files.slice(0, 15) });
    await search.replace({ projectId, undoId, searchedAt, files: files.slice(15, 30) });
    const changed = () => found.filter(({ path }) => bytes(path).toString() === 'quay\n').length;
    expect(changed()).toBe(30);
    expect((await again().undoReplace({ projectId, undoId })).restored).toHaveLength(30);
    expect(changed()).toBe(0);
  });
});
