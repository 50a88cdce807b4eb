import { createDisposables, type Disposable } from '../../app/disposable.ts';
import { type Clock, systemClock } from './documents/backup-schedule.ts';
import type { Saving } from './saving.ts';
import type { EditorSession } from './session.ts';

/** Saves by itself as the setting says: some time after the last change, or when the focus leaves a document. */
export function createAutosave(session: EditorSession, saving: Saving, clock: Clock = systemClock): Disposable {
  const disposables = createDisposables();
  const lastChange = new Map<string, number>();
  const timers = new Map<string, Disposable>();

  const isDirty = (id: string) => session.documents.states.getState().get(id)?.dirty ?? false;
  const save = (id: string): void => {
    if (isDirty(id)) void saving.save(id, 'automatic');
  };
  const saveAllDirty = (): void => {
    for (const id of session.documents.states.getState().keys()) save(id);
  };

  /** One timer a document; a change while it runs only moves the time at which it will have to run on. */
  const arm = (id: string, milliseconds: number): void => {
    timers.set(
      id,
      clock.setTimer(() => {
        timers.delete(id);
        if (session.settings()['files.autoSave'] !== 'afterDelay') return;
        const due = (lastChange.get(id) ?? 0) + session.settings()['files.autoSaveDelay'] - clock.now();
        if (due > 0) arm(id, due);
        else save(id);
      }, milliseconds),
    );
  };

  disposables.add(
    session.documents.edited.listen((id) => {
      if (session.settings()['files.autoSave'] !== 'afterDelay') return;
      lastChange.set(id, clock.now());
      if (!timers.has(id)) arm(id, session.settings()['files.autoSaveDelay']);
    }),
  );
  disposables.add(
    session.editors.blurred.listen(({ panel }) => {
      if (session.settings()['files.autoSave'] !== 'onFocusChange') return;
      const left = session.area.state.getState().panels.find(({ id }) => id === panel);
      if (left) save(left.document);
    }),
  );
  disposables.addFunction(
    session.area.state.subscribe((state, before) => {
      if (session.settings()['files.autoSave'] !== 'onFocusChange') return;
      if (before.active && before.active.document !== state.active?.document) save(before.active.document);
    }),
  );
  const onWindowBlur = () => {
    if (session.settings()['files.autoSave'] === 'onFocusChange') saveAllDirty();
  };
  window.addEventListener('blur', onWindowBlur);
  disposables.addFunction(() => window.removeEventListener('blur', onWindowBlur));
  disposables.addFunction(() => {
    for (const timer of timers.values()) timer.dispose();
  });
  return disposables;
}
