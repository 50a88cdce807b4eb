import type { SearchQuery } from '../../../contract/desktop/search.ts';

/** What the fields and switches of the view say. */
export interface SearchForm {
  readonly text: string;
  readonly replacement: string;
  readonly regex: boolean;
  readonly matchCase: boolean;
  readonly wholeWord: boolean;
  readonly preserveCase: boolean;
  readonly include: string;
  readonly exclude: string;
  readonly useIgnoreRules: boolean;
}

export const emptyForm: SearchForm = {
  text: '',
  replacement: '',
  regex: false,
  matchCase: false,
  wholeWord: false,
  preserveCase: false,
  include: '',
  exclude: '',
  useIgnoreRules: true,
};

/** The form as Core takes it. */
export function toQuery({
  text,
  regex,
  matchCase,
  wholeWord,
  include,
  exclude,
  useIgnoreRules,
}: SearchForm): SearchQuery {
  return {
    text,
    regex,
    matchCase,
    wholeWord,
    include: splitGlobs(include),
    exclude: splitGlobs(exclude),
    useIgnoreRules,
  };
}

/** Patterns that are written one after the other: a comma divides them, but not inside braces or after a backslash. */
export function splitGlobs(written: string): string[] {
  const globs: string[] = [];
  let glob = '';
  let depth = 0;
  for (let index = 0; index < written.length; index++) {
    const character = written[index] ?? '';
    if (character === '\\') {
      glob += character + (written[index + 1] ?? '');
      index += 1;
      continue;
    }
    if (character === '{') depth += 1;
    if (character === '}') depth -= 1;
    if (character === ',' && depth <= 0) {
      globs.push(glob.trim());
      glob = '';
    } else glob += character;
  }
  return [...globs, glob.trim()].filter((each) => each !== '');
}

/** The pattern that means exactly one folder of the project. */
export function globOfFolder(folder: string): string {
  return folder === '' ? '' : `./${folder.replace(/[\\*?[\]{}!,]/g, '\\$&')}`;
}

/** Text that was looked for, newest first, without doubles. */
export function remember(history: readonly string[], text: string): readonly string[] {
  return text === '' ? history : [text, ...history.filter((other) => other !== text)].slice(0, 50);
}
