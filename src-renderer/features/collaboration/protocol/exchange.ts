import { type Awareness, applyAwarenessUpdate, encodeAwarenessUpdate } from 'y-protocols/awareness';
import { applyUpdate, type Doc, encodeStateAsUpdate, encodeStateVector, getState, type Transaction } from 'yjs';
import type { Bytes } from './bytes.ts';
import { createCatchingUp } from './catching-up.ts';
import { type Crowd, clocksOf } from './crowd.ts';
import { cutIntoPieces } from './cut-update.ts';
import type { Delivery } from './delivery.ts';
import { createSeenEnvelopes, envelopeBytes } from './envelope.ts';
import { isEmptyUpdate, judgeMessage, judgeMissing } from './gate.ts';
import type { Stranger } from './greeting.ts';
import type { ClientKey } from './keys.ts';
import type { Link } from './link.ts';
import { type DocumentName, documentNames, type Envelope, type Message, type Presence } from './messages.ts';
import { mayWrite, type Role } from './roster.ts';
import type { Timers } from './timers.ts';

/** Keeps documents and cursors the same at both ends of all links. */
export interface Exchange {
  /** A message of somebody who is in; control messages are not its business. */
  receive(from: Link, sender: Stranger, message: Exclude<Message, { kind: 'control' }>): Promise<void> | void;
  /** Shows the cursor to somebody new, and asks them for what is missing here. */
  opened(link: Link): void;
  /** Something of a long message has come. */
  progressed(link: Link): void;
  ended(link: Link): void;
  /** Shows the cursor to those whom only others reach. */
  showCursor(): void;
  /** Somebody is out of reach. */
  forget(client: number): void;
  /** Whether somebody has made edits that are not here. */
  lacks(presence: Presence): boolean;
  /** Asks one of the others what is missing here: whatever was lost on the way comes that way in the end. */
  heal(): void;
  dispose(): void;
}

/** Bytes of what is passed on unasked; of more than that others ask for what they lack. */
const longestRumour = 256 * 1024;
/** Bytes of one message, well below what a peer takes: the states of large projects go in pieces. */
const longestMessage = 48 * 1024 * 1024;
/** Milliseconds. One of the receivers confirms changes soon, the others for the case that this one does not. */
const confirmAfter = { first: 500, others: 10_000 };

export function createExchange(options: {
  readonly documents: Readonly<Record<DocumentName, Doc>>;
  readonly awareness: Awareness;
  readonly client: number;
  readonly clientKey: Promise<ClientKey>;
  readonly crowd: Crowd;
  readonly delivery: Delivery;
  readonly timers: Timers;
  readonly open: () => readonly Link[];
  /** `onLeft` is called when all of a message that is longer than a frame has left. */
  readonly send: (to: Link, message: Message, onLeft?: () => void) => void;
  /** Counts what a person was not allowed to send, against the link it came over where that is to blame. */
  readonly dropped: (from: Link | null, person: string, verdict: string) => void;
  readonly flooded: (by: Link) => void;
  readonly role: () => Role | null;
  /** Null until this peer is in. */
  readonly sessionId: () => string | null;
}): Exchange {
  const { documents, awareness, client, clientKey, crowd, delivery, timers, open, send, dropped, flooded } = options;
  const { sessionId } = options;
  const seen = createSeenEnvelopes();
  const catchingUp = createCatchingUp<Link>(askState);
  const listeners = { files: listener('files'), comments: listener('comments'), talk: listener('talk') };
  const healed = new Set<Link>();
  let filling: Link | null = null;
  let envelopes = 0;
  let sealing = Promise.resolve();

  for (const name of documentNames) {
    documents[name].clientID = client;
    documents[name].on('update', listeners[name]);
  }
  awareness.on('update', cursorsMoved);

  function listener(name: DocumentName) {
    return (update: Uint8Array, origin: unknown, _doc: Doc, { local }: Transaction) =>
      edited(name, update as Bytes, origin, local);
  }

  function mayTellOf(document: DocumentName): boolean {
    const role = options.role();
    return role !== null && mayWrite(role, document);
  }

  function askState(whom: Link, document: DocumentName): void {
    send(whom, { kind: 'state', document, vector: encodeStateVector(documents[document]) as Bytes });
  }

  function answer(whom: Link, document: DocumentName, vector: Bytes): void {
    if (!whom.intake.question()) {
      flooded(whom);
      return;
    }
    const mayTell = mayTellOf(document);
    const update = mayTell ? (encodeStateAsUpdate(documents[document], vector) as Bytes) : Uint8Array.of(0, 0);
    tell(whom, document, cutIntoPieces(update, longestMessage), mayTell);
    if (mayTell && isEmptyUpdate(update) && document === 'files') whom.delivery.complete();
  }

  /** Tells what others have made as well, the next piece when the one before has left. `covers`: it is all that is here. */
  function tell(whom: Link, document: DocumentName, pieces: readonly Bytes[], covers: boolean): void {
    let at = 0;
    const next = () => {
      const piece = pieces[at];
      if (!piece || !open().includes(whom)) return;
      at += 1;
      const more = at < pieces.length;
      send(whom, { kind: 'missing', document, update: piece, more }, more ? next : undefined);
      if (!isEmptyUpdate(piece)) whom.delivery.sent(covers && !more);
    };
    next();
  }

  /** Takes what somebody else has and this peer has not: of those who are here as much as they say to have made. */
  function fill(from: Link, { document, update, more }: Extract<Message, { kind: 'missing' }>): void {
    if (!from.stranger) return;
    const doc = documents[document];
    const at = documentNames.indexOf(document);
    const sender = from.stranger.client;
    const limitOf = (author: number) => {
      if (author === sender) return null;
      const own = author === client ? clocksOf([doc])[0] : null;
      if (own !== null) return own;
      if (!crowd.topology().reachable.has(author)) return null;
      // Of somebody who has not said yet how far they are, no more than there is here already.
      return crowd.find(author)?.presence.clocks[at] ?? getState(doc.store, author);
    };
    const judged = judgeMissing(document, update, { role: from.role, client: from.stranger.client }, limitOf, client);
    if (judged.verdict !== 'pass') dropped(from, from.stranger.person, judged.verdict);
    else if (!isEmptyUpdate(judged.update)) {
      if (judged.update.length > longestRumour) takeLong(from, document, judged.update);
      else takeShort(from, document, judged.update);
      changeReceived(from);
    }
    if (!more) catchingUp.answered(from, document);
  }

  /** Takes what is passed on to those whom only this peer tells. */
  function takeShort(from: Link, document: DocumentName, update: Bytes): void {
    filling = from;
    try {
      applyUpdate(documents[document], update, from);
    } finally {
      filling = null;
    }
  }

  /**
   * Takes what is not passed on. Yjs writes down what was changed for whoever listens when a transaction is cleaned up, which for a whole
   * project takes as long as reading it; what is changed here because of it is told as ever.
   */
  function takeLong(from: Link, document: DocumentName, update: Bytes): void {
    const doc = documents[document];
    const listen = ({ origin }: Transaction) => {
      if (!isLink(origin)) doc.on('update', listeners[document]);
    };
    doc.off('update', listeners[document]);
    doc.on('afterTransactionCleanup', listen);
    try {
      applyUpdate(doc, update, from);
    } finally {
      doc.off('afterTransactionCleanup', listen);
      doc.on('update', listeners[document]);
    }
  }

  /** Opens what an author has sealed, and passes it on to those who get it over this peer. */
  async function unseal(from: Link, envelope: Envelope): Promise<void> {
    const { author, number } = envelope;
    const session = sessionId();
    if (!session || !from.stranger || author === client || !seen.isNew(author, number)) return;
    const member = crowd.find(author);
    const isDirect = from.stranger.client === author;
    if (!member && !isDirect) return;
    const genuine = await member?.isTheirs(envelope.signature, envelopeBytes(session, envelope));
    if (member && !genuine) return dropped(from, from.stranger.person, 'not-theirs');
    if (!seen.isNew(author, number)) return;
    seen.mark(author, number);
    const theirs = isDirect ? from.role : member?.role;
    if (!theirs) return;
    const verdict = judgeMessage(envelope, { role: theirs, client: author });
    if (verdict !== 'pass') {
      const person = member?.presence.person ?? from.stranger.person;
      // Whoever passes it on may know the author by another role, for a moment.
      return dropped(isDirect || verdict !== 'not-allowed' ? from : null, person, verdict);
    }
    if (envelope.document === null) applyAwarenessUpdate(awareness, envelope.update, from);
    else {
      applyUpdate(documents[envelope.document], envelope.update, from);
      changeReceived(from);
    }
    if (!member) return;
    const children = crowd.topology().childrenOf(author);
    for (const to of open()) {
      if (to === from || !to.stranger || !children.has(to.stranger.client)) continue;
      send(to, envelope);
      if (envelope.document !== null) to.delivery.sent(false);
    }
  }

  /** Seals an edit or a cursor of our own for those whom only others reach, and gives it to these. */
  function seal(document: DocumentName | null, update: Bytes): void {
    const { relays } = crowd.topology();
    const session = sessionId();
    if (relays.size === 0 || !session) return;
    envelopes += 1;
    const unsigned = { author: client, number: envelopes, document, update };
    const bytes = envelopeBytes(session, unsigned);
    sealing = sealing.then(async () => {
      const signature = await (await clientKey).sign(bytes);
      for (const to of open()) {
        if (!to.stranger || !relays.has(to.stranger.client)) continue;
        send(to, { kind: 'envelope', ...unsigned, signature });
        if (document !== null) to.delivery.sent(false);
      }
    });
  }

  function changeReceived(from: Link): void {
    from.received += 1;
    const author = from.stranger?.client;
    const others = author === undefined ? [] : (crowd.find(author)?.presence.neighbours ?? []);
    const pause = others.every((each) => each >= client) ? confirmAfter.first : confirmAfter.others;
    confirmSoon(from, pause);
  }

  /** Unless it goes with an edit until then. */
  function confirmSoon(to: Link, pause: number): void {
    if (to.confirms) return;
    to.confirms = true;
    const before = to.confirmed;
    timers.after(pause, () => {
      to.confirms = false;
      if (to.state !== 'open' || to.confirmed === to.received) return;
      if (to.confirmed > before) confirmSoon(to, pause);
      else send(to, { kind: 'control', message: { type: 'received', changes: takeReceived(to) } });
    });
  }

  function takeReceived(to: Link): number {
    to.confirmed = to.received;
    return to.received;
  }

  /** Our own edits go to everybody; what came over a link is passed on as its author sealed it. */
  function edited(name: DocumentName, update: Bytes, origin: unknown, local: boolean): void {
    if (isLink(origin)) {
      if (filling) tellFurther(filling, name, update);
      return;
    }
    delivery.made();
    if (!mayTellOf(name)) return;
    // What was put into a document whole, such as an old version, has others' work in it; and what is long goes in pieces.
    const isEdit = local && update.length <= longestMessage;
    const pieces = isEdit ? [] : cutIntoPieces(update, longestMessage);
    const { relays } = crowd.topology();
    for (const to of open()) {
      if (isEdit && to.stranger && relays.has(to.stranger.client)) continue;
      if (!isEdit) tell(to, name, pieces, false);
      else {
        const isOwed = to.confirmed < to.received;
        send(to, { kind: 'update', document: name, update, ...(isOwed ? { received: takeReceived(to) } : {}) });
        to.delivery.sent(false);
      }
    }
    if (isEdit) seal(name, update);
  }

  /** What was missing here is missing as well where only this peer brings it, such as work that somebody did offline. */
  function tellFurther(from: Link, document: DocumentName, update: Bytes): void {
    if (!from.stranger || !mayTellOf(document) || update.length > longestRumour) return;
    const children = crowd.topology().childrenOf(from.stranger.client);
    for (const to of open()) {
      if (!to.stranger || !children.has(to.stranger.client)) continue;
      tell(to, document, [update], false);
    }
  }

  function cursorsMoved(
    { added, updated, removed }: { added: number[]; updated: number[]; removed: number[] },
    origin: unknown,
  ): void {
    if (isLink(origin) || ![...added, ...updated, ...removed].includes(client)) return;
    const update = encodeAwarenessUpdate(awareness, [client]) as Bytes;
    const { relays } = crowd.topology();
    for (const to of open()) {
      if (!to.stranger || !relays.has(to.stranger.client)) send(to, { kind: 'awareness', update });
    }
    seal(null, update);
  }

  function isLink(origin: unknown): boolean {
    return typeof origin === 'object' && origin !== null && 'greeting' in origin && 'inbox' in origin;
  }

  return {
    receive(from, sender, message) {
      const isWords = 'update' in message && 'document' in message && message.document !== 'files';
      if (isWords && !from.intake.words(message.update.length)) return flooded(from);
      if (message.kind === 'envelope') return unseal(from, message);
      if (message.kind === 'missing') return fill(from, message);
      const verdict = judgeMessage(message, { role: from.role, client: sender.client });
      if (verdict !== 'pass') return dropped(from, sender.person, verdict);
      if (message.kind === 'awareness') return applyAwarenessUpdate(awareness, message.update, from);
      if (message.kind === 'state') return answer(from, message.document, message.vector);
      if (message.received !== undefined) from.delivery.confirmed(message.received);
      applyUpdate(documents[message.document], message.update, from);
      changeReceived(from);
    },
    opened(link) {
      if (awareness.getLocalState() !== null) {
        send(link, { kind: 'awareness', update: encodeAwarenessUpdate(awareness, [client]) as Bytes });
      }
      catchingUp.ask(link, mayWrite(link.role, 'files'));
    },
    progressed: catchingUp.progressed,
    ended(link) {
      healed.delete(link);
      catchingUp.gone(link);
    },
    showCursor() {
      if (awareness.getLocalState() !== null) seal(null, encodeAwarenessUpdate(awareness, [client]) as Bytes);
    },
    forget: seen.forget,
    lacks: ({ client: author, clocks }) =>
      documentNames.some((name, at) => getState(documents[name].store, author) < (clocks[at] ?? 0)),
    heal() {
      // In turn: what somebody wrote in an earlier life may be with one of them only, whatever that one may write.
      const others = open();
      if (others.every((each) => healed.has(each))) healed.clear();
      const whom = others.find((each) => !healed.has(each));
      if (!whom) return;
      healed.add(whom);
      catchingUp.ask(whom, true);
    },
    dispose() {
      awareness.off('update', cursorsMoved);
      for (const name of documentNames) documents[name].off('update', listeners[name]);
      catchingUp.dispose();
    },
  };
}
