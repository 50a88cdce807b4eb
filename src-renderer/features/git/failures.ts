import { createElement } from 'react';
import type { GitFailure } from '../../../contract/desktop/errors.ts';
import { messageOf } from '../../app/error-message.ts';
import type { NoticeAction, Services } from '../../app/services.ts';
import { t } from '../../localize.ts';
import { GitOutput } from './git-output.tsx';

/** Why git did not do it, where the error tells. */
export function failureOf(error: unknown): GitFailure | null {
  if (!(error instanceof Error) || (error as { code?: unknown }).code !== 'GIT_FAILED') return null;
  return (error as { data?: GitFailure }).data ?? null;
}

/** Says what went wrong, with git's own words a step away and whatever helps beside it. */
export function reportFailure(
  { notifications, dialogs, core, workspace }: Pick<Services, 'notifications' | 'dialogs' | 'core' | 'workspace'>,
  title: string,
  error: unknown,
  actions: readonly NoticeAction[] = [],
): void {
  const failure = failureOf(error);
  const projectId = workspace.getState().project?.id;
  const helps: NoticeAction[] = [...actions];
  if (failure?.reason === 'locked' && projectId) {
    helps.push({
      title: t('Remove the lock'),
      run: async () => {
        await core.git.removeLock({ projectId });
      },
    });
  }
  const output = failure?.output.trim() ?? '';
  if (output !== '') {
    helps.push({
      title: t('What git said'),
      run: async () => {
        await dialogs.ask({
          title,
          body: messageOf(error),
          content: createElement(GitOutput, { output }),
          buttons: [{ id: 'close', title: t('Close') }],
        });
      },
    });
  }
  notifications.error(title, { detail: messageOf(error), actions: helps });
}
