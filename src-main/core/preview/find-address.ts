/** Colours and cursor moves that programs write even where nobody asked for them. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the control characters.
const escapeSequences = /\u001b(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)|[@-Z\\-_])/g;

/** Text as it reads, without the codes of terminals. */
export function plainText(text: string): string {
  return text.replace(escapeSequences, '').replace(/\r\n?/g, '\n');
}

const addressPattern =
  /\bhttps?:\/\/(?:localhost|127(?:\.\d{1,3}){3}|0\.0\.0\.0|\[::1?\])(?::\d{1,5})?(?:\/[^\s"'<>`)\]]*)?/gi;

/** Addresses on this machine that a server has written, first first, each once. `text` is plain. */
export function findAddresses(text: string): string[] {
  const found = [...text.matchAll(addressPattern)].map(([address]) => normaliseAddress(address));
  return [...new Set(found.filter((address) => address !== null))];
}

/**
 * An address of this machine as a browser takes it: `0.0.0.0` and `[::]` become localhost, user names and fragments go. Null
 * for addresses of other machines or other protocols.
 */
export function normaliseAddress(address: string): string | null {
  let url: URL;
  try {
    url = new URL(address);
  } catch {
    return null;
  }
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return null;
  if (url.hostname === '0.0.0.0' || url.hostname === '[::]') url.hostname = 'localhost';
  if (!isLoopback(url.hostname)) return null;
  url.username = '';
  url.password = '';
  url.hash = '';
  return url.href;
}

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname);
}

/** The port of an address, its protocol's own where it names none. */
export function portOf(address: string): number {
  const { port, protocol } = new URL(address);
  return port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port);
}
