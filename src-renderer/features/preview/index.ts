import { type ComponentType, createElement } from 'react';
import { isAsideShown } from '../../app/aside-view.ts';
import { createDisposables, type Disposable } from '../../app/disposable.ts';
import { late } from '../../app/late.ts';
import type { Services } from '../../app/services.ts';
import { t } from '../../localize.ts';
import { withCallers } from './console-entries.ts';
import { previewCommands } from './preview-commands.ts';
import { createPreviewSession, type PreviewSession } from './session.ts';

export type { ConsoleEntry } from './console-entries.ts';

/** More messages of the page than these say nothing more. */
const mostMessages = 100;

/** The preview: its pane beside the editor, loaded when it is first shown, and its commands. */
export function createPreviewFeature(services: Services): Disposable & {
  /** What the page has written, latest last; empty when nothing. */
  messages(): string;
} {
  const { commands, contextKeys, views, workspace } = services;
  const ends = createDisposables();
  const session = ends.add(createPreviewSession(services));
  const View = late(() => import('./preview-view.tsx'));
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
  const keep = () => contextKeys.set('previewVisible', isAsideShown(workspace, 'preview'));
  keep();
  ends.addFunction(workspace.subscribe(keep));
  return {
    messages: () => session.state.getState().entries.slice(-mostMessages).map(withCallers).join('\n'),
    dispose: ends.dispose,
  };
}

interface PreviewRootProps {
  readonly session: PreviewSession;
  readonly View: ComponentType<{ readonly session: PreviewSession }>;
}

function PreviewRoot({ session, View }: PreviewRootProps) {
  return createElement(View, { session });
}
