import { afterEach, expect, test, vi } from 'vitest';
import { Doc } from 'yjs';
import { openFolderMemory } from '../../../../src-renderer/features/collaboration/live/folder/folder-memory.ts';
import { createNoticesOnce } from '../../../../src-renderer/features/collaboration/live/folder/folder-notices.ts';
import type { FolderWork } from '../../../../src-renderer/features/collaboration/live/folder/folder-work.ts';
import { createUnshared } from '../../../../src-renderer/features/collaboration/live/folder/unshared.ts';
import { openSessionFiles } from '../../../../src-renderer/features/collaboration/session/session-files.ts';

afterEach(() => vi.unstubAllGlobals());

test('what is remembered of a folder is there for the next window, and of no other session', () => {
  const kept = new Map<string, string>();
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, text: string) => kept.set(key, text),
  });
  openFolderMemory('one').write({ hidden: ['cache'], secrets: ['.npmrc'] });
  expect(openFolderMemory('one').read()).toEqual({ hidden: ['cache'], secrets: ['.npmrc'] });
  expect(openFolderMemory('other').read()).toBeNull();
  for (const [key] of kept) kept.set(key, '{"hidden":3');
  expect(openFolderMemory('one').read()).toBeNull();
  // Nothing is something to remember, too.
  openFolderMemory('one').write({ hidden: [], secrets: [] });
  expect(openFolderMemory('one').read()).toEqual({ hidden: [], secrets: [] });
});

test('a problem is said once for as long as it holds', () => {
  const said: string[] = [];
  const files = openSessionFiles(new Doc());
  const { id } = files.add('a.txt', { text: 'a' });
  const disk: FolderWork['disk'] = new Map();
  const unshared = createUnshared({ read: () => null, write() {} }, false);
  const work = { files, disk, unshared, replaced: new Set(), mayWrite: () => true } as unknown as FolderWork;
  const notices = createNoticesOnce({
    onProblem: ({ path }) => said.push(path),
    onWithheld: (paths) => said.push(...paths),
    onReplaced() {},
  });
  const happen = () => {
    notices.onProblem({ path: 'a.txt', kind: 'taken', message: 'taken' });
    unshared.withheld.add('.env');
    notices.tell(work);
  };
  happen();
  happen();
  expect(said).toEqual(['a.txt', '.env']);
  disk.set(id, { path: 'a.txt', text: 'a', version: '1' });
  notices.tell(work);
  disk.delete(id);
  happen();
  expect(said).toEqual(['a.txt', '.env', 'a.txt']);
});
