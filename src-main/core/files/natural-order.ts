// Making one takes ten milliseconds of Core's start, and most folders do without.
let collator: Intl.Collator | undefined;
/** Printable ASCII without the capitals, in the collator's order. */
const asciiOrder = ' _-,;:!?.\'"()[]{}@*/\\&#%`^+<=>|~$0123456789abcdefghijklmnopqrstuvwxyz';
const ranks = rankCharacters();
const digitsRank = ranks[0x30] ?? 0x30;
/** Numbers longer than this are left to the collator, which cuts them into parts. */
const maximumDigits = 200;

/** The order of names in a folder: by letters regardless of case, numbers by value, and by code unit where that is all equal. */
export function compareNames(one: string, other: string): number {
  collator ??= new Intl.Collator('en', { numeric: true, sensitivity: 'base' });
  return collator.compare(one, other) || compareUnits(one, other);
}

/** Sorts names by `compareNames`, in place. Plain ASCII, which most names are, is sorted several times faster than by a collator. */
export function sortNames(names: string[]): string[] {
  const keyed = new Array<string>(names.length);
  for (let index = 0; index < names.length; index++) {
    const name = names[index] ?? '';
    const key = toSortKey(name);
    if (key === null) return names.sort(compareNames);
    keyed[index] = `${key}\0${name}`;
  }
  // Without a comparison function strings are compared natively, unit by unit.
  keyed.sort();
  for (let index = 0; index < keyed.length; index++) {
    const entry = keyed[index] ?? '';
    names[index] = entry.slice(entry.indexOf('\0') + 1);
  }
  return names;
}

/** The first `most` names in that order, without sorting the others; `names` stay as they are. */
export function firstNames(names: readonly string[], most: number): string[] {
  if (names.length <= 2 * most) return sortNames([...names]).slice(0, most);
  let kept: string[] = [];
  let last: string | undefined;
  for (const name of names) {
    const key = toSortKey(name);
    if (key === null) return sortNames([...names]).slice(0, most);
    const entry = `${key}\0${name}`;
    if (last !== undefined && entry >= last) continue;
    kept.push(entry);
    if (kept.length < 2 * most) continue;
    kept = kept.sort().slice(0, most);
    last = kept[most - 1];
  }
  const first = kept.sort().slice(0, most);
  return first.map((entry) => entry.slice(entry.indexOf('\0') + 1));
}

/** A string whose plain order is the collator's for ASCII names; null for names that hold anything else. */
export function toSortKey(name: string): string | null {
  const codes: number[] = [];
  for (let index = 0; index < name.length; index++) {
    const code = name.charCodeAt(index);
    if (code >= 0x30 && code <= 0x39) {
      let end = index + 1;
      while (end < name.length && isDigit(name.charCodeAt(end))) end += 1;
      let start = index;
      while (start < end - 1 && name.charCodeAt(start) === 0x30) start += 1;
      if (end - start > maximumDigits) return null;
      // Of two numbers without leading zeros the longer one is larger.
      codes.push(digitsRank, end - start);
      for (let digit = start; digit < end; digit++) codes.push(name.charCodeAt(digit));
      index = end - 1;
      continue;
    }
    const rank = ranks[code];
    if (rank === undefined) return null;
    codes.push(rank);
  }
  return String.fromCharCode(...codes);
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

function compareUnits(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

/** The codes by which printable ASCII characters sort as the collator sorts them; letters the same in both cases. */
function rankCharacters(): (number | undefined)[] {
  const found: (number | undefined)[] = [];
  [...asciiOrder].forEach((character, index) => {
    found[character.charCodeAt(0)] = index + 1;
    found[character.toUpperCase().charCodeAt(0)] = index + 1;
  });
  return found;
}
