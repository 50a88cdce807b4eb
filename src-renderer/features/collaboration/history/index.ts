import { type ComponentProps, createElement } from 'react';
import { createDisposables, type Disposable } from '../../../app/disposable.ts';
import { messageOf } from '../../../app/error-message.ts';
import { late } from '../../../app/late.ts';
import { t } from '../../../localize.ts';
import type { Collaboration } from '../live/live-session.ts';
import type { PastSessions } from '../talk/past-session.ts';
import { type Absence, followAbsence } from './away.ts';
import { createHistoryActions, type LiveHistory } from './history-actions.ts';
import { historyCommands } from './history-commands.ts';
import { createHistoryStore } from './history-store.ts';
import { HistoryTools } from './history-tools.tsx';
import { createVersionKeeper } from './version-keeper.ts';
import { namesOf } from './words.ts';

const VersionsPanel = late(() => import('./versions-panel.tsx'));
const versionsView = 'versions';
/** Milliseconds after a save in which more files may be saved. */
const oneSaveFor = 400;

/** Versions: kept while people work together, shown, compared, restored and committed. */
export function createHistoryPart(collaboration: Collaboration, past: PastSessions): Disposable {
  const { services } = collaboration;
  const { commands, core, editor, notifications, views, workspace } = services;
  const ends = createDisposables();
  const store = ends.add(createHistoryStore(services));
  let current: LiveHistory | null = null;
  const actions = createHistoryActions(services, store, () => current, past);
  const failed = (title: string) => (error: unknown) => notifications.warning(title, { detail: messageOf(error) });

  const show = () => {
    const { panel } = workspace.getState();
    workspace.setState({
      panel: { ...panel, visible: true, view: versionsView, height: Math.max(panel.height, 260) },
      page: null,
    });
    store.requestFocus();
  };
  const tellOfAbsence = ({ from, to, changes, authors }: Absence) => {
    const count = changes.length;
    notifications.info(t('{{count}} files have changed while you were away', { count }), {
      detail:
        authors.length > 0
          ? t('By {{names}}', { names: namesOf(authors, null) })
          : changes
              .slice(0, 3)
              .map(({ path }) => path)
              .join(', '),
      actions: [
        {
          title: t('Show changes'),
          run() {
            store.select(from);
            store.extend(to);
            show();
          },
        },
      ],
    });
  };

  ends.add(
    collaboration.follow((live) => {
      const parts = createDisposables();
      const keeper = parts.add(
        createVersionKeeper({ core, live, failed: failed(t('No versions of the session are kept now')) }),
      );
      parts.add(keeper.kept.listen(store.add));
      parts.add(
        followAbsence({
          core,
          live,
          keeper,
          returned: tellOfAbsence,
          failed: failed(t('What changed while you were away could not be found out')),
        }),
      );
      let saving: ReturnType<typeof setTimeout> | undefined;
      parts.add(
        editor.beforeSave(async (document) => {
          if (!live.session.files.find(document)) return;
          clearTimeout(saving);
          saving = setTimeout(() => {
            keeper.keep('saved').catch(failed(t('The version was not saved')));
          }, oneSaveFor);
        }),
      );
      parts.addFunction(() => clearTimeout(saving));
      current = { live, keeper };
      store.follow({ id: live.sessionId, name: live.name, live: true, self: live.me.person });
      return {
        dispose() {
          current = null;
          parts.dispose();
          store.follow(null);
        },
      };
    }),
  );
  ends.add(commands.register(...historyCommands(store, actions, show)));
  ends.add(
    views.register({
      id: versionsView,
      title: t('Versions'),
      location: 'panel',
      order: 70,
      command: 'collaboration.history.show',
      Tools: HistoryTools.bind(null, { store }),
      Component: VersionsRoot.bind(null, { store }),
    }),
  );
  return ends;
}

function VersionsRoot(props: ComponentProps<typeof VersionsPanel>) {
  return createElement(VersionsPanel, props);
}
