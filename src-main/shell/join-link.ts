import { JoinLink } from '../../contract/shell.ts';

/** The scheme of links that open the app. */
export const linkScheme = 'flashfusion';
const longestLink = 2048;

/** Whether a text is a link for this app, well formed or not. */
export function isOwnLink(text: string): boolean {
  return text.toLowerCase().startsWith(`${linkScheme}:`);
}

/**
 * Reads `flashfusion://join/<code>[?server=<address>]`; null where anything in it is not as it should be. Links come from web pages
 * and messages of anybody: whether the code is one, and whether to join, is decided elsewhere.
 */
export function parseJoinLink(text: string): JoinLink | null {
  if (text.length > longestLink) return null;
  const [, typed, query] = /^flashfusion:\/\/join\/([0-9a-z-]{20,40})\/?(?:\?([^#\s]*))?$/i.exec(text) ?? [];
  if (typed === undefined) return null;
  const code = typed
    .replaceAll('-', '')
    .toUpperCase()
    .match(/.{1,4}/g)
    ?.join('-');
  const parameters = new URLSearchParams(query ?? '');
  const servers = parameters.getAll('server');
  if (servers.length > 1 || [...parameters.keys()].some((key) => key !== 'server')) return null;
  const [address] = servers;
  const server = address === undefined ? null : originOf(address);
  const parsed = JoinLink.safeParse({ code, server: address !== undefined && server === null ? '' : server });
  return parsed.success ? parsed.data : null;
}

/** `https://cloud.example` of an address of the web without a name or password in it. */
function originOf(address: string): string | null {
  try {
    const url = new URL(address);
    const plain = url.username === '' && url.password === '';
    return plain && (url.protocol === 'https:' || url.protocol === 'http:') ? url.origin : null;
  } catch {
    return null;
  }
}
