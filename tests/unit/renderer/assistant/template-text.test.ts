import { describe, expect, it } from 'vitest';
import { createStore } from 'zustand/vanilla';
import { withAttachments } from '../../../../src-renderer/features/assistant/composer/attachment-names.ts';
import { createPromptTemplates } from '../../../../src-renderer/features/assistant/prompt-templates/prompt-templates.ts';
import {
  askedVariables,
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

describe('a template that is used', () => {
  const used = (path: string | null, selected: string, problems: readonly object[] = []) => {
    const empty = selected === '';
    const range = { isEmpty: () => empty, startLineNumber: 2, endLineNumber: 2 };
    const model = { getLanguageId: () => 'typescript', getValueInRange: () => selected };
    const text = { path, document: path ?? 'untitled:1', projectId: 'p', model };
    return createPromptTemplates({
      core: { assistant: { promptTemplates: {} } },
      coreEvents: { listen: () => ({ dispose() {} }) },
      coreReconnected: { listen: () => ({ dispose() {} }) },
      dialogs: { prompt: async () => 'a newcomer' },
      editor: { activeText: () => ({ text, editor: { getSelection: () => range } }) },
      problems: createStore(() => problems),
    } as unknown as Parameters<typeof createPromptTemplates>[0]);
  };
  const ofEnv = {
    document: '.env',
    projectId: 'p',
    line: 2,
    column: 1,
    severity: 'error',
    message: 'Bad TOKEN=planted',
  };

  it.each(['Explain this.\n\n{{selection}}', '{{selection}} for {{reader}}: {{problems}}, again {{selection}}'])(
    'puts no line of a file into the message: %j',
    async (text) => {
      const filled = await used('.env', 'TOKEN=planted', [ofEnv]).fill({ title: 'Any', text });
      expect(filled?.text).toContain('(the attached selection)');
      expect(filled?.text).not.toContain('planted');
      const problems = { kind: 'problems', path: '.env', text: '.env:2:1: error: Bad TOKEN=planted' };
      expect(filled?.attachments).toEqual([
        { kind: 'selection', path: '.env', line: 2, endLine: 2, text: 'TOKEN=planted' },
        ...(text.includes('problems') ? [problems] : []),
      ]);
    },
  );

  it('attaches nothing where nothing is selected, or nothing asked for', async () => {
    const whole = await used('a.ts', '').fill({ title: 'Any', text: '{{selection}} {{problems}}' });
    expect(whole).toEqual({ text: '(nothing is selected: the whole of a.ts is meant) none', attachments: [] });
    const file = await used('a.ts', 'const a = 1;').fill({ title: 'Any', text: '{{file}} for {{reader}}' });
    expect(file).toEqual({ text: 'a.ts for a newcomer', attachments: [] });
  });

  it('attaches the same thing once however often it is used', () => {
    const lines = { kind: 'selection', path: 'a.ts', line: 1, endLine: 2, text: 'one' } as const;
    const file = { kind: 'file', path: 'b.ts' } as const;
    expect(withAttachments([lines, file], [{ ...lines, text: 'two' }])).toEqual([file, { ...lines, text: 'two' }]);
  });
});
