import { t } from '../../../../localization/index.ts';

/** Hosts of this machine: what is sent there does not leave it. */
const loopback = /^(localhost|.+\.localhost|127(\.\d{1,3}){3}|\[::1\])$/i;
/** Hosts of one's own network, where a server without a certificate may be. */
const ownNetwork =
  /^(10(\.\d{1,3}){3}|192\.168(\.\d{1,3}){2}|172\.(1[6-9]|2\d|3[01])(\.\d{1,3}){2}|169\.254(\.\d{1,3}){2}|[\w-]+\.local|\[f[cde][0-9a-f:]*\])$/i;

export type BaseUrl =
  | { readonly ok: true; readonly url: string; readonly local: boolean }
  | { readonly ok: false; readonly problem: string };

/** Reads the address of a server of models as somebody typed it: without a slash at its end, and without what requests add. */
export function readBaseUrl(text: string): BaseUrl {
  let url: URL;
  try {
    url = new URL(text.trim());
  } catch {
    return { ok: false, problem: t('This is no address. Give one like http://localhost:11434/v1.') };
  }
  if (url.username !== '' || url.password !== '') {
    return {
      ok: false,
      problem: t('The address holds a name or password. Leave it out, and give the key in its own field.'),
    };
  }
  if (url.search !== '' || url.hash !== '') {
    return { ok: false, problem: t('The address ends with more than a path. Leave out what follows "?" or "#".') };
  }
  const local = loopback.test(url.hostname);
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && (local || ownNetwork.test(url.hostname)))) {
    return {
      ok: false,
      problem: t('Give an address with https. Only on this machine and your own network may it be http.'),
    };
  }
  const path = url.pathname.replace(/\/+$/, '').replace(/\/(chat\/completions|completions|models)$/, '');
  return { ok: true, url: `${url.origin}${path}`, local };
}
