import { randomBytes } from 'node:crypto';
import {
  createServer,
  Agent as HttpAgent,
  type IncomingMessage,
  request as requestHttp,
  type ServerResponse,
} from 'node:http';
import { Agent as HttpsAgent, request as requestHttps } from 'node:https';
import type { AddressInfo } from 'node:net';
import { type Duplex, pipeline } from 'node:stream';
import { t } from '../../../localization/index.ts';
import { forwardedHeaders, isNavigation, isPage, pageDecoder, refusal, returnedHeaders } from './forwarding.ts';
import { leaveMark, messagePage } from './message-page.ts';
import { insertIntoPage } from './page-changes.ts';
import { reporterElement, reporterHash } from './reporter.ts';

/** The one path on the preview's origin that is ours. */
export const hardReloadPath = '/__flashfusion_preview/reload';

/** The server behind the preview. */
export interface Upstream {
  /** Its address; only the origin counts. */
  readonly address: string;
  /** Whether its pages may run their scripts, asked with each page. */
  readonly scripts: () => boolean;
}

/** The preview's own origin on loopback: what it serves comes from the server behind it, with our reporter in its pages. */
export interface PreviewProxy {
  readonly origin: string;
  readonly port: number;
  setUpstream(upstream: Upstream | null): void;
  dispose(): Promise<void>;
}

/**
 * Starts the proxy on a free port of 127.0.0.1. Its host name holds a secret of this run, so that no other page can name it;
 * requests to any other name, and requests from other sites, are refused.
 */
export async function startPreviewProxy(): Promise<PreviewProxy> {
  const name = `preview-${randomBytes(16).toString('hex')}.localhost`;
  const sockets = new Set<Duplex>();
  let upstream: (Upstream & { readonly url: URL; readonly agent: HttpAgent }) | null = null;
  let origin = '';
  let host = '';

  const server = createServer((request, response) => {
    const refused = refusal(request, host, origin);
    if (refused) return sendPage(response, 403, t('Not for this address'), refused);
    const url = new URL(request.url ?? '/', origin);
    if (url.pathname === hardReloadPath) return hardReload(url, response);
    if (!upstream)
      return sendPage(response, 503, t('The preview is not running'), t('Start it again to see this page.'));
    forward(request, response, upstream);
  });
  // Slow uploads and long streams are the server's business.
  server.requestTimeout = 0;

  const hardReload = (url: URL, response: ServerResponse) => {
    const to = new URL(url.searchParams.get('to') ?? '/', origin);
    const target = to.origin === origin && to.pathname !== hardReloadPath ? to.pathname + to.search : '/';
    response
      .writeHead(302, { location: target, 'clear-site-data': '"cache"', 'cache-control': 'no-store', ...frameOnly })
      .end();
  };

  const forward = (
    request: IncomingMessage,
    response: ServerResponse,
    to: NonNullable<typeof upstream>,
    again = false,
  ): void => {
    const { url, agent } = to;
    const send = url.protocol === 'https:' ? requestHttps : requestHttp;
    const outgoing = send({
      host: url.hostname.replace(/^\[|\]$/g, ''),
      port: url.port,
      method: request.method,
      path: request.url,
      headers: forwardedHeaders(request, { own: origin, upstream: url.origin }),
      agent,
    });
    const onError = (error: NodeJS.ErrnoException) => {
      if (response.headersSent) {
        response.destroy();
        return;
      }
      // A kept connection that the server has closed meanwhile says nothing about the server.
      const bodiless = request.method === 'GET' || request.method === 'HEAD';
      if (outgoing.reusedSocket && bodiless && !again && error.code === 'ECONNRESET') {
        forward(request, response, to, true);
        return;
      }
      sendPage(
        response,
        502,
        t('The server does not answer'),
        t('{{origin}} said: {{message}}.', { origin: url.origin, message: error.code ?? error.message }),
      );
    };
    outgoing.once('error', onError);
    outgoing.once('response', (incoming) => {
      outgoing.off('error', onError);
      outgoing.on('error', () => response.destroy());
      answer(request, response, incoming, to);
    });
    response.once('close', () => outgoing.destroy());
    if (again) outgoing.end();
    else request.pipe(outgoing);
  };

  const answer = (
    request: IncomingMessage,
    response: ServerResponse,
    incoming: IncomingMessage,
    to: NonNullable<typeof upstream>,
  ) => {
    const { headers, leaving } = returnedHeaders(request, incoming, { own: origin, upstream: to.url.origin });
    if (leaving !== null && isNavigation(request)) {
      incoming.resume();
      const page = messagePage(t('This page leads out of the preview'), leaving, reporterElement + leaveMark(leaving));
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', ...frameOnly }).end(page);
      return;
    }
    const policies = [headers['content-security-policy'] ?? [], frameOnly['content-security-policy']].flat();
    if (!to.scripts()) policies.push(`script-src ${reporterHash}; object-src 'none'`);
    headers['content-security-policy'] = policies;
    const changed = isPage(request, incoming);
    const decoder = changed ? pageDecoder(incoming.headers['content-encoding']) : null;
    const inject = changed && decoder !== undefined;
    if (inject) {
      delete headers['content-length'];
      delete headers['content-encoding'];
    }
    response.writeHead(incoming.statusCode ?? 502, incoming.statusMessage, headers);
    response.flushHeaders();
    const done = () => {};
    if (!inject) pipeline(incoming, response, done);
    else if (decoder) pipeline(incoming, decoder, insertIntoPage(reporterElement), response, done);
    else pipeline(incoming, insertIntoPage(reporterElement), response, done);
  };

  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on('error', () => socket.destroy());
    if (refusal(request, host, origin) || !upstream) {
      socket.end('HTTP/1.1 403 Forbidden\r\nconnection: close\r\n\r\n');
      return;
    }
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    const { url } = upstream;
    const send = url.protocol === 'https:' ? requestHttps : requestHttp;
    const outgoing = send({
      host: url.hostname.replace(/^\[|\]$/g, ''),
      port: url.port,
      method: request.method,
      path: request.url,
      headers: {
        ...forwardedHeaders(request, { own: origin, upstream: url.origin }),
        connection: 'Upgrade',
        upgrade: request.headers.upgrade,
      },
      agent: false,
      ...(url.protocol === 'https:' ? { rejectUnauthorized: false } : {}),
    });
    outgoing.once('error', () => socket.destroy());
    outgoing.once('response', (incoming) => {
      socket.end(`HTTP/1.1 ${incoming.statusCode} ${incoming.statusMessage}\r\nconnection: close\r\n\r\n`);
      incoming.resume();
    });
    outgoing.once('upgrade', (incoming, behind, behindHead) => {
      const lines = [`HTTP/1.1 101 ${incoming.statusMessage}`];
      for (let at = 0; at < incoming.rawHeaders.length; at += 2) {
        lines.push(`${incoming.rawHeaders[at]}: ${incoming.rawHeaders[at + 1]}`);
      }
      socket.write(`${lines.join('\r\n')}\r\n\r\n`);
      if (behindHead.length > 0) socket.write(behindHead);
      if (head.length > 0) behind.write(head);
      pipeline(socket, behind, () => behind.destroy());
      pipeline(behind, socket, () => socket.destroy());
    });
    socket.once('close', () => outgoing.destroy());
    outgoing.end();
  });

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  host = `${name}:${port}`;
  origin = `http://${host}`;

  const endUpgraded = () => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    origin,
    port,
    setUpstream(next) {
      upstream?.agent.destroy();
      endUpgraded();
      if (next === null) {
        upstream = null;
        return;
      }
      const url = new URL(next.address);
      // Development certificates are signed by nobody, and the address is this machine's.
      const agent =
        url.protocol === 'https:'
          ? new HttpsAgent({ keepAlive: true, rejectUnauthorized: false })
          : new HttpAgent({ keepAlive: true });
      upstream = { ...next, url, agent };
    },
    dispose: () =>
      new Promise((resolve) => {
        upstream?.agent.destroy();
        server.close(() => resolve());
        endUpgraded();
        server.closeAllConnections();
      }),
  };
}

/** Only windows of ours may show what comes from the preview's origin. */
const frameOnly = {
  'content-security-policy': "frame-ancestors 'self' app://flashfusion http://localhost:* http://127.0.0.1:*",
};

function sendPage(response: ServerResponse, status: number, title: string, detail: string): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  response
    .writeHead(status, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store', ...frameOnly })
    .end(messagePage(title, detail, reporterElement));
}
