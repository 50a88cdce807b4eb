import { z } from 'zod';
import type { S3Settings } from './adapters/objects/index.ts';

const port = z.coerce.number().int().min(0).max(65_535);
const count = (fallback: number) => z.coerce.number().int().min(1).max(10_000_000).default(fallback);
const list = z
  .string()
  .transform((text) => text.split(',').map((entry) => entry.trim()))
  .transform((entries) => entries.filter((entry) => entry !== ''));

/** The environment, as `docs/cloud.md` describes it. Anything that is not named here has no effect. */
const Environment = z
  .object({
    PORT: port.default(4400),
    HOST: z.string().min(1).default('127.0.0.1'),
    LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent']).default('info'),
    /** How many proxies in front of this process are ours: that many entries at the end of X-Forwarded-For are believed. */
    TRUSTED_PROXIES: z.coerce.number().int().min(0).max(10).default(0),
    /** Seconds that open sockets have to leave when the process is asked to end. */
    DRAIN_SECONDS: z.coerce.number().min(0).max(600).default(10),
    /** Where browsers reach this server, when that is not the address it listens on. */
    PUBLIC_URL: z.url({ protocol: /^https?$/, error: 'must look like https://cloud.example' }).optional(),
    DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/, error: 'must look like postgres://user@host/name' }).optional(),
    /** Holds what has no other place: the database, objects, the secret, mail. */
    DATA_FOLDER: z.string().min(1).default('cloud-data'),
    AUTH_SECRET: z.string().min(32, 'needs at least 32 characters: openssl rand -base64 32').optional(),
    SMTP_URL: z.url({ protocol: /^smtps?$/, error: 'must look like smtp://user:password@host:587' }).optional(),
    MAIL_FROM: z.email('must be an e-mail address').optional(),
    /** Off only where nobody has to prove who they are: on one's own machine. */
    EMAIL_CONFIRMATION: z.enum(['required', 'off']).default('required'),
    /** Days for which audit events are kept. */
    AUDIT_DAYS: z.coerce.number().int().min(1).max(3650).default(365),
    /** Between two deletions of what has ended. */
    CLEAN_UP_MINUTES: z.coerce.number().int().min(1).max(1440).default(60),
    GITHUB_CLIENT_ID: z.string().optional(),
    GITHUB_CLIENT_SECRET: z.string().optional(),
    REDIS_URL: z.url({ protocol: /^rediss?$/, error: 'must look like redis://host:6379' }).optional(),
    /** Objects go to S3 where this is given, and into DATA_FOLDER otherwise. */
    S3_BUCKET: z
      .string()
      .regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, 'must be 3 to 63 small letters, digits, dots and hyphens')
      .optional(),
    S3_ENDPOINT: z.url({ protocol: /^https?$/, error: 'must look like https://s3.example' }).optional(),
    S3_REGION: z.string().min(1).default('us-east-1'),
    S3_ACCESS_KEY_ID: z.string().optional(),
    S3_SECRET_ACCESS_KEY: z.string().optional(),
    /** Whether the bucket stands in the path; by default with an S3_ENDPOINT. */
    S3_PATH_STYLE: z.enum(['true', 'false'], 'must be true or false').optional(),
    TURN_URLS: list
      .pipe(z.array(z.string().regex(/^(turns?|stun):/, 'must begin with turn:, turns: or stun:')))
      .default([]),
    TURN_SECRET: z.string().min(16, 'needs at least 16 characters').optional(),
    TURN_TTL_SECONDS: z.coerce.number().int().min(60).max(86_400).default(3600),
    SIGNALING_FRAME_BYTES: count(65_536),
    SIGNALING_TOPICS_PER_SOCKET: count(20),
    SIGNALING_MESSAGES_PER_SECOND: count(30),
    SIGNALING_SOCKETS_PER_ADDRESS: count(20),
    SIGNALING_BACKLOG_BYTES: count(1_048_576),
    SIGNALING_HEARTBEAT_SECONDS: z.coerce.number().int().min(1).max(300).default(30),
  })
  .refine(({ DATABASE_URL, AUTH_SECRET }) => DATABASE_URL === undefined || AUTH_SECRET !== undefined, {
    path: ['AUTH_SECRET'],
    message: 'is needed with DATABASE_URL, the same for every process: openssl rand -base64 32',
  })
  .refine(({ SMTP_URL, MAIL_FROM }) => SMTP_URL === undefined || MAIL_FROM !== undefined, {
    path: ['MAIL_FROM'],
    message: 'is needed with SMTP_URL',
  })
  .refine((all) => (all.GITHUB_CLIENT_ID === undefined) === (all.GITHUB_CLIENT_SECRET === undefined), {
    path: ['GITHUB_CLIENT_ID'],
    message: 'and GITHUB_CLIENT_SECRET are needed together',
  })
  .refine((all) => (all.S3_ACCESS_KEY_ID === undefined) === (all.S3_SECRET_ACCESS_KEY === undefined), {
    path: ['S3_ACCESS_KEY_ID'],
    message: 'and S3_SECRET_ACCESS_KEY are needed together',
  })
  .refine(({ S3_ENDPOINT, S3_BUCKET }) => S3_ENDPOINT === undefined || S3_BUCKET !== undefined, {
    path: ['S3_BUCKET'],
    message: 'is needed with S3_ENDPOINT',
  })
  .refine(({ S3_ENDPOINT, S3_ACCESS_KEY_ID }) => S3_ENDPOINT === undefined || S3_ACCESS_KEY_ID !== undefined, {
    path: ['S3_ACCESS_KEY_ID'],
    message: 'and S3_SECRET_ACCESS_KEY are needed with S3_ENDPOINT',
  })
  .refine(
    ({ TURN_URLS, TURN_SECRET }) => TURN_SECRET !== undefined || TURN_URLS.every((url) => url.startsWith('stun:')),
    {
      path: ['TURN_SECRET'],
      message: 'is needed for the turn: addresses in TURN_URLS',
    },
  );

export interface SignalingLimits {
  readonly frameBytes: number;
  readonly topicsPerSocket: number;
  readonly messagesPerSecond: number;
  readonly socketsPerAddress: number;
  /** Bytes that may wait for a reader who does not keep up. */
  readonly backlogBytes: number;
  /** Between two looks at whether sockets still answer. */
  readonly heartbeatMilliseconds: number;
}

export interface CloudConfig {
  readonly host: string;
  readonly port: number;
  readonly logLevel: 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'silent';
  readonly trustedProxies: number;
  readonly drainMilliseconds: number;
  /** Null where it is the address that the server listens on. */
  readonly publicUrl: string | null;
  /** Null for PGlite in the data folder. */
  readonly databaseUrl: string | null;
  readonly dataFolder: string;
  /** Null for one that is made and kept in the data folder. */
  readonly authSecret: string | null;
  /** Null writes mail into the data folder. */
  readonly smtp: { readonly url: string; readonly from: string } | null;
  /** Whether an address has to be confirmed by mail before its account can be used. */
  readonly confirmsAddresses: boolean;
  readonly auditDays: number;
  /** Between two deletions of what has ended. */
  readonly cleanUpMilliseconds: number;
  readonly github: { readonly clientId: string; readonly clientSecret: string } | null;
  readonly redisUrl: string | null;
  /** Null for files in the data folder. */
  readonly s3: S3Settings | null;
  readonly relay: { readonly urls: readonly string[]; readonly secret: string | null; readonly ttlSeconds: number };
  readonly signaling: SignalingLimits;
}

/** The environment does not describe a server that can run; the message names every variable that is wrong, not its value. */
export class ConfigError extends Error {
  override name = 'ConfigError';
}

/** Every variable that has an effect. */
export const environmentNames: readonly string[] = Object.keys(Environment.shape);

/** Reads the configuration. Throws ConfigError. An empty variable counts as one that is not set. */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): CloudConfig {
  const given = Object.fromEntries(
    Object.entries(environment).filter(([, value]) => value !== undefined && value !== ''),
  );
  const parsed = Environment.safeParse(given);
  if (!parsed.success) {
    const lines = parsed.error.issues.map(({ path, message }) => `  ${path.join('.')}: ${message}`);
    throw new ConfigError(
      `The configuration is not right:\n${lines.join('\n')}\nSee docs/cloud.md for what each variable means.`,
    );
  }
  const { data } = parsed;
  return {
    host: data.HOST,
    port: data.PORT,
    logLevel: data.LOG_LEVEL,
    trustedProxies: data.TRUSTED_PROXIES,
    drainMilliseconds: data.DRAIN_SECONDS * 1000,
    publicUrl: data.PUBLIC_URL?.replace(/\/+$/, '') ?? null,
    databaseUrl: data.DATABASE_URL ?? null,
    dataFolder: data.DATA_FOLDER,
    authSecret: data.AUTH_SECRET ?? null,
    smtp: data.SMTP_URL && data.MAIL_FROM ? { url: data.SMTP_URL, from: data.MAIL_FROM } : null,
    confirmsAddresses: data.EMAIL_CONFIRMATION === 'required',
    auditDays: data.AUDIT_DAYS,
    cleanUpMilliseconds: data.CLEAN_UP_MINUTES * 60_000,
    github:
      data.GITHUB_CLIENT_ID && data.GITHUB_CLIENT_SECRET
        ? { clientId: data.GITHUB_CLIENT_ID, clientSecret: data.GITHUB_CLIENT_SECRET }
        : null,
    redisUrl: data.REDIS_URL ?? null,
    s3: data.S3_BUCKET
      ? {
          endpoint: data.S3_ENDPOINT ?? null,
          region: data.S3_REGION,
          bucket: data.S3_BUCKET,
          credentials:
            data.S3_ACCESS_KEY_ID && data.S3_SECRET_ACCESS_KEY
              ? { accessKeyId: data.S3_ACCESS_KEY_ID, secretAccessKey: data.S3_SECRET_ACCESS_KEY }
              : null,
          pathStyle: data.S3_PATH_STYLE ? data.S3_PATH_STYLE === 'true' : data.S3_ENDPOINT !== undefined,
        }
      : null,
    relay: { urls: data.TURN_URLS, secret: data.TURN_SECRET ?? null, ttlSeconds: data.TURN_TTL_SECONDS },
    signaling: {
      frameBytes: data.SIGNALING_FRAME_BYTES,
      topicsPerSocket: data.SIGNALING_TOPICS_PER_SOCKET,
      messagesPerSecond: data.SIGNALING_MESSAGES_PER_SECOND,
      socketsPerAddress: data.SIGNALING_SOCKETS_PER_ADDRESS,
      backlogBytes: data.SIGNALING_BACKLOG_BYTES,
      heartbeatMilliseconds: data.SIGNALING_HEARTBEAT_SECONDS * 1000,
    },
  };
}
