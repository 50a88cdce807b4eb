import fc from 'fast-check';
import * as parser from 'jsonc-parser';
import { describe, expect, test } from 'vitest';
import { editSettingsText } from '../../../../src-main/core/settings/edit-settings-text.ts';
import { readSettingsText } from '../../../../src-main/core/settings/settings-text.ts';

const edit = (text: string, key: string, value: unknown) => editSettingsText(parser, text, key, value);

function valuesOf(text: string): Record<string, unknown> {
  const { entries, problem } = readSettingsText(parser, text);
  expect(problem, text).toBeUndefined();
  return Object.fromEntries(entries.map(({ key, value }) => [key, value]));
}

describe('setting a key that is there', () => {
  test('changes nothing but its value', () => {
    const text = '// mine\n{\n  "a": 1, // one\n  /* two */ "b" : [1, 2,], \n}\n';
    expect(edit(text, 'b', 'x')).toBe('// mine\n{\n  "a": 1, // one\n  /* two */ "b" : "x", \n}\n');
  });

  test('changes the one that counts when it is there twice', () => {
    expect(edit('{"a": 1, "a": 2}', 'a', 3)).toBe('{"a": 1, "a": 3}');
  });
});

describe('adding a key', () => {
  test.each([
    ['to no text', '', '{\n  "k": 1\n}\n'],
    ['to an empty object', '{}\n', '{\n  "k": 1\n}\n'],
    ['to a comment', '// only this\n', '// only this\n{\n  "k": 1\n}\n'],
    ['to an object with a comment', '{\n  // nothing yet\n}\n', '{\n  // nothing yet\n  "k": 1\n}\n'],
    ['on one line', '{ "a": 1 }', '{ "a": 1, "k": 1 }'],
    ['after the last', '{\n\t"a": 1\n}\n', '{\n\t"a": 1,\n\t"k": 1\n}\n'],
    ['after a trailing comma', '{\n  "a": 1,\n}\n', '{\n  "a": 1,\n  "k": 1,\n}\n'],
    ['behind the comment of the last', '{\n  "a": 1 // one\n}\n', '{\n  "a": 1, // one\n  "k": 1\n}\n'],
    ['behind comma and comment', '{\n  "a": 1, // one\n  // end\n}\n', '{\n  "a": 1, // one\n  "k": 1,\n  // end\n}\n'],
    ['with the line ends of the file', '{\r\n  "a": 1\r\n}\r\n', '{\r\n  "a": 1,\r\n  "k": 1\r\n}\r\n'],
    ['after a key on the line of the brace', '{"a": 1\n}', '{"a": 1,\n"k": 1\n}'],
  ])('%s', (_name, text, wanted) => {
    expect(edit(text, 'k', 1)).toBe(wanted);
  });
});

describe('removing a key', () => {
  test.each([
    ['that is not there', '{ "a": 1 }', '{ "a": 1 }'],
    ['with its line', '{\n  "k": 1,\n  "a": 1\n}\n', '{\n  "a": 1\n}\n'],
    ['that is the last', '{\n  "a": 1, // one\n  "k": 1\n}\n', '{\n  "a": 1 // one\n}\n'],
    ['that is the only one', '{\n  "k": 1\n}\n', '{\n}\n'],
    [
      'and keeps the comments around it',
      '{\n  // why\n  "k": 1, // because\n  "a": 1\n}\n',
      '{\n  // why\n   // because\n  "a": 1\n}\n',
    ],
    ['on one line', '{"a": 1, "k": 2, "b": 3}', '{"a": 1,  "b": 3}'],
    ['that is there twice', '{\n  "k": 1,\n  "k": 2\n}\n', '{\n}\n'],
  ])('%s', (_name, text, wanted) => {
    expect(edit(text, 'k', undefined)).toBe(wanted);
  });
});

// Texts as people write them: comments anywhere, uneven space, trailing commas, either line end.
const comment = fc.oneof(
  fc.constant(''),
  fc.stringMatching(/^[a-z ,:{}[\]"]{0,12}$/).map((text) => `/*${text}*/`),
  fc.stringMatching(/^[a-z ,:{}[\]"]{0,12}$/).map((text) => `//${text}\n`),
);
const space = fc.constantFrom('', ' ', '  ', '\n', '\n  ', '\t');
const gap = fc.tuple(space, comment, space).map((parts) => parts.join(''));
const key = fc.constantFrom('a', 'b', 'c', 'editor.fontSize', 'with "quotes"', 'ä{}', 'x,y');
const value = fc.oneof(fc.jsonValue({ maxDepth: 2 }), fc.constantFrom('// no comment', '}', ','));
const property = fc.tuple(gap, key, gap, gap, value, gap);
const settingsText = fc
  .tuple(gap, fc.uniqueArray(property, { selector: ([, name]) => name, maxLength: 5 }), gap, fc.boolean(), gap)
  .map(([before, properties, inside, trailing, after]) => {
    const entries = properties.map(
      ([start, name, first, second, content, end]) =>
        `${start}${JSON.stringify(name)}${first}:${second}${JSON.stringify(content)}${end}`,
    );
    const comma = trailing && entries.length > 0 ? ',' : '';
    return `${before}{${entries.join(',')}${comma}${inside}}${after}`;
  });
const lineEnds = fc.constantFrom('\n', '\r\n');

/** Every comment and every other entry as it is written, in order: what an update must never touch. */
function skeleton(text: string, without: string): string[] {
  const { entries } = readSettingsText(parser, text);
  const others = entries
    .filter((entry) => entry.key !== without)
    .map(({ start, end }) => ({ at: start, text: text.slice(start, end) }));
  const comments: { at: number; text: string }[] = [];
  parser.visit(text, {
    onComment: (at, length) => {
      const inEntry = entries.some(({ start, end }) => start <= at && at < end);
      if (!inEntry) comments.push({ at, text: text.slice(at, at + length).trimEnd() });
    },
  });
  return [...others, ...comments].sort((a, b) => a.at - b.at).map((part) => part.text);
}

describe('any text, any key, any value', { timeout: 30_000 }, () => {
  test('sets the value and keeps every comment and every other entry as it is', () => {
    fc.assert(
      fc.property(settingsText, lineEnds, key, value, (plain, lineEnd, name, content) => {
        const text = plain.replaceAll('\n', lineEnd);
        const before = valuesOf(text);
        const edited = edit(text, name, content);
        expect(valuesOf(edited)).toEqual({ ...before, [name]: JSON.parse(JSON.stringify(content)) });
        expect(skeleton(edited, name)).toEqual(skeleton(text, name));
      }),
      { numRuns: 1000 },
    );
  });

  test('removes the key and keeps every comment and every other entry as it is', () => {
    fc.assert(
      fc.property(settingsText, lineEnds, key, (plain, lineEnd, name) => {
        const text = plain.replaceAll('\n', lineEnd);
        const { [name]: _removed, ...rest } = valuesOf(text);
        const edited = edit(text, name, undefined);
        expect(valuesOf(edited)).toEqual(rest);
        expect(skeleton(edited, name)).toEqual(skeleton(text, name));
      }),
      { numRuns: 1000 },
    );
  });

  test('setting what was just set changes nothing', () => {
    fc.assert(
      fc.property(settingsText, key, value, (text, name, content) => {
        const once = edit(text, name, content);
        expect(edit(once, name, content)).toBe(once);
      }),
    );
  });
});
