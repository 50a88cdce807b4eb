import type { StoreApi } from 'zustand/vanilla';
import type { Command } from './commands.ts';
import { stepRegion } from './regions.ts';
import type { Services } from './services.ts';
import { hideSideBar, showSideBar, toggleSideBar } from './side-bar.ts';
import type { WorkbenchState } from './workbench-state.ts';
import { clampZoom, rememberZoom } from './zoom.ts';

/** The commands of the frame itself: what is shown, the window, the zoom and the focus. */
export function workbenchCommands(services: Services, workbench: StoreApi<WorkbenchState>): readonly Command[] {
  const { shell, workspace, editor, explorer, sourceControl, dialogs, notifications, core } = services;

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
      title: 'Show explorer',
      category: 'View',
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
      title: 'Show or hide the side bar',
      category: 'View',
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
      title: 'Close the side bar',
      category: 'View',
      when: 'projectOpen',
      run: () => hideSideBar(workspace, workbench),
    },
    {
      id: 'workbench.action.togglePanel',
      title: 'Show or hide the panel',
      category: 'View',
      keys: ['Ctrl+J'],
      when: 'projectOpen',
      menus: [{ menu: 'view', group: '3_layout', order: 2 }],
      run: () => setPanel({ visible: !workspace.getState().panel.visible }),
    },
    {
      id: 'workbench.action.closePanel',
      title: 'Close the panel',
      category: 'View',
      when: 'projectOpen && panelVisible',
      run() {
        const focusInside = document.activeElement?.closest('[data-region="panel"]');
        setPanel({ visible: false });
        if (focusInside) editor.focus();
      },
    },
    {
      id: 'workbench.actions.view.problems',
      title: 'Show problems',
      category: 'View',
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
      title: 'Zen mode',
      category: 'View',
      keys: ['Ctrl+K Z'],
      when: 'projectOpen',
      menus: [{ menu: 'view', group: '3_layout', order: 3 }],
      run() {
        const zenMode = !workspace.getState().zenMode;
        workspace.setState({ zenMode, page: null });
        if (zenMode) notifications.info('Only the editor is shown. Esc Esc brings the rest back.');
        editor.focus();
      },
    },
    {
      id: 'workbench.action.exitZenMode',
      title: 'Leave zen mode',
      category: 'View',
      when: 'zenMode',
      run() {
        workspace.setState({ zenMode: false });
        editor.focus();
      },
    },
    {
      id: 'workbench.action.toggleFullScreen',
      title: 'Full screen',
      category: 'View',
      keys: ['F11'],
      menus: [{ menu: 'view', group: '3_layout', order: 4 }],
      run: async () => {
        await shell.window.toggleFullScreen();
      },
    },
    {
      id: 'workbench.action.zoomIn',
      title: 'Zoom in',
      category: 'View',
      keys: ['Ctrl+=', 'Ctrl+Shift+=', 'Ctrl+NumpadAdd'],
      menus: [{ menu: 'view', group: '4_zoom', order: 1 }],
      run: () => setZoom(workspace.getState().zoomLevel + 1),
    },
    {
      id: 'workbench.action.zoomOut',
      title: 'Zoom out',
      category: 'View',
      keys: ['Ctrl+-', 'Ctrl+NumpadSubtract'],
      menus: [{ menu: 'view', group: '4_zoom', order: 2 }],
      run: () => setZoom(workspace.getState().zoomLevel - 1),
    },
    {
      id: 'workbench.action.zoomReset',
      title: 'Reset zoom',
      category: 'View',
      keys: ['Ctrl+0', 'Ctrl+Numpad0'],
      menus: [{ menu: 'view', group: '4_zoom', order: 3 }],
      run: () => setZoom(0),
    },
    {
      id: 'workbench.action.focusNextPart',
      title: 'Focus the next region',
      category: 'View',
      keys: ['F6'],
      run: () => stepRegion(1, focusRegion),
    },
    {
      id: 'workbench.action.focusPreviousPart',
      title: 'Focus the region before',
      category: 'View',
      keys: ['Shift+F6'],
      run: () => stepRegion(-1, focusRegion),
    },
    {
      id: 'workbench.action.focusMenu',
      title: 'Open the menu',
      category: 'View',
      keys: ['F10'],
      run: () =>
        workbench.setState({ openMenu: workbench.getState().openMenu === 'application' ? null : 'application' }),
    },
    {
      id: 'notifications.showList',
      title: 'Show notices',
      category: 'View',
      menus: [{ menu: 'view', group: '2_views', order: 6 }],
      run: () => workbench.setState({ noticesOpen: true }),
    },
    {
      id: 'workbench.trust.grant',
      title: 'Trust this folder',
      category: 'Project',
      when: 'projectOpen && !projectTrusted',
      run: () => setTrusted(true),
    },
    {
      id: 'workbench.trust.manage',
      title: 'Manage trust of this folder',
      category: 'Project',
      when: 'projectOpen',
      async run() {
        const { project } = workspace.getState();
        if (!project) return;
        const answer = await dialogs.ask(
          project.trusted
            ? {
                title: `${project.name} is trusted`,
                body: 'Its scripts, tasks, git hooks and program settings may run on this machine.',
                buttons: [
                  { id: 'revoke', title: 'Restrict it' },
                  { id: 'keep', title: 'Keep trusting it' },
                ],
              }
            : {
                title: `Trust ${project.name}?`,
                body: `Until you do, you can read and edit, and nothing of ${project.path} is run: no scripts, tasks, git hooks or program settings.`,
                buttons: [
                  { id: 'keep', title: 'Stay restricted' },
                  { id: 'trust', title: 'Trust this folder' },
                ],
              },
        );
        if (answer === 'trust') await setTrusted(true);
        if (answer === 'revoke') await setTrusted(false);
      },
    },
    {
      id: 'workbench.action.closeWindow',
      title: 'Close window',
      category: 'File',
      keys: ['Ctrl+Shift+W', 'Alt+F4'],
      when: '!isWeb',
      menus: [{ menu: 'file', group: '9_window', order: 2 }],
      run: async () => {
        await shell.window.close();
      },
    },
    {
      id: 'workbench.action.quit',
      title: 'Quit',
      category: 'File',
      keys: ['Ctrl+Q'],
      when: '!isWeb',
      menus: [{ menu: 'file', group: '9_window', order: 3 }],
      run: async () => {
        await shell.window.quit();
      },
    },
    {
      id: 'workbench.action.reloadWindow',
      title: 'Load this window again',
      category: 'Developer',
      menus: [{ menu: 'help', group: '2_developer', order: 2 }],
      async run() {
        await editor.flush();
        await shell.window.reload();
      },
    },
    {
      id: 'workbench.action.toggleDevTools',
      title: 'Developer tools',
      category: 'Developer',
      when: '!isWeb',
      menus: [{ menu: 'help', group: '2_developer', order: 1 }],
      run: async () => {
        await shell.window.toggleDeveloperTools();
      },
    },
    {
      id: 'workbench.action.showAboutDialog',
      title: 'About FlashFusion',
      category: 'Help',
      menus: [{ menu: 'help', group: '9_about', order: 1 }],
      async run() {
        const { version, node, platform, dataFolder } = await core.app.about();
        const facts = `Version ${version}\nNode ${node}\nSystem ${platform}\nPage ${navigator.userAgent.replace(/^.*(Chrome\/[\d.]+).*$/, '$1')}\nData ${dataFolder}`;
        const answer = await dialogs.ask({
          title: 'FlashFusion',
          body: `Version ${version}, with Node ${node} on ${platform}. Your data is in ${dataFolder}.`,
          buttons: [
            { id: 'copy', title: 'Copy' },
            { id: 'close', title: 'Close' },
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
