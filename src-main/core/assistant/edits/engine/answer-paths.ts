/** Names of files that have no extension. */
const knownNames = new Set([
  'makefile',
  'dockerfile',
  'containerfile',
  'procfile',
  'gemfile',
  'rakefile',
  'vagrantfile',
  'jenkinsfile',
  'brewfile',
  'justfile',
  'pipfile',
  'license',
  'licence',
  'readme',
  'changelog',
  'notice',
  'authors',
  'codeowners',
  'cname',
  'build',
  'workspace',
]);

/** Names of things that are no files, and numbers of versions. */
const productName =
  /^(?:Alpine|Backbone|Chart|D3|Deno|Discord|Ember|Express|Next|Node|Nuxt|P5|React|Socket|Solid|Three|Vue|ASP)\.(?:js|io|net|NET)$/;

/** Whether a text without decoration could name a file. It may still lead out of the project: that is for `normalizeEditPath` to refuse. */
export function looksLikePath(text: string): boolean {
  if (text === '' || text.length > 1024 || text.includes('://') || /[<>|"*?`=;,(){}]\s|\s[<>|"*?`=;,]/.test(text))
    return false;
  const name = text.split(/[\\/]/).at(-1) ?? '';
  if (knownNames.has(name.toLowerCase())) return true;
  if (text === name && (productName.test(name) || /\.\d+$/.test(name))) return false;
  if (/^\.{2,}$/.test(name) || name === '') return false;
  if (/^\.[\w-]+(?:\.[\w-]+)*$/.test(name)) return true;
  if (/\.[A-Za-z0-9_+-]{1,15}$/.test(name)) return /[A-Za-z0-9_\])}-]\.[A-Za-z0-9_+-]+$/.test(name);
  return /[\\/]/.test(text) && /^[\w.@+\-[\]()$~ \\/]+$/.test(text);
}

/** The path that a line of an answer consists of, undecorated; null when it says something else. */
export function pathOfLine(line: string): string | null {
  let text = line.trim();
  text = text.replace(/^(?:[-*+]\s+|\d+[.)]\s+|>\s+|#{1,6}\s+|\/\/\s*|\/\*\s*|<!--\s*|--\s+|;+\s*)+/, '');
  text = text.replace(/\s*(?:\*\/|-->)\s*$/, '');
  text = text.replace(
    /\s*\((?:new|modified|updated|created|changed|existing|new file|full file|complete)\)\s*:?$/i,
    '',
  );
  const named = /^(?:\**)(?:file ?(?:name|path)?|path)\**\s*:\s*\**\s*(.+)$/i.exec(text);
  if (named) text = named[1] ?? '';
  const bare = text.replace(/:$/, '').trim();
  const quoted = /^(\*{1,2}`?|`|_{2}|["'])(.+?)(`?\*{1,2}|`|_{2}|["']):?$/.exec(bare);
  const inner = (quoted ? (quoted[2] ?? '') : bare).replace(/:$/, '').trim();
  if (!quoted && !named && /\s/.test(inner) && !/^\S.*[\\/].*\.\w+$/.test(inner)) return null;
  if (/\s/.test(inner) && /(?:^|\s)(?:in|the|and|is|to|of|for|with|this|update|create|add)\s/i.test(inner)) return null;
  return looksLikePath(inner) ? inner : null;
}

/** The one path in backticks that a sentence names; null when it names none, or several. */
export function pathInSentence(line: string): string | null {
  const paths = [...line.matchAll(/`([^`]+)`/g)].map((match) => (match[1] ?? '').trim()).filter(looksLikePath);
  return paths.length === 1 || new Set(paths).size === 1 ? (paths[0] ?? null) : null;
}

/** Language and path in what follows the backticks of a fence: `ts src/a.ts`, `ts:src/a.ts`, `ts title="src/a.ts"`, `src/a.ts`. */
export function readFenceInfo(info: string): { readonly language: string; readonly path: string | null } {
  const text = info.trim();
  if (text === '') return { language: '', path: null };
  const attribute = /(?:^|[\s{])(?:title|file|filename|path|name)\s*=\s*(?:"([^"]+)"|'([^']+)'|([^\s}]+))/i.exec(text);
  const first = text.split(/[\s{]/)[0] ?? '';
  if (attribute) {
    const path = attribute[1] ?? attribute[2] ?? attribute[3] ?? '';
    return { language: first.toLowerCase(), path: looksLikePath(path) ? path : null };
  }
  const colon = /^([\w+#-]+):(.+)$/.exec(text);
  if (colon && colon[1] !== undefined && colon[1].length > 1 && looksLikePath((colon[2] ?? '').trim())) {
    return { language: colon[1].toLowerCase(), path: (colon[2] ?? '').trim() };
  }
  const rest = text
    .slice(first.length)
    .trim()
    .replace(/^["'`(]|["'`)]$/g, '');
  if (rest !== '' && looksLikePath(rest)) return { language: first.toLowerCase(), path: rest };
  if (looksLikePath(text)) return { language: '', path: text };
  return { language: first.toLowerCase(), path: null };
}
