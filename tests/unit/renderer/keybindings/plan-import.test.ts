import { describe, expect, test } from 'vitest';
import type { UserKeybinding } from '../../../../contract/model/keybinding.ts';
import type { Command } from '../../../../src-renderer/app/commands.ts';
import { fromVsCodeKeys, keysProblem } from '../../../../src-renderer/app/keystrokes.ts';
import { renameInWhen } from '../../../../src-renderer/app/when.ts';
import { planImport } from '../../../../src-renderer/features/keybindings/plan-import.ts';

const commands: readonly Command[] = [
  { id: 'quickOpen', title: 'Go to file', category: 'Go', when: 'projectOpen', run: () => {} },
];
const known = {
  commands,
  editorActions: [{ id: 'editor.deleteLines', title: 'Delete line' }],
  user: [] as readonly UserKeybinding[],
  contextNames: ['editorTextFocus', 'zenMode'],
};
const plan = (entries: readonly UserKeybinding[], user: readonly UserKeybinding[] = []) =>
  planImport(
    entries.map((entry, index) => ({ ...entry, line: index + 1 })),
    { ...known, user },
  );

test('what is known is taken over, with facts by our names', () => {
  const { added, skipped } = plan([
    { key: 'cmd+p', command: 'quickOpen', when: 'inZenMode && !(textInputFocus)' },
    { key: 'Ctrl+Shift+K', command: '-editor.deleteLines', when: 'anything' },
  ]);
  expect(skipped).toEqual([]);
  expect(added.map(({ entry, title, note }) => [entry, title, note])).toEqual([
    [
      { key: 'ctrl+p', command: 'quickOpen', when: 'zenMode && !(editorTextFocus)', from: 'vscode' },
      'Go: Go to file',
      null,
    ],
    [
      { key: 'ctrl+shift+k', command: '-editor.deleteLines', when: 'anything', from: 'vscode' },
      'Take away: Delete line',
      null,
    ],
  ]);
});

test('what is not known is left out with the reason; facts that are never true are told', () => {
  const { added, skipped } = plan([
    { key: 'f1', command: 'extension.magic' },
    { key: 'f1', command: 'quickOpen', when: 'a =~ /b/' },
    { key: 'ctrl+what', command: 'quickOpen' },
    { key: 'f1', command: 'quickOpen', when: 'suggestWidgetVisible && projectOpen' },
  ]);
  expect(skipped.map(({ note }) => note)).toEqual([
    'FlashFusion has no such command.',
    'Its when-clause is of a kind that FlashFusion does not have.',
    '"what" is not the name of a key.',
  ]);
  expect(added[0]?.note).toBe('"suggestWidgetVisible" is not known here and never true.');
});

test('entries that are there already, or twice in the file, are not added again', () => {
  const { added, present } = plan(
    [
      { key: 'F1', command: 'quickOpen' },
      { key: 'f2', command: 'quickOpen' },
      { key: 'F2', command: 'quickOpen' },
    ],
    [{ key: 'f1', command: 'quickOpen' }],
  );
  expect(added).toHaveLength(1);
  expect(present).toHaveLength(2);
});

describe('keys as VS Code writes them', () => {
  test.each([
    ['ctrl+shift+[KeyA]', 'ctrl+shift+a'],
    ['ctrl+[Backquote]', 'ctrl+`'],
    ['ctrl+numpad_add', 'ctrl+numpadadd'],
    ['ctrl+k  ctrl+s', 'ctrl+k ctrl+s'],
    ['alt+pgdn', 'alt+pgdn'],
  ])('%s', (written, keys) => {
    expect(fromVsCodeKeys(written, false)).toBe(keys === 'alt+pgdn' ? 'alt+pagedown' : keys);
  });

  test('on macOS Control is Control and Command is Command', () => {
    expect(fromVsCodeKeys('ctrl+cmd+f', true)).toBe('ctrl+meta+f');
  });

  test.each([
    ['ctrl+alt+x', null],
    ['ctrl++', null],
    ['f13', null],
    ['', 'No keys are given.'],
    ['ctrl+foo', '"foo" is not the name of a key.'],
    ['a+b', '"a" cannot be held down with another key.'],
    ['a b c', 'A chord has two steps at most.'],
  ])('"%s" can be pressed or not', (keys, problem) => {
    expect(keysProblem(keys)).toBe(problem);
  });
});

test('names in when-clauses', () => {
  const names = { one: 'uno', two: "b == 'c'" };
  expect(renameInWhen("one && !two || x == 'one' && (three)", names)).toBe(
    "uno && !(b == 'c') || x == 'one' && (three)",
  );
  expect(renameInWhen('one == 3', names)).toBe('one == 3');
});
