import { z } from 'zod';

/** Somebody named in a text: the name is written there after an `@`. */
export const Mention = z.strictObject({ person: z.string().regex(/^[\w-]{43}$/), name: z.string().min(1).max(64) });
export type Mention = z.infer<typeof Mention>;

/** The most in one text. */
export const mostMentions = 20;

/** Somebody who can be mentioned. */
export interface Mentionable {
  readonly person: string;
  readonly name: string;
}

const wordCharacter = /[\p{L}\p{N}_]/u;

/**
 * Whom a text mentions: by the whole name after an `@`, or by its first word where only one of the people has it. The longest name that
 * fits counts; an `@` inside a word, such as in an address, is none.
 */
export function findMentions(text: string, people: readonly Mentionable[]): readonly Mention[] {
  const names = callableNames(people);
  const found = new Map<string, Mention>();
  for (const at of atSigns(text)) {
    const name = names.find(({ called }) => isCalled(text, at, called));
    if (!name) continue;
    const shown = text.slice(at + 1, at + 1 + name.called.length);
    for (const person of name.people) {
      if (found.size < mostMentions && !found.has(person)) found.set(person, { person, name: shown });
    }
  }
  return [...found.values()];
}

/** A text in pieces, those that mention somebody with whom. */
export function splitMentions(
  text: string,
  mentions: readonly Mention[],
): readonly { readonly text: string; readonly mention: Mention | null }[] {
  const longestFirst = [...mentions].sort((a, b) => b.name.length - a.name.length);
  const pieces: { text: string; mention: Mention | null }[] = [];
  let from = 0;
  for (const at of atSigns(text)) {
    const mention = at < from ? undefined : longestFirst.find(({ name }) => isCalled(text, at, name));
    if (!mention) continue;
    if (at > from) pieces.push({ text: text.slice(from, at), mention: null });
    from = at + 1 + mention.name.length;
    pieces.push({ text: text.slice(at, from), mention });
  }
  if (from < text.length) pieces.push({ text: text.slice(from), mention: null });
  return pieces;
}

/** What is being typed after an `@` before the caret; null when nothing is. `start` is the place of the `@`. */
export function mentionBefore(text: string, caret: number): { readonly start: number; readonly query: string } | null {
  const start = caret === 0 ? -1 : text.lastIndexOf('@', caret - 1);
  if (start < 0 || !atSigns(text).includes(start)) return null;
  const query = text.slice(start + 1, caret);
  // A name has a space or two in it, not a whole sentence.
  return /^[\p{L}\p{N}_.'’-]*(?: [\p{L}\p{N}_.'’-]+){0,3} ?$/u.test(query) && query.length <= 64
    ? { start, query }
    : null;
}

/** The people whose name, or a word of it, begins with the query; those whose name begins with it first. */
export function matchMention<Person extends Mentionable>(query: string, people: readonly Person[]): readonly Person[] {
  const wanted = query.toLowerCase();
  const starts = (name: string) => name.toLowerCase().startsWith(wanted);
  return people
    .filter(({ name }) => starts(name) || name.split(/\s+/).some(starts))
    .sort((a, b) => Number(starts(b.name)) - Number(starts(a.name)) || a.name.localeCompare(b.name));
}

function atSigns(text: string): number[] {
  const places: number[] = [];
  for (let at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1)) {
    const before = text[at - 1];
    if (before === undefined || !(wordCharacter.test(before) || before === '@' || before === '.')) places.push(at);
  }
  return places;
}

function isCalled(text: string, at: number, name: string): boolean {
  const end = at + 1 + name.length;
  if (text.slice(at + 1, end).toLowerCase() !== name.toLowerCase()) return false;
  const after = text[end];
  return after === undefined || !wordCharacter.test(after);
}

/** Longest first. People of the same name are called together. */
function callableNames(people: readonly Mentionable[]): { called: string; people: string[] }[] {
  const whole = new Map<string, { called: string; people: string[] }>();
  const first = new Map<string, { called: string; people: string[] }>();
  for (const { person, name } of people) {
    put(whole, name, person);
    const [word = ''] = name.split(/\s+/);
    if (word !== name && word.length > 1) put(first, word, person);
  }
  const unique = [...first].filter(([word, entry]) => entry.people.length === 1 && !whole.has(word));
  return [...whole.values(), ...unique.map(([, entry]) => entry)].sort((a, b) => b.called.length - a.called.length);
}

function put(into: Map<string, { called: string; people: string[] }>, name: string, person: string): void {
  const entry = into.get(name.toLowerCase()) ?? { called: name, people: [] };
  if (!entry.people.includes(person)) entry.people.push(person);
  into.set(name.toLowerCase(), entry);
}
