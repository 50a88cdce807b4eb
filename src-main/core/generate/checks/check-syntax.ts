import { type ParseError, parse, printParseErrorCode } from 'jsonc-parser';
import { formatNumber, t } from '../../../../localization/index.ts';
import type { ProcessRegister } from '../../processes/index.ts';
import { cssProblem } from './css-problem.ts';
import { runCommand } from './run-command.ts';

export interface SyntaxProblem {
  readonly path: string;
  /** With the line, for people. */
  readonly message: string;
}

const scripts = /\.[cm]?[jt]sx?$/i;
/** JSON with comments, by what reads it. */
const commentedJson = /(^|\/)(tsconfig[^/]*|jsconfig[^/]*|\.eslintrc|settings|launch|tasks)\.json$|\.jsonc$/i;
const syntaxTimeout = 60_000;

export interface SyntaxReport {
  readonly problems: readonly SyntaxProblem[];
  /** Why the scripts could not be looked at; null when they were, or there are none. */
  readonly unchecked: string | null;
}

/** Finds files that their language cannot read. Reads the files only; nothing of the project is run. */
export async function findSyntaxProblems(options: {
  folder: string;
  files: readonly { readonly path: string; readonly text: string }[];
  /** TypeScript's native program; without it scripts are not looked at. */
  typescript: string | null;
  /** Milliseconds that it may take. Default one minute. */
  timeout?: number;
  register: Pick<ProcessRegister, 'register'>;
  signal: AbortSignal;
}): Promise<SyntaxReport> {
  const { files } = options;
  const problems = files.flatMap(({ path, text }) => {
    const message = textProblem(path, text);
    return message === null ? [] : [{ path, message }];
  });
  const paths = files.map(({ path }) => path).filter((path) => scripts.test(path));
  if (paths.length === 0) return { problems, unchecked: null };
  const report = await scriptProblems({ ...options, paths });
  return { problems: [...problems, ...report.problems], unchecked: report.unchecked };
}

/** What is wrong with the text of a file that is no script; null when nothing is, or nobody here can tell. */
export function textProblem(path: string, text: string): string | null {
  if (text.includes('\0')) return t('It is no text.');
  if (/\.css$/i.test(path)) return cssProblem(text);
  if (!/\.jsonc?$/i.test(path)) return null;
  if (text.trim() === '') return t('It is empty.');
  const errors: ParseError[] = [];
  const comments = commentedJson.test(path);
  parse(text, errors, { allowTrailingComma: comments, disallowComments: !comments });
  const [first] = errors;
  if (!first) return null;
  const line = text.slice(0, first.offset).split('\n').length;
  return t('Line {{line}}: {{message}}', { line: formatNumber(line), message: printParseErrorCode(first.error) });
}

async function scriptProblems(options: {
  folder: string;
  paths: readonly string[];
  typescript: string | null;
  timeout?: number;
  register: Pick<ProcessRegister, 'register'>;
  signal: AbortSignal;
}): Promise<SyntaxReport> {
  const { typescript, timeout = syntaxTimeout } = options;
  const unchecked = (reason: string): SyntaxReport => ({ problems: [], unchecked: reason });
  const notInstalled = () => unchecked(t('Not checked: {{program}} is not installed.', { program: 'TypeScript' }));
  if (typescript === null) return notInstalled();
  const flags = '--ignoreConfig --noCheck --noEmit --noResolve --noLib --allowJs --pretty false';
  const language = '--jsx preserve --target esnext --module esnext --moduleDetection force --types';
  const { code, missing, timedOut, output } = await runCommand({
    name: 'generate-parse',
    command: typescript,
    executable: true,
    args: [...flags.split(' '), ...language.split(' '), '', ...options.paths.map((path) => `./${path}`)],
    cwd: options.folder,
    timeout,
    register: options.register,
    signal: options.signal,
  });
  if (code === 0) return { problems: [], unchecked: null };
  if (missing) return notInstalled();
  if (timedOut) {
    return unchecked(t('Not checked: it was stopped after {{seconds}} s.', { seconds: formatNumber(timeout / 1000) }));
  }
  const found = new Map<string, SyntaxProblem>();
  for (const line of output.split('\n')) {
    const [, file = '', at = '', message = ''] = /^(?:\.\/)?(.+?)\((\d+),\d+\): error TS\d+: (.*)$/.exec(line) ?? [];
    if (file === '' || found.has(file) || !options.paths.includes(file)) continue;
    found.set(file, {
      path: file,
      message: t('Line {{line}}: {{message}}', { line: formatNumber(Number(at)), message }),
    });
  }
  // Without a library it always misses global types. What is about its options or the files' places, or nothing at all, is another matter.
  const looked = /\berror TS\d/.test(output) && !/^error TS[56]\d{3}:/m.test(output);
  if (found.size === 0 && !looked)
    return unchecked(t('Not checked: it ended with code {{code}}.', { code: code ?? '–' }));
  return { problems: [...found.values()], unchecked: null };
}
