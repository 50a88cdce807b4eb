import type { Transaction } from 'yjs';
import { createDisposables, type Disposable } from '../../../app/disposable.ts';
import type { Services } from '../../../app/services.ts';
import type { LiveSession } from '../live/live-session.ts';
import { toOffsetRange } from '../text/keep-selections.ts';
import { mostSelections, nowhere, type Presence, shareSelection } from './presence.ts';
import { createPresenceWriter } from './presence-writer.ts';
import { fileInView } from './shared-place.ts';
import { createToldCaret } from './told-caret.ts';

const typingLasts = 2000;
const idleAfter = 30_000;
/** What a person does, wherever in the window. */
const signsOfLife = ['keydown', 'pointerdown', 'wheel'] as const;

/** What others see of this person. */
export interface OwnPresence extends Disposable {
  follow(client: number | null): void;
  /** Asks everybody to follow. */
  call(): void;
}

/** Says where this person is and what they do, as long as the session lasts. */
export function createOwnPresence(services: Services, live: LiveSession): OwnPresence {
  const ends = createDisposables();
  const { editor } = services;
  const { files, documents, awareness } = live.session;
  let following: number | null = null;
  let calls = 0;
  let typing = false;
  let idleSince: number | null = null;
  let lastSign = Date.now();

  const read = (): Presence => {
    const said = { ...nowhere, following, calls, idleSince };
    const shown = editor.active();
    const entry = fileInView(live, shown);
    if (!shown || !entry) return said;
    const text = files.text(entry.id);
    const selections = shown.editor.getSelections() ?? [];
    return {
      ...said,
      file: entry.id,
      line: selections[0]?.positionLineNumber ?? null,
      typing,
      selections: text
        ? selections
            .slice(0, mostSelections)
            .map((selection) => shareSelection(text, toOffsetRange(shown.model, selection)))
        : [],
    };
  };
  const caret = createToldCaret((file) => (file === null ? null : files.text(file)));
  const writer = ends.add(createPresenceWriter(awareness, read, caret));

  const typingTimer = ends.add(createTimer(() => setTyping(false)));
  const setTyping = (now: boolean) => {
    if (now) typingTimer.start(typingLasts);
    if (typing === now) return;
    typing = now;
    writer.touch();
  };
  const onTransaction = (transaction: Transaction) => {
    const { local, changedParentTypes } = transaction;
    if (!local) return;
    caret.changed(transaction);
    const entry = fileInView(live, editor.active());
    const text = entry ? files.text(entry.id) : null;
    if (!text || !changedParentTypes.has(text as never)) return;
    setTyping(true);
    // Others have taken the caret along, whether or not it has moved.
    writer.touch();
  };
  documents.files.on('afterTransaction', onTransaction);
  ends.addFunction(() => documents.files.off('afterTransaction', onTransaction));

  const idleTimer = ends.add(
    createTimer(() => {
      const left = lastSign + idleAfter - Date.now();
      if (left > 0) return idleTimer.start(left);
      idleSince = lastSign;
      writer.touch();
    }),
  );
  const onSign = () => {
    lastSign = Date.now();
    if (idleSince === null) return;
    idleSince = null;
    idleTimer.start(idleAfter);
    writer.touch();
  };
  for (const sign of signsOfLife) {
    window.addEventListener(sign, onSign, { capture: true, passive: true });
    ends.addFunction(() => window.removeEventListener(sign, onSign, { capture: true }));
  }
  idleTimer.start(idleAfter);

  ends.add(
    editor.attach(({ editor: shown }) => {
      const listening = [shown.onDidChangeCursorSelection(writer.touch), shown.onDidFocusEditorText(writer.touch)];
      writer.touch();
      return {
        dispose() {
          for (const listener of listening) listener.dispose();
          writer.touch();
        },
      };
    }),
  );
  ends.addFunction(editor.state.subscribe(writer.touch));
  ends.addFunction(files.onTreeChanged(writer.touch));
  writer.touch();

  return {
    follow(client) {
      following = client;
      writer.touch();
    },
    call() {
      calls += 1;
      writer.touch();
    },
    dispose: ends.dispose,
  };
}

/** A timer that is started anew instead of twice. */
function createTimer(run: () => void): Disposable & { start(milliseconds: number): void } {
  let timer: ReturnType<typeof setTimeout> | undefined;
  return {
    start(milliseconds) {
      clearTimeout(timer);
      timer = setTimeout(run, milliseconds);
    },
    dispose: () => clearTimeout(timer),
  };
}
