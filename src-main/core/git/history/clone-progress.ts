import { t } from '../../../../localization/index.ts';
export interface CloneProgress {
  readonly message: string;
  /** 0 to 1; null while it is not known. */
  readonly fraction: number | null;
}

/** Where each of git's steps begins and ends within the whole. */
const steps: readonly {
  readonly name: string;
  readonly message: () => string;
  readonly from: number;
  readonly to: number;
}[] = [
  { name: 'Receiving objects', message: () => t('Receiving objects'), from: 0.05, to: 0.8 },
  { name: 'Resolving deltas', message: () => t('Resolving deltas'), from: 0.8, to: 0.95 },
  { name: 'Updating files', message: () => t('Writing files'), from: 0.95, to: 1 },
  { name: 'Filtering content', message: () => t('Writing files'), from: 0.95, to: 1 },
  { name: 'Counting objects', message: () => t('Counting objects'), from: 0, to: 0.02 },
  { name: 'Compressing objects', message: () => t('Compressing objects'), from: 0.02, to: 0.05 },
];

/** Reads what `git clone --progress` writes, in whatever pieces it comes; answers the latest step, or null when there is none. */
export function createProgressReader(): (text: string) => CloneProgress | null {
  let rest = '';
  return (text) => {
    const lines = (rest + text).split(/[\r\n]/);
    rest = lines.pop() ?? '';
    for (const line of lines.reverse()) {
      const match = /^(?:remote: )?([A-Z][a-z]+ [a-z]+):\s+(\d+)% \((\d+)\/(\d+)\)(?:, ([\d.]+ [KMGT]?i?B))?/.exec(
        line,
      );
      const step = steps.find(({ name }) => name === match?.[1]);
      if (!match || !step) continue;
      const part = Number(match[2]) / 100;
      const size = match[5] === undefined ? '' : `, ${match[5]}`;
      return {
        message: `${step.message()}: ${t('{{done}} of {{total}}', { done: match[3] ?? '', total: match[4] ?? '' })}${size}`,
        fraction: step.from + (step.to - step.from) * part,
      };
    }
    return null;
  };
}

/** What went wrong with a clone, from what git said, and what to do about it. */
export function describeCloneFailure(stderr: string): string | null {
  if (
    /Authentication failed|could not read (Username|Password)|Permission denied \(|terminal prompts disabled/i.test(
      stderr,
    )
  ) {
    return t(
      'The server did not let you in. Check that you may read this repository, and that git knows your key or token.',
    );
  }
  if (/Could not resolve host/i.test(stderr)) {
    return t('The server was not found. Check the address, and that this machine is online.');
  }
  if (
    /Repository not found|not found$|does not exist|does not appear to be a git repository|not a git repository/im.test(
      stderr,
    )
  ) {
    return t('There is no repository at that address, or you may not read it. Check the address.');
  }
  if (/Connection (refused|timed out)|Failed to connect|unable to access/i.test(stderr)) {
    return t('The server did not answer. Check the address and the network, then try again.');
  }
  if (/Host key verification failed/i.test(stderr)) {
    return t('The server’s key is not known here. Connect to it once with ssh in a terminal, then try again.');
  }
  if (/No space left on device/i.test(stderr)) return t('The disk is full. What was made is removed again.');
  return null;
}
