import { editor, KeyCode, KeyMod } from 'monaco-editor/editor/editor.api';
import type { UserKeybinding } from '../../contract/model/keybinding.ts';
import type { Disposable } from '../app/disposable.ts';
import { keyNumbers } from './key-numbers.ts';

/** Monaco's own palette, "go to line" and "go to symbol" give way to the window's; their keys reach its commands. */
export function takeKeysBack(): void {
  editor.addKeybindingRules([
    { keybinding: KeyCode.F1, command: '-editor.action.quickCommand' },
    { keybinding: KeyMod.CtrlCmd | KeyCode.KeyG, command: '-editor.action.gotoLine' },
    { keybinding: KeyMod.CtrlCmd | KeyMod.Shift | KeyCode.KeyO, command: '-editor.action.quickOutline' },
  ]);
}

let followed: Disposable | null = null;

/**
 * Takes Monaco's own keys away where the user's keybindings do (`-command`); those of the last call come back. Keys that the
 * user adds are the window's: it sees them first.
 */
export function followUserKeybindings(user: readonly UserKeybinding[]): void {
  followed?.dispose();
  const rules = user.flatMap(({ key, command }) => {
    if (!command.startsWith('-')) return [];
    const keybinding = keyNumbers(key);
    return keybinding === null ? [] : [{ keybinding, command }];
  });
  followed = rules.length === 0 ? null : editor.addKeybindingRules(rules);
}
