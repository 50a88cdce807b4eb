import { hostname, type } from 'node:os';
import { z } from 'zod';
import { t } from '../../../localization/index.ts';
import { desktopError } from '../desktop-error.ts';
import type { RedeemAnswer } from './device-flow.ts';

const clientId = 'flashfusion-desktop';
const grantType = 'urn:ietf:params:oauth:grant-type:device_code';
/** Milliseconds that a server may take to answer; the first question to a new one makes its database. */
const patience = 60_000;

const DeviceCode = z.object({
  device_code: z.string().min(1).max(500),
  user_code: z.string().min(4).max(64),
  verification_uri: z.url({ protocol: /^https?$/ }),
  verification_uri_complete: z.url({ protocol: /^https?$/ }).optional(),
  /** Seconds. */
  expires_in: z.number().positive(),
  interval: z.number().nonnegative().default(5),
});
const Token = z.object({ access_token: z.string().min(1).max(4096) });
const Failure = z.object({ error: z.string() });
const Session = z.object({ user: z.object({ name: z.string(), email: z.string() }) });
const Sessions = z.array(
  z.object({
    id: z.string(),
    token: z.string(),
    createdAt: z.coerce.date(),
    userAgent: z.string().nullish(),
    ipAddress: z.string().nullish(),
  }),
);

/** A code that the server gave out, for somebody to approve. */
export interface DeviceRequest {
  readonly deviceCode: string;
  readonly userCode: string;
  readonly page: string;
  /** Seconds. */
  readonly lifetime: number;
  readonly interval: number;
}

export interface ServerSession {
  readonly id: string;
  readonly token: string;
  readonly createdAt: number;
  readonly userAgent: string | null;
  readonly ipAddress: string | null;
}

/** The accounts of a cloud server, asked over HTTP. Calls reject with CLOUD_UNREACHABLE where it does not answer as it should. */
export function createAccountServer(address: string, version: string) {
  const ask = async (path: string, options: { body?: object; token?: string; signal?: AbortSignal } = {}) => {
    const { body, token, signal } = options;
    const limit = AbortSignal.timeout(patience);
    try {
      const response = await fetch(new URL(`/api/auth${path}`, address), {
        method: body ? 'POST' : 'GET',
        redirect: 'error',
        signal: signal ? AbortSignal.any([signal, limit]) : limit,
        headers: {
          // What has no page says so by naming the server itself.
          origin: address,
          'user-agent': `FlashFusion/${version} (${type()}; ${hostname()})`.replaceAll(/[^\x20-\x7e]/g, '?'),
          ...(body ? { 'content-type': 'application/json' } : {}),
          ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        },
        ...(body ? { body: JSON.stringify(body) } : {}),
      });
      const answer: unknown = await response.json();
      return { status: response.status, answer };
    } catch (error) {
      signal?.throwIfAborted();
      throw desktopError('CLOUD_UNREACHABLE', { cause: error });
    }
  };
  const unexpected = (cause?: unknown) =>
    desktopError('CLOUD_UNREACHABLE', {
      message: t('The server gave an answer that is none. Try again later.'),
      cause,
    });

  return {
    async requestCode(): Promise<DeviceRequest> {
      const { status, answer } = await ask('/device/code', { body: { client_id: clientId } });
      if (status === 429) {
        throw desktopError('CLOUD_UNREACHABLE', { message: t('That was too often. Wait a minute, then try again.') });
      }
      if (status === 404) {
        throw desktopError('CLOUD_UNREACHABLE', {
          message: t('That server keeps no accounts: it is open to this network for sessions only.'),
        });
      }
      const parsed = DeviceCode.safeParse(answer);
      if (status !== 200 || !parsed.success) throw unexpected(parsed.error);
      const { data } = parsed;
      const page = data.verification_uri_complete ?? data.verification_uri;
      // Nobody should be led to type a password anywhere else.
      if (new URL(page).origin !== address) throw unexpected();
      return {
        deviceCode: data.device_code,
        userCode: data.user_code,
        page,
        lifetime: data.expires_in,
        interval: data.interval,
      };
    },

    /** One question of the polling in RFC 8628, section 3.4. */
    async redeem(deviceCode: string, signal: AbortSignal): Promise<RedeemAnswer> {
      const body = { grant_type: grantType, device_code: deviceCode, client_id: clientId };
      const { status, answer } = await ask('/device/token', { body, signal });
      const token = Token.safeParse(answer);
      if (status === 200 && token.success) return { type: 'token', token: token.data.access_token };
      const failure = Failure.safeParse(answer);
      if (status === 429) return { type: 'slowDown' };
      if (!failure.success) throw unexpected();
      switch (failure.data.error) {
        case 'authorization_pending':
          return { type: 'pending' };
        case 'slow_down':
          return { type: 'slowDown' };
        case 'access_denied':
          return { type: 'denied' };
        default:
          return { type: 'expired' };
      }
    },

    /** Whose token it is; null where it does not hold any more. */
    async whoIs(token: string): Promise<{ name: string; email: string } | null> {
      const { status, answer } = await ask('/get-session', { token });
      if (status === 401 || (status === 200 && answer === null)) return null;
      const parsed = Session.safeParse(answer);
      if (status !== 200 || !parsed.success) throw unexpected(parsed.error);
      return { name: parsed.data.user.name, email: parsed.data.user.email };
    },

    /** Null where the token does not hold any more. */
    async sessions(token: string): Promise<readonly ServerSession[] | null> {
      const { status, answer } = await ask('/list-sessions', { token });
      if (status === 401) return null;
      const parsed = Sessions.safeParse(answer);
      if (status !== 200 || !parsed.success) throw unexpected(parsed.error);
      return parsed.data.map(({ id, token: its, createdAt, userAgent, ipAddress }) => ({
        id,
        token: its,
        createdAt: createdAt.getTime(),
        userAgent: userAgent ?? null,
        ipAddress: ipAddress ?? null,
      }));
    },

    async endSession(token: string, ended: string): Promise<void> {
      const { status } = await ask('/revoke-session', { token, body: { token: ended } });
      if (status !== 200) throw unexpected();
    },

    async signOut(token: string): Promise<void> {
      await ask('/sign-out', { token, body: {}, signal: AbortSignal.timeout(5000) });
    },
  };
}
export type AccountServer = ReturnType<typeof createAccountServer>;
