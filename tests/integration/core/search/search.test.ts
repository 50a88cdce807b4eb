import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { until } from '../files/files-fixture.ts';
import { startSearch } from './search-fixture.ts';

describe('a search', () => {
  it('finds text in any case, as it is, as whole words, and as an expression', async () => {
    const { write, places } = startSearch();
    write('a.txt', 'Pier pierhead\n42 pier.\n');
    expect(await places({ text: 'pier' })).toEqual(['a.txt:1:1 Pier', 'a.txt:1:6 pier', 'a.txt:2:4 pier']);
    expect(await places({ text: 'Pier', matchCase: true })).toEqual(['a.txt:1:1 Pier']);
    expect(await places({ text: 'pier', wholeWord: true })).toEqual(['a.txt:1:1 Pier', 'a.txt:2:4 pier']);
    expect(await places({ text: 'pier.', regex: true })).toHaveLength(3);
    expect(await places({ text: 'pier.' })).toEqual(['a.txt:2:4 pier.']);
    expect(await places({ text: '(?<=42 )pi', regex: true })).toEqual(['a.txt:2:4 pi']);
  });

  it('counts columns in UTF-16 units, and lines of either end', async () => {
    const { write, places } = startSearch();
    write('u.txt', 'å😀 pier\r\nсорок pier\r\n');
    expect(await places({ text: 'pier' })).toEqual(['u.txt:1:5 pier', 'u.txt:2:7 pier']);
    expect(await places({ text: 'r$', regex: true })).toHaveLength(2);
    expect(await places({ text: 'СОРОК' })).toEqual(['u.txt:2:1 сорок']);
  });

  it('finds a plain text where the same as an expression is found', async () => {
    const { write, places } = startSearch();
    const lines = 'Ks kSks \u212a\u017f \ufb05 x\tks.\u2028ks\r\n\u0130ks \ud83d\ude00KS';
    write('text.txt', `\ufeff${lines}\n\nks`);
    write('old.txt', Buffer.concat([Buffer.from(lines), Buffer.from([0xe9, 0x6b, 0x53, 0x0d, 0x0a])]));
    for (const matchCase of [true, false]) {
      const found = await places({ text: 'ks', matchCase });
      expect(found.length).toBeGreaterThan(5);
      expect(found).toEqual(await places({ text: '(?:ks)', regex: true, matchCase }));
    }
  });

  it('goes over lines', async () => {
    const { write, find } = startSearch();
    write('crlf.txt', 'one\r\ntwo\r\nthree\r\n');
    write('lf.txt', 'one\ntwo\nthree\n');
    for (const query of [{ text: 'e\\nt', regex: true }, { text: 'e\nt' }]) {
      const { found } = await find(query);
      expect(found.map(({ path, matches }) => [path, matches[0]?.line, matches[0]?.endLine])).toEqual([
        ['crlf.txt', 1, 2],
        ['lf.txt', 1, 2],
      ]);
      expect(found[0]?.matches[0]).toMatchObject({ before: 'on', text: 'e\r\nt', after: 'wo' });
    }
  });

  it('reads UTF-16 and old encodings, and leaves binary files out', async () => {
    const { write, places } = startSearch();
    write('utf16.txt', Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from('Grüße pier\n', 'utf16le')]));
    write('latin1.txt', Buffer.from('Gr\xfc\xdfe vom Hafen, pier\n', 'latin1'));
    write('mark.txt', '\ufeffpier Grüße\n');
    write('program', Buffer.from('pier\0\x01\x02 pier Grüße'));
    expect(await places({ text: 'pier' })).toEqual(['latin1.txt:1:18 pier', 'mark.txt:1:1 pier', 'utf16.txt:1:7 pier']);
    expect(await places({ text: 'grüße' })).toEqual([
      'latin1.txt:1:1 Grüße',
      'mark.txt:1:6 Grüße',
      'utf16.txt:1:1 Grüße',
    ]);
  });

  it('follows ignore rules unless told otherwise, and never looks into .git', async () => {
    const { write, places } = startSearch();
    write('.gitignore', 'dist/\n*.log\n');
    write('.git/config', 'pier');
    write('dist/out.js', 'pier');
    write('a.log', 'pier');
    write('.hidden/a.ts', 'pier');
    write('src/a.ts', 'pier');
    write('src/sub/b.ts', 'pier');
    const paths = async (change: object) =>
      (await places({ text: 'pier', ...change })).map((place) => place.split(':')[0]);
    expect(await paths({})).toEqual(['.hidden/a.ts', 'src/a.ts', 'src/sub/b.ts']);
    expect(await paths({ useIgnoreRules: false })).toContain('dist/out.js');
    expect(await paths({ useIgnoreRules: false })).not.toContain('.git/config');
    expect(await paths({ include: ['src'] })).toEqual(['src/a.ts', 'src/sub/b.ts']);
    expect(await paths({ include: ['src'], exclude: ['sub'] })).toEqual(['src/a.ts']);
    expect(await paths({ include: ['./src/*.ts'] })).toEqual(['src/a.ts']);
    expect(await paths({ exclude: ['*.ts'] })).toEqual([]);
    expect(await paths({ include: ['dist'] })).toEqual(['dist/out.js']);
  });

  it('takes no configuration from the folder', async () => {
    const { write, places, root } = startSearch();
    write('.ripgreprc', '--invert-match\n');
    write('a.txt', 'pier\nquay\n');
    process.env.RIPGREP_CONFIG_PATH = join(root, '.ripgreprc');
    try {
      expect(await places({ text: 'pier' })).toEqual(['a.txt:1:1 pier']);
    } finally {
      delete process.env.RIPGREP_CONFIG_PATH;
    }
  });

  it('looks into unsaved text instead of what is on disk', async () => {
    const { write, places } = startSearch();
    write('a.txt', 'pier on disk\n');
    write('b.txt', 'pier\n');
    write('.gitignore', 'ignored.txt\n');
    write('ignored.txt', '');
    const unsaved = [
      { path: 'a.txt', text: 'quay\nthe new pier\n' },
      { path: 'ignored.txt', text: 'pier' },
    ];
    expect(await places({ text: 'pier' }, unsaved)).toEqual(['a.txt:2:9 pier', 'b.txt:1:1 pier']);
    expect(await places({ text: 'pier', exclude: ['a.txt'] }, unsaved)).toEqual(['b.txt:1:1 pier']);
  });

  it('refuses what is no expression or no pattern, and names the field', async () => {
    const { write, find } = startSearch();
    write('a.txt', 'pier\n');
    await expect(find({ text: 'pier(', regex: true })).rejects.toMatchObject({
      code: 'INVALID_SEARCH',
      data: { field: 'text' },
    });
    await expect(find({ text: 'pier', include: ['a['] })).rejects.toMatchObject({ data: { field: 'include' } });
    await expect(find({ text: 'pier', exclude: ['b['] })).rejects.toMatchObject({ data: { field: 'exclude' } });
    expect((await find({ text: '--files' })).found).toEqual([]);
  });

  it('stops at the limit and says so', async () => {
    const { write, find, register } = startSearch();
    for (let file = 0; file < 50; file++) write(`f${file}.txt`, 'pier\n'.repeat(50));
    const { found, limited } = await find({ text: 'pier' }, { limit: 120 });
    expect(found.reduce((sum, { matches }) => sum + matches.length, 0)).toBe(120);
    expect(limited).toBe(true);
    await until(() => register.list().length === 0);
    expect((await find({ text: 'pier' }, { limit: 2500 })).limited).toBe(false);
  });

  it('shows a part of a line of megabytes', async () => {
    const { write, find } = startSearch();
    write('min.js', `${'x'.repeat(2_000_000)}pier${'y'.repeat(2_000_000)}`);
    const { found } = await find({ text: 'pier' });
    expect(found[0]?.matches[0]).toMatchObject({ line: 1, column: 2_000_001, text: 'pier' });
    expect(JSON.stringify(found).length).toBeLessThan(2000);
  });

  it('ends its ripgrep when it is cancelled', async () => {
    const { write, find, search, register, started } = startSearch();
    // Backtracking keeps it busy for longer than anybody waits.
    write('slow.txt', `${'a'.repeat(22)}\n`.repeat(20_000));
    const query = { text: '(?=a)(a|aa|aaa)*(?!.)(?=.)', regex: true };
    const controller = new AbortController();
    const searching = find(query, { signal: controller.signal });
    searching.catch(() => {});
    await until(() => started() > 0);
    controller.abort();
    await expect(searching).rejects.toThrow();
    await until(() => register.list().length === 0);

    for (let file = 0; file < 300; file++) write(`f${file}.txt`, 'pier\n'.repeat(50));
    const parts = search.run({
      projectId: 'project',
      query: { ...(await import('./search-fixture.ts')).plainQuery, text: 'pier' },
      limit: 20_000,
      unsaved: [],
    });
    for await (const part of parts) if (part.type === 'found') break;
    await until(() => register.list().length === 0);
  });

  it('finds one match in each of 10,000 files', async () => {
    const { root, find } = startSearch();
    for (let file = 0; file < 10_000; file++) {
      const folder = join(root, `d${file % 100}`);
      if (file < 100) mkdirSync(folder);
      writeFileSync(join(folder, `f${file}.txt`), `a line\nthe pier ${file}\n`);
    }
    const { found, searchedFiles, limited } = await find({ text: 'pier' });
    expect(found).toHaveLength(10_000);
    expect(searchedFiles).toBe(10_000);
    expect(limited).toBe(false);
  });
});
