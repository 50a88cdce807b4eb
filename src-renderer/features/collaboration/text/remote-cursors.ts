import type { Transaction, YTextEvent } from 'yjs';
import { createDisposables, type Disposable } from '../../../app/disposable.ts';
import type { AttachedEditor } from '../../../app/text-editors.ts';
import type { Collaboration, LiveSession } from '../live/live-session.ts';
import { fewPeople, presenceOf, shortName } from '../presence/people-places.ts';
import { findSelection, type SharedSelection, shareSelection } from '../presence/presence.ts';
import { fileInView } from '../presence/shared-place.ts';
import { createDrawnPerson, type DrawnPerson, isLineInView } from './drawn-person.ts';
import { typedCaret } from './remote-carets.ts';
import { positionAt } from './text-offsets.ts';
import '../../../ui/person-colors.css';
import './remote-cursors.css';

/**
 * Milliseconds between two times that moved carets are drawn: for each person who is here, at most, and where none of them is in view but only beside the
 * scroll bar. Each time costs a frame of the whole editor, which keys then wait for; of a few people each move is shown at once.
 */
const drawEvery = { each: 20, most: 250, outOfView: 1000 };

/** Shows the others' carets, selections and names in every editor that shows a file of the session. */
export function createRemoteCursorsPart(collaboration: Collaboration): Disposable {
  const { editor } = collaboration.services;
  return collaboration.follow((live) => editor.attach((shown) => drawOthers(live, shown)));
}

function drawOthers(live: LiveSession, shown: AttachedEditor): Disposable {
  const ends = createDisposables();
  const { awareness, files } = live.session;
  const drawn = new Map<number, DrawnPerson>();
  /** Where somebody has typed to since they last said where they are. */
  const typedTo = new Map<number, SharedSelection>();
  /** What was drawn of whom, to tell whether a caret has moved. */
  const known = new Map<number, string>();
  const waiting = new Set<number>();
  let frame = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let dueAt = Number.POSITIVE_INFINITY;
  let lastDrawn = 0;
  let observed: ReturnType<typeof files.text> = null;

  const selectionsOf = (client: number): readonly SharedSelection[] => {
    const typed = typedTo.get(client);
    return typed ? [typed] : (presenceOf(live, client)?.selections ?? []);
  };

  const draw = (client: number): void => {
    const { people } = live.state.getState();
    const person = people.find((each) => each.client === client);
    const presence = person ? presenceOf(live, client) : null;
    const file = fileInView(live, shown);
    const text = file ? files.text(file.id) : null;
    const visible = person && presence && text && presence.file === file?.id && presence.idleSince === null;
    if (!visible) {
      drawn.get(client)?.dispose();
      drawn.delete(client);
      known.delete(client);
      return;
    }
    const selections = selectionsOf(client);
    const ranges = selections.flatMap((selection) => findSelection(text, selection) ?? []);
    let mine = drawn.get(client);
    if (!mine) {
      mine = createDrawnPerson(shown, client);
      drawn.set(client, mine);
    }
    mine.draw(ranges, { name: shortName(person, people), color: person.color });
    const where = JSON.stringify(selections);
    if (known.get(client) !== where && mine.isInView()) mine.showName();
    known.set(client, where);
  };

  /** In the next frame: for what is drawn anew anyway. */
  const drawSoon = (clients: Iterable<number>): void => {
    for (const client of clients) if (client !== awareness.clientID) waiting.add(client);
    if (frame !== 0 || waiting.size === 0) return;
    clearTimeout(timer);
    dueAt = Number.POSITIVE_INFINITY;
    frame = requestAnimationFrame(() => {
      frame = 0;
      lastDrawn = performance.now();
      observe();
      const now = [...waiting];
      waiting.clear();
      for (const client of now) draw(client);
    });
  };
  /** Whether somebody's caret is in view, or was when it was drawn. */
  const isInView = (client: number): boolean => {
    if (drawn.get(client)?.isInView()) return true;
    const text = observed;
    const [first] = selectionsOf(client);
    const range = text && first ? findSelection(text, first) : null;
    return range !== null && isLineInView(shown.editor, positionAt(shown.model, range.head).lineNumber);
  };
  /** Together with others who move at about the same time. */
  const drawInStep = (clients: readonly number[]): void => {
    const others = clients.filter((client) => client !== awareness.clientID);
    const { length } = live.state.getState().people;
    const near = length <= fewPeople ? 0 : Math.min(drawEvery.most, drawEvery.each * length);
    const due = lastDrawn + (length <= fewPeople || others.some(isInView) ? near : drawEvery.outOfView);
    const left = due - performance.now();
    if (left <= 0) {
      drawSoon(others);
      return;
    }
    for (const client of others) waiting.add(client);
    if (waiting.size === 0 || frame !== 0 || due >= dueAt) return;
    clearTimeout(timer);
    dueAt = due;
    timer = setTimeout(() => drawSoon([]), left);
  };
  const everybody = () => [...live.state.getState().people.map(({ client }) => client), ...drawn.keys()];

  const onText = (event: YTextEvent, transaction: Transaction): void => {
    if (transaction.local || !observed) return;
    const typed = typedCaret(observed, event, transaction, selectionsOf);
    if (!typed) return;
    typedTo.set(typed.client, shareSelection(observed, typed.range));
    drawSoon([typed.client]);
  };
  /** The text comes after its file, and another one when the file is replaced. */
  const observe = (): void => {
    const file = fileInView(live, shown);
    const text = file ? files.text(file.id) : null;
    if (text === observed) return;
    observed?.unobserve(onText);
    text?.observe(onText);
    observed = text;
    for (const client of everybody()) if (client !== awareness.clientID) waiting.add(client);
  };
  ends.addFunction(() => observed?.unobserve(onText));

  const onAwareness = ({ added, updated, removed }: Record<'added' | 'updated' | 'removed', number[]>): void => {
    const clients = [...added, ...updated, ...removed];
    for (const client of clients) typedTo.delete(client);
    drawInStep(clients);
  };
  // Also what is as it was: a caret may have been taken along that stayed where it is.
  awareness.on('update', onAwareness);
  ends.addFunction(() => awareness.off('update', onAwareness));
  ends.addFunction(live.state.subscribe((state, before) => state.people !== before.people && drawSoon(everybody())));
  ends.addFunction(files.onTreeChanged(() => drawSoon(everybody())));
  ends.add(
    shown.model.onDidChangeContent(({ changes }) => {
      // Monaco takes a caret along with what is typed at it; it is the other's, and stays before that.
      for (const { range, text } of changes) {
        const last = range.startLineNumber + text.split('\n').length - 1;
        for (const [client, person] of drawn) if (person.isOnLines(range.startLineNumber, last)) drawSoon([client]);
      }
    }),
  );
  ends.add(
    shown.editor.onMouseMove(({ target }) => {
      const { position } = target;
      if (!position) return;
      for (const person of drawn.values()) if (person.isAt(position.lineNumber, position.column)) person.showName();
    }),
  );
  ends.addFunction(() => {
    cancelAnimationFrame(frame);
    clearTimeout(timer);
    for (const person of drawn.values()) person.dispose();
  });
  drawSoon(everybody());
  return ends;
}
