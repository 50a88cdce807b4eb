import type { KeybindingEdit } from '../../../contract/desktop/keybindings.ts';
import type { UserKeybinding } from '../../../contract/model/keybinding.ts';
import { insertListed, type JsonParser, readArrayText, removeListed, splice } from '../settings/index.ts';

/**
 * Makes changes in the text of `keybindings.json` and leaves every other character as it is: comments, order, indentation,
 * line ends. The text must parse. Where an entry stands there twice the last one is meant.
 */
export function editKeybindingsText(parser: JsonParser, text: string, edits: readonly KeybindingEdit[]): string {
  let edited = text;
  for (const edit of edits) {
    const { items } = readArrayText(parser, edited);
    if (edit.type === 'add') {
      edited = insertListed(parser, edited, items, '[]', () => renderEntry(edit.entry));
      continue;
    }
    const found = items.findLast(({ value }) => isSameEntry(value, edit.entry));
    if (!found) continue;
    edited =
      edit.type === 'remove'
        ? removeListed(parser, edited, found, items)
        : splice(edited, found.start, found.end, renderEntry(edit.by));
  }
  return edited;
}

function renderEntry({ key, command, when, args, from }: UserKeybinding): string {
  const entry = { key, command, when, args, from };
  const properties = Object.entries(entry).filter(([, value]) => value !== undefined);
  return `{ ${properties.map(([name, value]) => `${JSON.stringify(name)}: ${JSON.stringify(value)}`).join(', ')} }`;
}

function isSameEntry(value: unknown, entry: UserKeybinding): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const { key, command, when, args } = value as Record<string, unknown>;
  return (
    key === entry.key &&
    command === entry.command &&
    when === entry.when &&
    JSON.stringify(args) === JSON.stringify(entry.args)
  );
}
