import type { DockviewPanelApi } from 'dockview-react';
import { Suspense, useCallback } from 'react';
import { ErrorBoundary } from '../../../ui/error-boundary.tsx';
import type { PanelParams } from '../area/panel-params.ts';
import { usePanelVisible } from '../area/panel-visible.ts';
import { useEditorParts } from '../parts.ts';

/** A tab that a feature fills. */
export function ViewPanel({ api, params }: { api: DockviewPanelApi; params: PanelParams }) {
  const { session } = useEditorParts();
  const visible = usePanelVisible(api);
  const view = session.views.get(params.subject ?? '');
  const close = useCallback(() => {
    const panel = session.area.state.getState().panels.find(({ id }) => id === api.id);
    if (panel) session.closePanel(panel);
  }, [session, api]);
  if (!view) return null;
  return (
    <div className="document-panel">
      <ErrorBoundary what={view.title(params.document)}>
        <Suspense>
          <view.Component document={params.document} close={close} active={visible} />
        </Suspense>
      </ErrorBoundary>
    </div>
  );
}
