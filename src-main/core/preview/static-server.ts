import { createReadStream } from 'node:fs';
import { realpath, stat } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, sep } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { t } from '../../../localization/index.ts';
import { staticMediaType } from './media-types.ts';
import { messagePage } from './message-page.ts';

/** Serves a folder's files on a port of its own. */
export interface StaticServer {
  readonly address: string;
  readonly port: number;
  dispose(): Promise<void>;
}

interface FoundFile {
  readonly path: string;
  readonly size: number;
  readonly modified: Date;
}

/**
 * Serves the files of `folder` (absolute) on 127.0.0.1, read only. Nothing outside of it is served, wherever links lead, and
 * nothing whose name begins with a dot but `.well-known`. Paths without an extension may name an `.html` file.
 */
export async function startStaticServer(options: { folder: string; singlePage: boolean }): Promise<StaticServer> {
  const root = await realpath(options.folder);
  let port = 0;
  const server = createServer((request, response) => {
    serve(request, response).catch(() => {
      if (!response.headersSent) sendPage(response, 500, t('This file could not be read'), t('Reload to try again.'));
      else response.destroy();
    });
  });

  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    // Another name for this machine means that a page of somebody else's asks.
    if (!/^(localhost|127\.0\.0\.1):\d+$/.test(request.headers.host ?? '') || portOfHost(request) !== port) {
      return sendPage(response, 403, t('Not for this address'), t('Open the address that the preview shows.'));
    }
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.setHeader('allow', 'GET, HEAD');
      return sendPage(response, 405, t('Files can only be read'), t('A static site answers no forms.'));
    }
    const [rawPath = '/', query] = (request.url ?? '/').split('?', 2);
    const wanted = decodePath(rawPath);
    if (wanted === null) return sendPage(response, 400, t('This address cannot be read'), t('Its path is not valid.'));
    const found = await find(root, wanted);
    if (found === 'folder') {
      response.writeHead(308, { location: `${rawPath}/${query === undefined ? '' : `?${query}`}` }).end();
      return;
    }
    const file = found ?? (options.singlePage && extname(wanted) === '' ? await find(root, '/') : null);
    if (file === null || file === 'folder') {
      return sendPage(
        response,
        404,
        t('There is no such file'),
        t('{{wanted}} is not in the folder that is served.', { wanted }),
      );
    }
    await sendFile(request, response, file);
  };

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  port = (server.address() as AddressInfo).port;
  return {
    port,
    address: `http://localhost:${port}/`,
    dispose: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function portOfHost(request: IncomingMessage): number {
  return Number(/:(\d+)$/.exec(request.headers.host ?? '')?.[1]);
}

/** A request's path as names of files; null for what could lead elsewhere. */
export function decodePath(rawPath: string): string | null {
  let path: string;
  try {
    path = decodeURIComponent(rawPath);
  } catch {
    return null;
  }
  if (!path.startsWith('/') || path.includes('\0') || path.includes('\\')) return null;
  const parts = path.split('/');
  if (parts.some((part) => part === '..' || part === '.')) return null;
  if (parts.some((part) => part.startsWith('.') && part !== '.well-known')) return null;
  if (process.platform === 'win32' && path.includes(':')) return null;
  return path;
}

async function find(root: string, wanted: string): Promise<FoundFile | 'folder' | null> {
  const names = wanted.split('/').filter(Boolean);
  const slash = wanted.endsWith('/');
  const direct = await look(root, join(root, ...names));
  if (direct?.kind === 'folder') {
    const index = await look(root, join(root, ...names, 'index.html'));
    if (index?.kind !== 'file') return null;
    return slash ? index.file : 'folder';
  }
  if (direct && !slash) return direct.file;
  const last = names.at(-1);
  if (slash || last === undefined || extname(last) !== '') return null;
  const page = await look(root, join(root, ...names.slice(0, -1), `${last}.html`));
  return page?.kind === 'file' ? page.file : null;
}

async function look(
  root: string,
  path: string,
): Promise<{ kind: 'file'; file: FoundFile } | { kind: 'folder'; file?: undefined } | null> {
  const real = await realpath(path).catch(() => null);
  if (real === null || (real !== root && !real.startsWith(root.endsWith(sep) ? root : root + sep))) return null;
  const stats = await stat(real);
  if (stats.isDirectory()) return { kind: 'folder' };
  if (!stats.isFile()) return null;
  return { kind: 'file', file: { path: real, size: stats.size, modified: stats.mtime } };
}

async function sendFile(request: IncomingMessage, response: ServerResponse, file: FoundFile): Promise<void> {
  const tag = `W/"${file.size.toString(36)}-${file.modified.getTime().toString(36)}"`;
  response.setHeader('content-type', staticMediaType(file.path));
  response.setHeader('cache-control', 'no-cache');
  response.setHeader('etag', tag);
  response.setHeader('last-modified', file.modified.toUTCString());
  response.setHeader('accept-ranges', 'bytes');
  response.setHeader('x-content-type-options', 'nosniff');
  if (request.headers['if-none-match'] === tag) {
    response.writeHead(304).end();
    return;
  }
  const range = readRange(request.headers.range, file.size);
  if (range === 'unsatisfiable') {
    response.writeHead(416, { 'content-range': `bytes */${file.size}` }).end();
    return;
  }
  const { start, end } = range ?? { start: 0, end: file.size - 1 };
  response.setHeader('content-length', end - start + 1);
  if (range) response.setHeader('content-range', `bytes ${start}-${end}/${file.size}`);
  response.writeHead(range ? 206 : 200);
  if (request.method === 'HEAD' || end < start) {
    response.end();
    return;
  }
  // A reader that goes away early ends the pipeline with an error of its own.
  await pipeline(createReadStream(file.path, { start, end }), response).catch(() => response.destroy());
}

/** One range of bytes, by RFC 9110 section 14; null for none or for several, which may be answered with the whole file. */
export function readRange(
  header: string | undefined,
  size: number,
): { start: number; end: number } | 'unsatisfiable' | null {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header?.trim() ?? '');
  if (!match || (match[1] === '' && match[2] === '')) return null;
  const [, first = '', last = ''] = match;
  if (first === '') {
    const length = Math.min(Number(last), size);
    return length === 0 ? 'unsatisfiable' : { start: size - length, end: size - 1 };
  }
  const start = Number(first);
  const end = last === '' ? size - 1 : Math.min(Number(last), size - 1);
  if (start >= size) return 'unsatisfiable';
  return end < start ? null : { start, end };
}

function sendPage(response: ServerResponse, status: number, title: string, detail: string): void {
  response
    .writeHead(status, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' })
    .end(messagePage(title, detail));
}
