import type { editor } from 'monaco-editor/editor/editor.api';
import { beforeEach, expect, test, vi } from 'vitest';
import { Doc } from 'yjs';
import { createStore } from 'zustand/vanilla';
import { createSignal } from '../../../../src-renderer/app/disposable.ts';
import type { LiveText, Services } from '../../../../src-renderer/app/services.ts';
import type { MonacoHost } from '../../../../src-renderer/app/text-editors.ts';
import { bindOpenTexts } from '../../../../src-renderer/features/collaboration/live/folder/bind-open-texts.ts';
import type { OnDisk } from '../../../../src-renderer/features/collaboration/live/folder/folder-work.ts';
import { openSessionFiles } from '../../../../src-renderer/features/collaboration/session/session-files.ts';
import type { BindTextOptions } from '../../../../src-renderer/features/collaboration/text/bind-text.ts';

const bound = vi.hoisted(() => [] as string[]);

// The real one is shown by text-binding.test.ts, on real models. Here it matters which texts it gets.
vi.mock('../../../../src-renderer/features/collaboration/text/bind-text.ts', () => ({
  bindText({ model, text }: BindTextOptions) {
    bound.push(model.getValue());
    model.setValue(text.toString());
    return { dispose() {} };
  },
}));

beforeEach(() => void bound.splice(0));

function openText(path: string, text: string): LiveText & { type(text: string): void } {
  let value = text;
  const changed = createSignal<void>();
  const setValue = (next: string) => {
    value = next;
    changed.raise();
  };
  const model = { getValue: () => value, setValue, onDidChangeContent: changed.listen };
  return {
    document: path,
    projectId: 'project',
    path,
    model: model as unknown as editor.ITextModel,
    large: false,
    readOnly: false,
    type: setValue,
  };
}

function startBinding(open: LiveText[]) {
  const doc = new Doc();
  const files = openSessionFiles(doc);
  const disk = new Map<string, OnDisk>();
  const diskChanged = createSignal<void>();
  const state = createStore(() => ({ documents: new Map() }));
  const saving = new Set<Parameters<Services['editor']['beforeSave']>[0]>();
  const beforeSave: Services['editor']['beforeSave'] = (work) => {
    saving.add(work);
    return { dispose: () => void saving.delete(work) };
  };
  const services = { editor: { state, liveTexts: () => open, save: async () => {}, beforeSave } };
  let mayNot: Promise<void> | null = null;
  const texts = bindOpenTexts({
    services: services as unknown as Pick<Services, 'editor' | 'workspace'>,
    monaco: {} as MonacoHost['monaco'],
    projectId: 'project',
    files,
    edit: (change) => doc.transact(change),
    mayWrite: () => true,
    onDisk: (id) => disk.get(id) ?? null,
    diskChanged,
    past: null,
    onClosed() {},
    onRefused() {},
    maySave: async () => {
      await mayNot;
    },
  });
  return {
    files,
    texts,
    state,
    /** As the editor saves, by itself or not; answers what may be on disk without a conflict. */
    save: (document: string) => Promise.all([...saving].map((work) => work(document))),
    holdSaves(until: Promise<void>) {
      mayNot = until;
    },
    /** What is known of the disk, which nobody is told. */
    know(id: string, path: string, text: string) {
      disk.set(id, { path, text, version: 'a' });
    },
    onDisk(id: string, path: string, text: string, written = false) {
      disk.set(id, { path, text, version: 'a', written });
      diskChanged.raise();
    },
  };
}

test('an open file that only has the name of the session’s is not bound, neither changed nor sent', () => {
  const own = openText('.env', 'KEY=mine\n');
  const { files, texts } = startBinding([own]);
  const { id } = files.add('.env', { text: 'KEY=theirs\n' });
  own.type('KEY=mine\nMORE=mine\n');
  expect([bound, texts.has(id)]).toEqual([[], false]);
  expect(own.model.getValue()).toBe('KEY=mine\nMORE=mine\n');
  expect(files.text(id)?.toString()).toBe('KEY=theirs\n');
});

test('it is bound when the name is free: by what has been read from the session’s file then', () => {
  const own = openText('notes.md', 'mine\n');
  const { files, texts, onDisk } = startBinding([own]);
  const { id } = files.add('notes.md', { text: 'theirs\n' });
  onDisk(id, 'notes.md', 'theirs\n');
  // The editor still holds what the other file held.
  expect(texts.has(id)).toBe(false);
  own.type('theirs\n');
  expect([bound, texts.has(id)]).toEqual([['theirs\n'], true]);
  expect(files.text(id)?.toString()).toBe('theirs\n');
});

test('a file of the session that got the name of another one is not that one', () => {
  const own = openText('.env', 'KEY=mine\n');
  const { files, texts, onDisk } = startBinding([own]);
  const { id } = files.add('shared.txt', { text: 'shared\n' });
  onDisk(id, 'shared.txt', 'shared\n');
  files.move(id, '.env');
  expect(texts.has(id)).toBe(false);
  expect(own.model.getValue()).toBe('KEY=mine\n');
});

test('what the editor holds beyond the session’s file on disk is this person’s edit, as before', () => {
  const own = openText('notes.md', 'one\ntwo\n');
  const { files, onDisk } = startBinding([own]);
  const { id } = files.add('before.md', { text: 'one\n' });
  onDisk(id, 'notes.md', 'one\n');
  files.move(id, 'notes.md');
  expect(files.text(id)?.toString()).toBe('one\ntwo\n');
});

test('a file that others rename stays bound, with what has been typed in it and not saved', () => {
  const before = openText('notes.md', 'one\n');
  const open: LiveText[] = [before];
  const { files, texts, state, know, onDisk } = startBinding(open);
  const { id } = files.add('notes.md', { text: 'one\n' });
  onDisk(id, 'notes.md', 'one\n');
  files.text(id)?.insert(4, 'typed\n');
  files.move(id, 'renamed.md');
  before.type('one\ntyped\n');
  // As the folder does: what is known of the disk first, then the editor, which says of each step that it has changed.
  know(id, 'renamed.md', 'one\n');
  const told = () => state.setState({ documents: new Map() });
  open.pop();
  told();
  expect(texts.has(id)).toBe(false);
  open.push({ ...before, document: 'renamed.md', path: 'renamed.md' });
  told();
  expect(texts.has(id)).toBe(true);
  expect([before.model.getValue(), files.text(id)?.toString()]).toEqual(['one\ntyped\n', 'one\ntyped\n']);
});

test('every save of a bound text waits until it may get on the disk; other files are saved at once', async () => {
  const { files, onDisk, save, holdSaves } = startBinding([
    openText('.gitignore', 'a\n'),
    openText('own.txt', 'own\n'),
  ]);
  onDisk(files.add('.gitignore', { text: 'a\n' }).id, '.gitignore', 'a\n');
  const { promise, resolve } = Promise.withResolvers<void>();
  holdSaves(promise);
  const saved: string[] = [];
  const saves = ['.gitignore', 'own.txt'].map((document) => save(document).then(() => saved.push(document)));
  await saves[1];
  expect(saved).toEqual(['own.txt']);
  resolve();
  await Promise.all(saves);
  expect(saved).toEqual(['own.txt', '.gitignore']);
});

test('what this folder has written is no conflict of an open file, and what another program has is', async () => {
  const own = openText('notes.md', 'one\n');
  const { files, texts, onDisk, save } = startBinding([own]);
  const { id } = files.add('notes.md', { text: 'one\n' });
  onDisk(id, 'notes.md', 'one\n', true);
  expect(texts.has(id)).toBe(true);
  expect(await save('notes.md')).toEqual(['a']);
  onDisk(id, 'notes.md', 'another program\n');
  expect(await save('notes.md')).toEqual([null]);
});
