import { createElement, type FunctionComponent } from 'react';
import type { StoreApi } from 'zustand/vanilla';
import { createDisposables, type Disposable } from '../../app/disposable.ts';
import type { Services } from '../../app/services.ts';
import { createCommentsPart } from './comments/comments-part.ts';
import { createHistoryPart } from './history/index.ts';
import { createLiveSessions } from './live/live-sessions.ts';
import { createLocksPart } from './locks/locks-part.ts';
import { createPeopleInFiles } from './presence/index.ts';
import { linkTo } from './share/join-link.ts';
import { createSessionNotices } from './share/session-notices.ts';
import { SessionStatus } from './share/session-status.tsx';
import { shareCommands } from './share/share-commands.ts';
import type { ShareParts } from './share/share-parts.ts';
import { createSharing } from './share/share-state.ts';
import { createPastSessions } from './talk/past-session.ts';
import { createTalkNotices } from './talk/talk-notices.ts';
import { createTalkPart } from './talk/talk-part.ts';

/** The session of a window and everything that people see and do in it. `badge` says how many others are there. */
export function createWindowSession(
  services: Services,
  badge: StoreApi<number | null>,
): Disposable & { readonly share: ShareParts } {
  const { commands, contextKeys, shellEvents, statusItems } = services;
  const ends = createDisposables();
  const sessions = ends.add(createLiveSessions(services));
  const past = ends.add(createPastSessions(sessions));
  const share: ShareParts = {
    sessions,
    sharing: ends.add(createSharing(sessions)),
    places: ends.add(createPeopleInFiles(sessions)),
  };
  contextKeys.set('sessionLive', false);
  contextKeys.set('sessionOwner', false);
  ends.add(
    sessions.follow((live) => {
      contextKeys.set('sessionLive', true);
      contextKeys.set('sessionOwner', live.own !== null);
      const count = () => badge.setState(Math.max(0, live.state.getState().people.length - 1) || null, true);
      const stop = live.state.subscribe(count);
      count();
      return {
        dispose() {
          stop();
          badge.setState(null, true);
          contextKeys.set('sessionLive', false);
          contextKeys.set('sessionOwner', false);
        },
      };
    }),
  );
  ends.add(createHistoryPart(sessions, past));
  ends.add(commands.register(...shareCommands(services, share)));
  ends.add(
    statusItems.register({
      id: 'session',
      side: 'project',
      order: 40,
      Component: shown(() => createElement(SessionStatus, { parts: share })),
    }),
  );
  const notices = createTalkNotices(services, (notification) => services.shell.system.notify(notification));
  ends.add(createSessionNotices(sessions, notices));
  ends.add(createCommentsPart(sessions, past, notices));
  ends.add(createTalkPart(sessions, past, notices));
  ends.add(createLocksPart(sessions));
  ends.add(
    shellEvents.listen((event) => {
      if (event.type === 'notification.chosen') notices.chosen(event.id);
      if (event.type === 'join.requested') sessions.joining.show(linkTo(event.code, event.server));
    }),
  );
  return { share, dispose: ends.dispose };
}

/** A view that is made once for the window. */
function shown(view: FunctionComponent): FunctionComponent {
  return view;
}
