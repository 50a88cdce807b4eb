import { createElement } from 'react';
import { createDisposables, type Disposable } from '../../app/disposable.ts';
import { late } from '../../app/late.ts';
import type { Services } from '../../app/services.ts';
import { t } from '../../localize.ts';
import { generateCommands } from './generate-commands.ts';
import { createGenerateSession, type GenerateSession } from './generate-session.ts';
import { GenerateStatus } from './generate-status.tsx';

export type { GenerateSession };

const LazyView = late(() => import('./generate-view.tsx'));
const LazyUnfinished = late(() => import('./unfinished.tsx'));

function GeneratePage({ session }: { session: GenerateSession }) {
  return createElement(LazyView, { session });
}

/** Projects that were begun and are not opened yet, loaded when there are some. */
export function UnfinishedProjects({ session }: { session: GenerateSession }) {
  return createElement(LazyUnfinished, { session });
}

/** Making projects from prompts: the page, its commands, and what the status bar says meanwhile. */
export function createGenerateFeature(services: Services): Disposable & { readonly session: GenerateSession } {
  const { commands, contextKeys, statusItems, views } = services;
  const ends = createDisposables();
  const session = ends.add(createGenerateSession(services));
  ends.add(
    views.register({
      id: 'generate',
      title: t('New project'),
      location: 'page',
      order: 20,
      Component: GeneratePage.bind(null, { session }),
    }),
  );
  ends.add(
    statusItems.register({
      id: 'generate',
      side: 'project',
      order: 90,
      always: true,
      Component: GenerateStatus.bind(null, { session }),
    }),
  );
  ends.add(commands.register(...generateCommands(services, session)));
  const keep = () => contextKeys.set('generating', session.state.getState().working !== null);
  keep();
  ends.addFunction(session.state.subscribe(keep));
  return { session, dispose: ends.dispose };
}
