import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import ignore, { type Ignore } from 'ignore';
import { isSecretFile } from '../../contract/model/secret-files.ts';

/** Larger files are not shared. */
const largestFile = 5 * 1024 * 1024;
const mostFiles = 100_000;

/** The text files of a folder that its `.gitignore` files let through and that hold no secrets by their names, by path, with LF at line ends. */
export function readTextFiles(folder: string): Map<string, string> {
  const files = new Map<string, string>();
  walk('', []);
  return files;

  function walk(path: string, rules: readonly { readonly base: string; readonly rule: Ignore }[]): void {
    const own = readOrNull(join(folder, path, '.gitignore'));
    const inForce = own === null ? rules : [...rules, { base: path, rule: ignore().add(own.toString('utf8')) }];
    const isIgnored = (entry: string) =>
      inForce.some(({ base, rule }) => rule.ignores(base === '' ? entry : entry.slice(base.length + 1)));
    for (const entry of readdirSync(join(folder, path), { withFileTypes: true })) {
      if (files.size >= mostFiles) return;
      const inner = path === '' ? entry.name : `${path}/${entry.name}`;
      if (entry.isDirectory() && entry.name !== '.git' && !isIgnored(`${inner}/`)) walk(inner, inForce);
      if (
        !entry.isFile() ||
        isIgnored(inner) ||
        isSecretFile(inner) ||
        statSync(join(folder, inner)).size > largestFile
      )
        continue;
      const text = decode(readFileSync(join(folder, inner)));
      if (text !== null) files.set(inner, text.replaceAll('\r\n', '\n'));
    }
  }
}

function readOrNull(path: string): Buffer | null {
  try {
    return readFileSync(path);
  } catch {
    return null;
  }
}

/** Null for what is no UTF-8 text. */
function decode(bytes: Buffer): string | null {
  if (bytes.includes(0)) return null;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}
