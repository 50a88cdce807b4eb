/** The names under which this machine reaches itself. A name of the network could be pointed here by whoever owns it. */
const ownNames = new Set(['127.0.0.1', 'localhost', '[::1]']);

/**
 * Whether a request was meant for this machine by name: the answer to DNS rebinding. The port may be any, since an SSH tunnel
 * may end at another one.
 */
export function isOwnHost(host: string | undefined): boolean {
  const [, name] = /^([\w.-]+|\[[0-9a-f:]+\])(?::\d{1,5})?$/i.exec(host ?? '') ?? [];
  return name !== undefined && ownNames.has(name.toLowerCase());
}

/**
 * Whether a request was made by a page of this very server. Cookies are shared by all ports of a machine, so that the pages of
 * other local servers are told apart only by this.
 */
export function isOwnOrigin(origin: string | undefined, host: string | undefined): boolean {
  return isOwnHost(host) && origin === `http://${host}`;
}

/** The path of a request, without its query; what is no path is the first page. */
export function pathOf(target: string | undefined): string {
  try {
    return new URL(target ?? '/', 'http://server').pathname;
  } catch {
    return '/';
  }
}

/** The value of one cookie in a Cookie header; null when it is not there. */
export function readCookie(header: string | undefined, name: string): string | null {
  for (const pair of (header ?? '').split(';')) {
    const at = pair.indexOf('=');
    if (at >= 0 && pair.slice(0, at).trim() === name) return pair.slice(at + 1).trim();
  }
  return null;
}
