import { describe, expect, it } from 'vitest';
import {
  askedVariables,
  fenced,
  fillTemplate,
  parseTemplate,
  variablesOf,
} from '../../../../src-renderer/features/assistant/prompt-templates/template-text.ts';

describe('the variables of a template', () => {
  it('are found once each, in order, spaces left aside', () => {
    expect(variablesOf('{{ selection }} in {{file}}, for {{who reads it}} and {{selection}}')).toEqual([
      'selection',
      'file',
      'who reads it',
    ]);
  });

  it('are asked for unless the editor knows them', () => {
    expect(askedVariables('{{selection}} {{file}} {{language}} {{problems}} {{größe}}')).toEqual(['größe']);
  });

  it('need a name in one line, closed', () => {
    const broken = parseTemplate('a\n{{}} {{ a.b }} {{open\n}} {single} {{fine}}').filter(
      ({ kind }) => kind === 'broken',
    );
    expect(broken).toEqual([
      { kind: 'broken', text: '{{}}', why: 'empty', line: 2 },
      { kind: 'broken', text: '{{ a.b }}', why: 'name', line: 2 },
      { kind: 'broken', text: '{{', why: 'open', line: 2 },
    ]);
  });

  it.each(['', 'plain', '{{a}}{{b}}', '{{{a}}}', '}}{{', '{{a}} {{ {{b}}', '{{constructor}}', '{{\n}}{{x'])(
    'cut %j into pieces that together are the text',
    (text) => {
      expect(
        parseTemplate(text)
          .map((piece) => piece.text)
          .join(''),
      ).toBe(text);
    },
  );
});

describe('filling a template', () => {
  it('puts values in every place and leaves what has none', () => {
    expect(fillTemplate('{{a}} {{ a }} {{b}}', { a: '1' })).toBe('1 1 {{b}}');
  });

  it('takes values as they are: braces and dollar signs in them mean nothing', () => {
    expect(fillTemplate('{{selection}}', { selection: "{{file}} $& $1 $'", file: 'secret' })).toBe("{{file}} $& $1 $'");
  });

  it('knows only values that were given', () => {
    expect(fillTemplate('{{constructor}} {{toString}}', {})).toBe('{{constructor}} {{toString}}');
  });
});

describe('a fence around code', () => {
  it('is longer than any in the code', () => {
    expect(fenced('a\n', 'typescript')).toBe('```typescript\na\n```');
    expect(fenced('```js\nb\n````', 'markdown')).toBe('`````markdown\n```js\nb\n````\n`````');
    expect(fenced('x', 'plaintext')).toBe('```\nx\n```');
  });
});
