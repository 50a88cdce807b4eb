import type { StoreApi } from 'zustand/vanilla';
import { t } from '../localize.ts';
import { hideAside, showAside } from './aside-view.ts';
import type { Command } from './commands.ts';
import { stepRegion } from './regions.ts';
import type { Services } from './services.ts';
import { hideSideBar, showSideBar, toggleSideBar } from './side-bar.ts';
import type { WorkbenchState } from './workbench-state.ts';
import { clampZoom, rememberZoom } from './zoom.ts';

/** The commands of the frame itself: what is shown, the window, the zoom and the focus. */
export function workbenchCommands(services: Services, workbench: StoreApi<WorkbenchState>): readonly Command[] {
  const { shell, workspace, editor, explorer, sourceControl, dialogs, notifications, core, views } = services;

  const setPanel = (change: Partial<{ visible: boolean; view: string }>) =>
    workspace.setState({ panel: { ...workspace.getState().panel, ...change } });
  const setZoom = async (level: number) => {
    const zoomLevel = clampZoom(level);
    workspace.setState({ zoomLevel });
    rememberZoom(zoomLevel);
    await shell.window.setZoomLevel({ level: zoomLevel });
  };
  const focusRegion = (name: string) => {
    if (name === 'editor' && editor.state.getState().active !== null) {
      editor.focus();
      return true;
    }
    if (name === 'side-bar' && workspace.getState().sideBar.view === 'explorer') {
      explorer.focus();
      return true;
    }
    if (name === 'side-bar' && workspace.getState().sideBar.view === 'scm') {
      sourceControl.focus();
      return true;
    }
    return false;
  };

  return [
    {
      id: 'workbench.view.explorer',
      title: t('Show explorer'),
      category: t('View'),
      keys: ['Ctrl+Shift+E'],
      when: 'projectOpen',
      menus: [{ menu: 'view', group: '2_views', order: 1 }],
      run() {
        showSideBar(workspace, workbench, 'explorer');
        explorer.focus();
      },
    },
    {
      id: 'workbench.action.toggleSidebarVisibility',
      title: t('Show or hide the side bar'),
      category: t('View'),
      keys: ['Ctrl+B'],
      when: 'projectOpen',
      menus: [{ menu: 'view', group: '3_layout', order: 1 }],
      run() {
        const focusInside = document.activeElement?.closest('[data-region="side-bar"]');
        toggleSideBar(workspace, workbench);
        if (focusInside) editor.focus();
      },
    },
    {
      id: 'workbench.action.closeSidebar',
      title: t('Close the side bar'),
      category: t('View'),
      when: 'projectOpen',
      run: () => hideSideBar(workspace, workbench),
    },
    {
      id: 'workbench.action.togglePanel',
      title: t('Show or hide the panel'),
      category: t('View'),
      keys: ['Ctrl+J'],
      when: 'projectOpen',
      menus: [{ menu: 'view', group: '3_layout', order: 2 }],
      run: () => setPanel({ visible: !workspace.getState().panel.visible }),
    },
    {
      id: 'workbench.action.closePanel',
      title: t('Close the panel'),
      category: t('View'),
      when: 'projectOpen && panelVisible',
      run() {
        const focusInside = document.activeElement?.closest('[data-region="panel"]');
        setPanel({ visible: false });
        if (focusInside) editor.focus();
      },
    },
    {
      id: 'workbench.action.toggleAuxiliaryBar',
      title: t('Show or hide the pane beside the editor'),
      category: t('View'),
      keys: ['Ctrl+Alt+B'],
      when: 'projectOpen',
      menus: [{ menu: 'view', group: '3_layout', order: 3 }],
      run() {
        const { visible, view } = workspace.getState().aside;
        const focusInside = document.activeElement?.closest('.workbench-aside');
        if (visible) hideAside(workspace);
        else showAside(workspace, views, view);
        if (visible && focusInside) editor.focus();
      },
    },
    {
      id: 'workbench.actions.view.problems',
      title: t('Show problems'),
      category: t('View'),
      keys: ['Ctrl+Shift+M'],
      when: 'projectOpen',
      menus: [{ menu: 'view', group: '2_views', order: 5 }],
      run() {
        const { visible, view } = workspace.getState().panel;
        setPanel({ visible: !(visible && view === 'problems'), view: 'problems' });
      },
    },
    {
      id: 'workbench.action.toggleZenMode',
      title: t('Zen mode'),
      category: t('View'),
      keys: ['Ctrl+K Z'],
      when: 'projectOpen',
      menus: [{ menu: 'view', group: '3_layout', order: 3 }],
      run() {
        const zenMode = !workspace.getState().zenMode;
        workspace.setState({ zenMode, page: null });
        if (zenMode) notifications.info(t('Only the editor is shown. Esc Esc brings the rest back.'));
        editor.focus();
      },
    },
    {
      id: 'workbench.action.exitZenMode',
      title: t('Leave zen mode'),
      category: t('View'),
      when: 'zenMode',
      run() {
        workspace.setState({ zenMode: false });
        editor.focus();
      },
    },
    {
      id: 'workbench.action.toggleFullScreen',
      title: t('Full screen'),
      category: t('View'),
      keys: ['F11'],
      menus: [{ menu: 'view', group: '3_layout', order: 4 }],
      run: async () => {
        await shell.window.toggleFullScreen();
      },
    },
    {
      id: 'workbench.action.zoomIn',
      title: t('Zoom in'),
      category: t('View'),
      keys: ['Ctrl+=', 'Ctrl+Shift+=', 'Ctrl+NumpadAdd'],
      menus: [{ menu: 'view', group: '4_zoom', order: 1 }],
      run: () => setZoom(workspace.getState().zoomLevel + 1),
    },
    {
      id: 'workbench.action.zoomOut',
      title: t('Zoom out'),
      category: t('View'),
      keys: ['Ctrl+-', 'Ctrl+NumpadSubtract'],
      menus: [{ menu: 'view', group: '4_zoom', order: 2 }],
      run: () => setZoom(workspace.getState().zoomLevel - 1),
    },
    {
      id: 'workbench.action.zoomReset',
      title: t('Reset zoom'),
      category: t('View'),
      keys: ['Ctrl+0', 'Ctrl+Numpad0'],
      menus: [{ menu: 'view', group: '4_zoom', order: 3 }],
      run: () => setZoom(0),
    },
    {
      id: 'workbench.action.focusNextPart',
      title: t('Focus the next region'),
      category: t('View'),
      keys: ['F6'],
      run: () => stepRegion(1, focusRegion),
    },
    {
      id: 'workbench.action.focusPreviousPart',
      title: t('Focus the region before'),
      category: t('View'),
      keys: ['Shift+F6'],
      run: () => stepRegion(-1, focusRegion),
    },
    {
      id: 'workbench.action.focusMenu',
      title: t('Open the menu'),
      category: t('View'),
      keys: ['F10'],
      run: () =>
        workbench.setState({ openMenu: workbench.getState().openMenu === 'application' ? null : 'application' }),
    },
    {
      id: 'notifications.showList',
      title: t('Show notices'),
      category: t('View'),
      menus: [{ menu: 'view', group: '2_views', order: 6 }],
      run: () => workbench.setState({ noticesOpen: true }),
    },
    {
      id: 'workbench.trust.grant',
      title: t('Trust this folder'),
      category: t('Project'),
      when: 'projectOpen && !projectTrusted',
      run: () => setTrusted(true),
    },
    {
      id: 'workbench.trust.manage',
      title: t('Manage trust of this folder'),
      category: t('Project'),
      when: 'projectOpen',
      async run() {
        const { project } = workspace.getState();
        if (!project) return;
        const answer = await dialogs.ask(
          project.trusted
            ? {
                title: t('{{name}} is trusted', { name: project.name }),
                body: t('Its scripts, tasks, git hooks and program settings may run on this machine.'),
                buttons: [
                  { id: 'revoke', title: t('Restrict it') },
                  { id: 'keep', title: t('Keep trusting it') },
                ],
              }
            : {
                title: t('Trust {{name}}?', { name: project.name }),
                body: t(
                  'Until you do, you can read and edit, and nothing of {{path}} is run: no scripts, tasks, git hooks or program settings.',
                  { path: project.path },
                ),
                buttons: [
                  { id: 'keep', title: t('Stay restricted') },
                  { id: 'trust', title: t('Trust this folder') },
                ],
              },
        );
        if (answer === 'trust') await setTrusted(true);
        if (answer === 'revoke') await setTrusted(false);
      },
    },
    {
      id: 'workbench.action.closeWindow',
      title: t('Close window'),
      category: t('File'),
      keys: ['Ctrl+Shift+W', 'Alt+F4'],
      when: '!isWeb',
      menus: [{ menu: 'file', group: '9_window', order: 2 }],
      run: async () => {
        await shell.window.close();
      },
    },
    {
      id: 'workbench.action.quit',
      title: t('Quit'),
      category: t('File'),
      keys: ['Ctrl+Q'],
      when: '!isWeb',
      menus: [{ menu: 'file', group: '9_window', order: 3 }],
      run: async () => {
        await shell.window.quit();
      },
    },
    {
      id: 'workbench.action.reloadWindow',
      title: t('Load this window again'),
      category: t('Developer'),
      menus: [{ menu: 'help', group: '2_developer', order: 2 }],
      async run() {
        await editor.flush();
        await shell.window.reload();
      },
    },
    {
      id: 'workbench.action.toggleDevTools',
      title: t('Developer tools'),
      category: t('Developer'),
      when: '!isWeb',
      menus: [{ menu: 'help', group: '2_developer', order: 1 }],
      run: async () => {
        await shell.window.toggleDeveloperTools();
      },
    },
    {
      id: 'workbench.action.showAboutDialog',
      title: t('About FlashFusion'),
      category: t('Help'),
      menus: [{ menu: 'help', group: '9_about', order: 1 }],
      async run() {
        const { version, node, platform, dataFolder } = await core.app.about();
        const facts = `Version ${version}\nNode ${node}\nSystem ${platform}\nPage ${navigator.userAgent.replace(/^.*(Chrome\/[\d.]+).*$/, '$1')}\nData ${dataFolder}`;
        const answer = await dialogs.ask({
          title: 'FlashFusion',
          body: t('Version {{version}}, with Node {{node}} on {{platform}}. Your data is in {{dataFolder}}.', {
            version,
            node,
            platform,
            dataFolder,
          }),
          buttons: [
            { id: 'copy', title: t('Copy') },
            { id: 'close', title: t('Close') },
          ],
        });
        if (answer === 'copy') await shell.system.writeClipboard({ text: facts });
      },
    },
  ];

  async function setTrusted(trusted: boolean) {
    const { project } = workspace.getState();
    if (!project) return;
    workspace.setState({ project: await core.projects.trust({ projectId: project.id, trusted }) });
  }
}
