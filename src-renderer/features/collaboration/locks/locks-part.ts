import { createDisposables, type Disposable } from '../../../app/disposable.ts';
import { t } from '../../../localize.ts';
import type { Collaboration, LiveSession } from '../live/live-session.ts';
import { type LockMode, renewEvery } from '../session/session-locks.ts';

/** Milliseconds between two looks at whether own locks are to be renewed. */
const lookEvery = 30_000;

/** The commands that take a file and give it back; what is taken holds for as long as somebody is at this window. */
export function createLocksPart(collaboration: Collaboration): Disposable {
  const { commands, contextKeys, editor, notifications } = collaboration.services;
  const ends = createDisposables();
  let current: LiveSession | null = null;

  const activeFile = (live: LiveSession) => {
    const path = editor.state.getState().active;
    return live.session.files.entries().find((entry) => entry.path === path && entry.kind === 'file') ?? null;
  };

  const keepContext = () => {
    const file = current && activeFile(current);
    const lock = current && file ? current.session.locks.of(file.id) : null;
    const role = current?.state.getState().role;
    const mine = lock !== null && lock.person === current?.me.person;
    contextKeys.set(
      'fileLockable',
      file !== null && (role === 'owner' || role === 'editor') && (lock === null || mine),
    );
    contextKeys.set('fileUnlockable', lock !== null && (mine || role === 'owner'));
  };

  ends.add(
    collaboration.follow((live) => {
      const own = createDisposables();
      const { locks } = live.session;
      current = live;
      let lastInput = Date.now();
      let lastRenewal = Date.now();
      const onInput = () => {
        lastInput = Date.now();
      };
      const look = () => {
        // Whoever has not touched the window since is away, and lets the lock run out.
        if (lastInput <= lastRenewal || Date.now() - lastRenewal < renewEvery) return;
        lastRenewal = Date.now();
        locks.renew().catch(reportError);
      };
      const timer = setInterval(look, lookEvery);
      for (const name of ['keydown', 'pointerdown'] as const) {
        window.addEventListener(name, onInput, { capture: true, passive: true });
        own.addFunction(() => window.removeEventListener(name, onInput, { capture: true }));
      }
      own.addFunction(() => clearInterval(timer));
      own.addFunction(locks.onChanged(keepContext));
      own.addFunction(live.state.subscribe(keepContext));
      own.addFunction(editor.state.subscribe((now, before) => now.active !== before.active && keepContext()));
      keepContext();
      return {
        dispose() {
          own.dispose();
          current = null;
          keepContext();
        },
      };
    }),
  );

  const take = async (mode: LockMode): Promise<void> => {
    const live = current;
    const file = live && activeFile(live);
    if (!live || !file) return;
    await live.session.locks.take(file.id, mode);
    // By then another file may be in view, or another session.
    const giveFree = async () => {
      if (current === live) await live.session.locks.release(file.id);
    };
    notifications.info(
      mode === 'block'
        ? t('You are on {{path}}: others can’t type in it', { path: file.path })
        : t('You are on {{path}}: others are told', { path: file.path }),
      { actions: [{ title: t('Give it free'), run: giveFree }] },
    );
  };
  const release = async (): Promise<void> => {
    const file = current && activeFile(current);
    if (current && file) await current.session.locks.release(file.id);
  };
  ends.add(
    commands.register(
      {
        id: 'collaboration.lockFile',
        title: t('I’m on this file: tell the others'),
        category: t('Session'),
        when: 'fileLockable',
        run: () => take('warn'),
      },
      {
        id: 'collaboration.blockFile',
        title: t('I’m on this file: keep the others from typing'),
        category: t('Session'),
        when: 'fileLockable',
        run: () => take('block'),
      },
      {
        id: 'collaboration.unlockFile',
        title: t('Give this file free'),
        category: t('Session'),
        when: 'fileUnlockable',
        run: release,
      },
    ),
  );
  return ends;
}
