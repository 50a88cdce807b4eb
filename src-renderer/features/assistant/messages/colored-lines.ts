import { useEffect, useState, useSyncExternalStore } from 'react';
import { useServices } from '../../../app/services.ts';
import { onThemeShown, shownTheme } from '../../../app/shown-theme.ts';
import type { MonacoHost } from '../../../app/text-editors.ts';

/** A piece of a line of code, with the class that Monaco's theme colours it by. */
export interface ColoredPiece {
  readonly text: string;
  readonly className: string;
}

type ColoredLine = readonly ColoredPiece[];

/** More than this is shown without colours, which would cost too long. */
const mostCharacters = 40_000;
/** Text that grows is coloured again this often at most, in milliseconds. */
const colorEvery = 120;

const known = new Map<string, readonly ColoredLine[]>();
const mostKnown = 300;

/** The pieces of each line, as soon as Monaco is there; the lines it does not have yet are null. Nothing waits for it. */
export function useColoredLines(lines: readonly string[], language: string): readonly (ColoredLine | null)[] {
  const { editor } = useServices();
  const text = lines.join('\n');
  const key = `${useSyncExternalStore(subscribeToTheme, shownTheme)}\n${language}\n${text}`;
  const [colored, setColored] = useState<readonly ColoredLine[]>(() => known.get(key) ?? []);
  useEffect(() => {
    const ready = known.get(key);
    if (ready) {
      setColored(ready);
      return;
    }
    if (language === '' || text.length > mostCharacters) return;
    let gone = false;
    const timer = setTimeout(async () => {
      const made = await colorLines(await editor.loadMonaco(), text, language);
      if (known.size >= mostKnown) known.clear();
      known.set(key, made);
      if (!gone) setColored(made);
    }, colorEvery);
    return () => {
      gone = true;
      clearTimeout(timer);
    };
  }, [editor, key, language, text]);
  return lines.map((line, index) => {
    const pieces = colored[index];
    return pieces && pieces.reduce((length, piece) => length + piece.text.length, 0) === line.length ? pieces : null;
  });
}

function subscribeToTheme(listener: () => void): () => void {
  return onThemeShown(listener).dispose;
}

async function colorLines({ monaco }: MonacoHost, text: string, language: string): Promise<readonly ColoredLine[]> {
  const id = languageId(monaco, language);
  if (id === null) return [];
  // Monaco answers markup; only its texts and class names are taken from it.
  const markup = await monaco.editor.colorize(text, id, { tabSize: 2 });
  const { body } = new DOMParser().parseFromString(markup, 'text/html');
  const lines: ColoredPiece[][] = [[]];
  for (const node of body.childNodes) {
    if (node.nodeName === 'BR') {
      lines.push([]);
      continue;
    }
    const spans = node instanceof Element ? [...node.children] : [];
    for (const span of spans.length > 0 ? spans : [node]) {
      const className = span instanceof Element ? span.className : '';
      lines.at(-1)?.push({ text: (span.textContent ?? '').replaceAll('\u00a0', ' '), className });
    }
  }
  const texts = text.split('\n');
  return lines.map((line, index) => (line.map((piece) => piece.text).join('') === texts[index] ? line : []));
}

function languageId(monaco: MonacoHost['monaco'], name: string): string | null {
  const found = monaco.languages
    .getLanguages()
    .find(
      ({ id, aliases = [], extensions = [] }) =>
        id === name || aliases.some((alias) => alias.toLowerCase() === name) || extensions.includes(`.${name}`),
    );
  return found?.id ?? null;
}
