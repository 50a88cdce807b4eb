import type { GitRemotePart } from '../../../contract/desktop/git/changes.ts';
import type { Services } from '../../app/services.ts';
import { t } from '../../localize.ts';
import { failureOf, reportFailure } from './failures.ts';
import type { GitModel } from './git-state.ts';

export type RemoteAction = 'fetch' | 'pull' | 'push' | 'sync' | 'publish';

const titles: Readonly<Record<RemoteAction, string>> = {
  fetch: t('Fetching'),
  pull: t('Pulling'),
  push: t('Pushing'),
  sync: t('Synchronising'),
  publish: t('Publishing the branch'),
};

const failures: Readonly<Record<RemoteAction, string>> = {
  fetch: t('Fetching did not end well'),
  pull: t('Pulling did not end well'),
  push: t('Pushing did not end well'),
  sync: t('Synchronising did not end well'),
  publish: t('Publishing the branch did not end well'),
};

type RemoteServices = Pick<Services, 'core' | 'dialogs' | 'notifications' | 'workspace' | 'commands'>;

/**
 * Reads a stream of work with a remote: shows its progress with a cancel button and asks its questions. Answers the summary;
 * null when it was cancelled, or a question was left without an answer.
 */
export async function followRemoteWork(
  { core, dialogs, notifications }: Pick<RemoteServices, 'core' | 'dialogs' | 'notifications'>,
  projectId: string,
  title: string,
  start: (signal: AbortSignal) => Promise<AsyncIterable<GitRemotePart>>,
): Promise<string | null> {
  let givenUp = false;
  try {
    return await notifications.progress(title, async (report, signal) => {
      signal.addEventListener('abort', () => {
        givenUp = true;
      });
      let summary = '';
      for await (const part of await start(signal)) {
        if (part.type === 'progress') report({ message: part.message, fraction: part.fraction });
        if (part.type === 'done') summary = part.summary;
        if (part.type === 'question') {
          const answer = await askPerson(dialogs, part);
          givenUp ||= answer === null;
          await core.git.answer({ projectId, questionId: part.questionId, answer });
        }
      }
      return summary;
    });
  } catch (error) {
    if (givenUp) return null;
    throw error;
  }
}

async function askPerson(
  dialogs: Services['dialogs'],
  { prompt, kind }: Extract<GitRemotePart, { type: 'question' }>,
): Promise<string | null> {
  if (kind === 'confirm') {
    const answer = await dialogs.ask({
      title: t('Connect to this computer?'),
      body: prompt,
      buttons: [
        { id: 'no', title: t('Cancel') },
        { id: 'yes', title: t('Trust it and connect') },
      ],
    });
    return answer === 'yes' ? 'yes' : null;
  }
  return dialogs.prompt({
    title: kind === 'text' ? t('Who are you on the remote?') : t('The remote asks for a secret'),
    label: prompt.trim().replace(/:$/, ''),
    value: '',
    confirm: t('Continue'),
    secret: kind === 'secret',
    validate: (value) => (value === '' ? t('Type an answer, or cancel.') : null),
  });
}

/** Fetches, pulls, pushes, both, or publishes; what goes wrong is told with what helps. */
export async function runRemoteAction(
  services: RemoteServices,
  model: GitModel,
  action: RemoteAction,
  options: { rebase?: boolean; force?: boolean; remote?: string } = {},
): Promise<void> {
  const { core, commands } = services;
  const projectId = model.projectId();
  if (projectId === null || model.store.getState().syncing) return;
  model.store.setState({ syncing: true });
  const run = (command: string) => ({ run: () => commands.run(command) });
  try {
    await followRemoteWork(services, projectId, titles[action], (signal) =>
      core.git.remote({ projectId, action, ...options }, { signal }),
    );
  } catch (error) {
    const reason = failureOf(error)?.reason;
    const actions =
      reason === 'noRemote'
        ? [{ title: t('Add a remote'), ...run('git.addRemote') }]
        : reason === 'noUpstream'
          ? [{ title: t('Publish the branch'), ...run('git.publish') }]
          : reason === 'rejected'
            ? [
                { title: t('Pull'), ...run('git.pull') },
                { title: t('Pull with rebase'), ...run('git.pullRebase') },
              ]
            : reason === 'localChanges'
              ? [{ title: t('Stash changes'), ...run('git.stash') }]
              : reason === 'conflicts'
                ? [{ title: t('Show changes'), ...run('workbench.view.scm') }]
                : [];
    reportFailure(services, failures[action], error, actions);
  } finally {
    model.store.setState({ syncing: false });
  }
}
