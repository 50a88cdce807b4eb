import { applyUpdate, Doc, encodeStateAsUpdate, encodeStateVector } from 'yjs';
import { keyName, type Signer, signerFromSeed } from '../../src-renderer/features/collaboration/protocol/keys.ts';
import type { DocumentName } from '../../src-renderer/features/collaboration/protocol/messages.ts';
import {
  openSessionActivity,
  type SessionActivity,
} from '../../src-renderer/features/collaboration/session/session-activity.ts';
import {
  openSessionComments,
  type SessionComments,
} from '../../src-renderer/features/collaboration/session/session-comments.ts';
import {
  openSessionFiles,
  type SessionFiles,
} from '../../src-renderer/features/collaboration/session/session-files.ts';
import {
  openSessionLocks,
  type SessionLocks,
} from '../../src-renderer/features/collaboration/session/session-locks.ts';
import { openSessionTalk, type SessionTalk } from '../../src-renderer/features/collaboration/session/session-talk.ts';

/** Somebody with the documents of a session, without a network. */
export interface SessionPerson {
  readonly name: string;
  readonly person: string;
  readonly identity: Signer;
  readonly documents: Readonly<Record<DocumentName, Doc>>;
  readonly files: SessionFiles;
  readonly comments: SessionComments;
  readonly talk: SessionTalk;
  readonly activity: SessionActivity;
  readonly locks: SessionLocks;
  /** False makes a viewer of them. */
  writes: boolean;
}

export interface SessionPeople {
  readonly id: string;
  /** Milliseconds that everybody's clock shows; it goes on by one whenever it is looked at. */
  readonly clock: { time: number };
  /** Somebody more, who has what the others have; the first is the owner. */
  join(name: string): Promise<SessionPerson>;
  /** Between these calls nobody hears of anybody. */
  part(): void;
  meet(): void;
}

/** A session whose people have documents of their own, kept the same by Yjs's updates alone. */
export function startSessionPeople(): SessionPeople {
  const id = 'session-of-a-test';
  const clock = { time: 1_700_000_000_000 };
  const everybody: SessionPerson[] = [];
  let apart = false;
  let ownerKey: string | null = null;
  const now = () => {
    clock.time += 1;
    return clock.time;
  };

  function exchange(): void {
    for (const from of everybody) for (const to of everybody) if (from !== to) give(from, to);
  }

  return {
    id,
    clock,
    async join(name) {
      const identity = await signerFromSeed(crypto.getRandomValues(new Uint8Array(32)));
      const person = keyName(identity.publicKey);
      ownerKey ??= person;
      const keys = { id, ownerKey };
      const documents = { files: new Doc(), comments: new Doc(), talk: new Doc() };
      const files = openSessionFiles(documents.files);
      const people = () => everybody.map((each) => ({ person: each.person, name: each.name }));
      const canWrite = () => made.writes;
      const common = { session: () => keys, identity, name, files, canWrite, people, now };
      const comments = openSessionComments({ ...common, documents });
      const made: SessionPerson = {
        name,
        person,
        identity,
        documents,
        files,
        comments,
        talk: openSessionTalk({ ...common, document: documents.talk }),
        activity: openSessionActivity({ ...common, documents, comments }),
        locks: openSessionLocks({ ...common, document: documents.files }),
        writes: true,
      };
      for (const document of ['files', 'comments', 'talk'] as const) {
        documents[document].on('update', (update: Uint8Array, origin: unknown) => {
          if (apart || origin === 'others') return;
          for (const other of everybody) if (other !== made) applyUpdate(other.documents[document], update, 'others');
        });
      }
      for (const other of everybody) give(other, made);
      everybody.push(made);
      return made;
    },
    part() {
      apart = true;
    },
    meet() {
      apart = false;
      exchange();
    },
  };
}

function give(from: SessionPerson, to: SessionPerson): void {
  for (const name of ['files', 'comments', 'talk'] as const) {
    applyUpdate(
      to.documents[name],
      encodeStateAsUpdate(from.documents[name], encodeStateVector(to.documents[name])),
      'others',
    );
  }
}
