import { isSecretFile } from '../../../../../contract/model/secret-files.ts';
import type { Notifications } from '../../../../app/services.ts';
import { t } from '../../../../localize.ts';
import { type FolderNotices, type FolderWork, isShared } from './folder-work.ts';
import { withholds } from './unshared.ts';

/** Says what happens to a session's folder in notices; `share` has shared what was withheld. */
export function createFolderNotices(
  notifications: Notifications,
  share: (paths: readonly string[]) => Promise<void>,
): FolderNotices {
  return {
    onProblem: ({ path, message }) =>
      notifications.warning(t('{{path}} is not the same as in the session', { path }), { detail: message }),
    onWithheld: (paths) =>
      notifications.info(t('Not shared until you say so'), {
        detail: t('May hold secrets, or was ignored until somebody changed the rules: {{paths}}', {
          paths: someOf(paths),
        }),
        actions: [{ title: t('Share'), run: () => share(paths) }],
      }),
    onReplaced: (paths) =>
      notifications.warning(t('What you changed is in the trash'), {
        detail: t('You can read this session, not change it. Its texts are back: {{paths}}', { paths: someOf(paths) }),
      }),
  };
}

const mostNamed = 12;

function someOf(paths: readonly string[]): string {
  return paths.slice(0, mostNamed).join(', ') + (paths.length > mostNamed ? ', …' : '');
}

/** The same notices, each given once: a problem again after it was solved. `tell` passes on what has gathered. */
export function createNoticesOnce(
  notices: FolderNotices,
): Pick<FolderNotices, 'onProblem'> & { tell(work: FolderWork): void } {
  const problems = new Map<string, string>();
  const told = new Set<string>();
  return {
    onProblem(problem) {
      if (problems.get(problem.path) === problem.message) return;
      problems.set(problem.path, problem.message);
      notices.onProblem(problem);
    },
    tell(work) {
      for (const path of problems.keys()) if (isSolved(work, path)) problems.delete(path);
      const { withheld } = work.unshared;
      // Where the session has a file of that name, that one is the problem; one named like a secret may have been this one.
      const mayAsk = (path: string) => work.files.find(path) === null || isSecretEntry(work, path);
      const asks = (path: string) =>
        work.mayWrite() && !told.has(path) && mayAsk(path) && withholds(work, path) !== null;
      const open = [...withheld].filter(asks);
      const replaced = [...work.replaced].filter((path) => !told.has(path));
      withheld.clear();
      work.replaced.clear();
      for (const path of [...open, ...replaced]) told.add(path);
      if (open.length > 0) notices.onWithheld(open);
      if (replaced.length > 0) notices.onReplaced(replaced);
    },
  };
}

function isSecretEntry({ files }: FolderWork, path: string): boolean {
  return files.find(path)?.kind === 'file' && isSecretFile(path);
}

function isSolved(work: FolderWork, path: string): boolean {
  const entry = work.files.find(path);
  if (!entry) return true;
  return isShared(work, path) && work.disk.get(entry.id)?.text === (work.files.text(entry.id)?.toString() ?? '');
}
