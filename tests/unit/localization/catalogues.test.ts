import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { repositoryRoot } from '../structure/import-graph.ts';
import { notTranslated, notYetTranslated, saidToModels, textsOfData } from './exceptions.ts';
import { readSource, sourcesBelow, textsOf } from './source-texts.ts';

const sources = ['src-renderer', 'src-main'].flatMap(sourcesBelow).map(readSource);
const asked = sources.flatMap((source) => source.asked);
const german = readCatalogues('de');
const english = readCatalogues('en');

describe('the German catalogues', () => {
  it('have every sentence once', () => {
    expect(repeatedKeys('de')).toEqual([]);
    expect(repeatedKeys('en')).toEqual([]);
  });

  it('have every sentence that the sources ask for, and none that nobody asks for', () => {
    const wanted = new Set([...asked.flatMap(entriesOf), ...textsOfData()]);
    expect(
      [...wanted].filter((key) => !german.has(key)),
      'without German',
    ).toEqual([]);
    expect(
      [...german.keys()].filter((key) => !wanted.has(key)),
      'stale',
    ).toEqual([]);
  });

  it('fill in the same values', () => {
    const differing = [...german].filter(([key, text]) => {
      const form = /_(one|other)$/.exec(key)?.[1];
      const expected = namesIn(key).filter((name) => form !== 'one' || name !== 'count');
      const found = namesIn(text).filter((name) => form !== 'one' || name !== 'count');
      return expected.join() !== found.join();
    });
    expect(differing).toEqual([]);
  });

  it('have no text that is empty, or that ends otherwise than the English', () => {
    const ends = (text: string) => /[.…:?]?$/.exec(text)?.[0];
    expect(
      [...german].filter(([key, text]) => text.trim() === '' || ends(key.replace(/_(one|other)$/, '')) !== ends(text)),
    ).toEqual([]);
  });
});

describe('the English forms', () => {
  it('are there for what is counted, and for nothing else', () => {
    const counted = new Set(asked.filter((text) => text.counted).flatMap(entriesOf));
    expect([...counted].sort()).toEqual([...english.keys()].sort());
  });

  it('say for several what stands in the code', () => {
    const others = [...english].filter(([key]) => key.endsWith('_other'));
    expect(others.filter(([key, text]) => key.slice(0, -'_other'.length) !== text)).toEqual([]);
  });
});

describe('the sources', () => {
  it('ask with sentences that can be read', () => {
    expect(sources.flatMap((source) => source.unreadable)).toEqual([]);
  });

  it('say nothing to people without asking', () => {
    const bare = sources
      .flatMap((source) => source.bare)
      .filter(
        ({ file, text }) =>
          ![...notYetTranslated, ...saidToModels].some((folder) => file.startsWith(folder)) &&
          !notTranslated(file, text),
      );
    expect(bare.map(({ file, line, text }) => `${file}:${line} ${text}`)).toEqual([]);
  });
});

describe('reading sources', () => {
  it('finds what is asked for', () => {
    const { asked, unreadable } = textsOf(
      'a.ts',
      `t('One'); t(a ? 'Two' : 'Three'); t('{{count}} files', { count: 2 }); t('Open', { context: 'state' }); t(name);`,
    );
    expect(asked.map(({ key, counted, context }) => [key, counted, context])).toEqual([
      ['One', false, null],
      ['Two', false, null],
      ['Three', false, null],
      ['{{count}} files', true, null],
      ['Open', false, 'state'],
    ]);
    expect(unreadable).toEqual([{ file: 'a.ts', line: 1 }]);
  });

  it.each([
    '<p>Hello</p>',
    '<p>{open ? "Close" : name}</p>',
    '<p aria-label="Files" />',
    `<p title={\`Close \${name}\`} />`,
    '({ title: "Explorer" })',
    'notifications.info("Saved")',
    'throw new Error("There is no such file.")',
    `const text = \`\${count} files\``,
  ])('finds bare English in %s', (source) => {
    expect(textsOf('a.tsx', source).bare).toHaveLength(1);
  });

  it.each([
    '<p className="pane wide" data-id={"Explorer"}>{t("Hello")}</p>',
    '({ title: t("Explorer"), id: "view.Explorer" })',
    'throw new Error("the page has no #root")',
    'if (kind === "Some thing") go()',
    'type Kind = "Some thing"',
    `const path = \`\${folder}/\${name}.json\``,
  ])('lets %s be', (source) => {
    expect(textsOf('a.tsx', source).bare).toEqual([]);
  });
});

function readCatalogues(language: string): Map<string, string> {
  return new Map(cataloguesOf(language).flatMap((entries) => Object.entries(entries)));
}

function cataloguesOf(language: string): Record<string, string>[] {
  const folder = join(repositoryRoot, 'localization', language);
  return readdirSync(folder).map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')));
}

function repeatedKeys(language: string): string[] {
  const keys = cataloguesOf(language).flatMap(Object.keys);
  return keys.filter((key, index) => keys.indexOf(key) !== index);
}

function entriesOf({ key, counted, context }: { key: string; counted: boolean; context: string | null }): string[] {
  const name = context === null ? key : `${key}_${context}`;
  return counted ? [`${name}_one`, `${name}_other`] : [name];
}

function namesIn(text: string): string[] {
  return [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name ?? '').sort();
}
