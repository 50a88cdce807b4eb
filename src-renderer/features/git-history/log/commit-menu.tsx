import type { LogCommit } from '../../../../contract/desktop/git/history.ts';
import { useServices } from '../../../app/services.ts';
import { t } from '../../../localize.ts';
import { MenuItem, MenuSeparator } from '../../../ui/menu.tsx';

/** What can be done with a commit. */
export function CommitMenu({ commit }: { commit: Pick<LogCommit, 'hash' | 'subject' | 'references'> }) {
  const { commands } = useServices();
  const run =
    (id: string, argument: unknown = commit) =>
    () =>
      void commands.run(id, argument);
  const branches = commit.references.filter(({ kind, current }) => kind === 'branch' && !current);
  return (
    <>
      <MenuItem onSelect={run('git.history.copyHash')}>{t('Copy hash')}</MenuItem>
      <MenuItem onSelect={run('git.history.copyMessage')}>{t('Copy subject')}</MenuItem>
      <MenuSeparator />
      <MenuItem onSelect={run('git.history.createBranch')}>{t('Create branch here…')}</MenuItem>
      {branches.map(({ name }) => (
        <MenuItem key={name} onSelect={run('git.history.checkout', { ...commit, ref: name })}>
          {t('Check out {{name}}', { name })}
        </MenuItem>
      ))}
      <MenuItem onSelect={run('git.history.checkout')}>{t('Check out this commit…')}</MenuItem>
      <MenuSeparator />
      <MenuItem onSelect={run('git.history.cherryPick')}>{t('Cherry-pick…')}</MenuItem>
      <MenuItem onSelect={run('git.history.revert')}>{t('Revert…')}</MenuItem>
    </>
  );
}
