import { t, translated } from '../../../localization/index.ts';

/** One line of git's progress, in words for people. `fraction` is 0 to 1, or null when it tells no end. */
export interface GitProgress {
  readonly message: string;
  readonly fraction: number | null;
}

/**
 * Reads progress such as `Receiving objects:  45% (450/1000), 1.20 MiB | 2.00 MiB/s` or `remote: Counting objects: 12`.
 * Null for lines that are none.
 */
export function parseProgress(line: string): GitProgress | null {
  const text = line.replace(/^remote: /, '').trim();
  const [, title, percent, rest = ''] = /^([A-Z][\w ,()-]*?):\s+(?:(\d+)% \([\d/]+\)|\d+)(.*)$/.exec(text) ?? [];
  if (title === undefined) return null;
  const size = /,\s*([\d.]+ [KMG]?i?B(?:\s*\|\s*[\d.]+ [KMG]?i?B\/s)?)/.exec(rest)?.[1];
  return {
    message: [translated(title), ...(size === undefined ? [] : [sizeText(size)])].join(', '),
    fraction: percent === undefined ? null : Math.min(1, Number(percent) / 100),
  };
}

function sizeText(text: string): string {
  const [size = '', speed] = text.split(/\s*\|\s*/);
  return speed === undefined ? size : t('{{size}} at {{speed}}', { size, speed });
}

/** Takes error output as it comes and tells of each progress line. Git ends them with a carriage return until they are done. */
export function createProgressReader(onProgress: (progress: GitProgress) => void): (text: string) => void {
  let rest = '';
  return (text) => {
    const lines = (rest + text).split(/[\r\n]/);
    rest = (lines.pop() ?? '').slice(-10_000);
    for (const line of lines) {
      const progress = parseProgress(line);
      if (progress) onProgress(progress);
    }
  };
}
