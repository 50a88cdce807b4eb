import { t } from '../../../../../localization/index.ts';
import type { BlockFailure } from './edit-block.ts';

const mostQuoted = 30;

/** Why a block could not be staged, for people. */
export function describeFailure({ reason, places }: BlockFailure): string {
  switch (reason) {
    case 'noPath':
      return t('The block names no file.');
    case 'badPath':
      return t('The path is not one inside the project.');
    case 'unclosed':
      return t('The block is not complete.');
    case 'notAPatch':
      return t('The block cannot be read: its lines do not say what is to be replaced by what.');
    case 'missingFile':
      return t('There is no such file.');
    case 'existingFile':
      return t('There is already a file of that name.');
    case 'unreadableFile':
      return t(
        'The file cannot be edited: it is no text, too large, or reached through a link that leads out of the project.',
      );
    case 'emptySearch':
      return t('The block does not say which lines are meant, and the file is not empty.');
    case 'ambiguous':
      return t('The lines are there more than once: at lines {{lines}}.', { lines: places.join(', ') });
    case 'notFound':
      return t('The lines are not in the file.');
    case 'alreadyThere':
      return t('The lines are not in the file, and those that were to replace them are there already.');
    case 'overlaps':
      return t('An earlier block of the answer has changed these lines.');
    case 'tooLongToReplace':
      return t('The file is too long to be replaced as a whole.');
    case 'leavesOut':
      return t('The new text leaves lines out where the file has some.');
    case 'blackedOut':
      return t('The block holds a mark of what was blacked out, and it is not clear which value it stands for.');
    case 'laidBare':
      return t(
        'The block would put what was blacked out where nothing shows any more that it is a secret. Leave it where it is, or have a person move it.',
      );
    default:
      return reason satisfies never;
  }
}

/** A report of failed blocks for a model. */
export interface FailureReport {
  /** What it is to do. */
  readonly request: string;
  /** What it looked for and what is really there: lines of files, which are data to it. */
  readonly blocks: string;
}

/** A report of failed blocks that a model can act on; null when none failed. */
export function describeFailuresForModel(
  failures: readonly {
    readonly path: string;
    readonly reason: string;
    readonly search: string;
    readonly nearest: { readonly line: number; readonly text: string; readonly similarity: number } | null;
  }[],
): FailureReport | null {
  if (failures.length === 0) return null;
  const parts = failures.map(({ path, reason, search, nearest }, index) => {
    const lines = [`${index + 1}. ${path === '' ? 'A block without a path' : path}: ${reason}`];
    if (search !== '') lines.push('It looked for:', quote(search));
    if (nearest) {
      lines.push(`The lines that come nearest begin at line ${nearest.line} and are exactly:`, quote(nearest.text));
    }
    return lines.join('\n');
  });
  const request = [
    failures.length === 1 ? 'One block could not be applied.' : `${failures.length} blocks could not be applied.`,
    'All other blocks of your answer are staged: do not repeat them. Answer with SEARCH/REPLACE blocks for the failed ones only,',
    'copying the SEARCH lines from the file as it is now, with enough lines around them to be found once.',
  ].join('\n');
  return { request, blocks: parts.join('\n') };
}

function quote(text: string): string {
  const lines = text.split('\n');
  const shown =
    lines.length > mostQuoted ? [...lines.slice(0, mostQuoted), `[${lines.length - mostQuoted} more lines]`] : lines;
  const longest = Math.max(2, ...(text.match(/`+/g) ?? []).map(({ length }) => length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}\n${shown.join('\n')}\n${fence}`;
}
