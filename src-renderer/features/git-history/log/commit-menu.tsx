import type { LogCommit } from '../../../../contract/desktop/git/history.ts';
import { useServices } from '../../../app/services.ts';
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
      <MenuItem onSelect={run('git.history.copyHash')}>Copy hash</MenuItem>
      <MenuItem onSelect={run('git.history.copyMessage')}>Copy subject</MenuItem>
      <MenuSeparator />
      <MenuItem onSelect={run('git.history.createBranch')}>Create branch here…</MenuItem>
      {branches.map(({ name }) => (
        <MenuItem key={name} onSelect={run('git.history.checkout', { ...commit, ref: name })}>
          {`Check out ${name}`}
        </MenuItem>
      ))}
      <MenuItem onSelect={run('git.history.checkout')}>Check out this commit…</MenuItem>
      <MenuSeparator />
      <MenuItem onSelect={run('git.history.cherryPick')}>Cherry-pick…</MenuItem>
      <MenuItem onSelect={run('git.history.revert')}>Revert…</MenuItem>
    </>
  );
}
