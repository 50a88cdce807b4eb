import { createElement } from 'react';
import { createStore } from 'zustand/vanilla';
import type { Command } from '../../../app/commands.ts';
import { createDisposables, type Disposable } from '../../../app/disposable.ts';
import { messageOf } from '../../../app/error-message.ts';
import { late } from '../../../app/late.ts';
import type { Services } from '../../../app/services.ts';
import { t } from '../../../localize.ts';
import type { Collaboration, LiveSession } from '../live/live-session.ts';
import { commentsAsJson, commentsAsMarkdown } from '../session/export-comments.ts';
import type { TalkNotices } from '../talk/talk-notices.ts';
import { createUnread } from '../talk/unread.ts';
import { neighbourThread } from './comment-filter.ts';
import type { CommentsContext } from './comments-context.ts';
import { createDrafts, type Drafts } from './drafts.ts';
import { attachThreads, type EditorThreads } from './editor-threads.tsx';
import { noticeComments } from './notice-comments.ts';
import { followThreads } from './thread-store.ts';

const Panel = late(() => import('./comments-panel.tsx'));

/** The comments of the session: in the editor, in a panel, and as commands. */
export function createCommentsPart(collaboration: Collaboration, notices: TalkNotices): Disposable {
  // Drafts outlive a session that breaks off.
  const drafts = createDrafts();
  return collaboration.follow((live) => showComments(collaboration.services, live, drafts, notices));
}

function showComments(services: Services, live: LiveSession, drafts: Drafts, notices: TalkNotices): Disposable {
  const { commands, contextKeys, editor, notifications, views, workspace } = services;
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
      if (!thread.columns) return showPanel();
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

  function showPanel(): void {
    workspace.setState({ panel: { ...workspace.getState().panel, visible: true, view: 'comments' }, page: null });
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
  ends.add(
    views.register({
      id: 'comments',
      title: t('Comments'),
      location: 'panel',
      order: 60,
      command: 'collaboration.showComments',
      badge: unread.count,
      Component: Shown.bind(null, { context }),
    }),
  );
  ends.add(commands.register(...commentCommands({ services, live, context, active, step, showPanel })));
  ends.add(noticeComments(context, notices));
  const keep = () => contextKeys.set('mayComment', context.mayComment());
  keep();
  ends.addFunction(live.state.subscribe(keep));
  ends.addFunction(() => contextKeys.set('mayComment', false));
  return ends;
}

function commentCommands(parts: {
  readonly services: Services;
  readonly live: LiveSession;
  readonly context: CommentsContext;
  active(): EditorThreads | null;
  step(by: 1 | -1): Promise<void>;
  showPanel(): void;
}): readonly Command[] {
  const { services, live, context } = parts;
  const exported = () => ({ session: live.name, at: Date.now(), threads: live.session.comments.threads() });
  const show = async (text: string, languageId: string) => {
    services.workspace.setState({ page: null });
    await services.editor.newUntitled({ text, languageId });
  };
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
    {
      id: 'collaboration.showComments',
      title: t('Show comments'),
      category: t('Session'),
      run() {
        parts.showPanel();
        context.focusRequests.setState(context.focusRequests.getState() + 1, true);
      },
    },
    {
      id: 'collaboration.showThread',
      title: t('Show a comment'),
      category: t('Session'),
      hidden: true,
      async run(thread) {
        if (typeof thread === 'string') await context.show(thread);
      },
    },
    {
      id: 'collaboration.exportCommentsAsMarkdown',
      title: t('Export comments as Markdown'),
      category: t('Session'),
      run: () => show(commentsAsMarkdown(exported()), 'markdown'),
    },
    {
      id: 'collaboration.exportCommentsAsJson',
      title: t('Export comments as JSON'),
      category: t('Session'),
      run: () => show(commentsAsJson(exported()), 'json'),
    },
  ];
}

function Shown({ context }: { context: CommentsContext }) {
  return createElement(Panel, { context });
}
