import { expect, test } from 'vitest';
import { createWatchedFiles } from '../../../../src-main/core/languages/watched-files.ts';

const register = (globPattern: unknown, kind?: number) => ({
  registrations: [
    {
      id: 'one',
      method: 'workspace/didChangeWatchedFiles',
      registerOptions: { watchers: [{ globPattern, ...(kind === undefined ? {} : { kind }) }] },
    },
  ],
});
const changes = [
  { path: 'src/a.ts', kind: 'changed' },
  { path: 'notes.md', kind: 'created' },
] as const;

test('a server that asked for nothing hears nothing', () => {
  expect(createWatchedFiles().eventsFor('/p', changes)).toBeNull();
});

test('patterns choose, absolute ones and those below a base', () => {
  const watched = createWatchedFiles();
  watched.register(register('/p/**/*'));
  expect(watched.eventsFor('/p', changes)?.changes).toEqual([
    { uri: 'file:///p/src/a.ts', type: 2 },
    { uri: 'file:///p/notes.md', type: 1 },
  ]);
  watched.register(register({ baseUri: 'file:///p', pattern: '**/*.{ts,tsx}' }));
  expect(watched.eventsFor('/p', changes)?.changes).toEqual([{ uri: 'file:///p/src/a.ts', type: 2 }]);
});

test('kinds choose, and a registration ends', () => {
  const watched = createWatchedFiles();
  watched.register(register('/p/**/*', 1));
  expect(watched.eventsFor('/p', changes)?.changes).toEqual([{ uri: 'file:///p/notes.md', type: 1 }]);
  watched.unregister({ unregisterations: [{ id: 'one', method: 'workspace/didChangeWatchedFiles' }] });
  expect(watched.eventsFor('/p', changes)).toBeNull();
});

test('what is no registration is passed over', () => {
  const watched = createWatchedFiles();
  watched.register({ registrations: 'all' });
  watched.register({ registrations: [{ id: 'two', method: 'workspace/didChangeWatchedFiles', registerOptions: 7 }] });
  expect(watched.eventsFor('/p', changes)).toBeNull();
});
