import { createDisposables, type Disposable } from '../../../app/disposable.ts';
import { t } from '../../../localize.ts';
import type { Collaboration, LiveSession } from '../live/live-session.ts';
import type { Role } from '../protocol/roster.ts';
import type { TalkNotices } from '../talk/talk-notices.ts';
import { describeWaiting } from './terms.ts';

/** Milliseconds in which those who come are told of together. */
const together = 500;

/** Tells the owner of whoever waits to be let in, once each, and everybody of another role of theirs. */
export function createSessionNotices(collaboration: Collaboration, notices: TalkNotices): Disposable {
  const { commands } = collaboration.services;
  const show = () => commands.run('workbench.view.session');
  return collaboration.follow((live) => {
    const ends = createDisposables();
    if (live.own) ends.add(noticeWaiting(live));
    else ends.add(noticeRole(live));
    return ends;
  });

  function noticeWaiting(live: LiveSession): Disposable {
    const told = new Set<string>();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const tell = () => {
      timer = undefined;
      const entries = live.session.mesh.membership?.roster.entries() ?? [];
      const fresh = live.state.getState().waiting.filter(({ person }) => !told.has(person));
      for (const { person } of fresh) told.add(person);
      notices.tell(
        fresh.map((waiting) => ({
          id: `waiting ${waiting.person}`,
          title: t('{{name}} waits to be let in', { name: waiting.profile.name }),
          body: describeWaiting(waiting, entries),
          action: t('Show'),
          show,
          actions: [
            { title: t('Admit'), run: () => commands.run('collaboration.admit', waiting) },
            { title: t('Deny'), run: () => commands.run('collaboration.deny', waiting) },
          ],
        })),
        (count) => t('{{count}} people wait to be let in', { count }),
      );
    };
    const look = () => {
      if (live.state.getState().waiting.some(({ person }) => !told.has(person))) timer ??= setTimeout(tell, together);
    };
    const end = live.state.subscribe(look);
    look();
    return {
      dispose() {
        end();
        clearTimeout(timer);
      },
    };
  }

  function noticeRole(live: LiveSession): Disposable {
    let before = live.state.getState().role;
    const end = live.state.subscribe(({ role }) => {
      if (role === null || role === before) return;
      // The first is how this person came in.
      const isNews = before !== null;
      before = role;
      if (!isNews) return;
      const owner = live.session.nameOf(live.session.mesh.membership?.roster.ownerKey ?? '') ?? t('The owner');
      const [title, body] = describeRole(role, owner);
      notices.tell([{ id: `role ${role} ${Date.now()}`, title, body, action: t('Show'), show }], () => title);
    });
    return { dispose: end };
  }
}

function describeRole(role: Role, owner: string): readonly [title: string, body: string] {
  switch (role) {
    case 'owner':
    case 'editor':
      return [t('{{owner}} made you an editor', { owner }), t('You may change files and comment now.')];
    case 'commenter':
      return [t('{{owner}} made you a commenter', { owner }), t('You may comment, and not change files.')];
    case 'viewer':
      return [t('{{owner}} made you a viewer', { owner }), t('You can read this session, not change it')];
  }
}
