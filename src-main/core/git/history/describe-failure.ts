import { desktopError } from '../../desktop-error.ts';
import { GitExit } from '../run-git.ts';

/** What git said, as an error for people; anything else passes as it is. */
export function inWords(error: unknown, fallback: string): unknown {
  if (error instanceof GitExit) {
    return desktopError('GIT_FAILED', { message: describeFailure(error.stderr) ?? fallback, cause: error });
  }
  return error;
}

/** The lines of git's message that say what is wrong, without its own prefixes; null when it said nothing. */
export function describeFailure(stderr: string): string | null {
  const lines = stderr
    .split(/[\r\n]+/)
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('hint:') && !line.startsWith('warning:'));
  const first = lines.findIndex((line) => /^(fatal|error):/.test(line));
  const said = (first < 0 ? lines.slice(-3) : lines.slice(first, first + 6))
    .map((line) => line.replace(/^(fatal|error): /, ''))
    .join(' ');
  if (said === '') return null;
  const text = said.charAt(0).toUpperCase() + said.slice(1);
  return /[.?:]$/.test(text) ? text : `${text}.`;
}
