import { describe, expect, it } from 'vitest';
import { readAddress, withServerAddress } from '../../../../src-renderer/features/preview/addresses.ts';
import {
  addEntry,
  type ConsoleEntry,
  countEntries,
  filterEntries,
  findEntry,
  frameLabel,
  isFailure,
  messageOf,
  readStack,
  withCallers,
} from '../../../../src-renderer/features/preview/console-entries.ts';
import {
  chooseDevice,
  readDevice,
  resize,
  rotate,
  scaleOf,
  wholePane,
} from '../../../../src-renderer/features/preview/devices.ts';
import { readFrameMessage } from '../../../../src-renderer/features/preview/frame-messages.ts';
import { readKept } from '../../../../src-renderer/features/preview/kept-state.ts';
import {
  currentPath,
  goTo,
  startHistory,
  step,
  wentTo,
} from '../../../../src-renderer/features/preview/page-history.ts';

describe('the address bar', () => {
  const server = 'http://localhost:5173/';
  it.each([
    ['/about?x=1#y', { kind: 'path', path: '/about?x=1#y' }],
    ['about', { kind: 'path', path: '/about' }],
    ['page.html', { kind: 'path', path: '/page.html' }],
    ['localhost:5173/a', { kind: 'path', path: '/a' }],
    ['http://127.0.0.1:5173/a', { kind: 'path', path: '/a' }],
    ['localhost:3000', { kind: 'server', address: 'http://localhost:3000/', path: '/' }],
    ['https://localhost:5173/x', { kind: 'server', address: 'https://localhost:5173/', path: '/x' }],
    ['example.com/a', { kind: 'external', address: 'https://example.com/a' }],
    ['https://example.com', { kind: 'external', address: 'https://example.com/' }],
    ['file:///etc/passwd', { kind: 'external', address: 'file:///etc/passwd' }],
    ['  ', { kind: 'nothing' }],
  ])('%j', (typed, wish) => {
    expect(readAddress(typed, server)).toEqual(wish);
  });
  it('knows no pages while nothing runs', () => {
    expect(readAddress('/about', null)).toEqual({ kind: 'nothing' });
    expect(readAddress('localhost:3000/a', null)).toEqual({
      kind: 'server',
      address: 'http://localhost:3000/',
      path: '/a',
    });
  });
  it('shows the server’s own address in texts', () => {
    expect(withServerAddress('GET http://p.localhost:9/x 404', 'http://p.localhost:9', server)).toBe(
      'GET http://localhost:5173/x 404',
    );
  });
});

describe('the pages of the preview', () => {
  const visited = ['/a', '/b'].reduce((history, path) => wentTo(history, 'load', path), startHistory('/'));
  it('are gone back and on through', () => {
    const back = step(visited, -1);
    expect(currentPath(back)).toBe('/a');
    expect(wentTo(back, 'load', '/a')).toMatchObject({ index: 1, going: null });
    expect(currentPath(step(back, 1))).toBe('/b');
    expect(step(startHistory('/'), -1)).toEqual(startHistory('/'));
  });
  it('end where another way is taken', () => {
    expect(goTo(step(visited, -1), '/c').paths).toEqual(['/', '/a', '/c']);
    expect(wentTo(wentTo(step(visited, -1), 'load', '/a'), 'push', '/d').paths).toEqual(['/', '/a', '/d']);
  });
  it('are what the page says: redirected, replaced, or stepped through by itself', () => {
    expect(wentTo(goTo(visited, '/old'), 'load', '/new').paths).toEqual(['/', '/a', '/b', '/new']);
    expect(wentTo(visited, 'replace', '/b?x').paths).toEqual(['/', '/a', '/b?x']);
    expect(wentTo(visited, 'traverse', '/a').index).toBe(1);
    expect(wentTo(visited, 'load', '/b')).toBe(visited);
  });
});

describe('sizes', () => {
  it('fit into the stage, never larger than they are', () => {
    const phone = chooseDevice('phone', 'fit');
    expect(scaleOf(phone, { width: 195, height: 2000 })).toBe(0.5);
    expect(scaleOf(phone, { width: 2000, height: 2000 })).toBe(1);
    expect(scaleOf({ ...phone, zoom: 75 }, { width: 1, height: 1 })).toBe(0.75);
    expect(scaleOf(phone, { width: -24, height: -24 })).toBe(1);
  });
  it('turn, and become responsive when they are changed', () => {
    expect(rotate(chooseDevice('phone', 'fit'))).toMatchObject({ id: 'phone', width: 844, height: 390 });
    expect(resize(chooseDevice('phone', 'fit'), { width: 5 })).toMatchObject({
      id: 'responsive',
      width: 200,
      height: 844,
    });
  });
  it.each([null, 3, {}, { id: 'fridge' }, { id: 'phone', width: '1' }])('come back sane from %j', (value) => {
    expect(['fill', 'phone']).toContain(readDevice(value).id);
    expect(readDevice(null)).toEqual(wholePane);
  });
});

const entry = (level: ConsoleEntry['level'], text: string): Omit<ConsoleEntry, 'count'> => ({
  id: 1,
  kind: 'console',
  level,
  text,
  frames: [],
});

describe('the console', () => {
  it('counts what repeats, forgets the oldest, and filters', () => {
    let entries: readonly ConsoleEntry[] = [];
    for (const text of ['a', 'a', 'b']) entries = addEntry(entries, entry('error', text));
    entries = addEntry(entries, entry('log', 'c'));
    expect(entries.map(({ text, count }) => [text, count])).toEqual([
      ['a', 2],
      ['b', 1],
      ['c', 1],
    ]);
    expect(countEntries(entries)).toEqual({ errors: 3, warnings: 0 });
    expect(filterEntries(entries, 'error')).toHaveLength(2);
    expect(filterEntries(entries, 'info').map(({ text }) => text)).toEqual(['c']);
    for (let index = 0; index < 1500; index += 1) entries = addEntry(entries, entry('log', String(index)));
    expect(entries).toHaveLength(1000);
  });

  it('is copied with its callers', () => {
    const frames = [
      { name: 'depart', address: 'http://p.localhost:9/app.js', line: 5, column: 9 },
      { name: '', address: 'http://p.localhost:9/app.js', line: 10, column: 3 },
    ];
    expect(withCallers({ text: 'Uncaught Error: No boat\n    at depart (x:1:1)', frames })).toBe(
      'Uncaught Error: No boat\n    at depart (http://p.localhost:9/app.js:5:9)\n    at http://p.localhost:9/app.js:10:3',
    );
    expect(withCallers({ text: 'low tide', frames: [] })).toBe('low tide');
  });

  it('offers actions for what failed, and knows the entry again after it was counted', () => {
    const failed: ConsoleEntry[] = [
      { ...entry('error', 'a'), id: 1, count: 1 },
      { ...entry('warning', 'b'), id: 2, count: 1 },
      { ...entry('log', 'c'), id: 3, kind: 'network', count: 1 },
    ];
    expect(failed.map(isFailure)).toEqual([true, true, true]);
    expect(isFailure({ ...entry('log', 'd'), id: 4, count: 1 })).toBe(false);
    const [first] = failed;
    expect(findEntry([{ ...entry('error', 'a'), id: 1, count: 7 }], first)).toMatchObject({ text: 'a', count: 7 });
    expect(findEntry(failed.slice(1), first)).toBeUndefined();
    for (const given of [undefined, null, 'a', 1, {}]) expect(findEntry(failed, given)).toBeUndefined();
  });

  it('reads the places of a stack that lie in the preview', () => {
    const stack = [
      'Error: no',
      '    at depart (http://p.localhost:9/app.js:4:9)',
      '    at async http://p.localhost:9/src/a%20b.ts?t=1:10:2',
      '    at other (https://cdn.example/x.js:1:1)',
      '    at new Boat (<anonymous>)',
    ].join('\n');
    const frames = readStack(stack, 'http://p.localhost:9');
    expect(frames.map(({ name, line, column }) => [name, line, column])).toEqual([
      ['depart', 4, 9],
      ['', 10, 2],
    ]);
    expect(frames.map(frameLabel)).toEqual(['app.js:4', 'a b.ts:10']);
    expect(messageOf(stack)).toBe('Error: no');
  });
});

describe('messages of a page', () => {
  it('are taken only when they are well formed', () => {
    const base = { flashfusion: 'preview', direct: true };
    for (const wrong of [
      null,
      'x',
      {},
      { ...base, type: 'run' },
      { ...base, type: 'entry', level: 'fatal', text: '', stack: '' },
      { ...base, type: 'entry', level: 'error', text: 4, stack: '' },
      { ...base, type: 'went', how: 'teleport', address: '/' },
      { ...base, type: 'open', address: 'x'.repeat(5000) },
      { ...base, type: 'key', key: 'x'.repeat(50), code: '' },
    ]) {
      expect(readFrameMessage(wrong)).toBeNull();
    }
    expect(readFrameMessage({ ...base, type: 'loaded' })).toEqual({ message: { type: 'loaded' }, direct: true });
    const long = readFrameMessage({ ...base, type: 'entry', level: 'log', text: 'x'.repeat(50_000), stack: '' });
    expect(long?.message.type === 'entry' && long.message.text.length).toBe(10_000);
  });
});

describe('what a window keeps', () => {
  it('comes back, and nonsense does not', () => {
    const target = { kind: 'static', folder: 'site', singlePage: true };
    const kept = readKept({
      target,
      path: '/a?b',
      device: chooseDevice('tablet', 75),
      console: { open: true, height: 9 },
    });
    expect(kept).toMatchObject({ target, device: { id: 'tablet', zoom: 75 }, console: { open: true, height: 80 } });
    expect(currentPath(kept.history)).toBe('/a?b');
    for (const wrong of [undefined, 3, { target: { kind: 'x' }, path: '//evil.example' }]) {
      expect(readKept(wrong)).toMatchObject({ target: null, device: wholePane, console: { open: false, height: 180 } });
      expect(currentPath(readKept(wrong).history)).toBe('/');
    }
  });
});
