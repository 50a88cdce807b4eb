import { type ComponentType, createElement } from 'react';
import { createStore, type StoreApi } from 'zustand/vanilla';
import { createDisposables, type Disposable } from '../../../app/disposable.ts';
import { messageOf } from '../../../app/error-message.ts';
import { late } from '../../../app/late.ts';
import type { Services } from '../../../app/services.ts';
import { t } from '../../../localize.ts';
import type { Collaboration, LiveSession } from '../live/live-session.ts';
import { followPeople } from './follow-people.ts';
import { once, type PastSession, type PastSessions } from './past-session.ts';
import { PastView } from './past-view.tsx';
import type { TalkContext } from './talk-context.ts';
import type { TalkNotices } from './talk-notices.ts';
import { createUnread } from './unread.ts';
import { firstLineOf } from './words.ts';

const ChatView = late(() => import('./chat-view.tsx'));
const ActivityView = late(() => import('./activity-view.tsx'));

/** The session's chat and what happened in it: views in the panel, and commands; of the last one while the window is in none. */
export function createTalkPart(collaboration: Collaboration, past: PastSessions, notices: TalkNotices): Disposable {
  const ends = createDisposables();
  ends.add(past.follow((last) => showPastTalk(collaboration.services, last)));
  ends.add(collaboration.follow((live) => showTalk(collaboration.services, live, notices)));
  return ends;
}

function showPastTalk(services: Services, past: PastSession): Disposable {
  const context = once(async (): Promise<TalkContext> => {
    const live = await past.open();
    return {
      live,
      ended: true,
      unread: createUnread({ name: `${past.id}.chat`, me: live.me.person, storage: localStorage, now: Date.now() }),
      draft: createStore<string>(() => ''),
      focusRequests: createStore<number>(() => 0),
      focused: createStore<boolean>(() => true),
      openFile: async (path) => void (await services.editor.open(path, { projectId: past.projectId })),
      showThread: (thread) => services.commands.run('collaboration.showThread', thread),
      attempt: async (_title, work) => void (await work()),
    };
  });
  const view = (View: TalkView) => PastTalk.bind(null, { open: context, View });
  return showTalkViews(services, { chat: view(ChatView), activity: view(ActivityView) }, {});
}

type TalkView = ComponentType<{ context: TalkContext }>;

function PastTalk(props: { open: () => Promise<TalkContext>; View: TalkView }) {
  return createElement(PastView<TalkContext>, props);
}

/** `showChat` is called after the chat has been shown. */
function showTalkViews(
  { commands, views, workspace }: Services,
  shown: { readonly chat: ComponentType; readonly activity: ComponentType },
  more: { readonly badge?: StoreApi<number | null>; readonly showChat?: () => void },
): Disposable {
  const ends = createDisposables();
  const showView = (view: string) =>
    workspace.setState({ panel: { ...workspace.getState().panel, visible: true, view }, page: null });
  ends.add(
    views.register({
      id: 'chat',
      title: t('Chat'),
      location: 'panel',
      order: 61,
      command: 'collaboration.showChat',
      ...(more.badge ? { badge: more.badge } : {}),
      Component: shown.chat,
    }),
  );
  ends.add(
    views.register({
      id: 'activity',
      title: t('Activity'),
      location: 'panel',
      order: 62,
      command: 'collaboration.showActivity',
      Component: shown.activity,
    }),
  );
  ends.add(
    commands.register(
      {
        id: 'collaboration.showChat',
        title: t('Show chat'),
        category: t('Session'),
        run() {
          showView('chat');
          more.showChat?.();
        },
      },
      {
        id: 'collaboration.showActivity',
        title: t('Show activity'),
        category: t('Session'),
        run: () => showView('activity'),
      },
    ),
  );
  return ends;
}

function showTalk(services: Services, live: LiveSession, notices: TalkNotices): Disposable {
  const { commands, editor, notifications, workspace } = services;
  const { talk, activity } = live.session;
  const ends = createDisposables();
  const unread = createUnread({
    name: `${live.sessionId}.chat`,
    me: live.me.person,
    storage: localStorage,
    now: Date.now(),
  });
  const focused = createStore<boolean>(() => document.hasFocus());
  const context: TalkContext = {
    live,
    ended: false,
    unread,
    draft: createStore<string>(() => ''),
    focusRequests: createStore<number>(() => 0),
    focused,
    async openFile(path) {
      if (live.session.files.entries().some((entry) => entry.path === path && entry.kind === 'file')) {
        await editor.open(path, { projectId: live.projectId });
      }
    },
    showThread: (thread) => commands.run('collaboration.showThread', thread),
    async attempt(title, work) {
      try {
        await work();
      } catch (error) {
        notifications.error(title, { detail: messageOf(error) });
      }
    },
  };
  const focusChat = () => context.focusRequests.setState(context.focusRequests.getState() + 1, true);

  const told = new Set(talk.messages().map(({ id }) => id));
  const heard = () => {
    const messages = talk.messages().filter(({ deleted }) => !deleted);
    unread.update(messages);
    const fresh = messages.filter(({ id }) => !told.has(id));
    for (const { id } of fresh) told.add(id);
    const mentions = fresh.filter(
      ({ id, mentions: named }) =>
        unread.ids.getState().has(id) && named.some(({ person }) => person === live.me.person),
    );
    // Who is looking at the chat sees it there.
    const { visible, view } = workspace.getState().panel;
    if (visible && view === 'chat' && focused.getState()) return;
    notices.tell(
      mentions.map(({ id, name, text }) => ({
        id,
        title: t('{{name}} mentioned you in the chat', { name }),
        body: firstLineOf(text).slice(0, 300),
        action: t('Show'),
        show: () => commands.run('collaboration.showChat'),
      })),
      (count) => t('{{count}} messages for you', { count }),
    );
  };
  heard();
  ends.addFunction(talk.onChanged(heard));
  const onFocus = () => focused.setState(document.hasFocus(), true);
  window.addEventListener('focus', onFocus);
  window.addEventListener('blur', onFocus);
  ends.addFunction(() => {
    window.removeEventListener('focus', onFocus);
    window.removeEventListener('blur', onFocus);
  });
  ends.add(activity.recordFiles());
  ends.add(followPeople(live));
  const view = (View: TalkView) => Shown.bind(null, { View, context });
  const shown = { chat: view(ChatView), activity: view(ActivityView) };
  ends.add(showTalkViews(services, shown, { badge: unread.count, showChat: focusChat }));
  return ends;
}

function Shown({ View, context }: { View: TalkView; context: TalkContext }) {
  return createElement(View, { context });
}
