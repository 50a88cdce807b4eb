import fc from 'fast-check';
import * as parser from 'jsonc-parser';
import { describe, expect, test } from 'vitest';
import type { KeybindingEdit } from '../../../../contract/desktop/keybindings.ts';
import { editKeybindingsText } from '../../../../src-main/core/keybindings/edit-keybindings-text.ts';
import { readVsCodeKeybindings } from '../../../../src-main/core/keybindings/read-vscode-keybindings.ts';

const edit = (text: string, ...edits: KeybindingEdit[]) => editKeybindingsText(parser, text, edits);
const save = { key: 'ctrl+alt+s', command: 'save' };

describe('adding', () => {
  test.each([
    ['to no text', '', '[\n  { "key": "ctrl+alt+s", "command": "save" }\n]\n'],
    ['to an empty list', '[]\n', '[\n  { "key": "ctrl+alt+s", "command": "save" }\n]\n'],
    ['to a comment', '// mine\n', '// mine\n[\n  { "key": "ctrl+alt+s", "command": "save" }\n]\n'],
    [
      'behind an entry and its comment',
      '[\n\t{ "key": "a", "command": "b" } // why\n]',
      '[\n\t{ "key": "a", "command": "b" }, // why\n\t{ "key": "ctrl+alt+s", "command": "save" }\n]',
    ],
    [
      'behind a trailing comma',
      '[\r\n  { "key": "a", "command": "b" },\r\n]\r\n',
      '[\r\n  { "key": "a", "command": "b" },\r\n  { "key": "ctrl+alt+s", "command": "save" },\r\n]\r\n',
    ],
  ])('%s', (_, text, expected) => {
    expect(edit(text, { type: 'add', entry: save })).toBe(expected);
  });

  test('writes when, args and where it came from', () => {
    const entry = { ...save, when: 'editorTextFocus', args: { a: [1] }, from: 'vscode' as const };
    expect(edit('[]', { type: 'add', entry })).toBe(
      '[\n  { "key": "ctrl+alt+s", "command": "save", "when": "editorTextFocus", "args": {"a":[1]}, "from": "vscode" }\n]',
    );
  });
});

const three =
  '// head\n[\n  // one\n  { "key": "a", "command": "one" },\n  // two\n  { "key": "b", "command": "two", "when": "x" }, // behind two\n  { "key": "c", "command": "three" }\n]\n';

describe('removing and replacing', () => {
  test('leaves the comments around', () => {
    expect(edit(three, { type: 'remove', entry: { key: 'b', command: 'two', when: 'x' } })).toBe(
      '// head\n[\n  // one\n  { "key": "a", "command": "one" },\n  // two\n   // behind two\n  { "key": "c", "command": "three" }\n]\n',
    );
  });

  test('the last one takes the comma before it along', () => {
    expect(edit(three, { type: 'remove', entry: { key: 'c', command: 'three' } })).toContain(
      '"when": "x" } // behind two\n]',
    );
  });

  test('changes one entry in its place', () => {
    const by = { key: 'ctrl+b', command: 'two' };
    expect(edit(three, { type: 'replace', entry: { key: 'b', command: 'two', when: 'x' }, by })).toBe(
      three.replace('{ "key": "b", "command": "two", "when": "x" }', '{ "key": "ctrl+b", "command": "two" }'),
    );
  });

  test('an entry that has gone changes nothing', () => {
    expect(edit(three, { type: 'remove', entry: { key: 'b', command: 'two' } })).toBe(three);
  });
});

test('whatever is added and removed again, the other entries and every comment stay', () => {
  const word = fc.stringMatching(/^[a-z]{1,8}$/);
  const entries = fc.uniqueArray(word, { maxLength: 6 });
  fc.assert(
    fc.property(entries, fc.array(word, { minLength: 1, maxLength: 4 }), (before, added) => {
      const text = `[\n${before.map((command) => `  // about ${command}\n  { "key": "k", "command": "${command}" }`).join(',\n')}\n]\n`;
      const more = added.map((command, index) => ({ key: `f${index + 1}`, command: `new.${command}` }));
      const longer = edit(text, ...more.map((entry) => ({ type: 'add', entry }) as const));
      const shorter = edit(longer, ...more.map((entry) => ({ type: 'remove', entry }) as const));
      const commands = (source: string) => readVsCodeKeybindings(parser, source).entries.map(({ command }) => command);
      expect(commands(longer)).toEqual([...before, ...more.map(({ command }) => command)]);
      expect(commands(shorter)).toEqual(before);
      for (const command of before) expect(shorter).toContain(`// about ${command}\n`);
    }),
  );
});

describe("reading VS Code's file", () => {
  test('gives entries with lines, and says what is none', () => {
    const text =
      '// Place your key bindings in this file\n[\n  { "key": "ctrl+d", "command": "editor.action.deleteLines", "when": "textInputFocus" },\n  { "key": "ctrl+e" },\n  { "key": "ctrl+m", "command": "type", "args": { "text": "…" } },\n]\n';
    const { entries, problems } = readVsCodeKeybindings(parser, text);
    expect(entries).toEqual([
      { key: 'ctrl+d', command: 'editor.action.deleteLines', when: 'textInputFocus', line: 3 },
      { key: 'ctrl+m', command: 'type', args: { text: '…' }, line: 5 },
    ]);
    expect(problems).toEqual(['Line 4 must be an object with "key" and "command".']);
  });

  test('refuses what is no list', () => {
    expect(() => readVsCodeKeybindings(parser, '{ "editor.fontSize": 3 }')).toThrow(/no list of keybindings/);
    expect(() => readVsCodeKeybindings(parser, 'hello')).toThrow(/Line 1/);
  });
});
