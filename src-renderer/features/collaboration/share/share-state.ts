import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Disposable } from '../../../app/disposable.ts';
import type { LiveSession } from '../live/live-session.ts';
import type { LiveSessions } from '../live/live-sessions.ts';
import type { GrantedRole } from '../protocol/roster.ts';
import { formatSessionCode } from '../protocol/session-code.ts';
import { knownCodes } from './known-codes.ts';
import { type CodeTerms, endOf, usualTerms } from './terms.ts';

/** What the share popover shows besides the session itself. */
export interface ShareState {
  readonly open: boolean;
  readonly terms: CodeTerms;
  /** A code is being made, or the session started. */
  readonly busy: boolean;
  /** The code that was made for these terms, whether or not it still works; null where there is none. */
  readonly shown: string | null;
  /** Names of those who were turned away here, by their keys. */
  readonly turnedAway: ReadonlyMap<string, string>;
  /** People on this network see the session and can knock. */
  readonly onNetwork: boolean;
}

/** What the popover and the commands do with a session of one's own. */
export interface Sharing {
  readonly state: StoreApi<ShareState>;
  setTerms(change: Partial<CodeTerms>): void;
  /** Starts the session of the open folder, with a code by the usual terms. */
  start(): Promise<void>;
  /** Makes a code by the terms that are set. */
  makeCode(): Promise<string | null>;
  /** Tells this network of the session, with a code whose people wait until they are let in; or no longer, which ends that code. */
  showOnNetwork(on: boolean): Promise<void>;
  /** Lets go of codes that have ended. */
  forget(invitations: readonly string[]): void;
  /** Remembers what somebody was called who was turned away: in the session they have said nothing. */
  denied(person: string, name: string): void;
}

/** Keeps what the popover shows. */
export function createSharing(sessions: LiveSessions): Sharing & Disposable {
  const state = createStore<ShareState>(() => ({
    open: false,
    terms: usualTerms,
    busy: false,
    shown: null,
    turnedAway: new Map(),
    onNetwork: false,
  }));
  const { core, coreReconnected } = sessions.services;
  /** Tells the network of a session with the code that it was told of before, for a role or for any; else with a new one. */
  const announce = async (live: LiveSession, role: GrantedRole | null): Promise<void> => {
    const code = nearbyCode(live, role) ?? (await makeNearbyCode(live, role ?? state.getState().terms.role));
    if (code === null) return;
    await core.collaboration.announce({
      session: { name: live.name.slice(0, 100), person: live.me.profile.name, code },
    });
    if (sessions.live.getState().session !== live) return;
    live.opening.setState({ network: 'shown' });
    state.setState({ onNetwork: true });
  };

  const following = sessions.follow((live) => {
    // Shown before it came back, or before Core has ended.
    const showAgain = () => {
      if (live.own && live.opening.getState().network === 'shown') announce(live, null).catch(reportError);
    };
    showAgain();
    const listening = coreReconnected.listen(showAgain);
    return {
      dispose() {
        listening.dispose();
        if (state.getState().onNetwork) core.collaboration.announce({ session: null }).catch(reportError);
        state.setState({ open: false, shown: null, turnedAway: new Map(), onNetwork: false });
      },
    };
  });

  const makeCode = async (live: LiveSession | null): Promise<string | null> => {
    if (!live?.own) return null;
    const { role, lifetime, uses, waitingRoom } = state.getState().terms;
    const notAfter = endOf(lifetime, Date.now());
    const { code, invitation } = await live.own.invite({ role, notAfter, uses, waitingRoom });
    const shown = formatSessionCode(code);
    live.codes.setState([...live.codes.getState(), { invitation, code: shown }], true);
    state.setState({ shown });
    return shown;
  };

  const whileBusy = async <T>(work: () => Promise<T>): Promise<T> => {
    state.setState({ busy: true });
    try {
      return await work();
    } finally {
      state.setState({ busy: false });
    }
  };

  const forget = (invitations: readonly string[]): void => {
    const codes = sessions.live.getState().session?.codes;
    if (!codes) return;
    const { shown } = state.getState();
    if (codes.getState().some(({ invitation, code }) => invitations.includes(invitation) && code === shown))
      state.setState({ shown: null });
    codes.setState(
      codes.getState().filter(({ invitation }) => !invitations.includes(invitation)),
      true,
    );
  };

  return {
    state,
    forget,
    denied: (person, name) => state.setState({ turnedAway: new Map([...state.getState().turnedAway, [person, name]]) }),
    setTerms: (change) => state.setState({ terms: { ...state.getState().terms, ...change }, shown: null }),
    start: () =>
      whileBusy(async () => {
        const live = await sessions.share();
        if (knownCodes(live, Date.now()).every(({ code }) => code === null)) await makeCode(live);
      }),
    makeCode: () => whileBusy(() => makeCode(sessions.live.getState().session)),
    async showOnNetwork(on) {
      const { session: live } = sessions.live.getState();
      if (!live?.own) return;
      if (on) return announce(live, state.getState().terms.role);
      await core.collaboration.announce({ session: null });
      const ended = live.codes.getState().flatMap(({ nearby, invitation }) => (nearby ? [invitation] : []));
      for (const invitation of ended) await live.own.revoke(invitation);
      forget(ended);
      const { lan } = await core.cloud.state();
      live.opening.setState({ network: lan.on ? 'open' : 'closed' });
      state.setState({ onNetwork: false });
    },
    dispose: following.dispose,
  };
}

/** The code that the network was told of, as far as it still lets people in. */
function nearbyCode({ codes, session }: LiveSession, role: GrantedRole | null): string | null {
  const entries = session.mesh.membership?.roster.entries() ?? [];
  const letsIn = (invitation: string) =>
    entries.some(
      (entry) =>
        entry.kind === 'invitation' &&
        entry.subject === invitation &&
        entry.role !== null &&
        (role === null || entry.role === role),
    );
  return codes.getState().findLast(({ nearby, invitation }) => nearby && letsIn(invitation))?.code ?? null;
}

async function makeNearbyCode(live: LiveSession, role: GrantedRole): Promise<string | null> {
  if (!live.own) return null;
  const { code, invitation } = await live.own.invite({ role, notAfter: null, uses: null, waitingRoom: true });
  const text = formatSessionCode(code);
  live.codes.setState([...live.codes.getState(), { invitation, code: text, nearby: true }], true);
  return text;
}
