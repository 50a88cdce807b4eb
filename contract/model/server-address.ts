/** Addresses of one's own machine and network, where a server without a certificate may be. */
const ownNetwork =
  /^(localhost|\[::1\]|127(\.\d+){3}|10(\.\d+){3}|192\.168(\.\d+){2}|172\.(1[6-9]|2\d|3[01])(\.\d+){2}|169\.254(\.\d+){2}|[\w-]+\.local)$/i;

/** Whether a text is the address of a server and no more: https, or http on one's own network; without path or password. */
export function isServerAddress(text: string): boolean {
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    return false;
  }
  const bare =
    url.username === '' && url.password === '' && url.pathname === '/' && url.search === '' && url.hash === '';
  return bare && (url.protocol === 'https:' || (url.protocol === 'http:' && ownNetwork.test(url.hostname)));
}
