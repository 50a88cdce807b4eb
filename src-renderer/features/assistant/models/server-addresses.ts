import { t } from '../../../localize.ts';

/** OpenAI's own address. */
export const openAiAddress = 'https://api.openai.com/v1';

const ownMachine = /^(localhost|\[::1\]|127(\.\d+){3})$/i;
const ownNetwork =
  /^(10(\.\d+){3}|192\.168(\.\d+){2}|172\.(1[6-9]|2\d|3[01])(\.\d+){2}|169\.254(\.\d+){2}|[\w-]+\.local)$/i;

/** Servers that people run on their own machine, and how each is started. */
export const localServers = [
  {
    kind: 'ollama',
    name: 'Ollama',
    start: t('Run {{command}}. It listens on port 11434.', { command: 'ollama serve' }),
  },
  {
    kind: 'lmstudio',
    name: 'LM Studio',
    start: t('Load a model and start the server under Developer. It listens on port 1234.'),
  },
  {
    kind: 'llamacpp',
    name: 'llama.cpp',
    start: t('Run {{command}}. It listens on port 8080.', { command: 'llama-server -m model.gguf' }),
  },
] as const;

/** What somebody typed as a whole address: its scheme where it has none, and `/v1` where it has no path. Null when it is none. */
export function completeAddress(text: string): string | null {
  const typed = text.trim();
  if (typed === '' || /\s/.test(typed)) return null;
  const schemed = /^[a-z][a-z\d+.-]*:\/\//i.test(typed) ? typed : `${schemeOf(typed)}://${typed}`;
  let url: URL;
  try {
    url = new URL(schemed);
  } catch {
    return null;
  }
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return null;
  const path = url.pathname.replace(/\/+$/, '');
  return `${url.protocol}//${url.host}${path === '' ? '/v1' : path}${url.search}`;
}

/** Why an address cannot be connected to; null when it can be. */
export function addressProblem(text: string): string | null {
  if (text.trim() === '') return t('Give the address of the server.');
  const address = completeAddress(text);
  if (address === null) return t('Give an address like {{example}}.', { example: 'https://models.example/v1' });
  const url = new URL(address);
  if (new URL(/:\/\//.test(text) ? text.trim() : address).username !== '')
    return t('Leave name and password out of the address, and put the key below.');
  if (url.protocol === 'http:' && !isNear(url.hostname))
    return t('Use https: over http, what you ask and the key could be read on the way.');
  return null;
}

/** An address without what is the same for all. */
export function shortAddress(address: string): string {
  return address.replace(/^https?:\/\//, '').replace(/\/v1\/?$/, '');
}

function schemeOf(text: string): 'http' | 'https' {
  const host = /^(\[[^\]]*\]|[^/:?#]*)/.exec(text)?.[0] ?? '';
  return isNear(host) ? 'http' : 'https';
}

function isNear(host: string): boolean {
  return ownMachine.test(host) || ownNetwork.test(host);
}
