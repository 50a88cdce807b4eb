import { ORPCError } from '@orpc/client';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createStore } from 'zustand/vanilla';
import type { CoreEvent } from '../../../../contract/desktop/events.ts';
import type { SearchedFile, SearchPart } from '../../../../contract/desktop/search.ts';
import { encodeSearchedFiles } from '../../../../contract/desktop/searched-files.ts';
import { CoreLost } from '../../../../src-renderer/app/connection.ts';
import { createSignal } from '../../../../src-renderer/app/disposable.ts';
import { createSearch, type SearchServices } from '../../../../src-renderer/features/search/search.ts';

const found = (path: string, ...lines: number[]): SearchedFile => ({
  path,
  matches: lines.map((line) => ({
    line,
    column: 1,
    endLine: line,
    endColumn: 5,
    before: '',
    text: 'pier',
    after: ` ${line}`,
  })),
});

interface Reply {
  readonly files: readonly SearchedFile[];
  readonly error?: unknown;
  readonly limited?: boolean;
}

function start() {
  const coreEvents = createSignal<CoreEvent>();
  const edited = createSignal<string>();
  const workspace = createStore(() => ({ project: { id: 'p' } as { id: string } | null }));
  const asked: { text: string; unsaved: number; signal: AbortSignal }[] = [];
  let reply: Reply = { files: [] };
  let gate: Promise<void> = Promise.resolve();
  async function* run(): AsyncGenerator<SearchPart> {
    yield { type: 'started', searchedAt: 1000 + asked.length };
    if (reply.error) throw reply.error;
    for (const file of reply.files) yield { type: 'found', files: encodeSearchedFiles([file]) };
    await gate;
    yield { type: 'done', searchedFiles: 7, limited: reply.limited ?? false };
  }
  const services = {
    core: {
      search: {
        run: async (
          { query, unsaved }: { query: { text: string }; unsaved: readonly unknown[] },
          { signal }: { signal: AbortSignal },
        ) => {
          asked.push({ text: query.text, unsaved: unsaved.length, signal });
          return run();
        },
      },
    },
    coreEvents,
    workspace,
    editor: { texts: { edited, unsaved: () => [{ path: 'u.ts', text: '' }] } },
  } as unknown as SearchServices;
  const search = createSearch(services);
  search.setShown(true);
  return {
    search,
    state: search.store.getState,
    asked,
    edited,
    workspace,
    answer(next: Reply) {
      reply = next;
    },
    hold() {
      let release = () => {};
      gate = new Promise((resolve) => {
        release = resolve;
      });
      return release;
    },
    changed: (path: string) =>
      coreEvents.raise({
        type: 'files.changed',
        projectId: 'p',
        changes: [{ path, kind: 'changed' }],
        rescan: false,
      }),
  };
}

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('localStorage', { getItem: () => '["older"]', setItem: () => {} });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const settle = () => vi.advanceTimersByTimeAsync(1000);

describe('the search of a window', () => {
  it('follows typing after a pause, with the last text only', async () => {
    const { search, state, asked, answer } = start();
    answer({ files: [found('b.ts', 1, 3), found('a.ts', 2)] });
    search.setForm({ text: 'pi' });
    search.setForm({ text: 'pier' });
    search.setForm({ replacement: 'quay' });
    expect(asked).toEqual([]);
    await settle();
    expect(asked.map(({ text }) => text)).toEqual(['pier']);
    expect(asked[0]?.unsaved).toBe(1);
    expect(state()).toMatchObject({ status: 'done', matchCount: 3, searchedFiles: 7, searchedAt: 1001 });
    expect(state().results.map(({ path }) => path)).toEqual(['a.ts', 'b.ts']);
    search.setForm({ text: '' });
    await settle();
    expect(state()).toMatchObject({ status: 'idle', matchCount: 0 });
    expect(asked).toHaveLength(1);
  });

  it('remembers what was looked for', async () => {
    const { search, state } = start();
    search.setForm({ text: 'pier' });
    search.submit();
    await settle();
    expect(state().history).toEqual(['pier', 'older']);
  });

  it('can be stopped, and keeps what it has', async () => {
    const { search, state, asked, answer, hold } = start();
    const release = hold();
    answer({ files: [found('a.ts', 1)] });
    search.setForm({ text: 'pier' }, 'now');
    await settle();
    expect(state()).toMatchObject({ status: 'searching', matchCount: 1 });
    search.cancel();
    release();
    await settle();
    expect(asked[0]?.signal.aborted).toBe(true);
    expect(state()).toMatchObject({ status: 'cancelled', matchCount: 1 });
  });

  it('is made again when files or unsaved text change, and keeps out what was dismissed', async () => {
    const { search, state, asked, answer, changed, edited } = start();
    answer({ files: [found('a.ts', 1, 2), found('b.ts', 1)] });
    search.setForm({ text: 'pier' }, 'now');
    await settle();
    search.setCollapsed(['b.ts'], true);
    const row = state().rows[2];
    if (!row) throw new Error('no such row');
    search.dismiss(row);
    expect(state().matchCount).toBe(2);
    changed('.git/index');
    await settle();
    expect(asked).toHaveLength(1);
    changed('a.ts');
    changed('b.ts');
    await settle();
    expect(asked).toHaveLength(2);
    expect(state().matchCount).toBe(2);
    expect([...state().collapsed]).toEqual(['b.ts']);
    edited.raise('u.ts');
    await settle();
    expect(asked).toHaveLength(3);
    search.setShown(false);
    changed('a.ts');
    await settle();
    expect(asked).toHaveLength(3);
    search.setShown(true);
    await settle();
    expect(asked).toHaveLength(4);
    search.submit();
    await settle();
    expect(state().matchCount).toBe(3);
  });

  it('waits while something is replaced', async () => {
    const { search, asked, changed } = start();
    search.setForm({ text: 'pier' }, 'now');
    await settle();
    await search.whileHeld(async () => {
      changed('a.ts');
      await settle();
      expect(asked).toHaveLength(1);
    });
    await settle();
    expect(asked).toHaveLength(2);
  });

  it('says what is wrong at the field, and goes on after Core was lost', async () => {
    const { search, state, answer, changed } = start();
    answer({
      files: [],
      error: new ORPCError('INVALID_SEARCH', { message: 'No pattern.', data: { field: 'include' } }),
    });
    search.setForm({ text: 'pier' }, 'now');
    await settle();
    expect(state()).toMatchObject({
      status: 'failed',
      filtersShown: true,
      problem: { field: 'include', message: 'No pattern.' },
    });
    answer({ files: [], error: new CoreLost() });
    search.submit();
    await settle();
    expect(state().problem?.field).toBeNull();
    answer({ files: [found('a.ts', 1)] });
    changed('a.ts');
    await settle();
    expect(state()).toMatchObject({ status: 'done', matchCount: 1, problem: null });
  });

  it('is empty in another project', async () => {
    const { search, state, answer, workspace } = start();
    answer({ files: [found('a.ts', 1)] });
    search.setForm({ text: 'pier' }, 'now');
    await settle();
    workspace.setState({ project: { id: 'other' } });
    expect(state()).toMatchObject({ status: 'idle', matchCount: 0, form: { text: '' } });
  });
});
