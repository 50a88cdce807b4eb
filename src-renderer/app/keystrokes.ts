import { t } from '../localize.ts';
import { isMac, splitStroke } from '../ui/key-names.ts';

/** What a keydown tells about its key; a KeyboardEvent is one. */
export interface KeyPress {
  readonly key: string;
  readonly code: string;
  readonly ctrlKey: boolean;
  readonly shiftKey: boolean;
  readonly altKey: boolean;
  readonly metaKey: boolean;
}

const modifierOrder = ['ctrl', 'shift', 'alt', 'meta'] as const;
const aliases: Readonly<Record<string, string>> = {
  cmd: 'ctrl',
  cmdorctrl: 'ctrl',
  control: 'ctrl',
  option: 'alt',
  win: 'meta',
  esc: 'escape',
  del: 'delete',
  return: 'enter',
  arrowup: 'up',
  arrowdown: 'down',
  arrowleft: 'left',
  arrowright: 'right',
  ' ': 'space',
  plus: '+',
  pgup: 'pageup',
  pgdn: 'pagedown',
  super: 'meta',
  numpad_add: 'numpadadd',
  numpad_subtract: 'numpadsubtract',
  numpad_multiply: 'numpadmultiply',
  numpad_divide: 'numpaddivide',
  numpad_decimal: 'numpaddecimal',
};
const namedKeys: ReadonlySet<string> = new Set([
  ...['up', 'down', 'left', 'right', 'enter', 'escape', 'tab', 'space', 'backspace', 'delete', 'insert', 'home', 'end'],
  ...['pageup', 'pagedown', 'pause', 'capslock', 'scrolllock', 'contextmenu', 'printscreen', 'numlock'],
  ...['numpadadd', 'numpadsubtract', 'numpadmultiply', 'numpaddivide', 'numpaddecimal', 'numpadenter'],
]);
/** The signs on a US keyboard's keys, by `KeyboardEvent.code`. */
const signsByCode: Readonly<Record<string, string>> = {
  Minus: '-',
  Equal: '=',
  BracketLeft: '[',
  BracketRight: ']',
  Backslash: '\\',
  Semicolon: ';',
  Quote: "'",
  Backquote: '`',
  Comma: ',',
  Period: '.',
  Slash: '/',
};

const placesByName = new Map([
  ...Object.entries(signsByCode).map(([code, sign]) => [code.toLowerCase(), sign] as const),
  ...[...'abcdefghijklmnopqrstuvwxyz'].map((letter) => [`key${letter}`, letter] as const),
  ...[...'0123456789'].map((digit) => [`digit${digit}`, digit] as const),
]);

/** One way to write each binding: lower case, modifiers in a fixed order, chords divided by one space. */
export function canonicalKeys(keys: string): string {
  return keys
    .trim()
    .split(/\s+/)
    .map((stroke) => {
      const parts = splitStroke(stroke.toLowerCase()).map(canonicalPart);
      const key = parts.at(-1) ?? '';
      return joinStroke(
        modifierOrder.filter((modifier) => parts.slice(0, -1).includes(modifier)),
        key,
      );
    })
    .join(' ');
}

/** What is wrong with keys as somebody wrote them, in words; null when they can be pressed. */
export function keysProblem(keys: string): string | null {
  const strokes = canonicalKeys(keys).split(' ');
  if (strokes[0] === '') return t('No keys are given.');
  if (strokes.length > 2) return t('A chord has two steps at most.');
  for (const stroke of strokes) {
    const parts = splitStroke(stroke);
    const key = parts.at(-1) ?? '';
    const known = [...key].length === 1 || namedKeys.has(key) || /^f([1-9]|1\d|2[0-4])$|^numpad\d$/.test(key);
    if (!known) return t('"{{key}}" is not the name of a key.', { key });
  }
  const written = keys
    .trim()
    .toLowerCase()
    .split(/\s+/)
    .flatMap((stroke) => splitStroke(stroke).slice(0, -1));
  const strange = written.find((part) => !(modifierOrder as readonly string[]).includes(canonicalPart(part)));
  return strange === undefined ? null : t('"{{strange}}" cannot be held down with another key.', { strange });
}

/** Keys as VS Code's files have them, where `ctrl` is the Control key on macOS too. */
export function fromVsCodeKeys(keys: string, mac = isMac): string {
  if (!mac) return canonicalKeys(keys);
  return canonicalKeys(
    keys
      .trim()
      .split(/\s+/)
      .map((stroke) =>
        splitStroke(stroke.toLowerCase())
          .map((part) => (part === 'ctrl' ? 'meta' : part))
          .join('+'),
      )
      .join(' '),
  );
}

/**
 * The canonical strokes that a key press may stand for, most exact first: by the sign it types, and where that is not a
 * plain Latin letter or digit also by its place on the keyboard, so that shifted signs and other alphabets work.
 */
export function strokesOf(press: KeyPress, mac = isMac): readonly string[] {
  const held: Record<(typeof modifierOrder)[number], boolean> = {
    ctrl: mac ? press.metaKey : press.ctrlKey,
    shift: press.shiftKey,
    alt: press.altKey,
    meta: mac ? press.ctrlKey : press.metaKey,
  };
  const modifiers = modifierOrder.filter((modifier) => held[modifier]);
  const typed = press.key.toLowerCase();
  const keys = [aliases[typed] ?? typed];
  // `Numpad5` is a key of its own where it is bound as such, and otherwise what it types.
  if (press.code.startsWith('Numpad')) keys.unshift(press.code.toLowerCase());
  if (!/^[a-z0-9]$/.test(typed) && (typed.length === 1 || typed === 'dead')) {
    const placed = keyAtCode(press.code);
    if (placed && !keys.includes(placed)) keys.push(placed);
  }
  return keys.map((key) => joinStroke(modifiers, key));
}

/** The stroke as it is written down when keys are recorded: by the key's place where its sign depends on shift. */
export function recordedStroke(press: KeyPress, mac = isMac): string {
  const strokes = strokesOf(press, mac);
  return (press.code.startsWith('Numpad') ? strokes[0] : strokes.at(-1)) ?? '';
}

/** Whether the key press is a modifier alone, which never completes a stroke. */
export function isModifierOnly(press: Pick<KeyPress, 'key'>): boolean {
  return ['Control', 'Shift', 'Alt', 'Meta', 'AltGraph', 'CapsLock', 'Fn'].includes(press.key);
}

/** Whether a text field needs this key for itself: typing, moving, deleting, the clipboard and undo. */
export function isTextEditing(press: KeyPress, mac = isMac): boolean {
  if (/^F\d{1,2}$/.test(press.key) || press.key === 'Escape') return false;
  const command = mac ? press.metaKey : press.ctrlKey;
  if (!command && !press.altKey) return true;
  // AltGr types signs on many keyboards and arrives as Ctrl+Alt.
  if (press.ctrlKey && press.altKey && press.key.length === 1 && !/[a-z0-9]/i.test(press.key)) return true;
  if (/^(Arrow|Home|End|Backspace|Delete)/.test(press.key)) return true;
  return command && !press.altKey && /^[acvxyz]$/i.test(press.key) && (!press.shiftKey || /^[vz]$/i.test(press.key));
}

/** Aliases, and VS Code's names for places on the keyboard: `[KeyA]`, `[Backquote]`. */
function canonicalPart(part: string): string {
  const place = /^\[(\w+)\]$/.exec(part)?.[1];
  if (place === undefined) return aliases[part] ?? part;
  return placesByName.get(place) ?? aliases[place] ?? place;
}

function keyAtCode(code: string): string | null {
  if (/^Key[A-Z]$/.test(code)) return code.slice(3).toLowerCase();
  if (/^Digit\d$/.test(code)) return code.slice(5);
  return signsByCode[code] ?? null;
}

function joinStroke(modifiers: readonly string[], key: string): string {
  return [...modifiers, key].join('+');
}
