import {
  type ComponentType,
  type CSSProperties,
  type KeyboardEvent,
  type ReactNode,
  Suspense,
  useEffect,
  useState,
} from 'react';
import { useStore } from 'zustand';
import type { StoreApi } from 'zustand/vanilla';
import { t } from '../localize.ts';
import { ErrorBoundary } from '../ui/error-boundary.tsx';
import { Recovering } from '../ui/recovering.tsx';
import { Resizer } from '../ui/resizer.tsx';
import { TooltipLayer } from '../ui/tooltip.tsx';
import { ActivityBar } from './activity-bar.tsx';
import { Aside } from './aside.tsx';
import type { DialogQueue } from './dialogs.ts';
import { late } from './late.ts';
import type { NoticeCentre } from './notifications.ts';
import { Panel } from './panel.tsx';
import { RestrictedBanner } from './restricted-banner.tsx';
import { useServices } from './services.ts';
import { StatusBar } from './status-bar.tsx';
import { TitleBar } from './title-bar.tsx';
import type { WindowState } from './window-state.ts';
import type { WorkbenchState } from './workbench-state.ts';
import './workbench.css';

const DialogLayer = late(() => import('./dialog-layer.tsx'));
const NoticeLayer = late(() => import('./notice-layer.tsx'));

/** What lies over a page and takes Escape before it. */
const floating = '.menu, .dialog, .notice-list, .palette, .shortcut-sheet';

export const initialSideBarWidth = 256;
const minimumSideBarWidth = 168;
const minimumEditorWidth = 480;

interface WorkbenchProps {
  readonly windowState: StoreApi<WindowState>;
  readonly workbench: StoreApi<WorkbenchState>;
  readonly notices: NoticeCentre;
  readonly dialogs: DialogQueue;
  readonly EditorArea: ComponentType;
  /** At the foot of the activity bar. */
  readonly account: ReactNode;
  /** In the title bar: who is here, and sharing. */
  readonly session: ReactNode;
  readonly welcome: ReactNode;
  /** Below the title bar, when there is something to say of the whole window. */
  readonly banner?: ReactNode;
  /** What features float over the window: the palette, their dialogs. */
  readonly floating: ReactNode;
}

/** The whole window. */
export function Workbench(props: WorkbenchProps) {
  const { windowState, workbench, notices, dialogs, session, banner, floating } = props;
  const { workspace } = useServices();
  const zen = useStore(workspace, (state) => state.zenMode);
  const focused = useStore(windowState, (state) => state.focused);
  const openDialogs = useStore(dialogs.queue);
  const names = ['workbench'];
  if (zen) names.push('workbench-zen');
  if (!focused) names.push('window-unfocused');
  return (
    <div className={names.join(' ')}>
      <TitleBar windowState={windowState} workbench={workbench} session={<Recovering>{session}</Recovering>} />
      {banner}
      <RestrictedBanner />
      <WorkbenchBody {...props} />
      <Recovering>
        <StatusBar notices={notices} workbench={workbench} />
      </Recovering>
      <Recovering>{floating}</Recovering>
      <Recovering>{openDialogs[0] ? <DialogLayer dialog={openDialogs[0]} /> : null}</Recovering>
      <Recovering>
        <NoticesWhenNeeded centre={notices} />
      </Recovering>
      <TooltipLayer />
    </div>
  );
}

/** Most windows raise no notice in their first seconds, so what shows them is loaded with the first one. */
function NoticesWhenNeeded({ centre }: { centre: NoticeCentre }) {
  const [needed, setNeeded] = useState(false);
  const any = useStore(centre.state, ({ notices }) => notices.length > 0);
  if (any && !needed) setNeeded(true);
  return needed ? <NoticeLayer centre={centre} /> : null;
}

function WorkbenchBody({ workbench, EditorArea, account, welcome }: WorkbenchProps) {
  const { commands, editor, views, workspace } = useServices();
  const report = () => void commands.run('workbench.action.createDiagnosticsReport');
  const status = useStore(workspace, (state) => state.status);
  const project = useStore(workspace, (state) => state.project);
  const hasDocuments = useStore(editor.state, ({ documents }) => documents.size > 0);
  const panelVisible = useStore(workspace, (state) => state.panel.visible && !state.zenMode);
  const page = useStore(workspace, (state) => state.page);
  const pageView = useStore(views, (all) => all.find(({ id, location }) => location === 'page' && id === page));
  const hasProject = status === 'open' || status === 'opening';
  const showsEditor = hasProject || hasDocuments;
  return (
    <div className="workbench-body">
      <ActivityBar workbench={workbench} account={<Recovering>{account}</Recovering>} />
      {hasProject && !pageView ? <SideBar workbench={workbench} /> : null}
      <main className="workbench-main">
        {project && !pageView ? <h1 className="visually-hidden">{project.name}</h1> : null}
        {pageView?.id === 'settings' ? <h1 className="visually-hidden">{pageView.title}</h1> : null}
        {pageView ? (
          <Page title={pageView.title} View={pageView.Component} />
        ) : status === 'welcome' && !showsEditor ? (
          <div className="workbench-page" data-region="page">
            <ErrorBoundary what={t('The welcome view')}>
              <Suspense>{welcome}</Suspense>
            </ErrorBoundary>
          </div>
        ) : null}
        {/* Kept in place below a page, so that the editor is as it was when the page closes. */}
        <div className="workbench-editor" data-region="editor" hidden={pageView !== undefined || !showsEditor}>
          <ErrorBoundary what={t('The editor')} onReport={report}>
            <EditorArea />
          </ErrorBoundary>
        </div>
        {hasProject && panelVisible && !pageView ? <Panel /> : null}
      </main>
      {hasProject ? <Aside /> : null}
    </div>
  );
}

function Page({ title, View }: { title: string; View: ComponentType }) {
  const { commands, workspace } = useServices();
  const report = () => void commands.run('workbench.action.createDiagnosticsReport');
  useEffect(() => {
    let covered = false;
    // What lies over the page may be gone by the time that the key comes out again.
    const onKeyDownFirst = () => {
      covered = document.querySelector(floating) !== null;
    };
    const onKeyDownLast = (event: globalThis.KeyboardEvent) => {
      if (event.key !== 'Escape' || event.defaultPrevented || covered) return;
      workspace.setState({ page: null });
    };
    window.addEventListener('keydown', onKeyDownFirst, { capture: true });
    window.addEventListener('keydown', onKeyDownLast);
    return () => {
      window.removeEventListener('keydown', onKeyDownFirst, { capture: true });
      window.removeEventListener('keydown', onKeyDownLast);
    };
  }, [workspace]);
  return (
    <section className="workbench-page" aria-label={title} data-region="page">
      <ErrorBoundary what={title} onReport={report}>
        <Suspense>
          <View />
        </Suspense>
      </ErrorBoundary>
    </section>
  );
}

function SideBar({ workbench }: { workbench: StoreApi<WorkbenchState> }) {
  const { commands, views, workspace } = useServices();
  const report = () => void commands.run('workbench.action.createDiagnosticsReport');
  const sideBar = useStore(workspace, (state) => state.sideBar);
  const zen = useStore(workspace, (state) => state.zenMode);
  const drawerOpen = useStore(workbench, (state) => state.drawerOpen);
  const view = useStore(views, (all) => all.find(({ id, location }) => location === 'sideBar' && id === sideBar.view));
  if (!sideBar.visible || !view || zen) return null;
  const maximum = Math.max(minimumSideBarWidth, window.innerWidth - minimumEditorWidth);
  const closeDrawer = () => workbench.setState({ drawerOpen: false });
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape' && drawerOpen) closeDrawer();
  };
  return (
    <>
      <aside
        className={drawerOpen ? 'workbench-side-bar workbench-side-bar-drawer' : 'workbench-side-bar'}
        aria-label={view.title}
        data-region="side-bar"
        onKeyDown={onKeyDown}
        style={{ '--workbench-side-bar-width': `${sideBar.width}px` } as CSSProperties}
      >
        <div className="workbench-side-bar-view">
          <ErrorBoundary what={view.title} key={view.id} onReport={report}>
            <view.Component />
          </ErrorBoundary>
        </div>
        <Resizer
          orientation="vertical"
          label={t('Width of the side bar')}
          value={sideBar.width}
          minimum={minimumSideBarWidth}
          maximum={maximum}
          initial={initialSideBarWidth}
          onResize={(width) => workspace.setState({ sideBar: { ...workspace.getState().sideBar, width } })}
        />
      </aside>
      {drawerOpen ? <div className="workbench-drawer-scrim" onPointerDown={closeDrawer} /> : null}
    </>
  );
}

/** The frame alone, for the moments before anything is known. */
export function WorkbenchSkeleton({ withSideBar }: { withSideBar: boolean }) {
  return (
    <div className="workbench" aria-busy="true">
      <header className="title-bar" />
      <div className="workbench-body">
        <nav className="activity-bar" aria-label={t('Views')} />
        {withSideBar ? <div className="workbench-skeleton-side" /> : null}
        <div className="workbench-skeleton" />
      </div>
      <footer className="status-bar" />
    </div>
  );
}
