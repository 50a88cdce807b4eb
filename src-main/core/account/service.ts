import { z } from 'zod';
import type { AccountSession, AccountState } from '../../../contract/desktop/account.ts';
import { t } from '../../../localization/index.ts';
import type { CloudService } from '../cloud/index.ts';
import { desktopError, isDesktopError } from '../desktop-error.ts';
import type { EventHub } from '../events/index.ts';
import type { Secrets } from '../secrets/index.ts';
import { type AccountServer, createAccountServer } from './account-server.ts';
import { pollForToken } from './device-flow.ts';

/** What is kept, as ciphertext: the token, and whose it is for times without a network. */
const Kept = z.object({ token: z.string(), name: z.string(), email: z.string() });
type Kept = z.infer<typeof Kept>;

type Problem = 'denied' | 'expired' | 'ended' | 'locked' | 'incomplete';

export interface AccountService {
  get(): Promise<AccountState>;
  refresh(): Promise<AccountState>;
  signIn(): Promise<AccountState>;
  cancelSignIn(): Promise<AccountState>;
  sessions(): Promise<AccountSession[]>;
  endSession(id: string): Promise<AccountSession[]>;
  signOut(): Promise<AccountState>;
  /** The token for a call to the server, for other features in Core; null when nobody is signed in. */
  token(): Promise<string | null>;
  dispose(): void;
}

interface Attempt {
  readonly key: string;
  readonly controller: AbortController;
  readonly state: Extract<AccountState, { status: 'signingIn' }>;
}

/** Signs in to the cloud server through the system's browser and keeps the token as a secret, one for each server. */
export function createAccountService(dependencies: {
  cloud: Pick<CloudService, 'configured' | 'connect' | 'state'>;
  secrets: Secrets;
  events: EventHub;
  version: string;
  onFailed(error: unknown, where: string): void;
}): AccountService {
  const { cloud, secrets, events, version, onFailed } = dependencies;
  // By the server's key. `kept` is false where the system has no key store.
  const known = new Map<string, { value: Kept; kept: boolean }>();
  const online = new Map<string, boolean>();
  let attempt: Attempt | null = null;
  let starting: Promise<AccountState> | null = null;
  let problem: Problem | null = null;
  let told = '';

  const currentKey = async () => keyOf(await cloud.configured());

  const load = async (key: string): Promise<{ value: Kept; kept: boolean } | null> => {
    const inMemory = known.get(key);
    if (inMemory) return inMemory;
    if (!secrets.has(key)) return null;
    const text = await secrets.get(key).catch((error: unknown) => {
      if (!isDesktopError(error, 'SECRETS_UNAVAILABLE')) throw error;
      problem = 'locked';
      return null;
    });
    if (text === null) return null;
    const parsed = Kept.safeParse(parseJson(text));
    if (!parsed.success) {
      secrets.delete(key);
      return null;
    }
    const loaded = { value: parsed.data, kept: true };
    known.set(key, loaded);
    return loaded;
  };

  const keep = async (key: string, value: Kept): Promise<void> => {
    const kept = await secrets.store(key, JSON.stringify(value)).then(
      () => true,
      (error: unknown) => {
        if (!isDesktopError(error, 'SECRETS_UNAVAILABLE')) throw error;
        return false;
      },
    );
    known.set(key, { value, kept });
  };

  const forget = (key: string) => {
    known.delete(key);
    online.delete(key);
    secrets.delete(key);
  };

  const get = async (): Promise<AccountState> => {
    const server = await cloud.configured();
    const key = keyOf(server);
    if (attempt?.key === key) return attempt.state;
    const loaded = await load(key);
    if (!loaded) return { status: 'signedOut', problem: problem === null ? null : describeProblem(problem) };
    const { name, email } = loaded.value;
    return { status: 'signedIn', name, email, server, online: online.get(key) ?? null, kept: loaded.kept };
  };

  const tell = async (): Promise<AccountState> => {
    const account = await get();
    const text = JSON.stringify(account);
    if (text !== told) {
      told = text;
      events.emit({ type: 'account.changed', account });
    }
    return account;
  };

  const requireToken = async (): Promise<{ key: string; token: string; server: AccountServer }> => {
    const key = await currentKey();
    const loaded = await load(key);
    if (!loaded) throw desktopError('NOT_SIGNED_IN');
    const { address } = await cloud.connect();
    return { key, token: loaded.value.token, server: createAccountServer(address, version) };
  };

  /** The server does not know the token any more. */
  const endHere = async (key: string): Promise<never> => {
    forget(key);
    problem = 'ended';
    await tell();
    throw desktopError('NOT_SIGNED_IN', { message: describeProblem('ended') });
  };

  const check = async (key: string, address: string): Promise<void> => {
    const loaded = await load(key);
    if (!loaded) return;
    try {
      const person = await createAccountServer(address, version).whoIs(loaded.value.token);
      if (person === null) {
        forget(key);
        problem = 'ended';
        return;
      }
      online.set(key, true);
      const { name, email, token } = loaded.value;
      if (person.name !== name || person.email !== email) await keep(key, { token, ...person });
    } catch (error) {
      if (!isDesktopError(error, 'CLOUD_UNREACHABLE')) throw error;
      online.set(key, false);
    }
  };

  const begin = async (): Promise<AccountState> => {
    problem = null;
    const { address, kind } = await cloud.connect();
    const key = keyOf(kind === 'embedded' ? null : address);
    const server = createAccountServer(address, version);
    const request = await server.requestCode();
    const controller = new AbortController();
    const expiresAt = Date.now() + request.lifetime * 1000;
    const current: Attempt = {
      key,
      controller,
      state: { status: 'signingIn', userCode: spaced(request.userCode), page: request.page, expiresAt },
    };
    attempt = current;
    const { signal } = controller;
    const waiting = async () => {
      const outcome = await pollForToken({
        redeem: () => server.redeem(request.deviceCode, signal),
        interval: request.interval,
        expiresAt,
        signal,
      });
      if (attempt !== current) return;
      if (outcome.type === 'token') {
        const person = await server.whoIs(outcome.token);
        if (attempt !== current) return;
        if (person === null) problem = 'ended';
        else {
          await keep(key, { token: outcome.token, ...person });
          online.set(key, true);
        }
      } else if (outcome.type !== 'cancelled') problem = outcome.type;
    };
    void waiting()
      .catch((error: unknown) => {
        problem = 'incomplete';
        onFailed(error, 'account.signIn');
      })
      .then(async () => {
        if (attempt !== current) return;
        attempt = null;
        await tell();
      })
      .catch((error: unknown) => onFailed(error, 'account.signIn'));
    return tell();
  };

  const cancel = () => {
    attempt?.controller.abort();
    attempt = null;
  };

  // Another server has other accounts.
  const listening = events.listen((event) => {
    if (event.type !== 'cloud.changed') return;
    currentKey()
      .then(async (key) => {
        if (attempt && attempt.key !== key) cancel();
        await tell();
      })
      .catch((error: unknown) => onFailed(error, 'account.server'));
  });

  const sessions = async (): Promise<AccountSession[]> => {
    const { key, token, server } = await requireToken();
    const listed = await server.sessions(token);
    if (listed === null) return endHere(key);
    return listed
      .map(({ id, createdAt, userAgent, ipAddress, token: its }) => ({
        id,
        createdAt,
        userAgent,
        ipAddress,
        current: its === token,
      }))
      .sort((one, other) => Number(other.current) - Number(one.current) || other.createdAt - one.createdAt);
  };

  const signOut = async (): Promise<AccountState> => {
    cancel();
    problem = null;
    const key = await currentKey();
    const loaded = await load(key);
    forget(key);
    if (loaded) {
      try {
        const { address } = await cloud.connect();
        await createAccountServer(address, version).signOut(loaded.value.token);
      } catch {
        // Forgotten here; there the session ends by itself.
      }
    }
    return tell();
  };

  return {
    get,
    sessions,
    signOut,
    async refresh() {
      const server = await cloud.configured();
      const { address } = await cloud.state();
      if (problem === 'locked') problem = null;
      if (address !== null && attempt === null) await check(keyOf(server), address);
      return tell();
    },
    signIn() {
      starting ??= (async () => {
        const account = await get();
        return account.status === 'signedOut' ? begin() : account;
      })().finally(() => {
        starting = null;
      });
      return starting;
    },
    cancelSignIn() {
      cancel();
      problem = null;
      return tell();
    },
    async endSession(id) {
      const { key, token, server } = await requireToken();
      const listed = await server.sessions(token);
      if (listed === null) return endHere(key);
      const ended = listed.find((session) => session.id === id);
      if (ended?.token === token) {
        await signOut();
        return [];
      }
      if (ended) await server.endSession(token, ended.token);
      return sessions();
    },
    async token() {
      return (await load(await currentKey()))?.value.token ?? null;
    },
    dispose() {
      listening.dispose();
      cancel();
    },
  };
}

/** The name of the secret: accounts belong to a server, and the desktop's own has another port each time. */
function keyOf(server: string | null): string {
  return `account:${server ?? 'embedded'}`;
}

/** Codes of eight are easier to compare in two halves. */
function spaced(code: string): string {
  return code.length === 8 ? `${code.slice(0, 4)}-${code.slice(4)}` : code;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Said when it is asked for, in the language of then. */
function describeProblem(problem: Problem): string {
  switch (problem) {
    case 'denied':
      return t('The sign-in was refused in the browser.');
    case 'expired':
      return t('The code was not answered in time. Sign in again to get a new one.');
    case 'ended':
      return t('The server has ended this sign-in. Sign in again.');
    case 'locked':
      return t('The key store of this system is locked, so the sign-in cannot be read. Unlock it and look again.');
    case 'incomplete':
      return t('The sign-in could not be completed. Try again.');
  }
}
