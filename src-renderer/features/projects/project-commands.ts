import type { StoreApi } from 'zustand/vanilla';
import type { Command } from '../../app/commands.ts';
import type { ProjectWindow } from '../../app/project-window.ts';
import type { Services } from '../../app/services.ts';
import type { WorkbenchState } from '../../app/workbench-state.ts';
import { t } from '../../localize.ts';
import type { NewProjectState } from './index.ts';

interface ProjectCommandOptions {
  readonly projectWindow: ProjectWindow;
  readonly workbench: StoreApi<WorkbenchState>;
  readonly newProject: StoreApi<NewProjectState>;
}

/** The commands that open, make, leave and remember projects. */
export function projectCommands(
  { core, shell, dialogs, workspace, editor }: Services,
  { projectWindow, workbench, newProject }: ProjectCommandOptions,
): readonly Command[] {
  const openPath = async (path: string, inNewWindow: boolean) => {
    const { outcome, path: real } = await shell.projects.open({ path, inNewWindow });
    if (outcome !== 'here' || real === null) return;
    if (workspace.getState().project?.path !== real) await projectWindow.open(real);
  };
  const openFolder = async (inNewWindow: boolean) => {
    const { path } = await shell.projects.chooseFolder({ title: t('Open folder') });
    if (path !== null) await openPath(path, inNewWindow);
  };

  return [
    {
      id: 'workbench.action.files.openFolder',
      title: t('Open folder…'),
      category: t('File'),
      keys: ['Ctrl+O', 'Ctrl+K Ctrl+O'],
      menus: [{ menu: 'file', group: '2_open', order: 1 }],
      run: () => openFolder(false),
    },
    {
      id: 'projects.openFolderInNewWindow',
      title: t('Open folder in a new window…'),
      category: t('File'),
      menus: [{ menu: 'file', group: '2_open', order: 2 }],
      run: () => openFolder(true),
    },
    {
      id: 'workbench.action.openRecent',
      title: t('Open recent…'),
      category: t('File'),
      keys: ['Ctrl+R'],
      menus: [{ menu: 'file', group: '2_open', order: 3 }],
      async run() {
        const { project } = workspace.getState();
        const known = workbench.getState().projects.filter(({ id, missing }) => id !== project?.id && !missing);
        const path = await dialogs.pick({
          placeholder: known.length > 0 ? t('Open a folder from before') : t('No folder has been opened before'),
          items: known.map(({ name, path, pinned }) => ({
            label: name,
            description: path,
            detail: pinned ? t('pinned') : undefined,
            value: path,
          })),
        });
        if (path !== null) await openPath(path, false);
      },
    },
    {
      id: 'projects.new',
      title: t('New project…'),
      category: t('File'),
      menus: [{ menu: 'file', group: '1_new', order: 8 }],
      run: (argument) => newProject.setState({ open: { starterId: typeof argument === 'string' ? argument : null } }),
    },
    {
      id: 'workbench.action.newWindow',
      title: t('New window'),
      category: t('File'),
      keys: ['Ctrl+Shift+N'],
      menus: [{ menu: 'file', group: '1_new', order: 9 }],
      run: async () => {
        await shell.projects.open({ path: null, inNewWindow: true });
      },
    },
    {
      id: 'workbench.action.closeFolder',
      title: t('Close folder'),
      category: t('File'),
      keys: ['Ctrl+K F'],
      when: 'projectOpen',
      menus: [{ menu: 'file', group: '9_window', order: 1 }],
      run: () => projectWindow.close(),
    },
    {
      id: 'projects.openSample',
      title: t('Open the sample project'),
      category: t('Help'),
      menus: [{ menu: 'help', group: '1_help', order: 3 }],
      async run() {
        const { path, open } = await core.projects.openSample();
        await openPath(path, false);
        if (workspace.getState().project?.path !== path || editor.state.getState().documents.size > 0) return;
        for (const file of open.toReversed()) await editor.open(file);
      },
    },
    {
      id: 'projects.openPath',
      title: t('Open this folder'),
      category: t('File'),
      hidden: true,
      async run(argument) {
        const { path, inNewWindow = false } = argument as { path: string; inNewWindow?: boolean };
        await openPath(path, inNewWindow);
      },
    },
    {
      id: 'projects.locate',
      title: t('Locate a folder that has moved'),
      category: t('File'),
      hidden: true,
      async run(argument) {
        const { projectId } = argument as { projectId: string };
        const { path } = await shell.projects.chooseFolder({ title: t('Where is it now?') });
        if (path === null) return;
        await core.projects.forget({ projectId });
        await openPath(path, false);
      },
    },
    {
      id: 'projects.pin',
      title: t('Pin in the recent list'),
      category: t('File'),
      hidden: true,
      async run(argument) {
        await core.projects.pin(argument as { projectId: string; pinned: boolean });
        workbench.setState({ projects: await core.projects.list() });
      },
    },
    {
      id: 'projects.forget',
      title: t('Remove from the recent list'),
      category: t('File'),
      hidden: true,
      async run(argument) {
        await core.projects.forget(argument as { projectId: string });
        workbench.setState({ projects: await core.projects.list() });
      },
    },
  ];
}
