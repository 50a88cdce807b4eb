import type { KeybindingEdit } from '../../../contract/desktop/keybindings.ts';
import type { UserKeybinding } from '../../../contract/model/keybinding.ts';
import type { Command } from '../../app/commands.ts';
import type { Keybinding } from '../../app/keybindings.ts';
import { canonicalKeys, keysProblem } from '../../app/keystrokes.ts';
import { whenProblem } from '../../app/when.ts';
import { sourceOf, t } from '../../localize.ts';
import { keyText } from '../../ui/key-names.ts';

/** One row of the table: a command with one of its bindings, or without any. */
export interface KeyRow {
  readonly key: string;
  readonly command: string;
  readonly category: string;
  readonly title: string;
  /** Canonical; null for a command without keys. */
  readonly keys: string | null;
  readonly when: string;
  readonly source: 'default' | 'user' | 'imported' | null;
  /** The entry of the user's file; null for defaults. */
  readonly entry: UserKeybinding | null;
  /** The user's file says something about this command. */
  readonly modified: boolean;
  /** Why the entry does not work. */
  readonly problem: string | null;
}

interface EditorAction {
  readonly id: string;
  readonly title: string;
  readonly keys: string | null;
}

/** Every command once for each of its bindings, by category and title, those without keys last. */
export function listRows(known: {
  readonly commands: Iterable<Command>;
  readonly bindings: readonly Keybinding[];
  readonly editorActions: readonly EditorAction[];
  readonly user: readonly UserKeybinding[];
}): readonly KeyRow[] {
  const { bindings, user } = known;
  const rows: KeyRow[] = [];
  const listed = new Set<string>();
  const titles = new Set<string>();
  const modified = new Set(user.map(({ command }) => command.replace(/^-/, '')));

  const add = (row: Omit<KeyRow, 'key' | 'modified' | 'problem'> & { readonly problem?: string | null }) =>
    rows.push({
      problem: null,
      ...row,
      modified: modified.has(row.command),
      key: `${row.command} ${row.keys} ${row.when} ${row.source}`,
    });
  const addBindings = (command: string, category: string, title: string, defaults: readonly Keybinding[]) => {
    const own = [...defaults, ...bindings.filter((binding) => binding.command === command)];
    if (own.length === 0) {
      add({ command, category, title, keys: null, when: '', source: null, entry: null });
    }
    for (const { keys, when = '', source, entry = null } of own) {
      const problem = entry === null ? null : (keysProblem(entry.key) ?? whenProblem(when));
      add({ command, category, title, keys, when, source, entry, problem });
    }
  };

  for (const { id, category, title, hidden } of known.commands) {
    listed.add(id);
    if (hidden) continue;
    titles.add(title.toLowerCase());
    addBindings(id, category, title, []);
  }
  for (const { id, title, keys } of known.editorActions) {
    if (listed.has(id) || titles.has(title.toLowerCase())) continue;
    listed.add(id);
    const own: Keybinding[] =
      keys === null ? [] : [{ keys: canonicalKeys(keys), command: id, when: 'editorTextFocus', source: 'default' }];
    addBindings(id, t('Editor'), title, own);
  }
  for (const { keys, command, when = '', source, entry = null } of bindings) {
    if (listed.has(command)) continue;
    const problem = t('There is no such command.');
    add({ command, category: t('Unknown'), title: command, keys, when, source, entry, problem });
  }
  return rows.sort(
    (one, two) =>
      Number(one.keys === null) - Number(two.keys === null) ||
      one.category.localeCompare(two.category) ||
      one.title.localeCompare(two.title),
  );
}

/** Rows whose keys are the same as these, or begin with them, or with which these begin; `except` is left out. */
export function findConflicts(rows: readonly KeyRow[], keys: string, except: KeyRow | null): readonly KeyRow[] {
  return rows.filter((row) => {
    if (row.keys === null || row.key === except?.key) return false;
    // One command may well have the same keys in several situations.
    if (row.command === except?.command && row.keys === keys) return false;
    return row.keys === keys || row.keys.startsWith(`${keys} `) || keys.startsWith(`${row.keys} `);
  });
}

/** Whether a row fits what was searched for: words, `"ctrl+k"` for exact keys, `@user`, `@imported`, `@default`, `@modified`, `@conflicts`. */
export function fitsSearch(row: KeyRow, text: string, rows: readonly KeyRow[]): boolean {
  const exact = /"([^"]+)"/.exec(text)?.[1];
  if (exact !== undefined && row.keys !== canonicalKeys(exact)) return false;
  const words = text
    .replace(/"[^"]*"?/g, ' ')
    .toLowerCase()
    .split(/\s+/)
    .filter(Boolean);
  const keys = row.keys ? `${row.keys} ${keyText(row.keys)}`.toLowerCase() : '';
  const all =
    `${row.category} ${row.title} ${sourceOf(row.title) ?? ''} ${row.command} ${keys} ${row.when}`.toLowerCase();
  return words.every((word) => {
    switch (word) {
      case '@user':
      case '@imported':
      case '@default':
        return row.source === word.slice(1);
      case '@modified':
        return row.modified;
      case '@conflicts':
        return row.keys !== null && rows.some((other) => clashes(row, other));
      default:
        return all.includes(word);
    }
  });
}

function clashes(row: KeyRow, other: KeyRow): boolean {
  return other.keys === row.keys && other.command !== row.command && other.when === row.when;
}

/** Gives a row other keys. A default is taken away and set anew, as VS Code does. */
export function changeKeys(row: KeyRow, keys: string): readonly KeybindingEdit[] {
  if (row.entry) return [{ type: 'replace', entry: row.entry, by: { ...row.entry, key: keys } }];
  return [...takeAway(row), { type: 'add', entry: entryOf(row.command, keys, row.when) }];
}

/** Gives a command further keys. */
export function addKeys(row: KeyRow, keys: string): readonly KeybindingEdit[] {
  return [{ type: 'add', entry: entryOf(row.command, keys, row.when) }];
}

/** Gives a row another when-clause; an empty one always holds. */
export function changeWhen(row: KeyRow, when: string): readonly KeybindingEdit[] {
  if (row.keys === null) return [];
  if (row.entry) {
    const { when: _, ...rest } = row.entry;
    const by = when.trim() === '' ? rest : { ...rest, when: when.trim() };
    return [{ type: 'replace', entry: row.entry, by }];
  }
  return [...takeAway(row), { type: 'add', entry: entryOf(row.command, row.keys, when) }];
}

/** Takes a row's keys away. */
export function removeKeys(row: KeyRow): readonly KeybindingEdit[] {
  return row.entry ? [{ type: 'remove', entry: row.entry }] : takeAway(row);
}

/** Takes back everything that the user's file says about a command. */
export function resetKeys(user: readonly UserKeybinding[], command: string): readonly KeybindingEdit[] {
  return user
    .filter((entry) => entry.command === command || entry.command === `-${command}`)
    .map((entry) => ({ type: 'remove', entry }));
}

function takeAway(row: KeyRow): readonly KeybindingEdit[] {
  return row.keys === null ? [] : [{ type: 'add', entry: { key: row.keys, command: `-${row.command}` } }];
}

function entryOf(command: string, key: string, when: string): UserKeybinding {
  return { key, command, ...(when.trim() === '' ? {} : { when: when.trim() }) };
}
