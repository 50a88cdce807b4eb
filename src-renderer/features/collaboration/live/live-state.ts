import { createStore, type StoreApi } from 'zustand/vanilla';
import { keyName } from '../protocol/keys.ts';
import type { MeshEvents } from '../protocol/mesh.ts';
import type { Session, SessionOptions } from '../session/session.ts';
import type { LiveState, Person } from './live-session.ts';

/** How many colours the interface has for people. */
const colors = 8;

/** A session's state for the window, and the events that it follows. */
export interface FollowedState {
  readonly store: StoreApi<LiveState>;
  readonly events: NonNullable<SessionOptions['events']>;
  /** Begins to ask the mesh itself, which comes after its events were handed over. */
  attach(session: Session, startedAt: number): void;
}

/** Follows a session before there is one: its events are part of what it is made with. */
export function followState(
  options: Pick<SessionOptions, 'identity' | 'profile'>,
  also: Pick<MeshEvents, 'onMembershipChanged' | 'onRefused'>,
): FollowedState {
  const me = keyName(options.identity.publicKey);
  let session: Session | null = null;
  const store = createStore<LiveState>(() => ({
    status: 'live',
    role: null,
    refusal: null,
    signaling: 'connecting',
    people: [],
    waiting: [],
    progress: null,
    pending: { edits: 0, bytes: 0 },
    startedAt: Date.now(),
  }));

  const peopleChanged = (): void => {
    if (!session) return;
    const { mesh } = session;
    const self = {
      person: me,
      client: session.documents.files.clientID,
      name: options.profile.name,
      color: options.profile.color,
    };
    const others = mesh.peers().map(({ person, client, profile, role }) => ({
      person,
      client,
      name: profile.name,
      color: profile.color,
      role,
      self: false,
    }));
    const people = withColors([{ ...self, role: mesh.role ?? 'viewer', self: true }, ...others]);
    store.setState({ people, role: mesh.role });
  };

  return {
    store,
    events: {
      onPeersChanged: peopleChanged,
      onRole(role) {
        store.setState({ role, refusal: null });
        peopleChanged();
      },
      onSignaling: (signaling) => store.setState({ signaling }),
      onWaitingChanged: (waiting) => store.setState({ waiting }),
      onProgress: (received, total) => store.setState({ progress: received < total ? { received, total } : null }),
      onPendingChanged: (pending) => store.setState({ pending }),
      onMembershipChanged: () => {
        // Who may come in is shown with who is here.
        peopleChanged();
        also.onMembershipChanged?.();
      },
      onRefused: (refusal) => {
        store.setState({ refusal });
        also.onRefused?.(refusal);
      },
    },
    attach(made, startedAt) {
      session = made;
      store.setState({ startedAt });
      peopleChanged();
    },
  };
}

/** Gives each person a colour of their own as long as there are enough: the one they chose, or the next that is free. */
export function withColors(people: readonly Person[]): Person[] {
  const taken = new Map<number, string>();
  const given = new Map<string, number>();
  // By their keys, so that who came later changes nobody's colour more than needed.
  for (const { person, color } of [...people].sort((a, b) => (a.person < b.person ? -1 : 1))) {
    if (given.has(person)) continue;
    let chosen = color % colors;
    for (let step = 0; step < colors && taken.has(chosen); step += 1) chosen = (chosen + 1) % colors;
    taken.set(chosen, person);
    given.set(person, chosen);
  }
  const [self, ...others] = people.map((each) => ({ ...each, color: given.get(each.person) ?? 0 }));
  others.sort((a, b) => a.name.localeCompare(b.name) || a.client - b.client);
  return self ? [self, ...others] : others;
}
