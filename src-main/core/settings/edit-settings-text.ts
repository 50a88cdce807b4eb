import { indentationOf, insertListed, lineEndOf, removeListed, splice } from './edit-json-list.ts';
import { type JsonParser, readSettingsText } from './settings-text.ts';

/**
 * Sets or (with `undefined`) removes one key and leaves every other character as it is: comments, order, trailing commas,
 * indentation, line ends. The text must parse.
 */
export function editSettingsText(parser: JsonParser, text: string, key: string, value: unknown): string {
  const { entries } = readSettingsText(parser, text);
  const existing = entries.findLast((entry) => entry.key === key);
  if (value === undefined) {
    // A key that stands there twice would come back with its other value.
    const last = existing && removeListed(parser, text, existing, entries);
    return last === undefined ? text : editSettingsText(parser, last, key, undefined);
  }
  if (existing) {
    if (JSON.stringify(existing.value) === JSON.stringify(value)) return text;
    const indent = indentationOf(text, existing.start);
    return splice(text, existing.valueStart, existing.valueEnd, render(value, indent, text));
  }
  return insertListed(
    parser,
    text,
    entries,
    '{}',
    (indent) => `${JSON.stringify(key)}: ${render(value, indent, text)}`,
  );
}

function render(value: unknown, indent: string, text: string): string {
  // Short lists of numbers and words read best on their line.
  if (Array.isArray(value) && value.every((item) => typeof item !== 'object')) {
    const flat = `[${value.map((item) => JSON.stringify(item)).join(', ')}]`;
    if (flat.length <= 80) return flat;
  }
  return JSON.stringify(value, null, 2).replaceAll('\n', `${lineEndOf(text)}${indent}`);
}
