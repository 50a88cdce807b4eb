import { createElement } from 'react';
import { createStore } from 'zustand/vanilla';
import type { Command } from '../../../app/commands.ts';
import { createDisposables, type Disposable } from '../../../app/disposable.ts';
import { messageOf } from '../../../app/error-message.ts';
import { late } from '../../../app/late.ts';
import type { Services } from '../../../app/services.ts';
import type { View } from '../../../app/views.ts';
import { t } from '../../../localize.ts';
import type { Collaboration, LiveSession } from '../live/live-session.ts';
import { commentsAsJson, commentsAsMarkdown } from '../session/export-comments.ts';
import { once, type PastSession, type PastSessions, type SpokenSession } from '../talk/past-session.ts';
import { PastView } from '../talk/past-view.tsx';
import type { TalkNotices } from '../talk/talk-notices.ts';
import { createUnread } from '../talk/unread.ts';
import { neighbourThread } from './comment-filter.ts';
import type { CommentsContext } from './comments-context.ts';
import { createDrafts, type Drafts } from './drafts.ts';
import { attachThreads, type EditorThreads } from './editor-threads.tsx';
import { noticeComments } from './notice-comments.ts';
import { followThreads } from './thread-store.ts';

const Panel = late(() => import('./comments-panel.tsx'));

/** The comments of the session: in the editor, in a panel, and as commands; of the last one while the window is in none. */
export function createCommentsPart(collaboration: Collaboration, past: PastSessions, notices: TalkNotices): Disposable {
  const ends = createDisposables();
  // Drafts outlive a session that breaks off.
  const drafts = createDrafts();
  ends.add(past.follow((last) => showPastComments(collaboration.services, last)));
  ends.add(collaboration.follow((live) => showComments(collaboration.services, live, drafts, notices)));
  return ends;
}

function showCommentsView({ views }: Services, shown: Pick<View, 'badge' | 'Component'>): Disposable {
  return views.register({
    id: 'comments',
    title: t('Comments'),
    location: 'panel',
    order: 60,
    command: 'collaboration.showComments',
    ...shown,
  });
}

/** Only in the panel: where the texts have gone since, nobody has followed. */
function showPastComments(services: Services, past: PastSession): Disposable {
  const { commands } = services;
  const ends = createDisposables();
  const selected = createStore<string | null>(() => null);
  const focusRequests = createStore(() => 0);
  const context = once(async (): Promise<CommentsContext> => {
    const live = await past.open();
    const threads = ends.add(followThreads(live.session.comments));
    return {
      services,
      live,
      ended: true,
      threads,
      unread: createUnread({
        name: `${past.id}.comments`,
        me: live.me.person,
        storage: localStorage,
        now: Date.now(),
      }),
      drafts: createDrafts(),
      selected,
      focusRequests,
      mayComment: () => false,
      ownerName: () => t('the owner'),
      async show(id) {
        selected.setState(id, true);
        showPanel(services);
      },
      attempt: async (_title, work) => void (await work()),
    };
  });
  ends.add(showCommentsView(services, { Component: PastPanel.bind(null, { open: context, View: Panel }) }));
  ends.add(
    commands.register(...readingCommands(services, async () => context()), ...exportCommands(services, past.open)),
  );
  return ends;
}

function PastPanel(props: Parameters<typeof PastView<CommentsContext>>[0]) {
  return createElement(PastView<CommentsContext>, props);
}

function showPanel({ workspace }: Services): void {
  workspace.setState({ panel: { ...workspace.getState().panel, visible: true, view: 'comments' }, page: null });
}

function showComments(services: Services, live: LiveSession, drafts: Drafts, notices: TalkNotices): Disposable {
  const { commands, contextKeys, editor, notifications } = services;
  const ends = createDisposables();
  const threads = ends.add(followThreads(live.session.comments));
  const unread = createUnread({
    name: `${live.sessionId}.comments`,
    me: live.me.person,
    storage: localStorage,
    now: Date.now(),
  });
  const said = () => unread.update(threads.getState().flatMap(({ comments }) => comments));
  said();
  ends.addFunction(threads.subscribe(said));
  const attached = new Map<unknown, EditorThreads>();
  /** The thread that is to be opened when its text is shown. */
  let wanted: string | null = null;
  const context: CommentsContext = {
    services,
    live,
    ended: false,
    threads,
    unread,
    drafts,
    selected: createStore<string | null>(() => null),
    focusRequests: createStore(() => 0),
    mayComment() {
      const { role } = live.state.getState();
      return role !== null && role !== 'viewer';
    },
    ownerName() {
      const owner = live.session.mesh.membership?.roster.ownerKey;
      return (owner && live.session.nameOf(owner)) || t('the owner');
    },
    async show(id) {
      const thread = threads.getState().find((each) => each.id === id);
      if (!thread) return;
      context.selected.setState(id, true);
      wanted = null;
      if (!thread.columns) return showPanel(services);
      const { lines, columns } = thread;
      // The thread takes the focus, not the text.
      const place = { line: lines.first, column: columns.first, keepFocus: true };
      await editor.open(thread.path, { ...place, projectId: live.projectId });
      const shown = active();
      if (shown?.shown.document === thread.path) shown.open(id);
      // Otherwise its text is still to be shown.
      else wanted = id;
    },
    async attempt(title, work) {
      try {
        await work();
      } catch (error) {
        notifications.error(title, { detail: messageOf(error) });
      }
    },
  };

  function active(): EditorThreads | null {
    const shown = editor.active();
    return (shown && attached.get(shown.editor)) ?? null;
  }

  async function step(by: 1 | -1): Promise<void> {
    if (active()?.step(by)) return;
    const open = threads.getState().filter(({ resolved }) => !resolved);
    const thread = neighbourThread(open, { line: 1, thread: context.selected.getState() }, by);
    if (thread) await context.show(thread.id);
    else notifications.info(t('No comments yet.'));
  }

  ends.add(
    editor.attach((shown) => {
      if (shown.projectId !== live.projectId) return { dispose() {} };
      const made = attachThreads(context, shown);
      attached.set(shown.editor, made);
      const next = threads.getState().find(({ id }) => id === wanted);
      if (next?.path === shown.document) {
        wanted = null;
        // What else is done when a text is shown comes first.
        requestAnimationFrame(() => attached.get(shown.editor) === made && made.open(next.id));
      }
      return {
        dispose() {
          if (attached.get(shown.editor) === made) attached.delete(shown.editor);
          made.dispose();
        },
      };
    }),
  );
  ends.add(showCommentsView(services, { badge: unread.count, Component: Shown.bind(null, { context }) }));
  ends.add(
    commands.register(
      ...commentCommands({ active, step }),
      ...readingCommands(services, async () => context),
      ...exportCommands(services, async () => live),
    ),
  );
  ends.add(noticeComments(context, notices));
  const keep = () => contextKeys.set('mayComment', context.mayComment());
  keep();
  ends.addFunction(live.state.subscribe(keep));
  ends.addFunction(() => contextKeys.set('mayComment', false));
  return ends;
}

function commentCommands(parts: {
  active(): EditorThreads | null;
  step(by: 1 | -1): Promise<void>;
}): readonly Command[] {
  return [
    {
      id: 'collaboration.comment',
      title: t('Comment on the selection or line'),
      category: t('Session'),
      keys: ['Ctrl+Alt+M'],
      when: 'mayComment && textEditorOpen',
      menus: [{ menu: 'editor', group: '8_session', order: 1 }],
      run() {
        parts.active()?.begin();
      },
    },
    {
      id: 'collaboration.nextComment',
      title: t('Next comment'),
      category: t('Session'),
      keys: ['Alt+F9'],
      run: () => parts.step(1),
    },
    {
      id: 'collaboration.previousComment',
      title: t('Previous comment'),
      category: t('Session'),
      keys: ['Shift+Alt+F9'],
      run: () => parts.step(-1),
    },
  ];
}

function readingCommands(services: Services, read: () => Promise<CommentsContext>): readonly Command[] {
  return [
    {
      id: 'collaboration.showComments',
      title: t('Show comments'),
      category: t('Session'),
      async run() {
        showPanel(services);
        const context = await read();
        context.focusRequests.setState(context.focusRequests.getState() + 1, true);
      },
    },
    {
      id: 'collaboration.showThread',
      title: t('Show a comment'),
      category: t('Session'),
      hidden: true,
      async run(thread) {
        if (typeof thread === 'string') await (await read()).show(thread);
      },
    },
  ];
}

function exportCommands(services: Services, read: () => Promise<SpokenSession>): readonly Command[] {
  const exported = async () => {
    const { name, session } = await read();
    return { session: name, at: Date.now(), threads: session.comments.threads() };
  };
  const show = async (text: string, languageId: string) => {
    services.workspace.setState({ page: null });
    await services.editor.newUntitled({ text, languageId });
  };
  return [
    {
      id: 'collaboration.exportCommentsAsMarkdown',
      title: t('Export comments as Markdown'),
      category: t('Session'),
      run: async () => show(commentsAsMarkdown(await exported()), 'markdown'),
    },
    {
      id: 'collaboration.exportCommentsAsJson',
      title: t('Export comments as JSON'),
      category: t('Session'),
      run: async () => show(commentsAsJson(await exported()), 'json'),
    },
  ];
}

function Shown({ context }: { context: CommentsContext }) {
  return createElement(Panel, { context });
}
