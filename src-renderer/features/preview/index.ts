import { type ComponentType, createElement, lazy } from 'react';
import { createDisposables, type Disposable } from '../../app/disposable.ts';
import type { Services } from '../../app/services.ts';
import { t } from '../../localize.ts';
import { previewCommands } from './preview-commands.ts';
import { createPreviewSession, type PreviewSession } from './session.ts';

/** The preview: its pane beside the editor, loaded when it is first shown, and its commands. */
export function createPreviewFeature(services: Services): Disposable {
  const { commands, contextKeys, views, workspace } = services;
  const ends = createDisposables();
  const session = ends.add(createPreviewSession(services));
  const View = lazy(() => import('./preview-view.tsx'));
  ends.add(
    views.register({
      id: 'preview',
      title: t('Preview'),
      location: 'aside',
      order: 10,
      command: 'preview.open',
      Component: PreviewRoot.bind(null, { session, View }),
    }),
  );
  ends.add(commands.register(...previewCommands(services, session)));
  const keep = () => contextKeys.set('previewVisible', workspace.getState().aside.visible);
  keep();
  ends.addFunction(workspace.subscribe(keep));
  return ends;
}

interface PreviewRootProps {
  readonly session: PreviewSession;
  readonly View: ComponentType<{ readonly session: PreviewSession }>;
}

function PreviewRoot({ session, View }: PreviewRootProps) {
  return createElement(View, { session });
}
