import type { Transaction } from 'yjs';
import { createStore, type StoreApi } from 'zustand/vanilla';
import { createDisposables, type Disposable } from '../../../app/disposable.ts';
import type { EditorState } from '../../../app/services.ts';
import type { AttachedEditor } from '../../../app/text-editors.ts';
import type { Collaboration } from '../live/live-session.ts';
import type { PlacedPerson } from './people-places.ts';
import type { PresencePart } from './presence-part.ts';

/** Going where somebody else goes. */
export interface Following extends Disposable {
  /** The Yjs client that is followed. */
  readonly state: StoreApi<{ readonly client: number | null }>;
  start(client: number): void;
  stop(): void;
}

/** Keys that are held while others are pressed. */
const modifiers = new Set(['Control', 'Shift', 'Alt', 'AltGraph', 'Meta', 'CapsLock']);

/**
 * Keeps what somebody else looks at in view: opens their file as a preview and scrolls to their line, without touching one's own
 * cursor. It ends as soon as this person goes somewhere themselves, scrolls or types.
 */
export function createFollowing({ services }: Collaboration, presence: PresencePart): Following {
  const { editor } = services;
  const state = createStore<{ client: number | null }>(() => ({ client: null }));
  let ends = createDisposables();
  let wanted: string | null = null;
  let opening = false;

  const stop = () => {
    if (state.getState().client === null) return;
    ends.dispose();
    ends = createDisposables();
    wanted = null;
    state.setState({ client: null });
    presence.current()?.own.follow(null);
  };
  const followed = (): PlacedPerson | undefined => {
    const { client } = state.getState();
    return presence.places.getState().find((place) => place.client === client);
  };
  const isThere = () => {
    const { client } = state.getState();
    return (
      presence
        .current()
        ?.live.state.getState()
        .people.some((person) => person.client === client) ?? false
    );
  };
  const reveal = (shown: AttachedEditor | null) => {
    const place = followed();
    if (!shown || !place || place.path !== shown.document || place.line === null) return;
    const line = Math.min(place.line, shown.model.getLineCount());
    shown.editor.revealLineInCenterIfOutsideViewport(line, shown.host.monaco.editor.ScrollType.Immediate);
  };
  const open = async (path: string) => {
    wanted = path;
    opening = true;
    try {
      await editor.open(path, { preview: true, keepFocus: true });
    } finally {
      if (wanted === path) opening = false;
    }
    reveal(editor.active());
  };
  const go = () => {
    const place = followed();
    if (!place) {
      // Whoever has only just come has no place yet.
      if (!isThere()) stop();
      return;
    }
    if (place.path !== null && place.path !== wanted) void open(place.path).catch(reportError);
    else reveal(editor.active());
  };
  const goneElsewhere = ({ active }: EditorState, before: EditorState) => {
    if (!opening && wanted !== null && active !== before.active && active !== wanted) stop();
  };
  const onKey = ({ key, ctrlKey, metaKey }: KeyboardEvent) => {
    // Commands that change the text end it by that, and the others need not.
    if (!modifiers.has(key) && !ctrlKey && !metaKey) stop();
  };
  const watch = (shown: AttachedEditor): Disposable => {
    const element = shown.editor.getContainerDomNode();
    element.addEventListener('wheel', stop, { capture: true, passive: true });
    element.addEventListener('pointerdown', stop, { capture: true });
    element.addEventListener('keydown', onKey, { capture: true });
    reveal(shown);
    return {
      dispose() {
        element.removeEventListener('wheel', stop, { capture: true });
        element.removeEventListener('pointerdown', stop, { capture: true });
        element.removeEventListener('keydown', onKey, { capture: true });
      },
    };
  };

  return {
    state,
    stop,
    start(client) {
      const current = presence.current();
      if (!current || client === current.live.session.awareness.clientID) return;
      stop();
      const { files } = current.live.session.documents;
      state.setState({ client });
      current.own.follow(client);
      const onTransaction = ({ local, changed }: Transaction) => {
        if (local && changed.size > 0) stop();
      };
      files.on('afterTransaction', onTransaction);
      ends.addFunction(() => files.off('afterTransaction', onTransaction));
      ends.addFunction(presence.places.subscribe(go));
      ends.addFunction(editor.state.subscribe(goneElsewhere));
      ends.add(editor.attach(watch));
      go();
    },
    dispose: stop,
  };
}
