import { randomUUID } from 'node:crypto';
import type { HttpBindings } from '@hono/node-server';
import { OpenAPIHandler } from '@orpc/openapi/fetch';
import { ORPCError } from '@orpc/server';
import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { etag } from 'hono/etag';
import { HTTPException } from 'hono/http-exception';
import { routePath } from 'hono/route';
import { secureHeaders } from 'hono/secure-headers';
import type { Logger } from 'pino';
import { clientAddress } from './client-address.ts';
import type { CloudConfig } from './config.ts';
import type { RequestContext } from './context.ts';
import { createAboutRouter } from './features/about/index.ts';
import { accountPagePaths, createAccountPages, createAccountRouter, type Pictures } from './features/accounts/index.ts';
import { createCatalogueRouter } from './features/catalogue/index.ts';
import { createRelayRouter } from './features/relay/index.ts';
import { signalingPath } from './features/signaling/index.ts';
import type { Metrics } from './metrics.ts';
import { type AccountStore, addressHeader } from './open-accounts.ts';
import { problemOf } from './problems.ts';
import type { RateLimits, RateRule } from './rate-limits.ts';

const apiPrefix = '/api';
const largestBody = 1024 * 1024;
/** Of everything that is not the accounts' own, which have narrower ones. */
const addressRule: RateRule = { window: 60, max: 600 };
const accountRule: RateRule = { window: 60, max: 120 };
const codes = { 400: 'BAD_REQUEST', 500: 'INTERNAL_SERVER_ERROR', 503: 'SERVICE_UNAVAILABLE' } as const;

interface Variables {
  requestId: string;
}
type Bindings = { Bindings: HttpBindings; Variables: Variables };

export interface AppOptions {
  readonly config: CloudConfig;
  readonly version: string;
  readonly log: Logger;
  readonly metrics: Metrics;
  readonly accounts: AccountStore;
  readonly limits: RateLimits;
  readonly pictures: Pictures;
  /** Where browsers reach this server. */
  publicUrl(): string;
  /** What keeps this process from doing its work, by name; empty when nothing does. */
  missing(): Promise<readonly string[]>;
}

/** The HTTP side of the server, which needs no port to be tested. */
export function createApp(options: AppOptions): Hono<Bindings> {
  const { config, version, log, metrics, accounts, limits, pictures, missing } = options;
  const database = async () => (await accounts.open()).database;
  const router = {
    account: createAccountRouter({ pictures, limits, database }),
    catalogue: createCatalogueRouter({ database }),
    about: createAboutRouter({ version, signalingPath, relay: config.relay.urls.length > 0 }),
    relay: createRelayRouter(config.relay, limits),
  };
  const unexpected = (requestId: string, error: unknown) => {
    const found = problemOf(error);
    log[found.status === 400 ? 'warn' : 'error']({ requestId, err: error }, 'unexpected error');
    return found;
  };
  const api = new OpenAPIHandler<RequestContext>(router, {
    clientInterceptors: [
      async ({ next, context }) => {
        try {
          return await next();
        } catch (error) {
          if (error instanceof ORPCError && error.status < 500) throw error;
          const { status, message } = unexpected(context.requestId, error);
          throw new ORPCError(codes[status], { status, message });
        }
      },
    ],
  });
  let document: Promise<unknown> | undefined;

  const app = new Hono<Bindings>();
  const answerHeaders = secureHeaders({
    contentSecurityPolicy: { defaultSrc: ["'none'"] },
    crossOriginResourcePolicy: 'cross-origin',
  });
  const pageHeaders = secureHeaders({
    contentSecurityPolicy: {
      defaultSrc: ["'none'"],
      styleSrc: ["'self'"],
      // A form's answer may lead on to the provider, and browsers hold that against the form.
      formAction: ["'self'", ...(config.github ? ['https://github.com'] : [])],
      baseUri: ["'none'"],
      frameAncestors: ["'none'"],
    },
    xFrameOptions: 'DENY',
    referrerPolicy: 'same-origin',
  });
  app.use((context, next) => (accountPagePaths.has(context.req.path) ? pageHeaders : answerHeaders)(context, next));
  app.use(async (context, next) => {
    const started = performance.now();
    const given = context.req.header('x-request-id');
    const requestId = given && /^[\w-]{8,64}$/.test(given) ? given : randomUUID();
    context.set('requestId', requestId);
    context.header('x-request-id', requestId);
    await next();
    const seconds = (performance.now() - started) / 1000;
    const { method } = context.req;
    const { status } = context.res;
    // The pattern, not the path: it holds nothing of the caller's.
    const route = routePath(context, -1);
    metrics.requests.observe({ method, route, status }, seconds);
    log.info({ requestId, method, route, status, milliseconds: Math.round(seconds * 1000) }, 'request');
  });
  app.use(
    bodyLimit({
      maxSize: largestBody,
      onError(context) {
        // The rest of the body is not read, so nothing else can come on this connection.
        context.header('connection', 'close');
        return context.json(problem('The request is too large.'), 413);
      },
    }),
  );
  app.onError((error, context) => {
    // A form of another site: an answer, not a fault.
    if (error instanceof HTTPException) return context.json(problem('This was refused.'), error.status);
    const { status, message } = unexpected(context.get('requestId'), error);
    if (status === 503) context.header('retry-after', '5');
    return context.json(problem(message), status);
  });
  app.notFound((context) => context.json(problem('There is nothing at this address.'), 404));

  app.get('/healthz', (context) => context.json({ status: 'ok' }));
  app.get('/readyz', async (context) => {
    const reasons = await missing();
    return context.json(
      { status: reasons.length === 0 ? 'ready' : 'not ready', reasons },
      reasons.length === 0 ? 200 : 503,
    );
  });
  app.get('/metrics', async (context) => {
    context.header('content-type', metrics.registry.contentType);
    return context.body(await metrics.registry.metrics());
  });
  app.get(`${apiPrefix}/openapi.json`, async (context) => {
    document ??= loadDocument(version, accounts);
    return context.json(await document);
  });
  app.route(
    '/',
    createAccountPages({
      publicUrl: options.publicUrl,
      confirmsAddresses: config.confirmsAddresses,
      github: config.github !== null,
      async ask(context, request) {
        const { auth } = await accounts.open();
        const headers = new Headers(request.headers);
        headers.set(addressHeader, clientAddress((context.env as HttpBindings).incoming, config.trustedProxies));
        return auth.handler(new Request(request, { headers }));
      },
    }),
  );
  app.get(`${apiPrefix}/auth/get-session`, async (context: Context<Bindings>, next) => {
    const { auth } = await accounts.open();
    const plain = !context.req.url.includes('?');
    const address = clientAddress(context.env.incoming, config.trustedProxies);
    const found = plain ? await auth.liveSession(context.req.raw.headers, address) : null;
    if (found === null) return next();
    return context.json(found, 200, { 'cache-control': 'no-store', pragma: 'no-cache' });
  });
  app.on(['GET', 'POST'], `${apiPrefix}/auth/*`, async (context: Context<Bindings>) => {
    const { auth } = await accounts.open();
    const response = await auth.handler(new Request(context.req.raw, { headers: withAddress(context, config) }));
    // What better-auth calls it, as HTTP does.
    const seconds = response.headers.get('x-retry-after');
    if (seconds !== null) response.headers.set('retry-after', seconds);
    return response;
  });
  // Who has a page of it already is told so, and nothing else.
  app.use(`${apiPrefix}/catalogue/*`, etag());
  app.all(`${apiPrefix}/*`, async (context: Context<Bindings>) => {
    const address = clientAddress(context.env.incoming, config.trustedProxies);
    const { allowed, retryAfter } = await limits.consume(`api:${address}`, addressRule);
    if (!allowed) {
      context.header('retry-after', String(retryAfter));
      return context.json(problem('Too many requests from this address. Try again in a minute.'), 429);
    }
    const { matched, response } = await api.handle(context.req.raw, {
      prefix: apiPrefix,
      context: {
        address,
        requestId: context.get('requestId'),
        async userId() {
          const { auth } = await accounts.open();
          const userId = await auth.userId(withAddress(context, config));
          if (userId === null || (await limits.consume(`account:${userId}`, accountRule)).allowed) return userId;
          throw new ORPCError('TOO_MANY_REQUESTS', {
            message: 'Too many requests of this account. Try again in a minute.',
          });
        },
      },
    });
    return matched ? response : context.notFound();
  });
  return app;
}

/** The request's headers with the caller's address in one of ours, whatever the caller put there. */
function withAddress(context: Context<Bindings>, config: CloudConfig): Headers {
  const headers = new Headers(context.req.raw.headers);
  headers.set(addressHeader, clientAddress(context.env.incoming, config.trustedProxies));
  return headers;
}

function problem(message: string): { message: string } {
  return { message };
}

/** What describes the interface is large, so it is loaded when somebody asks. */
async function loadDocument(version: string, accounts: AccountStore): Promise<unknown> {
  const [{ describeApi }, auth] = await Promise.all([import('./describe-api.ts'), accounts.describe()]);
  return describeApi({ version, prefix: apiPrefix, auth });
}
