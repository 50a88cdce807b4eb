import { KeyCode, KeyMod } from 'monaco-editor/editor/editor.api';
import { canonicalKeys } from '../app/keystrokes.ts';
import { splitStroke } from '../ui/key-names.ts';

const named: Readonly<Record<string, KeyCode>> = {
  up: KeyCode.UpArrow,
  down: KeyCode.DownArrow,
  left: KeyCode.LeftArrow,
  right: KeyCode.RightArrow,
  enter: KeyCode.Enter,
  escape: KeyCode.Escape,
  tab: KeyCode.Tab,
  space: KeyCode.Space,
  backspace: KeyCode.Backspace,
  delete: KeyCode.Delete,
  insert: KeyCode.Insert,
  home: KeyCode.Home,
  end: KeyCode.End,
  pageup: KeyCode.PageUp,
  pagedown: KeyCode.PageDown,
  '-': KeyCode.Minus,
  '=': KeyCode.Equal,
  '[': KeyCode.BracketLeft,
  ']': KeyCode.BracketRight,
  '\\': KeyCode.Backslash,
  ';': KeyCode.Semicolon,
  "'": KeyCode.Quote,
  '`': KeyCode.Backquote,
  ',': KeyCode.Comma,
  '.': KeyCode.Period,
  '/': KeyCode.Slash,
  numpadadd: KeyCode.NumpadAdd,
  numpadsubtract: KeyCode.NumpadSubtract,
  numpadmultiply: KeyCode.NumpadMultiply,
  numpaddivide: KeyCode.NumpadDivide,
  numpaddecimal: KeyCode.NumpadDecimal,
};

/** Keys as Monaco numbers them, chords of two included; null where it has no number for one of them. */
export function keyNumbers(keys: string): number | null {
  const strokes = canonicalKeys(keys).split(' ').map(strokeNumber);
  const [first = null, second = null] = strokes;
  if (first === null || strokes.length > 2) return null;
  if (strokes.length === 1) return first;
  return second === null ? null : KeyMod.chord(first, second);
}

function strokeNumber(stroke: string): number | null {
  const parts = splitStroke(stroke);
  const key = keyCode(parts.at(-1) ?? '');
  if (key === null) return null;
  let number = key as number;
  for (const modifier of parts.slice(0, -1)) {
    if (modifier === 'ctrl') number |= KeyMod.CtrlCmd;
    if (modifier === 'shift') number |= KeyMod.Shift;
    if (modifier === 'alt') number |= KeyMod.Alt;
    if (modifier === 'meta') number |= KeyMod.WinCtrl;
  }
  return number;
}

function keyCode(name: string): KeyCode | null {
  const known = named[name];
  if (known !== undefined) return known;
  if (/^[a-z]$/.test(name)) return KeyCode.KeyA + name.charCodeAt(0) - 'a'.charCodeAt(0);
  if (/^[0-9]$/.test(name)) return KeyCode.Digit0 + Number(name);
  if (/^numpad[0-9]$/.test(name)) return KeyCode.Numpad0 + Number(name.slice(6));
  const functionKey = /^f([1-9]|1[0-9]|2[0-4])$/.exec(name);
  return functionKey ? KeyCode.F1 + Number(functionKey[1]) - 1 : null;
}
