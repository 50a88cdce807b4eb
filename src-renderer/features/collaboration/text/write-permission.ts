import { createDisposables, type Disposable } from '../../../app/disposable.ts';
import { t } from '../../../localize.ts';
import type { Collaboration, LiveSession } from '../live/live-session.ts';
import { fileInView } from '../presence/shared-place.ts';
import type { SharedEntry } from '../session/session-files.ts';
import type { FileLock } from '../session/session-locks.ts';

/** Who may write where, as the editor shows it. */
export interface WritePermission extends Disposable {
  /** Why this person may not change a document of the project now; null when they may. */
  reason(document: string): string | null;
  /** Says so when something else than typing was to change it. */
  refused(document: string): void;
}

const refusalInterval = 5000;

/** Keeps open files of a session read-only for whoever may not write them, and says above them when somebody is on them. */
export function createWritePermission(collaboration: Collaboration): WritePermission {
  const { editor, notifications } = collaboration.services;
  let current: LiveSession | null = null;
  let refusedAt = Number.NEGATIVE_INFINITY;

  const reasonIn = (live: LiveSession, document: string): string | null => {
    const file = fileInView(live, { document, projectId: live.projectId });
    if (!file) return null;
    const lock = lockOfOthers(live, file);
    return reasonOfRole(live) ?? (lock?.mode === 'block' ? warningOf(lock) : null);
  };

  const following = collaboration.follow((live) => {
    const ends = createDisposables();
    const locked = new Set<string>();
    const banners = new Map<string, string>();
    current = live;
    const refresh = () => {
      const { documents } = editor.state.getState();
      for (const [id, { projectId }] of documents) {
        if (projectId !== live.projectId) continue;
        const reason = reasonIn(live, id);
        if (reason !== null || locked.has(id)) editor.setLocked(id, reason);
        if (reason === null) locked.delete(id);
        else locked.add(id);
        warn(id);
      }
      for (const id of banners.keys()) if (!documents.has(id)) banners.delete(id);
      for (const id of locked) if (!documents.has(id)) locked.delete(id);
    };
    const warn = (id: string) => {
      const file = fileInView(live, { document: id, projectId: live.projectId });
      const lock = file ? lockOfOthers(live, file) : null;
      const text = lock ? warningOf(lock) : null;
      if (text === (banners.get(id) ?? null)) return;
      editor.setBanner(id, text === null ? null : { tone: 'warning', text, actions: [] });
      if (text === null) banners.delete(id);
      else banners.set(id, text);
    };
    refresh();
    ends.addFunction(editor.state.subscribe((state, before) => state.documents !== before.documents && refresh()));
    ends.addFunction(live.state.subscribe(refresh));
    ends.addFunction(live.session.files.onTreeChanged(refresh));
    ends.addFunction(live.session.locks.onChanged(refresh));
    ends.addFunction(() => {
      current = null;
      for (const id of locked) editor.setLocked(id, null);
      for (const id of banners.keys()) editor.setBanner(id, null);
    });
    return ends;
  });

  const reason = (document: string) => (current ? reasonIn(current, document) : null);
  return {
    reason,
    refused(document) {
      const why = reason(document);
      const now = performance.now();
      if (why === null || now - refusedAt < refusalInterval) return;
      refusedAt = now;
      notifications.warning(t('{{document}} was not changed', { document }), { detail: why });
    },
    dispose: following.dispose,
  };
}

function lockOfOthers({ session, me }: LiveSession, { id }: SharedEntry): FileLock | null {
  const lock = session.locks.of(id);
  return lock && lock.person !== me.person ? lock : null;
}

function warningOf({ name, mode }: FileLock): string {
  return mode === 'block'
    ? t('{{name}} is on this file. It can be changed again when they are done.', { name })
    : t('{{name}} is on this file, and asks others to wait.', { name });
}

function reasonOfRole({ state }: LiveSession): string | null {
  const { role, people } = state.getState();
  if (role !== 'viewer' && role !== 'commenter') return null;
  const owner = people.find((person) => person.role === 'owner')?.name;
  if (role === 'commenter') {
    return owner === undefined
      ? t('You can comment in this session, not change it. Ask its owner to make you an editor.')
      : t('You can comment in this session, not change it. Ask {{owner}} to make you an editor.', { owner });
  }
  return owner === undefined
    ? t('You can read this session, not change it. Ask its owner to make you an editor.')
    : t('You can read this session, not change it. Ask {{owner}} to make you an editor.', { owner });
}
