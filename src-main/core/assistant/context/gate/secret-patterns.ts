/** A part of a text, from `start` to before `end`, that must not be sent. */
export interface SecretRange {
  readonly start: number;
  readonly end: number;
  /** What it is, for the mark that stands in its place. */
  readonly what: string;
}

interface Rule {
  readonly what: string;
  /** Global. The group `secret` is what goes; the whole match without one. Nothing in it repeats without a limit before a fixed text. */
  readonly pattern: RegExp;
  /** Whether a match really is one. */
  readonly accept?: (secret: string, match: RegExpMatchArray) => boolean;
}

/** Names of which any value is a secret, and those of which only a value that looks random is. */
const strongNames =
  'passw(?:or)?d|passphrase|passcode|pwd|secret|api[_-]?key|apikey|private[_-]?key|access[_-]?key|account[_-]?key|signing[_-]?key|encryption[_-]?key|client[_-]?secret|auth[_-]?token|access[_-]?token|refresh[_-]?token|bearer[_-]?token|session[_-]?key|credentials?';
const weakNames = 'token|auth|cookie|salt|hmac|signature|dsn|webhook';

/** Keys and tokens that show by their own form what they are. */
const tokenRules: readonly Rule[] = [
  { what: 'AWS-key', pattern: /\b(?:AKIA|ASIA|ABIA|ACCA|AGPA|AIDA|AROA|ANPA)[0-9A-Z]{16}\b/g },
  { what: 'GitHub-token', pattern: /\b(?:gh[pousr]_[A-Za-z0-9]{20,255}|github_pat_[A-Za-z0-9_]{20,255})/g },
  { what: 'GitLab-token', pattern: /\bgl(?:pat|dt|ptt|rt|cbt|ft|soat|agent|imt|oas)-[A-Za-z0-9_-]{16,255}/g },
  { what: 'Slack-token', pattern: /\bxox[a-z]-[A-Za-z0-9-]{10,255}|\bxapp-\d-[A-Za-z0-9-]{10,255}/g },
  {
    what: 'Slack-webhook',
    pattern: /https:\/\/hooks\.slack\.com\/(?:services|workflows)\/[A-Za-z0-9/_-]{20,200}/g,
  },
  { what: 'API-key', pattern: /\bsk-(?:proj-|svcacct-|admin-|ant-|or-v1-|live-|test-)?[A-Za-z0-9_-]{20,300}/g },
  { what: 'Stripe-key', pattern: /\b(?:sk|rk|pk|whsec)_(?:live_|test_)?[A-Za-z0-9]{16,255}/g },
  {
    what: 'Google-key',
    pattern: /\bAIza[0-9A-Za-z_-]{35}|\bGOCSPX-[A-Za-z0-9_-]{20,60}|\bya29\.[A-Za-z0-9_-]{20,500}/g,
  },
  { what: 'npm-token', pattern: /\bnpm_[A-Za-z0-9]{30,60}/g },
  { what: 'PyPI-token', pattern: /\bpypi-[A-Za-z0-9_-]{50,500}/g },
  { what: 'SendGrid-key', pattern: /\bSG\.[A-Za-z0-9_-]{16,32}\.[A-Za-z0-9_-]{16,64}/g },
  { what: 'HuggingFace-token', pattern: /\bhf_[A-Za-z0-9]{30,60}/g },
  { what: 'Groq-key', pattern: /\bgsk_[A-Za-z0-9]{40,80}/g },
  { what: 'DigitalOcean-token', pattern: /\bdo[opr]_v1_[a-f0-9]{64}/g },
  { what: 'Telegram-token', pattern: /\b\d{8,10}:AA[A-Za-z0-9_-]{32,35}\b/g },
  { what: 'Vault-token', pattern: /\bhv[sbr]\.[A-Za-z0-9_-]{24,255}/g },
  { what: 'JWT', pattern: /\beyJ[A-Za-z0-9_-]{8,4000}\.eyJ[A-Za-z0-9_-]{8,8000}\.?[A-Za-z0-9_-]{0,2000}/g },
  { what: 'age-key', pattern: /\bAGE-SECRET-KEY-1[0-9A-Z]{58}\b/g },
];

const namedRules: readonly Rule[] = [
  {
    what: 'password',
    // A name and a password before the @ of an address.
    pattern: /:\/\/[^\s:/?#@"'`<>]{0,256}:(?<secret>[^\s/?#"'`<>]{1,256})@(?=[^\s@]{1,256})/g,
    accept: isNoPlaceholder,
  },
  {
    what: 'token',
    pattern: /\b(?:bearer|basic)\s{1,4}(?<secret>[A-Za-z0-9._~+/-]{12,4096}={0,2})/gi,
    accept: (secret) => /[\d._~+/=-]/.test(secret) || /[a-z][A-Z]/.test(secret),
  },
  {
    what: 'token',
    pattern:
      /\b(?:x-api-key|api-key|x-auth-token|private-token|proxy-authorization|authorization)["']?\s{0,4}[:=]\s{0,4}["']?(?:(?:bearer|basic|token|digest)\s{1,4})?(?<secret>[A-Za-z0-9._~+/-]{8,4096}={0,2})/gi,
    accept: (secret) => /\d/.test(secret) && !isCode(secret),
  },
  {
    what: 'password',
    pattern: new RegExp(
      `(?:${strongNames})[\\w-]{0,30}["'\`]?\\]?\\s{0,8}(?:=>|:=|[:=])\\s{0,8}(?<quote>["'\`])(?<secret>[^"'\`\\r\\n]{3,2000})\\k<quote>`,
      'gi',
    ),
    accept: isNoPlaceholder,
  },
  {
    what: 'token',
    pattern: new RegExp(
      `(?:${weakNames})s?["'\`]?\\]?\\s{0,8}(?:=>|:=|[:=])\\s{0,8}(?<quote>["'\`])(?<secret>[^"'\`\\s]{12,2000})\\k<quote>`,
      'gi',
    ),
    accept: looksRandom,
  },
  {
    what: 'password',
    // As in shells, .env files, INI and YAML, command lines and query strings.
    pattern: new RegExp(
      `(?:${strongNames})[A-Za-z0-9_-]{0,30}(?<between>[ \\t]{0,8}[:=][ \\t]{0,8}|%3D)(?<secret>[^\\s"'\`;,&|<>(){}\\[\\]]{3,2000})`,
      'gi',
    ),
    accept: isBareSecret,
  },
  {
    what: 'token',
    pattern: new RegExp(
      `(?:${weakNames})s?(?:[ \\t]{0,8}[:=][ \\t]{0,8}|%3D)(?<secret>[^\\s"'\`;,&|<>(){}\\[\\]]{12,2000})`,
      'gi',
    ),
    accept: (secret) => looksRandom(secret) && !isCode(secret),
  },
  {
    what: 'password',
    pattern:
      /(?:^|[\s"'])--?(?:password|passwd|pass|token|secret|api-key|apikey)[ \t]{1,4}["']?(?<secret>[^\s"'<>$-][^\s"'<>]{2,500})/gim,
    accept: isNoPlaceholder,
  },
  {
    what: 'account-key',
    pattern: /\b(?:AccountKey|SharedAccessKey|SharedAccessSignature)=(?<secret>[A-Za-z0-9+/=%&_-]{16,500})/g,
  },
];

/** Where our own rules find secrets in a text, in no order; parts may overlap. */
export function findByPatterns(text: string): SecretRange[] {
  const found = findPrivateKeys(text);
  for (const { what, pattern, accept } of [...tokenRules, ...namedRules]) {
    for (const match of text.matchAll(pattern)) {
      const secret = match.groups?.secret ?? match[0];
      if (accept && !accept(secret, match)) continue;
      // What follows the secret in a match is at most its closing quote or an @.
      const start = match.index + match[0].lastIndexOf(secret);
      found.push({ start, end: start + secret.length, what });
    }
  }
  return found;
}

const keyBegin = /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----/g;
const keyEnd = /-----END [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----/g;
const longestKey = 20_000;

/** Private keys, also those of which the end was cut off or that stand in one line with `\n` in it. */
function findPrivateKeys(text: string): SecretRange[] {
  const found: SecretRange[] = [];
  const ends = [...text.matchAll(keyEnd)].map((match) => ({ start: match.index, end: match.index + match[0].length }));
  let next = 0;
  let from = 0;
  for (const match of text.matchAll(keyBegin)) {
    const start = match.index;
    if (start < from) continue;
    const afterBegin = start + match[0].length;
    while (next < ends.length && (ends[next]?.start ?? 0) < afterBegin) next += 1;
    const close = ends[next];
    const near = close !== undefined && close.start - start <= longestKey;
    const end = near ? close.end : endOfKeyLines(text, afterBegin);
    found.push({ start, end, what: 'private-key' });
    from = end;
  }
  return [...found, ...findKeyLines(text)];
}

/** Where lines that could be of a key end. */
function endOfKeyLines(text: string, from: number): number {
  const lines =
    /(?:[ \t+\-|>*#"',]{0,12}(?:[A-Za-z0-9+/=\\]{1,200}|[A-Za-z-]{1,30}: [^\r\n]{0,200})?["', \t\\n]{0,8}(?:\r?\n|$)){1,400}/y;
  lines.lastIndex = from;
  return lines.exec(text) ? Math.max(from, lines.lastIndex) : from;
}

/** Three or more lines of 64 or 70 or 76 characters of Base64 on end: the middle of a key or certificate. */
function findKeyLines(text: string): SecretRange[] {
  const block =
    /(?:^[ \t+\-|>*#"']{0,12}[A-Za-z0-9+/]{60,80}={0,2}["',\\n \t]{0,6}\r?\n){3,}(?:^[ \t+\-|>*#"']{0,12}[A-Za-z0-9+/]{1,80}={0,2}\r?$)?/gm;
  return [...text.matchAll(block)].map((match) => ({
    start: match.index,
    end: match.index + match[0].replace(/\r?\n$/, '').length,
    what: 'key-data',
  }));
}

const placeholder =
  /^(?:[*.•xX_-]+|<.*>|\{\{.*\}\}|\$\{.*\}|\$[A-Z_a-z][\w.]*|%[^%]*%|(?:your|my|the|some|an?|insert|enter|replace|change)[-_ ].*|(?:your|my|insert|enter|replace|change)[a-z]*|process\.env.*|null|undefined|true|false|none|nil|string|number|boolean|text|password|passwd|secret|token|redacted|hidden|example|required|optional|unknown|any|never|void|current-password|new-password|off|on)$/i;

function isNoPlaceholder(secret: string): boolean {
  return !placeholder.test(secret) && !secret.startsWith('[redacted');
}

/** A value without quotes: in code it is mostly a type, a name or a call. */
function isBareSecret(secret: string, match: RegExpMatchArray): boolean {
  if (!isNoPlaceholder(secret) || isCode(secret)) return false;
  if (match.groups?.between === '=' || match.groups?.between === '%3D') return true;
  return /\d/.test(secret) || /[^A-Za-z0-9_.$]/.test(secret);
}

/** `user.password`, `readKey()`, `this.#secret`, `=`: what stands at a name in program text. */
function isCode(secret: string): boolean {
  return /^(?:[A-Za-z_$][\w$]*(?:\??\.#?[A-Za-z_$][\w$]*)+|[=>!?.]+.*|new|await|this|self|typeof|z\..*|\$.*|@.*|\.\.\..*|\/.*\/?|\\.*)$/.test(
    secret,
  );
}

/** Letters and digits in a mix that nobody chooses as a name. */
function looksRandom(secret: string): boolean {
  if (!isNoPlaceholder(secret) || /^(?:https?:|\.{0,2}\/)/.test(secret)) return false;
  const digits = secret.replace(/\D/g, '').length;
  return digits >= 2 && /[A-Za-z]/.test(secret) && !/^[A-Za-z]+(?:[-_.][A-Za-z]+)*[-_.]?\d{0,4}$/.test(secret);
}
