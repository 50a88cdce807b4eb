import { Settings2 } from 'lucide-react';
import type { KeyboardEvent, ReactNode } from 'react';
import { useStore } from 'zustand';
import { createStore, type StoreApi } from 'zustand/vanilla';
import { t } from '../localize.ts';
import { hideAside, showAside } from './aside-view.ts';
import { useServices } from './services.ts';
import { toggleSideBar } from './side-bar.ts';
import type { View } from './views.ts';
import type { WorkbenchState } from './workbench-state.ts';
import './activity-bar.css';

/** The views of the side bar as icons, and the account and the settings at the foot. */
export function ActivityBar({ workbench, account }: { workbench: StoreApi<WorkbenchState>; account: ReactNode }) {
  const { commands, keybindings, views, workspace } = useServices();
  const shown = useStore(views).filter(
    ({ location, icon }) => location === 'sideBar' || (location === 'aside' && icon !== undefined),
  );
  const page = useStore(workspace, (state) => state.page);
  const open = useStore(workspace, (state) => state.status === 'open');
  useStore(keybindings.state, (state) => state.bindings);
  return (
    <nav className="activity-bar" aria-label={t('Views')} data-region="activity-bar" onKeyDown={stepWithArrows}>
      <div className="activity-bar-list">
        {open ? shown.map((view) => <ViewButton key={view.id} view={view} workbench={workbench} />) : null}
      </div>
      <span className="activity-bar-space" />
      {account}
      <button
        type="button"
        className="activity-bar-button"
        aria-label={t('Settings')}
        aria-pressed={page === 'settings'}
        data-tooltip={t('Settings')}
        data-tooltip-side="right"
        data-tooltip-keys={keybindings.keysOf('workbench.action.openSettings') ?? undefined}
        onClick={() => {
          if (page === 'settings') workspace.setState({ page: null });
          else void commands.run('workbench.action.openSettings');
        }}
      >
        <Settings2 className="icon-large" aria-hidden="true" />
      </button>
    </nav>
  );
}

const noBadge = createStore<number | null>(() => null);

function ViewButton({ view, workbench }: { view: View; workbench: StoreApi<WorkbenchState> }) {
  const { keybindings, views, workspace } = useServices();
  const current = useStore(workspace, ({ aside, sideBar, page }) =>
    view.location === 'aside'
      ? aside.visible && aside.view === view.id
      : sideBar.visible && sideBar.view === view.id && page === null,
  );
  const toggle = () => {
    if (view.location === 'sideBar') toggleSideBar(workspace, workbench, view.id);
    else if (current) hideAside(workspace);
    else showAside(workspace, views, view.id);
  };
  const badge = useStore(view.badge ?? noBadge);
  const Icon = view.icon;
  return (
    <button
      type="button"
      className="activity-bar-button"
      aria-label={badge === null ? view.title : `${view.title}, ${badge}`}
      aria-pressed={current}
      data-tooltip={view.title}
      data-tooltip-side="right"
      data-tooltip-keys={(view.command && keybindings.keysOf(view.command)) ?? undefined}
      onClick={toggle}
    >
      {Icon ? <Icon className="icon-large" aria-hidden="true" /> : null}
      {badge === null ? null : <span className="activity-bar-badge">{badge}</span>}
    </button>
  );
}

function stepWithArrows(event: KeyboardEvent<HTMLElement>) {
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
  // Menus and dialogs of a button are its children here, though not on the page.
  if (step === 0 || !event.currentTarget.contains(event.target as Node)) return;
  const buttons = [...event.currentTarget.querySelectorAll('button')];
  const at = buttons.indexOf(document.activeElement as HTMLButtonElement);
  buttons[(at + step + buttons.length) % buttons.length]?.focus();
  event.preventDefault();
}
