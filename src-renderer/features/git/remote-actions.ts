import type { GitRemotePart } from '../../../contract/desktop/git/changes.ts';
import type { Services } from '../../app/services.ts';
import { failureOf, reportFailure } from './failures.ts';
import type { GitModel } from './git-state.ts';

export type RemoteAction = 'fetch' | 'pull' | 'push' | 'sync' | 'publish';

const titles: Readonly<Record<RemoteAction, string>> = {
  fetch: 'Fetching',
  pull: 'Pulling',
  push: 'Pushing',
  sync: 'Synchronising',
  publish: 'Publishing the branch',
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
      title: 'Connect to this computer?',
      body: prompt,
      buttons: [
        { id: 'no', title: 'Cancel' },
        { id: 'yes', title: 'Trust it and connect' },
      ],
    });
    return answer === 'yes' ? 'yes' : null;
  }
  return dialogs.prompt({
    title: kind === 'text' ? 'Who are you on the remote?' : 'The remote asks for a secret',
    label: prompt.trim().replace(/:$/, ''),
    value: '',
    confirm: 'Continue',
    secret: kind === 'secret',
    validate: (value) => (value === '' ? 'Type an answer, or cancel.' : null),
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
        ? [{ title: 'Add a remote', ...run('git.addRemote') }]
        : reason === 'noUpstream'
          ? [{ title: 'Publish the branch', ...run('git.publish') }]
          : reason === 'rejected'
            ? [
                { title: 'Pull', ...run('git.pull') },
                { title: 'Pull with rebase', ...run('git.pullRebase') },
              ]
            : reason === 'localChanges'
              ? [{ title: 'Stash changes', ...run('git.stash') }]
              : reason === 'conflicts'
                ? [{ title: 'Show changes', ...run('workbench.view.scm') }]
                : [];
    reportFailure(services, `${titles[action]} did not end well`, error, actions);
  } finally {
    model.store.setState({ syncing: false });
  }
}
