/** Whether this machine's keyboard has a command key. */
export const isMac = typeof navigator !== 'undefined' && /Mac/.test(navigator.platform);

const macNames: Readonly<Record<string, string>> = { ctrl: '⌘', meta: '⌃', alt: '⌥', shift: '⇧' };
const plainNames: Readonly<Record<string, string>> = { ctrl: 'Ctrl', meta: 'Win', alt: 'Alt', shift: 'Shift' };
const specialNames: Readonly<Record<string, string>> = {
  enter: '↵',
  escape: 'Esc',
  backspace: '⌫',
  delete: 'Del',
  up: '↑',
  down: '↓',
  left: '←',
  right: '→',
  pageup: 'PgUp',
  pagedown: 'PgDn',
  space: 'Space',
  numpadadd: 'Num +',
  numpadsubtract: 'Num -',
  numpadmultiply: 'Num *',
  numpaddivide: 'Num /',
  numpaddecimal: 'Num .',
};

/** What is printed on the keys of a binding, one list for each step of a chord. */
export function keyNames(keys: string, mac = isMac): readonly (readonly string[])[] {
  return keys
    .trim()
    .split(/\s+/)
    .map((stroke) => splitStroke(stroke).map((part) => keyName(part, mac)));
}

/** A binding as one line of text: `Ctrl K Ctrl S`. */
export function keyText(keys: string, mac = isMac): string {
  return keyNames(keys, mac)
    .map((names) => names.join(mac ? '' : ' '))
    .join(' ');
}

/** `Ctrl+Shift++` into its parts; the plus sign itself may be the last. */
export function splitStroke(stroke: string): readonly string[] {
  if (stroke === '+') return ['+'];
  if (stroke.endsWith('++')) return [...stroke.slice(0, -2).split('+'), '+'];
  return stroke.split('+');
}

function keyName(part: string, mac: boolean): string {
  const lower = part.toLowerCase();
  const modifier = (mac ? macNames : plainNames)[lower];
  if (modifier) return modifier;
  const special = specialNames[lower];
  if (special) return special;
  if (/^numpad\d$/.test(lower)) return `Num ${lower.slice(6)}`;
  return part.length === 1 ? part.toUpperCase() : part.charAt(0).toUpperCase() + part.slice(1);
}
