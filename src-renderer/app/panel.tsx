import { ChevronDown, ChevronUp, X } from 'lucide-react';
import { type CSSProperties, type KeyboardEvent, Suspense, useState } from 'react';
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import { t } from '../localize.ts';
import { IconButton } from '../ui/button.tsx';
import { ErrorBoundary } from '../ui/error-boundary.tsx';
import { Resizer } from '../ui/resizer.tsx';
import { CommandButton } from './command-button.tsx';
import { useServices } from './services.ts';
import type { View } from './views.ts';
import './panel.css';

export const initialPanelHeight = 172;
const minimumPanelHeight = 96;

/** The panel below the editor: its views as tabs. */
export function Panel() {
  const { views, workspace } = useServices();
  const panelViews = useStore(views).filter(({ location }) => location === 'panel');
  const panel = useStore(workspace, (state) => state.panel);
  const [heightBefore, setHeightBefore] = useState<number | null>(null);
  const current = panelViews.find(({ id }) => id === panel.view) ?? panelViews[0];
  if (!current) return null;
  const maximum = Math.max(minimumPanelHeight, window.innerHeight - 220);
  const setHeight = (height: number) => workspace.setState({ panel: { ...workspace.getState().panel, height } });
  const toggleMaximized = () => {
    setHeightBefore(heightBefore === null ? panel.height : null);
    setHeight(heightBefore ?? maximum);
  };
  const select = (view: string) => workspace.setState({ panel: { ...panel, view } });
  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (step === 0) return;
    const at = panelViews.indexOf(current);
    const next = panelViews[(at + step + panelViews.length) % panelViews.length];
    if (next) select(next.id);
    event.preventDefault();
  };
  return (
    <section
      className="workbench-panel"
      aria-label={t('Panel')}
      data-region="panel"
      style={{ '--workbench-panel-height': `${panel.height}px` } as CSSProperties}
    >
      <Resizer
        orientation="horizontal"
        label={t('Height of the panel')}
        reversed
        value={panel.height}
        minimum={minimumPanelHeight}
        maximum={maximum}
        initial={initialPanelHeight}
        onResize={(height) => {
          setHeightBefore(null);
          setHeight(height);
        }}
      />
      <header className="panel-head">
        <div className="panel-tabs" role="tablist" aria-label={t('Panel views')} tabIndex={-1} onKeyDown={onKeyDown}>
          {panelViews.map((view) => (
            <PanelTab key={view.id} view={view} current={view === current} onSelect={() => select(view.id)} />
          ))}
        </div>
        {current.Tools ? (
          <div className="panel-tools">
            <Suspense fallback={null}>
              <current.Tools />
            </Suspense>
          </div>
        ) : null}
        <IconButton
          label={heightBefore === null ? t('Maximise panel') : t('Restore panel')}
          aria-expanded={heightBefore !== null}
          onClick={toggleMaximized}
        >
          {heightBefore === null ? <ChevronUp aria-hidden="true" /> : <ChevronDown aria-hidden="true" />}
        </IconButton>
        <CommandButton command="workbench.action.closePanel" icon={X} label={t('Close panel')} />
      </header>
      <div className="panel-view" role="tabpanel" id={`panel-view-${current.id}`} aria-label={current.title}>
        <ErrorBoundary what={current.title} key={current.id}>
          <Suspense fallback={null}>
            <current.Component />
          </Suspense>
        </ErrorBoundary>
      </div>
    </section>
  );
}

const noBadge = createStore<number | null>(() => null);

function PanelTab({ view, current, onSelect }: { view: View; current: boolean; onSelect: () => void }) {
  const badge = useStore(view.badge ?? noBadge);
  return (
    <button
      type="button"
      role="tab"
      className="panel-tab"
      aria-selected={current}
      aria-controls={current ? `panel-view-${view.id}` : undefined}
      tabIndex={current ? 0 : -1}
      onClick={onSelect}
    >
      {view.title}
      {badge === null ? null : <span className="panel-badge">{badge}</span>}
    </button>
  );
}
