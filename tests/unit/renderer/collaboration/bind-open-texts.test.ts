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
  const services = { editor: { state, liveTexts: () => open, save: async () => {} } };
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
    kept: async () => {},
  });
  return {
    files,
    texts,
    onDisk(id: string, path: string, text: string) {
      disk.set(id, { path, text, version: 'a' });
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
