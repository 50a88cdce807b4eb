import type { IncomingMessage, ServerResponse } from 'node:http';
import { respond } from '../shell/app-files.ts';
import type { Access } from './access.ts';
import type { AttemptLimit } from './attempt-limit.ts';
import { entrancePage, entranceScript, entranceStyle } from './entrance.ts';
import { isOwnHost, isOwnOrigin, pathOf, readCookie } from './request-checks.ts';

export interface PageServerOptions {
  /** The bundle; nothing outside of it is served. */
  readonly rendererFolder: string;
  readonly access: Access;
  readonly attempts: AttemptLimit;
  /** Name of the session's cookie. Ports of one machine share their cookies, so it holds the port. */
  readonly cookieName: () => string;
}

/** Longer bodies are no token, in bytes. */
const largestBody = 1024;

/** The page's policy for connections, which not every browser extends to WebSockets of its own origin. */
const ownConnections = "connect-src 'self'";

const commonHeaders: Readonly<Record<string, string>> = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), microphone=(), geolocation=(), usb=(), serial=(), hid=(), payment=()',
};

const entranceFiles: Readonly<Record<string, readonly [type: string, body: string]>> = {
  '/enter.js': ['text/javascript; charset=utf-8', entranceScript],
  '/enter.css': ['text/css; charset=utf-8', entranceStyle],
};

/** Answers every HTTP request: the entrance, the exchange of the token, and with a session the bundle's files. */
export function createPageServer(options: PageServerOptions) {
  const { access, attempts, cookieName, rendererFolder } = options;

  async function exchange(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (!isOwnOrigin(request.headers.origin, request.headers.host)) return refuse(response, 403);
    if (!/^application\/json\b/.test(request.headers['content-type'] ?? '')) return refuse(response, 415);
    const wait = attempts.retryAfter();
    if (wait > 0) {
      response.setHeader('retry-after', String(wait));
      return refuse(response, 429);
    }
    const body = await readBody(request);
    if (body === null) return refuse(response, 413);
    const session = access.exchange(tokenIn(body));
    if (session === null) {
      attempts.recordFailure();
      return refuse(response, 401);
    }
    response.setHeader('set-cookie', `${cookieName()}=${session}; HttpOnly; SameSite=Strict; Path=/`);
    response.writeHead(204).end();
  }

  async function sendFile(path: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const file = await respond(rendererFolder, `app://flashfusion${path}`);
    if (file.status !== 200) return refuse(response, 404);
    const type = file.headers.get('content-type') ?? 'application/octet-stream';
    const isPage = type.startsWith('text/html');
    const policy = file.headers.get('content-security-policy') ?? '';
    response.setHeader('content-type', type);
    response.setHeader(
      'content-security-policy',
      policy.replace(ownConnections, `${ownConnections} ws://${request.headers.host}`),
    );
    // The names of assets hold a digest of what is in them.
    response.setHeader(
      'cache-control',
      path.startsWith('/assets/') ? 'private, max-age=31536000, immutable' : 'no-store',
    );
    const bytes = Buffer.from(await file.arrayBuffer());
    const body = isPage ? Buffer.from(markAsServed(bytes.toString('utf8'))) : bytes;
    response.setHeader('content-length', body.byteLength);
    response.writeHead(200).end(request.method === 'HEAD' ? undefined : body);
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    for (const [name, value] of Object.entries(commonHeaders)) response.setHeader(name, value);
    if (!isOwnHost(request.headers.host)) return refuse(response, 421);
    const path = pathOf(request.url);
    if (request.method === 'POST' && path === '/session') return exchange(request, response);
    if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(response, 405);
    const session = readCookie(request.headers.cookie, cookieName());
    if (session !== null && access.isSession(session)) return sendFile(path, request, response);
    return sendEntrance(path, response);
  }

  return (request: IncomingMessage, response: ServerResponse): void => {
    answer(request, response).catch(() => {
      if (!response.headersSent) refuse(response, 500);
      response.destroy();
    });
  };
}

function sendEntrance(path: string, response: ServerResponse): void {
  response.setHeader('cache-control', 'no-store');
  response.setHeader(
    'content-security-policy',
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  );
  const file = entranceFiles[path];
  if (file) response.writeHead(200, { 'content-type': file[0] }).end(file[1]);
  else if (path !== '/' && path !== '/index.html') refuse(response, 401);
  else response.writeHead(401, { 'content-type': 'text/html; charset=utf-8' }).end(entrancePage);
}

function refuse(response: ServerResponse, status: number): void {
  response.setHeader('cache-control', 'no-store');
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' }).end(`${status}\n`);
}

/** The page learns from this that a server stands in the place of Shell. */
function markAsServed(html: string): string {
  return html.replace('<html ', '<html data-host="server" ');
}

/** Null when it is longer than any token; the rest is not read then. */
async function readBody(request: IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.byteLength;
    if (size > largestBody) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function tokenIn(body: string): string {
  try {
    const { token } = JSON.parse(body) as { token?: unknown };
    return typeof token === 'string' ? token : '';
  } catch {
    return '';
  }
}
