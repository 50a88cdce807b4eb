/** What a person wants by what they typed into the address bar. */
export type AddressWish =
  /** A page of the server that runs. */
  | { readonly kind: 'path'; readonly path: string }
  /** Another server of this machine. */
  | { readonly kind: 'server'; readonly address: string; readonly path: string }
  /** Anything else belongs in the system's browser. */
  | { readonly kind: 'external'; readonly address: string }
  | { readonly kind: 'nothing' };

const loopback = /^(localhost|[\w-]+\.localhost|127(?:\.\d{1,3}){3}|0\.0\.0\.0|\[::1?\])$/i;

/** Reads the address bar. `server` is the address of the server that runs, null when none does. */
export function readAddress(typed: string, server: string | null): AddressWish {
  const text = typed.trim();
  if (text === '') return { kind: 'nothing' };
  if (/^[/?#]/.test(text)) {
    return server === null ? { kind: 'nothing' } : { kind: 'path', path: pathOf(new URL(text, server)) };
  }
  const url = parse(/^[a-z][\w+.-]*:\/\//i.test(text) || /^mailto:/i.test(text) ? text : null) ?? parseBare(text);
  if (!url) return server === null ? { kind: 'nothing' } : { kind: 'path', path: pathOf(new URL(`/${text}`, server)) };
  if (!/^https?:$/.test(url.protocol) || !loopback.test(url.hostname)) return { kind: 'external', address: url.href };
  if (server !== null && isSameServer(url, new URL(server))) return { kind: 'path', path: pathOf(url) };
  return { kind: 'server', address: `${url.origin}/`, path: pathOf(url) };
}

/** `localhost:3000/x` and `example.com` without a protocol; one word alone is a path. */
function parseBare(text: string): URL | null {
  const [host = ''] = text.split(/[/?#]/, 1);
  if (/^(localhost|\[::1?\]|127(\.\d{1,3}){3}|0\.0\.0\.0)(:\d+)?$/i.test(host)) return parse(`http://${text}`);
  return /^[\w-]+(\.[\w-]+)+(:\d+)?$/.test(host) && !/\.html?$/i.test(host) ? parse(`https://${text}`) : null;
}

function parse(text: string | null): URL | null {
  try {
    return text === null ? null : new URL(text);
  } catch {
    return null;
  }
}

/** Whether two addresses are one server: names of this machine are one. */
export function isSameServer(one: URL, other: URL): boolean {
  const sameHost = one.hostname === other.hostname || (loopback.test(one.hostname) && loopback.test(other.hostname));
  return sameHost && one.port === other.port && one.protocol === other.protocol;
}

/** Path, query and fragment. */
export function pathOf({ pathname, search, hash }: Pick<URL, 'pathname' | 'search' | 'hash'>): string {
  return pathname + search + hash;
}

/** Whether a server at this address is one of this machine's. */
export function isLocal(address: string): boolean {
  const url = parse(address);
  return url !== null && /^https?:$/.test(url.protocol) && loopback.test(url.hostname);
}

/** Text that names the preview's own origin, as a person knows it: with the server's address. */
export function withServerAddress(text: string, origin: string, server: string): string {
  return text.replaceAll(origin, new URL(server).origin);
}
