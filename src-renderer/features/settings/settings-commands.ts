import type { Command } from '../../app/commands.ts';
import type { Services } from '../../app/services.ts';

/** The commands of the settings. */
export function settingsCommands({ core, editor, workspace }: Services): readonly Command[] {
  const openFile = async (file: 'user' | 'project') => {
    const projectId = workspace.getState().project?.id ?? null;
    const place = await core.settings.locate({ file, projectId });
    workspace.setState({ page: null });
    await editor.open(place.path, { projectId: place.projectId });
  };
  return [
    {
      id: 'workbench.action.openSettings',
      title: 'Settings',
      category: 'Preferences',
      keys: ['Ctrl+,'],
      menus: [{ menu: 'file', group: '8_preferences', order: 1 }],
      run: () => workspace.setState({ page: 'settings' }),
    },
    {
      id: 'workbench.action.openSettingsJson',
      title: 'Open settings as JSON',
      category: 'Preferences',
      run: () => openFile('user'),
    },
    {
      id: 'workbench.action.openWorkspaceSettingsFile',
      title: 'Open project settings as JSON',
      category: 'Preferences',
      when: 'projectOpen',
      run: () => openFile('project'),
    },
  ];
}
