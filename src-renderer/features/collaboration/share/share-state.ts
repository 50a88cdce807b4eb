import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Disposable } from '../../../app/disposable.ts';
import type { LiveSession } from '../live/live-session.ts';
import type { LiveSessions } from '../live/live-sessions.ts';
import { formatSessionCode } from '../protocol/session-code.ts';
import { type CodeTerms, endOf, usualTerms } from './terms.ts';

/** What the share popover shows besides the session itself. */
export interface ShareState {
  readonly open: boolean;
  readonly terms: CodeTerms;
  /** A code is being made, or the session started. */
  readonly busy: boolean;
  /** The code that the box shows; null where none has been made for these terms. */
  readonly shown: string | null;
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
  /** Tells this network of the session, with a code whose people wait until they are let in; or no longer. */
  showOnNetwork(on: boolean): Promise<void>;
}

/** Keeps what the popover shows. */
export function createSharing(sessions: LiveSessions): Sharing & Disposable {
  const state = createStore<ShareState>(() => ({
    open: false,
    terms: usualTerms,
    busy: false,
    shown: null,
    onNetwork: false,
  }));
  const { core } = sessions.services;
  const following = sessions.follow(() => ({
    dispose() {
      if (state.getState().onNetwork) core.collaboration.announce({ session: null }).catch(reportError);
      state.setState({ open: false, shown: null, onNetwork: false });
    },
  }));

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

  return {
    state,
    setTerms: (change) => state.setState({ terms: { ...state.getState().terms, ...change }, shown: null }),
    start: () =>
      whileBusy(async () => {
        const live = await sessions.share();
        if (live.codes.getState().length === 0) await makeCode(live);
      }),
    makeCode: () => whileBusy(() => makeCode(sessions.live.getState().session)),
    async showOnNetwork(on) {
      const { session: live } = sessions.live.getState();
      if (!live?.own) return;
      if (!on) await core.collaboration.announce({ session: null });
      else {
        const { code, invitation } = await live.own.invite({
          role: state.getState().terms.role,
          notAfter: null,
          uses: null,
          waitingRoom: true,
        });
        const text = formatSessionCode(code);
        live.codes.setState([...live.codes.getState(), { invitation, code: text }], true);
        await core.collaboration.announce({
          session: { name: live.name.slice(0, 100), person: live.me.profile.name, code: text },
        });
      }
      state.setState({ onNetwork: on });
    },
    dispose: following.dispose,
  };
}
