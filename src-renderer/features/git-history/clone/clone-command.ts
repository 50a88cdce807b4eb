import type { Services } from '../../../app/services.ts';
import { t } from '../../../localize.ts';
import { cloneFolderName, cloneNameProblem, cloneUrlProblem } from './clone-name.ts';

/** Asks for an address and a place, clones, and opens what was cloned: restricted, until somebody trusts it. */
export async function cloneRepository(services: Services): Promise<void> {
  const { dialogs, shell } = services;
  const url = await dialogs.prompt({
    title: t('Clone a repository'),
    label: t('Address'),
    value: await addressInClipboard(services),
    confirm: t('Choose a folder…'),
    validate: cloneUrlProblem,
  });
  if (url === null) return;
  const { path: parentPath } = await shell.projects.chooseFolder({ title: t('Folder to clone into') });
  if (parentPath === null) return;
  await cloneInto(services, { url: url.trim(), parentPath, name: cloneFolderName(url) });
}

/** An address that somebody has just copied is most likely the one. */
async function addressInClipboard({ shell }: Services): Promise<string> {
  const { text } = await shell.system.readClipboard().catch(() => ({ text: '' }));
  const copied = text.trim();
  const repository = /^(https?|ssh|git):\/\/\S+$|^[\w.-]+@[\w.-]+:\S+\.git$/.test(copied);
  return repository &&
    cloneUrlProblem(copied) === null &&
    /\.git$|\/\/(www\.)?(github|gitlab|bitbucket|codeberg)\./.test(copied)
    ? copied
    : '';
}

async function cloneInto(
  services: Services,
  request: { url: string; parentPath: string; name: string },
): Promise<void> {
  const { core, commands, dialogs, notifications } = services;
  try {
    const path = await notifications.progress(t('Cloning {{name}}', { name: request.name }), async (report, signal) => {
      try {
        for await (const part of await core.gitHistory.clone(request, { signal })) {
          if (part.type === 'cloned') return part.path;
          report({ message: part.message, fraction: part.fraction });
        }
      } catch (error) {
        if (!signal.aborted) throw error;
      }
      return null;
    });
    if (path !== null) await commands.run('projects.openPath', { path });
    else
      notifications.info(t('Cloning {{name}} was stopped', { name: request.name }), {
        detail: t('What was made is removed again.'),
      });
  } catch (error) {
    if ((error as { code?: unknown }).code === 'ALREADY_EXISTS') {
      const name = await dialogs.prompt({
        title: t('There is already a folder {{name}}', { name: request.name }),
        label: t('Name of the new folder'),
        value: `${request.name}-2`,
        confirm: t('Clone'),
        validate: cloneNameProblem,
      });
      if (name !== null) await cloneInto(services, { ...request, name: name.trim() });
      return;
    }
    notifications.error(t('{{name}} was not cloned', { name: request.name }), {
      detail: error instanceof Error ? error.message : String(error),
      actions: [{ title: t('Try again'), run: () => cloneInto(services, request) }],
    });
  }
}
