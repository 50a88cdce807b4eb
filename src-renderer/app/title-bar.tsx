import {
  ChevronDown,
  Copy,
  FolderOpen,
  FolderPlus,
  Minus,
  PanelBottom,
  PanelLeft,
  PanelRight,
  Search,
  Square,
  X,
} from 'lucide-react';
import type { ReactNode } from 'react';
import { useStore } from 'zustand';
import type { StoreApi } from 'zustand/vanilla';
import { t } from '../localize.ts';
import { Button } from '../ui/button.tsx';
import { isMac } from '../ui/key-names.ts';
import { Keys } from '../ui/keys.tsx';
import { Mark } from '../ui/mark.tsx';
import { Menu, MenuGroup, MenuItem, MenuSeparator, Submenu } from '../ui/menu.tsx';
import { CommandButton } from './command-button.tsx';
import { CommandMenuItems } from './command-menu.tsx';
import { isServed } from './host.ts';
import { applicationMenus } from './menus.ts';
import { lastWorkFocus } from './regions.ts';
import { useServices } from './services.ts';
import type { WindowState } from './window-state.ts';
import type { WorkbenchState } from './workbench-state.ts';
import './title-bar.css';

interface TitleBarProps {
  readonly windowState: StoreApi<WindowState>;
  readonly workbench: StoreApi<WorkbenchState>;
  readonly session: ReactNode;
}

/** The window's own bar: menus, project, command centre, layout and window controls. Its free parts drag the window. */
export function TitleBar({ windowState, workbench, session }: TitleBarProps) {
  const { views, workspace } = useServices();
  const fullScreen = useStore(windowState, (state) => state.fullScreen);
  const sideBarVisible = useStore(workspace, (state) => state.sideBar.visible);
  const panelVisible = useStore(workspace, (state) => state.panel.visible);
  const asideVisible = useStore(workspace, (state) => state.aside.visible);
  const asideView = useStore(workspace, (state) => state.aside.view);
  const asideTitle = useStore(views, (all) => all.find(({ id }) => id === asideView)?.title) ?? t('Preview');
  const open = useStore(workspace, (state) => state.status === 'open');
  const names = ['title-bar'];
  if (isServed) names.push('title-bar-served');
  else if (isMac) names.push(fullScreen ? 'title-bar-full-screen' : 'title-bar-mac');
  return (
    <header className={names.join(' ')} data-region="title-bar">
      <div className="title-bar-start">
        <ApplicationMenuButton workbench={workbench} />
        <ProjectMenu workbench={workbench} />
      </div>
      <CommandCentre />
      <div className="title-bar-end">
        {session}
        {open ? (
          <div className="title-bar-end title-bar-layout">
            <CommandButton
              command="workbench.action.toggleSidebarVisibility"
              icon={PanelLeft}
              label={t('Side bar')}
              pressed={sideBarVisible}
            />
            <CommandButton
              command="workbench.action.togglePanel"
              icon={PanelBottom}
              label={t('Panel')}
              pressed={panelVisible}
            />
            <CommandButton
              command="workbench.action.toggleAuxiliaryBar"
              icon={PanelRight}
              label={asideTitle}
              pressed={asideVisible}
            />
          </div>
        ) : null}
        {isMac || isServed ? null : <WindowControls windowState={windowState} />}
      </div>
    </header>
  );
}

function ApplicationMenuButton({ workbench }: { workbench: StoreApi<WorkbenchState> }) {
  const open = useStore(workbench, (state) => state.openMenu === 'application');
  return (
    <Menu
      open={open}
      returnFocus={lastWorkFocus}
      onOpenChange={(next) => workbench.setState({ openMenu: next ? 'application' : null })}
      trigger={
        <button type="button" className="title-bar-menu" aria-label={t('Application menu')} data-tooltip={t('Menu')}>
          <Mark />
        </button>
      }
    >
      {applicationMenus.map(({ name, title }) => (
        <Submenu key={name} label={title}>
          <CommandMenuItems menu={name} />
        </Submenu>
      ))}
    </Menu>
  );
}

const recentShown = 8;

function ProjectMenu({ workbench }: { workbench: StoreApi<WorkbenchState> }) {
  const { commands, keybindings, workspace } = useServices();
  const project = useStore(workspace, (state) => state.project);
  const starting = useStore(workspace, (state) => state.status === 'starting' || state.status === 'opening');
  const open = useStore(workbench, (state) => state.openMenu === 'project');
  const projects = useStore(workbench, (state) => state.projects);
  const recent = projects.filter(({ id, missing }) => id !== project?.id && !missing).slice(0, recentShown);
  const run = (command: string, argument?: unknown) => () => void commands.run(command, argument);
  return (
    <Menu
      open={open}
      returnFocus={lastWorkFocus}
      onOpenChange={(next) => workbench.setState({ openMenu: next ? 'project' : null })}
      trigger={
        <Button kind="ghost" small className="title-bar-project" disabled={starting}>
          <span className="clip">{project?.name ?? (starting ? '' : t('No project'))}</span>
          {starting ? null : <ChevronDown className="icon-small" aria-hidden="true" />}
        </Button>
      }
    >
      {recent.length > 0 ? (
        <>
          <MenuGroup label={t('Recent')}>
            {recent.map(({ id, name, path }) => (
              <MenuItem key={id} detail={shortPath(path)} onSelect={run('projects.openPath', { path })}>
                {name}
              </MenuItem>
            ))}
          </MenuGroup>
          <MenuSeparator />
        </>
      ) : null}
      <MenuItem
        icon={<FolderOpen aria-hidden="true" />}
        keys={keybindings.keysOf('workbench.action.files.openFolder')}
        onSelect={run('workbench.action.files.openFolder')}
      >
        {t('Open folder…')}
      </MenuItem>
      <MenuItem icon={<FolderPlus aria-hidden="true" />} onSelect={run('projects.new')}>
        {t('New project…')}
      </MenuItem>
      {project ? (
        <>
          <MenuSeparator />
          <MenuItem
            icon={<X aria-hidden="true" />}
            keys={keybindings.keysOf('workbench.action.closeFolder')}
            onSelect={run('workbench.action.closeFolder')}
          >
            {t('Close folder')}
          </MenuItem>
        </>
      ) : null}
    </Menu>
  );
}

/** The folder that holds it: enough to tell two of the same name apart. */
function shortPath(path: string): string {
  const parts = path.split(/[\\/]/).filter(Boolean);
  return parts.at(-2) ?? path;
}

function CommandCentre() {
  const { commands, editor, keybindings, workspace } = useServices();
  const project = useStore(workspace, (state) => state.project);
  const page = useStore(workspace, (state) => state.page);
  const pageTitle = useStore(useServices().views, (views) => views.find(({ id }) => id === page)?.title);
  const title = useStore(editor.state, ({ active, documents }) => (active ? documents.get(active)?.title : undefined));
  useStore(keybindings.state, (state) => state.bindings);
  const keys = keybindings.keysOf('workbench.action.quickOpen');
  const subject = pageTitle ?? title;
  const text = project ? (subject ? `${project.name} – ${subject}` : project.name) : pageTitle;
  return (
    <button
      type="button"
      className="command-centre"
      onClick={() => void commands.run('workbench.action.quickOpen')}
      data-tooltip={t('Go to files, symbols and commands')}
      data-tooltip-keys={keys ?? undefined}
    >
      <Search className="icon-small" aria-hidden="true" />
      <span className="command-centre-text clip">{text ?? t('Search files, symbols and commands')}</span>
      {keys ? <Keys keys={keys} /> : null}
    </button>
  );
}

function WindowControls({ windowState }: { windowState: StoreApi<WindowState> }) {
  const { shell } = useServices();
  const maximized = useStore(windowState, (state) => state.maximized);
  return (
    <div className="window-controls">
      <button
        type="button"
        className="window-control"
        aria-label={t('Minimise')}
        onClick={() => void shell.window.minimize().catch(reportError)}
      >
        <Minus aria-hidden="true" />
      </button>
      <button
        type="button"
        className="window-control"
        aria-label={maximized ? t('Restore') : t('Maximise')}
        onClick={() => void shell.window.toggleMaximize().catch(reportError)}
      >
        {maximized ? (
          <Copy className="icon-small" aria-hidden="true" />
        ) : (
          <Square className="icon-small" aria-hidden="true" />
        )}
      </button>
      <button
        type="button"
        className="window-control window-control-close"
        aria-label={t('Close')}
        onClick={() => void shell.window.close().catch(reportError)}
      >
        <X aria-hidden="true" />
      </button>
    </div>
  );
}
