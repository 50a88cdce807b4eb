import { afterEach, describe, expect, it } from 'vitest';
import type { FileEntry, FolderListing } from '../../../../contract/model/file.ts';
import { firstRows } from '../../../../contract/model/first-rows.ts';
import { createFolderReader, type FolderReader } from '../../../../src-renderer/features/explorer/folder-reader.ts';

interface Call {
  readonly paths: readonly string[];
  readonly maxRows: number | undefined;
  answer(listing: FolderListing): void;
  fail(error: Error): void;
}

let reader: FolderReader | undefined;
afterEach(() => reader?.dispose());

function start(known: readonly string[] = []) {
  const calls: Call[] = [];
  const waiting: ((call: Call) => void)[] = [];
  const seen = { fresh: [] as string[], gone: [] as string[], failed: [] as string[] };
  const first: string[] = [];
  const made = createFolderReader({
    list: (paths, maxRows) =>
      new Promise((answer, fail) => {
        const call = { paths, maxRows, answer, fail };
        calls.push(call);
        waiting.shift()?.(call);
      }),
    isKnown: (folder) => known.includes(folder),
    onFirstRows: (rows) => first.push(...rows.map(([folder, entries]) => `${folder} ${entries.length}`)),
    onRead(fresh, gone) {
      seen.fresh.push(...fresh.map(([folder]) => folder));
      seen.gone.push(...gone);
    },
    onFailed: (folder, error) => seen.failed.push(`${folder}: ${error instanceof Error ? error.message : error}`),
  });
  reader = made;
  const nextCall = () => new Promise<Call>((resolve) => waiting.push(resolve));
  return { reader: made, calls, seen, first, nextCall };
}

function rows(count: number): FileEntry[] {
  return Array.from({ length: count }, (_, index) => ({ name: `f${index}`, kind: 'file' }));
}

describe('reading folders', () => {
  it('asks once for what is asked for together, and tells which are gone', async () => {
    const { reader, calls, seen, nextCall } = start();
    const call = nextCall();
    const done = Promise.all([reader.read(['a', 'b']), reader.read(['b', 'c'])]);
    const one = await call;
    const again = nextCall();
    one.answer({ a: [], c: [] });
    (await again).answer({ '': [{ name: 'a', kind: 'folder' }] });
    await done;
    expect(calls.map((made) => made.paths)).toEqual([['a', 'b', 'c'], ['']]);
    expect(seen).toEqual({ fresh: ['a', 'c', ''], gone: ['b'], failed: [] });
  });

  it('drops rows that were asked for before they were changed here, and asks anew', async () => {
    const { reader, calls, seen, nextCall } = start(['a', 'b']);
    const first = nextCall();
    void reader.read(['a', 'b']);
    const before = await first;
    reader.changed(['a']);
    const second = nextCall();
    before.answer({ a: [], b: [] });
    const after = await second;
    expect(seen.fresh).toEqual(['b']);
    after.answer({ a: rows(1) });
    await reader.read([]);
    expect(calls.map((made) => made.paths)).toEqual([['a', 'b'], ['a']]);
    expect(seen).toEqual({ fresh: ['b', 'a'], gone: [], failed: [] });
  });

  it('tells a folder that cannot be read from one that is gone', async () => {
    const { reader, calls, seen, nextCall } = start();
    const call = nextCall();
    const done = reader.read(['', 'locked', 'gone']);
    (await call).answer({ '': [{ name: 'locked', kind: 'folder' }] });
    await done;
    expect(calls).toHaveLength(1);
    expect(seen).toEqual({
      fresh: [''],
      gone: ['gone'],
      failed: ['locked: The folder cannot be read: no permission.'],
    });
  });

  it('delivers the first rows of a large folder before it reads the others', async () => {
    const { reader, calls, seen, first, nextCall } = start();
    const call = nextCall();
    const done = reader.read(['large', 'small', 'gone', '']);
    const one = await call;
    const again = nextCall();
    one.answer({ large: rows(firstRows), small: rows(3), '': [{ name: 'large', kind: 'folder' }] });
    const other = await again;
    expect(first).toEqual([`large ${firstRows}`]);
    expect(seen).toEqual({ fresh: [], gone: [], failed: [] });
    other.answer({ large: rows(firstRows + 1) });
    await done;
    expect(calls.map(({ paths, maxRows }) => ({ paths, maxRows }))).toEqual([
      { paths: ['large', 'small', 'gone', ''], maxRows: firstRows },
      { paths: ['large'], maxRows: undefined },
    ]);
    expect(seen).toEqual({ fresh: ['small', '', 'large'], gone: ['gone'], failed: [] });
  });

  it('never puts first rows in the place of known ones', async () => {
    const { reader, calls, first, nextCall } = start(['large']);
    const alone = nextCall();
    const refreshed = reader.read(['large']);
    (await alone).answer({ large: rows(firstRows + 1) });
    await refreshed;
    const mixed = nextCall();
    const done = reader.read(['large', 'new']);
    const one = await mixed;
    const again = nextCall();
    one.answer({ large: rows(firstRows), new: [] });
    (await again).answer({ large: rows(firstRows + 1) });
    await done;
    expect(calls.map(({ maxRows }) => maxRows)).toEqual([undefined, firstRows, undefined]);
    expect(first).toEqual([]);
  });

  it('gathers what comes during a call into the next one', async () => {
    const { reader, calls, nextCall } = start();
    const firstCall = nextCall();
    const first = reader.read(['a']);
    const one = await firstCall;
    const secondCall = nextCall();
    const more = ['b', 'c', 'b', 'a'].map((folder) => reader.read([folder]));
    one.answer({ a: [] });
    await first;
    (await secondCall).answer({ a: [], b: [], c: [] });
    await Promise.all(more);
    expect(calls.map((made) => made.paths)).toEqual([['a'], ['b', 'c', 'a']]);
  });

  it('reads one by one when one of several is at fault', async () => {
    const { reader, seen, nextCall } = start();
    const together = nextCall();
    const done = reader.read(['a', 'b']);
    const firstAlone = nextCall();
    (await together).fail(new Error('one of them'));
    const secondAlone = nextCall();
    (await firstAlone).answer({ a: [] });
    (await secondAlone).fail(new Error('No permission.'));
    await done;
    expect(seen).toEqual({ fresh: ['a'], gone: [], failed: ['b: No permission.'] });
  });

  it('delivers nothing after its end', async () => {
    const { reader, seen, nextCall } = start();
    const call = nextCall();
    const done = reader.read(['a']);
    const one = await call;
    reader.dispose();
    one.answer({ a: [] });
    await done;
    expect(seen).toEqual({ fresh: [], gone: [], failed: [] });
  });

  it('asks for no more than 5,000 folders in a call', async () => {
    const { reader, calls, nextCall } = start();
    const call = nextCall();
    const done = reader.read(Array.from({ length: 5001 }, (_, index) => `f${index}`));
    const all = (paths: readonly string[]) => Object.fromEntries(paths.map((path) => [path, []]));
    const one = await call;
    const rest = nextCall();
    one.answer(all(one.paths));
    const other = await rest;
    other.answer(all(other.paths));
    await done;
    expect(calls.map((made) => made.paths.length)).toEqual([5000, 1]);
  });
});
