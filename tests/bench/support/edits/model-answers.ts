import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '../../../../scripts/repository.ts';
import { git } from '../commit-recall.ts';

/** What a model answered to a change that was committed. */
export interface ModelAnswer {
  readonly commit: string;
  readonly format: 'SEARCH/REPLACE' | 'apply_patch' | 'unified diff';
  readonly answer: string;
  /** Before the commit, and after it; null for a file that is not there. */
  readonly before: (path: string) => string | null;
  readonly after: (path: string) => string | null;
}

const folder = join(repositoryRoot, 'tests', 'bench', 'corpus', 'model-answers');

/** Throws where the history that the answers are about is not there, as in a shallow clone. */
export function readModelAnswers(): ModelAnswer[] {
  return readdirSync(folder).map((name) => {
    const commit = name.replace(/\.md$/, '');
    const answer = readFileSync(join(folder, name), 'utf8');
    git(repositoryRoot, ['cat-file', '-e', `${commit}^`]);
    return {
      commit,
      answer,
      format: formatOf(answer),
      before: (path) => textAt(`${commit}^`, path),
      after: (path) => textAt(commit, path),
    };
  });
}

function formatOf(answer: string): ModelAnswer['format'] {
  if (answer.includes('*** Begin Patch')) return 'apply_patch';
  return answer.includes('<<<<<<< SEARCH') ? 'SEARCH/REPLACE' : 'unified diff';
}

function textAt(commit: string, path: string): string | null {
  const there = git(repositoryRoot, ['ls-tree', '--name-only', commit, '--', path]).length > 0;
  return there ? git(repositoryRoot, ['cat-file', 'blob', `${commit}:${path}`]).toString('utf8') : null;
}

/**
 * What an answer makes of a file when each of its parts is looked for as it stands and has to be there once: null where one is not. It knows
 * nothing of the engine, and tells slips of the model from faults of ours.
 */
export function applyLiterally({ answer, before }: ModelAnswer, path: string): string | null {
  let text = before(path) ?? '';
  for (const [from, to] of partsFor(answer, path)) {
    if (from === '') {
      text = to;
      continue;
    }
    const place = `\n${text}`.indexOf(`\n${from}`);
    if (place < 0 || `\n${text}`.indexOf(`\n${from}`, place + 1) >= 0) return null;
    text = text.slice(0, place) + to + text.slice(place + from.length);
  }
  return text;
}

function* partsFor(answer: string, path: string): Generator<readonly [string, string]> {
  const named = (header: string) => new RegExp(`^${header}${path.replaceAll(/[.+]/g, '\\$&')}$`, 'm');
  for (const part of answer.split(/^(?=\*\*\* Update File: |--- |.*\n```\w*\n<<<<<<< SEARCH)/m)) {
    const block = /^(.*)\n```\w*\n<<<<<<< SEARCH\n([\s\S]*?)=======\n([\s\S]*?)>>>>>>> REPLACE$/m.exec(part);
    if (block?.[1] === path) yield [block[2] ?? '', block[3] ?? ''];
    if (!named('\\*\\*\\* Update File: ').test(part) && !named('--- a/').test(part)) continue;
    for (const hunk of part.split(/^@@.*\n/m).slice(1)) {
      const lines = hunk.split('\n').filter((line) => /^[ +-]/.test(line) && !/^(?:\+\+\+|---) /.test(line));
      const side = (marks: string) =>
        lines
          .filter((line) => marks.includes(line[0] ?? ''))
          .map((line) => `${line.slice(1)}\n`)
          .join('');
      yield [side(' -'), side(' +')];
    }
  }
}
