import { readFile, realpath } from 'node:fs/promises';
import { extname, join, sep } from 'node:path';

export const appOrigin = 'app://flashfusion';

/** Monaco writes inline styles; nothing else is allowed beyond our own files. */
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "font-src 'self' data:",
  "img-src 'self' data: blob:",
  "worker-src 'self'",
  "connect-src 'self'",
  // Previews: each on a host name of its own below localhost, which lockdown.ts narrows further.
  'frame-src http://*.localhost:*',
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const mediaTypes: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
  '.ttf': 'font/ttf',
};

/**
 * The answer to one `app://` request: 404 for other hosts, and for every path that is not a real file inside the folder
 * once symbolic links are resolved.
 */
export async function respond(rendererFolder: string, address: string): Promise<Response> {
  const url = new URL(address);
  if (url.host !== 'flashfusion') return new Response('Not found', { status: 404 });
  try {
    const wanted = decodeURIComponent(url.pathname === '/' ? '/index.html' : url.pathname);
    if (wanted.includes('\0') || wanted.includes('\\')) return new Response('Not found', { status: 404 });
    const root = await realpath(rendererFolder);
    const path = await realpath(join(root, wanted));
    if (!path.startsWith(root + sep)) return new Response('Not found', { status: 404 });
    return new Response(await readFile(path), {
      headers: {
        'content-type': mediaTypes[extname(path)] ?? 'application/octet-stream',
        'content-security-policy': contentSecurityPolicy,
        'x-content-type-options': 'nosniff',
        'cross-origin-opener-policy': 'same-origin',
      },
    });
  } catch {
    return new Response('Not found', { status: 404 });
  }
}
