import { ListTree } from 'lucide-react';
import { createElement } from 'react';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { LanguageServer } from '../../../contract/desktop/languages.ts';
import { createDisposables, type Disposable } from '../../app/disposable.ts';
import { late } from '../../app/late.ts';
import type { LanguagesService, Services } from '../../app/services.ts';
import { showSideBar } from '../../app/side-bar.ts';
import type { WorkbenchState } from '../../app/workbench-state.ts';
import { t } from '../../localize.ts';
import { createCallHierarchy } from './calls/call-hierarchy.ts';
import { languageCommands } from './language-commands.ts';
import type { LanguageSession } from './language-session.ts';
import { ServerStatus } from './server-status.tsx';

const OutlineView = late(() => import('./outline/outline-view.tsx'));

export interface LanguagesFeature extends Disposable {
  readonly service: LanguagesService;
}

/** Answers with the session as soon as it is there. */
export type LoadSession = () => Promise<LanguageSession>;

/** Builds what works with language servers. Nothing large is loaded before the first text is open. */
export function createLanguagesFeature(services: Services, workbench: StoreApi<WorkbenchState>): LanguagesFeature {
  const { editor, views, commands, statusItems } = services;
  const ends = createDisposables();
  const servers = createStore<readonly LanguageServer[]>(() => []);
  let loading: Promise<LanguageSession> | null = null;
  let ended = false;

  const load: LoadSession = () => {
    loading ??= Promise.all([import('./language-session.ts'), import('../../monaco/monaco.ts')]).then(
      ([{ createLanguageSession }, host]) => {
        const session = createLanguageSession(services, host);
        if (ended) session.dispose();
        else ends.add(session);
        servers.setState(session.client.servers.getState(), true);
        ends.addFunction(session.client.servers.subscribe((now) => servers.setState(now, true)));
        return session;
      },
    );
    return loading;
  };
  const loadWithText = () => {
    if (loading || editor.liveTexts().length === 0) return;
    load().catch(reportError);
  };
  ends.addFunction(editor.state.subscribe(loadWithText));
  loadWithText();

  const calls = createCallHierarchy(services, load);
  ends.add(calls);
  ends.add(commands.register(...languageCommands(services, { load, servers, calls })));
  ends.add(
    statusItems.register({
      id: 'languages.server',
      side: 'document',
      order: 90,
      Component: ServerStatus.bind(null, { servers }),
    }),
  );
  ends.add(
    views.register({
      id: 'outline',
      title: t('Outline'),
      location: 'sideBar',
      icon: ListTree,
      order: 60,
      command: 'outline.focus',
      Component: OutlinePane,
    }),
  );
  ends.add(
    commands.register({
      id: 'outline.focus',
      title: t('Show outline'),
      category: t('View'),
      when: 'projectOpen',
      menus: [{ menu: 'view', group: '2_views', order: 4 }],
      run: () => showSideBar(services.workspace, workbench, 'outline'),
    }),
  );

  return {
    service: {
      async workspaceSymbols(query, signal) {
        return (await load()).workspaceSymbols(query, signal);
      },
    },
    dispose() {
      ended = true;
      ends.dispose();
    },
  };
}

function OutlinePane() {
  return createElement(OutlineView);
}
