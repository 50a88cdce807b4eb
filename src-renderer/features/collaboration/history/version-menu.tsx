import type { Version } from '../../../../contract/desktop/collaboration.ts';
import { useServices } from '../../../app/services.ts';
import { t } from '../../../localize.ts';
import { MenuItem, MenuSeparator } from '../../../ui/menu.tsx';
import type { HistoryStore } from './history-store.ts';

/** What can be done with a version. */
export function VersionMenu({ version, store }: { readonly version: Version; readonly store: HistoryStore }) {
  const { commands } = useServices();
  const run = (id: string) => () => void commands.run(id, version);
  const against = (value: 'before' | 'now') => () => {
    store.select(version.id);
    store.setAgainst(value);
  };
  const { session } = store.state.getState();
  return (
    <>
      <MenuItem onSelect={against('before')}>{t('Show what changed in it')}</MenuItem>
      <MenuItem onSelect={against('now')}>{t('Compare with now')}</MenuItem>
      <MenuSeparator />
      {session?.live ? <MenuItem onSelect={run('collaboration.history.restore')}>{t('Restore…')}</MenuItem> : null}
      <MenuItem onSelect={run('collaboration.history.commit')}>{t('Commit…')}</MenuItem>
    </>
  );
}
