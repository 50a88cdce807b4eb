import { afterEach, describe, expect, it } from 'vitest';
import type { CoreEvent } from '../../../../contract/desktop/events.ts';
import { defaultSettings } from '../../../../contract/model/settings.ts';
import { createSignal } from '../../../../src-renderer/app/disposable.ts';
import {
  createDocumentStore,
  type DocumentStore,
} from '../../../../src-renderer/features/editor/documents/document-store.ts';
import { createFakeBuffer, type FakeBuffer } from './fake-buffer.ts';
import { createFakeClock } from './fake-clock.ts';
import { createFakeCore, versionOf } from './fake-core.ts';

const opened: DocumentStore[] = [];
afterEach(() => {
  for (const store of opened.splice(0)) store.dispose();
});

function setUp() {
  const fake = createFakeCore();
  const clock = createFakeClock();
  const coreEvents = createSignal<CoreEvent>();
  const coreReconnected = createSignal<void>();
  const store = createDocumentStore({
    core: fake.core,
    coreEvents: coreEvents,
    coreReconnected,
    projectId: () => 'p',
    settings: () => defaultSettings,
    createBuffer: async (description) => createFakeBuffer(description),
    backupFailed() {},
    clock,
  });
  opened.push(store);
  const openFile = async (path: string, text: string) => {
    fake.write(path, text);
    await store.open(path).load();
    return store.get(path)?.buffer() as FakeBuffer;
  };
  const changed = (...paths: string[]) =>
    coreEvents.raise({
      type: 'files.changed',
      projectId: 'p',
      changes: paths.map((path) => ({ path, kind: 'changed' })),
      rescan: false,
    });
  return { fake, clock, store, coreEvents, coreReconnected, openFile, changed };
}

describe('documents', () => {
  it('are one for each name, with their state for everyone to see', async () => {
    const { store, openFile } = setUp();
    await openFile('src/a.ts', 'a');
    expect(store.open('src/a.ts')).toBe(store.get('src/a.ts'));
    expect(store.states.getState().get('src/a.ts')).toMatchObject({
      id: 'src/a.ts',
      projectId: 'p',
      title: 'a.ts',
      kind: 'text',
      dirty: false,
      languageId: 'typescript',
    });
  });

  it('publish nothing for a key that changes nothing of their state', async () => {
    const { store, openFile } = setUp();
    const buffer = await openFile('a.ts', 'a');
    let published = 0;
    store.states.subscribe(() => {
      published += 1;
    });
    for (const key of 'typing') buffer.type(key);
    expect(published).toBe(1);
  });

  it('without a file are numbered', async () => {
    const { store } = setUp();
    expect([store.newUntitled(), store.newUntitled()]).toEqual(['untitled:1', 'untitled:2']);
    expect(store.states.getState().get('untitled:2')?.title).toBe('Untitled-2');
  });

  it('of the user’s own folder are kept apart from the project’s', () => {
    const { store } = setUp();
    expect(store.open('user:settings.json').projectId).toBe('user');
    expect(store.open('settings.json').projectId).toBe('p');
  });

  it('follow a new name with unsaved text and backup', async () => {
    const { fake, clock, store, openFile } = setUp();
    const buffer = await openFile('a.ts', 'a');
    buffer.type('b');
    await clock.advance(300);
    expect([...fake.backups.keys()]).toEqual(['a.ts']);
    expect(store.rename('a.ts', 'b.ts')).toBe(true);
    await clock.advance(300);
    expect(store.get('b.ts')?.buffer()?.text()).toBe('ab');
    expect(store.get('a.ts')).toBeUndefined();
    expect([...fake.backups.keys()]).toEqual(['b.ts']);
  });
});

describe('changes on disk', () => {
  it('reach the documents that they are about', async () => {
    const { fake, store, openFile, changed } = setUp();
    const one = await openFile('src/a.ts', 'a');
    const other = await openFile('b.ts', 'b');
    fake.write('src/a.ts', 'a2');
    fake.write('b.ts', 'b2');
    changed('src');
    await expect.poll(() => one.text()).toBe('a2');
    expect(other.text()).toBe('b');
    store.get('b.ts');
  });

  it('are looked for everywhere after a rescan, and after Core has come back', async () => {
    const { fake, coreEvents, coreReconnected, openFile } = setUp();
    const buffer = await openFile('a.ts', 'a');
    fake.write('a.ts', 'a2');
    coreEvents.raise({ type: 'files.changed', projectId: 'p', changes: [], rescan: true });
    await expect.poll(() => buffer.text()).toBe('a2');
    fake.write('a.ts', 'a3');
    coreReconnected.raise();
    await expect.poll(() => buffer.text()).toBe('a3');
  });

  it('of another project are not ours', async () => {
    const { fake, coreEvents, openFile } = setUp();
    await openFile('a.ts', 'a');
    coreEvents.raise({ type: 'files.changed', projectId: 'q', changes: [], rescan: true });
    expect(fake.reads).toEqual(['a.ts']);
  });
});

describe('backups', () => {
  it('hold what is unsaved, and go when it is saved, undone or closed', async () => {
    const { fake, clock, store, openFile } = setUp();
    const buffer = await openFile('a.ts', 'a');
    const baseVersion = versionOf(fake.files.get('a.ts') as never);
    buffer.type('b');
    await clock.advance(250);
    expect(fake.backups.get('a.ts')).toMatchObject({ text: 'ab', baseVersion });
    await store.get('a.ts')?.save();
    await clock.advance(0);
    expect(fake.backups.size).toBe(0);

    buffer.type('c');
    await clock.advance(250);
    buffer.undo();
    await clock.advance(0);
    expect(fake.backups.size).toBe(0);

    buffer.type('d');
    await clock.advance(250);
    store.close('a.ts');
    await clock.advance(0);
    expect(fake.backups.size).toBe(0);
  });

  it('stay when the window leaves the project', async () => {
    const { fake, clock, store, openFile } = setUp();
    const buffer = await openFile('a.ts', 'a');
    buffer.type('b');
    await store.flush();
    store.closeAll();
    await clock.advance(1_000);
    expect(fake.backups.get('a.ts')?.text).toBe('ab');
    expect(buffer.disposed).toBe(true);
  });

  it('are written again after Core has come back', async () => {
    const { fake, clock, coreReconnected, openFile } = setUp();
    const buffer = await openFile('a.ts', 'a');
    buffer.type('b');
    await clock.advance(250);
    fake.backups.clear();
    coreReconnected.raise();
    await clock.advance(250);
    expect(fake.backups.get('a.ts')?.text).toBe('ab');
  });

  it('bring documents back, and untitled numbers go on from there', async () => {
    const { store } = setUp();
    const kept = { encoding: 'utf-8', byteOrderMark: false, lineEnd: 'lf', baseVersion: null, savedAt: 0 } as const;
    store.restore([{ ...kept, document: 'untitled:3', text: 'note' }]);
    await expect.poll(() => store.states.getState().get('untitled:3')).toMatchObject({ kind: 'text', dirty: true });
    expect(store.newUntitled()).toBe('untitled:4');
  });

  it('after a save that typing overtook grow from the version that was saved', async () => {
    const { fake, clock, store, openFile } = setUp();
    const buffer = await openFile('a.ts', 'a');
    buffer.type('b');
    const release = fake.holdSaves();
    const saving = store.get('a.ts')?.save();
    await expect.poll(() => fake.saves.length).toBe(1);
    buffer.type('c');
    release();
    await saving;
    await clock.advance(1_000);
    expect(fake.backups.get('a.ts')).toMatchObject({
      text: 'abc',
      baseVersion: versionOf(fake.files.get('a.ts') as never),
    });
  });
});
