import type { IncomingHttpHeaders, IncomingMessage, OutgoingHttpHeaders } from 'node:http';
import type { Transform } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate, createZstdDecompress } from 'node:zlib';
import { t } from '../../../localization/index.ts';
import { adaptCookie, adaptPolicy } from './page-changes.ts';
import { reporterHash } from './reporter.ts';

/** Headers that belong to one connection, by RFC 9110 section 7.6.1. */
const ofConnection = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

export interface Origins {
  /** The preview's own origin. */
  readonly own: string;
  /** Of the server behind it. */
  readonly upstream: string;
}

export type ReturnedHeaders = Record<string, string | string[] | undefined>;

/** Why a request may not come in, in words; null when it may. `host` and `origin` are the preview's own. */
export function refusal(request: IncomingMessage, host: string, origin: string): string | null {
  const { headers } = request;
  if (headers.host !== host) return t('The preview is only for the window that started it.');
  const site = headers['sec-fetch-site'];
  const framed = headers['sec-fetch-dest'] === 'iframe' && headers['sec-fetch-mode'] === 'navigate';
  if (site !== undefined && site !== 'same-origin' && site !== 'none' && !framed) {
    return t('Another site asked for this page.');
  }
  const from = headers.origin;
  if (from !== undefined && from !== origin && from !== 'null' && !framed)
    return t('Another site asked for this page.');
  return null;
}

/** Whether a request fetches a document to be shown. */
export function isNavigation({ method, headers }: Pick<IncomingMessage, 'method' | 'headers'>): boolean {
  if (method !== 'GET' && method !== 'POST') return false;
  const destination = headers['sec-fetch-dest'];
  if (destination !== undefined) return ['document', 'iframe', 'frame'].includes(String(destination));
  return /\btext\/html\b/.test(headers.accept ?? '');
}

/** Whether an answer is a page that gets our script. */
export function isPage(request: IncomingMessage, { headers, statusCode = 0 }: IncomingMessage): boolean {
  if (!isNavigation(request) || statusCode === 204 || statusCode === 304) return false;
  const type = headers['content-type'] ?? '';
  return /^text\/html\b/i.test(type) && !/charset\s*=\s*["']?utf-16/i.test(type);
}

/** What undoes a page's compression: null for none, undefined for one that is not known. */
export function pageDecoder(encoding: string | undefined): Transform | null | undefined {
  switch ((encoding ?? 'identity').trim().toLowerCase()) {
    case 'identity':
    case '':
      return null;
    case 'gzip':
    case 'x-gzip':
      return createGunzip();
    case 'deflate':
      return createInflate();
    case 'br':
      return createBrotliDecompress();
    case 'zstd':
      return createZstdDecompress();
    default:
      return undefined;
  }
}

/** A request's headers for the server behind: it sees itself asked, by its own pages. */
export function forwardedHeaders({ headers }: Pick<IncomingMessage, 'headers'>, origins: Origins): OutgoingHttpHeaders {
  const forwarded: OutgoingHttpHeaders = {};
  const dropped = namedByConnection(headers);
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined && !ofConnection.has(name) && !dropped.has(name)) forwarded[name] = value;
  }
  forwarded.host = new URL(origins.upstream).host;
  if (headers.origin === origins.own) forwarded.origin = origins.upstream;
  if (headers.referer?.startsWith(`${origins.own}/`)) {
    forwarded.referer = origins.upstream + headers.referer.slice(origins.own.length);
  }
  if (headers['transfer-encoding'] !== undefined) forwarded['transfer-encoding'] = 'chunked';
  return forwarded;
}

/**
 * An answer's headers for the pane: redirects stay on the preview's origin, cookies are kept in frames, policies let our script
 * run. `leaving` is the address of a redirect to anywhere else.
 */
export function returnedHeaders(
  request: Pick<IncomingMessage, 'url'>,
  incoming: Pick<IncomingMessage, 'headers'>,
  origins: Origins,
): { headers: ReturnedHeaders; leaving: string | null } {
  const headers: ReturnedHeaders = {};
  const dropped = namedByConnection(incoming.headers);
  for (const [name, value] of Object.entries(incoming.headers)) {
    if (value === undefined || ofConnection.has(name) || dropped.has(name)) continue;
    if (name === 'x-frame-options' || name === 'content-security-policy-report-only') continue;
    headers[name] = value;
  }
  const cookies = incoming.headers['set-cookie'];
  if (cookies) headers['set-cookie'] = cookies.map(adaptCookie);
  const policy = incoming.headers['content-security-policy'];
  // Several policies arrive joined by commas, and each counts.
  if (policy) {
    headers['content-security-policy'] = String(policy)
      .split(',')
      .map((one) => adaptPolicy(one, reporterHash))
      .filter((one) => one !== '');
  }
  let leaving: string | null = null;
  const { location } = incoming.headers;
  if (location !== undefined) {
    const base = new URL(request.url ?? '/', origins.upstream);
    const target = parse(location, base);
    if (target && isSameServer(target, new URL(origins.upstream))) {
      headers.location = `${origins.own}${target.pathname}${target.search}${target.hash}`;
    } else if (target) leaving = target.href;
  }
  return { headers, leaving };
}

/** Whether two addresses are the same server: names of this machine are one. */
function isSameServer(one: URL, other: URL): boolean {
  const loopback = /^(localhost|127(\.\d+){3}|\[::1\])$/;
  const sameHost = one.hostname === other.hostname || (loopback.test(one.hostname) && loopback.test(other.hostname));
  return sameHost && one.port === other.port && one.protocol === other.protocol;
}

function parse(address: string, base: URL): URL | null {
  try {
    return new URL(address, base);
  } catch {
    return null;
  }
}

function namedByConnection(headers: IncomingHttpHeaders): ReadonlySet<string> {
  return new Set((headers.connection ?? '').split(',').map((name) => name.trim().toLowerCase()));
}
