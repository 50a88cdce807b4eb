import type { StoreApi } from 'zustand/vanilla';
import type { Command } from '../../app/commands.ts';
import type { Services } from '../../app/services.ts';
import { t } from '../../localize.ts';

/** The commands of the settings. Opening them with a text searches for it. */
export function settingsCommands({ core, editor, workspace }: Services, search: StoreApi<string>): readonly Command[] {
  const openFile = async (file: 'user' | 'project') => {
    const projectId = workspace.getState().project?.id ?? null;
    const place = await core.settings.locate({ file, projectId });
    workspace.setState({ page: null });
    await editor.open(place.path, { projectId: place.projectId });
  };
  return [
    {
      id: 'workbench.action.openSettings',
      title: t('Settings'),
      category: t('Preferences'),
      keys: ['Ctrl+,'],
      menus: [{ menu: 'file', group: '8_preferences', order: 1 }],
      run: (text) => {
        search.setState(typeof text === 'string' ? text : '', true);
        workspace.setState({ page: 'settings' });
      },
    },
    {
      id: 'workbench.action.openSettingsJson',
      title: t('Open settings as JSON'),
      category: t('Preferences'),
      run: () => openFile('user'),
    },
    {
      id: 'workbench.action.openWorkspaceSettingsFile',
      title: t('Open project settings as JSON'),
      category: t('Preferences'),
      when: 'projectOpen',
      run: () => openFile('project'),
    },
  ];
}
