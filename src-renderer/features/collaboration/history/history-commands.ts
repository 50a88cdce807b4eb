import type { Version, VersionChange } from '../../../../contract/desktop/collaboration.ts';
import type { Command } from '../../../app/commands.ts';
import { t } from '../../../localize.ts';
import type { HistoryActions } from './history-actions.ts';
import type { HistoryStore } from './history-store.ts';

/** The commands about versions. They work on the one that is given, or the one that is chosen in the list. */
export function historyCommands(store: HistoryStore, actions: HistoryActions, show: () => void): readonly Command[] {
  const category = t('Versions');
  const chosen = (argument: unknown): Version => {
    if (isVersion(argument)) return argument;
    const { versions, selected } = store.state.getState();
    const version = versions.find(({ id }) => id === selected) ?? versions[0];
    if (!version) throw new Error(t('There is no version yet.'));
    return version;
  };
  /** The list may not have been in view yet. */
  const known = async (argument: unknown): Promise<Version> => {
    if (store.state.getState().versions.length === 0) await store.read();
    return chosen(argument);
  };
  return [
    {
      id: 'collaboration.history.show',
      title: t('Show versions'),
      category,
      when: 'projectOpen',
      menus: [{ menu: 'view', group: '2_views', order: 7 }],
      run: show,
    },
    {
      id: 'collaboration.history.save',
      title: t('Save a version…'),
      category,
      keys: ['Ctrl+Alt+S'],
      when: 'sessionLive',
      menus: [{ menu: 'file', group: '4_share', order: 20 }],
      run: actions.save,
    },
    {
      id: 'collaboration.history.restore',
      title: t('Restore the version…'),
      category,
      when: 'sessionLive',
      run: async (argument) => actions.restore(await known(argument)),
    },
    {
      id: 'collaboration.history.restoreFile',
      title: t('Restore the file'),
      category,
      hidden: true,
      async run(argument) {
        const { version, path } = argument as { readonly version: unknown; readonly path: string };
        await actions.restore(chosen(version), path);
      },
    },
    {
      id: 'collaboration.history.openChange',
      title: t('Show the difference'),
      category,
      hidden: true,
      run: (argument) => actions.openChange(argument as VersionChange),
    },
    {
      id: 'collaboration.history.compareWithNow',
      title: t('Compare the version with now'),
      category,
      when: 'projectOpen',
      async run(argument) {
        const version = await known(argument);
        store.select(version.id);
        store.setAgainst('now');
        show();
      },
    },
    {
      id: 'collaboration.history.commit',
      title: t('Commit the version…'),
      category,
      when: 'projectOpen',
      run: async (argument) => actions.commit(await known(argument)),
    },
    {
      id: 'collaboration.export',
      title: t('Export the session…'),
      category: t('Session'),
      when: 'projectOpen',
      run: actions.exportSession,
    },
  ];
}

/** Keys and menus may hand over other things. */
function isVersion(argument: unknown): argument is Version {
  return typeof argument === 'object' && argument !== null && 'createdAt' in argument && 'statistics' in argument;
}
