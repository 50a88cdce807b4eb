import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { safe } from '@orpc/client';
import { expect, onTestFinished, test } from 'vitest';
import { startCore } from '../../../support/core.ts';

async function setUp() {
  const core = await startCore();
  onTestFinished(() => core.dispose());
  return { ...core, file: join(core.dataFolder, 'user', 'keybindings.json') };
}

const save = { key: 'ctrl+alt+s', command: 'save' };

test('changes are written with the comments kept, and every window is told', async () => {
  const { client, events, file } = await setUp();
  writeFileSync(file, '// mine\n[\n  { "key": "f5", "command": "run" } // often\n]\n');
  const other = await events(null);
  const snapshot = await client.keybindings.change({
    projectId: null,
    edits: [
      { type: 'add', entry: { ...save, when: 'editorTextFocus' } },
      { type: 'replace', entry: { key: 'f5', command: 'run' }, by: { key: 'f6', command: 'run' } },
    ],
  });
  expect(snapshot.keybindings).toEqual([
    { key: 'f6', command: 'run' },
    { ...save, when: 'editorTextFocus' },
  ]);
  expect(readFileSync(file, 'utf8')).toBe(
    '// mine\n[\n  { "key": "f6", "command": "run" }, // often\n  { "key": "ctrl+alt+s", "command": "save", "when": "editorTextFocus" }\n]\n',
  );
  await other.next((event) => event.type === 'settings.changed' && event.settings.keybindings.length === 2);
});

test('changes made in the file itself are seen', async () => {
  const { events, file } = await setUp();
  const window = await events(null);
  writeFileSync(file, '[{ "key": "f7", "command": "a", "args": [1], "from": "vscode" }]');
  const event = await window.next(
    (found) => found.type === 'settings.changed' && found.settings.keybindings.length === 1,
  );
  expect(event).toMatchObject({
    settings: { keybindings: [{ key: 'f7', command: 'a', args: [1], from: 'vscode' }], problems: [] },
  });
});

test('a broken file is reported with its line and never written', async () => {
  const { client, file } = await setUp();
  const broken = '[\n  { "key": "f5" "command": "run" }\n]\n';
  writeFileSync(file, broken);
  const { error } = await safe(client.keybindings.change({ projectId: null, edits: [{ type: 'add', entry: save }] }));
  expect(error).toMatchObject({ code: 'INVALID_KEYBINDINGS' });
  expect(error?.message).toMatch(/left as it is.*Line 2/);
  expect(readFileSync(file, 'utf8')).toBe(broken);
});

test('many changes at once all arrive', async () => {
  const { client, file } = await setUp();
  await Promise.all(
    Array.from({ length: 12 }, (_, index) =>
      client.keybindings.change({
        projectId: null,
        edits: [{ type: 'add', entry: { key: `f${index + 1}`, command: `c${index}` } }],
      }),
    ),
  );
  expect(JSON.parse(readFileSync(file, 'utf8'))).toHaveLength(12);
});

test("reading VS Code's file writes nothing", async () => {
  const { client, file } = await setUp();
  const read = await client.keybindings.read({ text: '// a\n[{ "key": "f1", "command": "b" }, 7,]' });
  expect(read.entries).toEqual([{ key: 'f1', command: 'b', line: 2 }]);
  expect(read.problems).toHaveLength(1);
  expect(existsSync(file)).toBe(false);
});
