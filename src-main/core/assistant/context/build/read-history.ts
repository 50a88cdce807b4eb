import { setTimeout as pause } from 'node:timers/promises';
import type { RunGit } from '../../../git/index.ts';
import type { PastCommit } from '../rank/rank-history.ts';

const commits = 500;
const mostBytes = 8_000_000;
/** Milliseconds after which commits are read again, while those of before are gone by. */
const freshFor = 30_000;
/** Milliseconds that a first question waits for them. */
const longestWait = 500;

/** The newest commits of projects, kept for a while. Empty where there is no repository, or git is slow. */
export interface HistoryReader {
  read(projectId: string): Promise<readonly PastCommit[]>;
}

export function createHistoryReader(git: (projectId: string) => Promise<RunGit>): HistoryReader {
  const known = new Map<string, { readonly at: number; readonly commits: Promise<readonly PastCommit[]> }>();
  const last = new Map<string, readonly PastCommit[]>();

  return {
    async read(projectId) {
      let entry = known.get(projectId);
      if (entry === undefined || performance.now() - entry.at > freshFor) {
        const reading = git(projectId)
          .then(readCommits)
          .catch(() => []);
        entry = { at: performance.now(), commits: reading };
        known.set(projectId, entry);
        void reading.then((found) => last.set(projectId, found));
      }
      return last.get(projectId) ?? Promise.race([entry.commits, pause(longestWait, [], { ref: false })]);
    },
  };
}

async function readCommits(git: RunGit): Promise<PastCommit[]> {
  const { stdout } = await git(
    ['log', `-n${commits}`, '--no-merges', '--no-renames', '--relative', '--name-only', '-z', '--format=%x01%s%x00'],
    { maxBytes: mostBytes },
  );
  return parseCommits(stdout.toString('utf8'));
}

/** Reads what `git log -z --name-only --format=%x01%s%x00` prints. */
export function parseCommits(text: string): PastCommit[] {
  return text
    .split('\u0001')
    .slice(1)
    .map((entry) => {
      const [subject = '', ...paths] = entry.split('\0');
      return { subject, paths: paths.map((path) => path.replace(/^\n/, '')).filter(Boolean) };
    });
}
