import { type CSSProperties, Suspense } from 'react';
import { useStore } from 'zustand';
import { inSentence, t } from '../localize.ts';
import { ErrorBoundary } from '../ui/error-boundary.tsx';
import { Resizer } from '../ui/resizer.tsx';
import { initialAsideWidth } from './aside-width.ts';
import { useServices } from './services.ts';
import './aside.css';

const minimumAsideWidth = 280;
const minimumEditorWidth = 240;

/** The pane beside the editor: what is looked at while the code is written. */
export function Aside() {
  const { views, workspace } = useServices();
  const aside = useStore(workspace, (state) => state.aside);
  const view = useStore(views, (all) => all.find(({ id, location }) => location === 'aside' && id === aside.view));
  if (!aside.visible || !view) return null;
  const maximum = Math.max(minimumAsideWidth, window.innerWidth - minimumEditorWidth);
  return (
    <aside
      className="workbench-aside"
      aria-label={view.title}
      data-region={view.id}
      style={{ '--workbench-aside-width': `${Math.min(aside.width, maximum)}px` } as CSSProperties}
    >
      <Resizer
        orientation="vertical"
        label={t('Width of the {{view}}', { view: inSentence(view.title) })}
        reversed
        value={aside.width}
        minimum={minimumAsideWidth}
        maximum={maximum}
        initial={view.initialWidth ?? initialAsideWidth}
        onResize={(width) => workspace.setState({ aside: { ...workspace.getState().aside, width } })}
      />
      <div className="workbench-aside-view">
        <ErrorBoundary what={view.title} key={view.id}>
          <Suspense>
            <view.Component />
          </Suspense>
        </ErrorBoundary>
      </div>
    </aside>
  );
}
