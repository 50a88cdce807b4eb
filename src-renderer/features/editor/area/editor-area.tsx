import {
  type DockviewApi,
  DockviewReact,
  type DockviewReadyEvent,
  type DockviewTheme,
  type IDockviewPanelHeaderProps,
  type IDockviewPanelProps,
} from 'dockview-react';
import { t } from '../../../localize.ts';
import 'dockview-react/dist/styles/dockview.css';
import { useCallback, useEffect, useRef } from 'react';
import { useEditorParts } from '../parts.ts';
import { ComparePanel } from '../views/compare-panel.tsx';
import { DocumentPanel } from '../views/document-panel.tsx';
import { ViewPanel } from '../views/view-panel.tsx';
import { EditorTab } from './editor-tab.tsx';
import { EmptyArea } from './empty-area.tsx';
import { GroupTools } from './group-tools.tsx';
import type { PanelParams } from './panel-params.ts';
import { RecentSwitcher } from './recent-switcher.tsx';
import { listenToTabs } from './tab-events.ts';
import './editor-area.css';

const theme: DockviewTheme = {
  name: 'flashfusion',
  className: 'dockview-theme-flashfusion',
  dndOverlayMounting: 'absolute',
  dndPanelOverlay: 'content',
  dndTabIndicator: 'line',
  tabGroupIndicator: 'none',
};

const components = {
  document: (props: IDockviewPanelProps<PanelParams & Record<string, unknown>>) => (
    <DocumentPanel api={props.api} params={props.params} />
  ),
  compare: (props: IDockviewPanelProps<PanelParams & Record<string, unknown>>) => (
    <ComparePanel api={props.api} params={props.params} />
  ),
  view: (props: IDockviewPanelProps<PanelParams & Record<string, unknown>>) => (
    <ViewPanel api={props.api} params={props.params} />
  ),
};

const tabComponents = {
  document: (props: IDockviewPanelHeaderProps<PanelParams & Record<string, unknown>>) => (
    <EditorTab api={props.api} params={props.params} />
  ),
};

/** Tabs and splits of what is open. */
export default function EditorArea() {
  const parts = useEditorParts();
  const { session } = parts;
  const root = useRef<HTMLDivElement>(null);
  const detach = useRef<() => void>(undefined);
  const onReady = useCallback(
    ({ api }: DockviewReadyEvent) => {
      detach.current?.();
      const attachment = session.area.attach(api);
      const names = nameTabBars(api);
      detach.current = () => {
        names();
        attachment.dispose();
      };
    },
    [session],
  );
  useEffect(
    () => () => {
      detach.current?.();
      detach.current = undefined;
    },
    [],
  );
  useEffect(() => {
    if (!root.current) return;
    const listening = listenToTabs(root.current, parts);
    return () => listening.dispose();
  }, [parts]);
  return (
    <div className="editor-area" ref={root}>
      <DockviewReact
        theme={theme}
        components={components}
        tabComponents={tabComponents}
        rightHeaderActionsComponent={GroupTools}
        watermarkComponent={EmptyArea}
        onReady={onReady}
        disableFloatingGroups
        noPanelsOverlay="watermark"
        dndStrategy="html5"
        hideBorders={false}
        announcements={false}
      />
      <RecentSwitcher />
    </div>
  );
}

/** Gives every tab bar a name of its own for screen readers. */
function nameTabBars(api: DockviewApi): () => void {
  const name = () => {
    for (const [index, group] of api.groups.entries()) {
      group.element
        .querySelector('[role="tablist"]')
        ?.setAttribute(
          'aria-label',
          api.groups.length === 1 ? t('Open files') : t('Open files, group {{number}}', { number: index + 1 }),
        );
    }
  };
  name();
  const listener = api.onDidLayoutChange(name);
  return () => listener.dispose();
}
