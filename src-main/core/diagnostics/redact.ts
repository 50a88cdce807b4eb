/** What is private on this machine. */
export interface PrivateFacts {
  /** The home folder, as the system writes it. */
  readonly homeFolder: string;
  readonly userName: string;
  readonly hostName: string;
  /** Folders whose names say what somebody works on, with the word that takes their place. */
  readonly folders: readonly { readonly path: string; readonly as: string }[];
}

const removed = '[removed]';

/** Names that say nothing about a person, and that words of a report contain. */
const commonNames: ReadonlySet<string> = new Set([
  ...['root', 'user', 'admin', 'administrator', 'node', 'runner', 'ubuntu', 'debian', 'test', 'guest', 'default'],
  ...['home', 'users', 'core', 'shell', 'system', 'localhost', 'dev', 'app', 'data', 'project'],
]);

const quoted = `"(?:[^"\\\\\\n]|\\\\.)*"|'(?:[^'\\\\\\n]|\\\\.)*'|\`[^\`\\n]*\``;

const secretWord =
  '(?:pass(?:word|wd|phrase|code)?|pwd|secrets?|tokens?|api[_-]?keys?|access[_-]?keys?(?:[_-]?id)?|private[_-]?keys?|client[_-]?secret|credentials?|authorization|auth|session[_-]?id|cookies?|set-cookie|signature|connection[_-]?string|dsn)';

/** Kinds of secrets by their own look. */
const shapes: readonly RegExp[] = [
  // Private keys, with real line ends or with `\n` written out; an end that was cut off counts as well.
  /-----BEGIN [A-Z0-9 ]*PRIVATE KEY(?: BLOCK)?-----[\s\S]*?(?:-----END [A-Z0-9 ]*PRIVATE KEY(?: BLOCK)?-----|$)/g,
  /\bsk-[A-Za-z0-9_-]{12,}/g,
  /\b(?:sk|rk|pk)_(?:live|test)_[A-Za-z0-9]{8,}/g,
  /\bwhsec_[A-Za-z0-9+/=]{8,}/g,
  /\bgh[pousr]_[A-Za-z0-9]{16,}/g,
  /\bgithub_pat_[A-Za-z0-9_]{16,}/g,
  /\b(?:glpat|gldt|glrt)-[A-Za-z0-9_-]{12,}/g,
  /\bnpm_[A-Za-z0-9]{16,}/g,
  /\b(?:AKIA|ASIA|AGPA|AIDA|AROA|AIPA|ANPA|ANVA|ABIA|ACCA)[A-Z0-9]{12,}/g,
  /\bAIza[A-Za-z0-9_-]{20,}/g,
  /\bya29\.[A-Za-z0-9_-]{10,}/g,
  /\bxox[a-z]-[A-Za-z0-9-]{8,}/g,
  /\bhf_[A-Za-z0-9]{16,}/g,
  /\bSG\.[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}/g,
  /\beyJ[A-Za-z0-9_-]{6,}\.[A-Za-z0-9_-]{4,}(?:\.[A-Za-z0-9_-]*)?/g,
];

/**
 * Takes everything out of a text that should not leave this machine: keys and tokens of known kinds, whatever is called a
 * password, token or secret, values of environment variables, credentials in addresses, private keys, e-mail addresses, long
 * random words; and the person's, the machine's and the folders' names. What was taken out is marked. Doing it twice changes
 * nothing more.
 */
export function redact(text: string, facts: PrivateFacts): string {
  let result = text;
  for (const shape of shapes) result = result.replace(shape, removed);
  result = removeAddresses(result);
  result = removeAssigned(result);
  result = result.replace(/\b[\w.+-]+@[\w-]+(?:\.[\w-]+)*\.[A-Za-z]{2,}\b/g, '[e-mail removed]');
  result = removePlaces(result, facts);
  return removeRandomWords(result);
}

function removeAddresses(text: string): string {
  return (
    text
      // scheme://name:password@host, and scheme://token@host
      .replace(/\b([a-z][a-z0-9+.-]*:\/\/)[^\s/?#"'<>]+@/gi, `$1${removed}@`)
      // What follows a question mark or a hash in an address may be a signature or a token.
      .replace(/\b([a-z][a-z0-9+.-]*:\/\/[^\s?#"'<>]+)[?#][^\s"'<>)]*/gi, `$1?${removed}`)
  );
}

function removeAssigned(text: string): string {
  return (
    text
      .replace(/\b(bearer|basic|digest)(\s+)(?!\[)[A-Za-z0-9._~+/=:-]{6,}/gi, `$1$2${removed}`)
      // authorization: anything up to the end of the line or the string
      .replace(
        /\b((?:proxy-)?authorization|(?:set-)?cookie)(\\?["'`]?\s*[:=]\s*\\?["'`]?)[^"'`\n\\]+/gi,
        `$1$2${removed}`,
      )
      // password: "…", apiKey=…, --token …
      .replace(
        new RegExp(
          `([A-Za-z0-9_.-]*${secretWord}[A-Za-z0-9_-]*)(\\\\?["'\`]?\\s*(?:=>|[:=])\\s*|(?<=--[\\w-]*)\\s+)(\\\\"(?:[^"\\\\\\n])*\\\\"|${quoted}|[^\\s,;})\\]"'\`]+)`,
          'gi',
        ),
        (whole, name: string, sign: string, value: string) =>
          // Marked before, or a plain fact such as "tokens: 12" or "tokenColors": [
          value.startsWith('[') || /^(?:\d{1,7}|true|false|null|undefined|none|\{|ms)$/i.test(value)
            ? whole
            : `${name}${sign}${removed}`,
      )
      // NAME=value as in an environment or a .env file
      .replace(
        new RegExp(`\\b([A-Z][A-Z0-9_]{2,})=(\\\\"[^"\\\\\\n]*\\\\"|${quoted}|[^\\s,;"'\`]+)`, 'g'),
        (_, name: string, value: string) => `${name}=${value.startsWith('[') ? value : removed}`,
      )
  );
}

function removePlaces(text: string, facts: PrivateFacts): string {
  let result = text;
  const folders = [...facts.folders].sort((one, two) => two.path.length - one.path.length);
  for (const { path, as } of folders) result = replacePath(result, path, as);
  result = replacePath(result, facts.homeFolder, '~');
  // Homes of others, too: logs can come from another machine.
  result = result.replace(/(?<![\w.~-])(\/home|\/Users|\/var\/home)\/(?!\[)[^/\s"'`:,;)\]}\\]+/g, '~');
  result = result.replace(/\b[A-Za-z]:(\\\\?|\/)Users\1(?!\[)[^\\/\s"'`:,;)\]}]+/g, '~');
  result = replaceName(result, facts.userName, '[user]');
  return replaceName(result, facts.hostName, '[host]');
}

/** A folder as the system, JSON, an address or the other kind of system writes it. */
function replacePath(text: string, path: string, as: string): string {
  if (path.length < 4) return text;
  const forward = path.replaceAll('\\', '/');
  const spellings = new Set([
    path,
    forward,
    path.replaceAll('\\', '\\\\'),
    encodeURI(forward),
    forward.split('/').map(encodeURIComponent).join('/'),
  ]);
  let result = text;
  for (const spelling of [...spellings].sort((one, two) => two.length - one.length)) {
    result = result.replace(new RegExp(`${literally(spelling)}(?![\\w-])`, 'gi'), () => as);
  }
  return result;
}

function replaceName(text: string, name: string, as: string): string {
  if (name.length < 3 || commonNames.has(name.toLowerCase())) return text;
  return text.replace(new RegExp(`(?<![\\p{L}\\p{N}])${literally(name)}(?![\\p{L}\\p{N}])`, 'giu'), () => as);
}

/** Words too long and too mixed to be written by a person: keys of kinds that nobody has listed. */
function removeRandomWords(text: string): string {
  return text.replace(/[A-Za-z0-9+/_=-]{24,}/g, (word) => (looksRandom(word) ? removed : word));
}

function looksRandom(word: string): boolean {
  if (/^[0-9a-f]{32,}$/i.test(word)) return true;
  // Paths and names in kebab or snake case consist of short words.
  const longest = Math.max(...word.split(/[/_-]/).map((part) => part.length));
  if (longest < 16) return false;
  const kinds = [/[a-z]/, /[A-Z]/, /[0-9]/].filter((kind) => kind.test(word)).length;
  const digits = word.replaceAll(/[^0-9]/g, '').length;
  return kinds === 3 && digits >= 3 && new Set(word).size >= 12;
}

function literally(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\/]/g, '\\$&');
}
