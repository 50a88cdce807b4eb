import { createHash } from 'node:crypto';
import { realpath } from 'node:fs/promises';
import { isAbsolute, join, relative, sep } from 'node:path';
import type { ContextManifest } from '../../../../../contract/model/chat.ts';
import { ProjectPath } from '../../../../../contract/model/path.ts';
import { isSecretFile } from '../../../../../contract/model/secret-files.ts';
import { createIgnoreRules, type IgnoreLookup, type IgnoreRules, isIgnored } from '../../../files/index.ts';
import { maximumFileSize, readText, type Unreadable } from './read-text.ts';
import { blackOut, blackOutPart, findSecrets, findSecretsOf, type RedactedText } from './redact.ts';

export type HeldBackReason = ContextManifest['heldBack'][number]['reason'];

/** A file that may leave the machine. Its text has as many lines as the file. */
export interface AdmittedFile extends RedactedText {
  readonly admitted: true;
  readonly path: string;
  /** Of the text before anything was blacked out, with LF for every line end. */
  readonly hash: string;
  /** What may leave of a part of the file that somebody selected: `selected` as it stands in the file near a line; null when it is not there. */
  part(selected: string, line: number): RedactedText | null;
  /** What may leave of some of its lines, from 1. */
  lines(line: number, endLine: number): RedactedText;
}

export type Admission =
  | AdmittedFile
  | { readonly admitted: false; readonly path: string; readonly reason: HeldBackReason };

export interface AdmitOptions {
  /** The text that a window holds, which stands in for the one on disk. */
  readonly text?: string;
  /** Texts that this one was made from: what is a secret in them is blacked out wherever it stands now. */
  readonly madeFrom?: readonly string[];
}

/** The one way out for the files of a project. Rules are as they are on disk when it was made; make one for each request. */
export interface Gate {
  /** Why a file may not leave, by its path, what it links to and the project's rules; null when it may. Does not look into it, and it need not exist. */
  check(path: string): Promise<HeldBackReason | null>;
  /** The text of a file that may leave, secrets blacked out; or why it may not. */
  admit(path: string, options?: AdmitOptions): Promise<Admission>;
}

/** What gates share: the rule files that were read. */
export interface GateRules {
  readonly git: IgnoreRules;
  readonly assistant: IgnoreRules;
}

export function createGateRules(): GateRules {
  return {
    git: createIgnoreRules(),
    assistant: createIgnoreRules(process.platform, { fileName: '.aiignore' }),
  };
}

/** Makes the gate of a project for one request. `root` is the project's folder. */
export function openGate(root: string, rules: GateRules = createGateRules()): Gate {
  const git = rules.git.look(root);
  const assistant = rules.assistant.look(root);
  let realRoot: Promise<string> | undefined;

  async function checkNames(path: string, kind: 'file' | 'folder' = 'file'): Promise<HeldBackReason | null> {
    if (isSecretFile(path)) return 'secretFile';
    if (await ignores(git, path, kind)) return 'gitignore';
    return (await ignores(assistant, path, kind)) ? 'aiignore' : null;
  }

  /** What the file is reached as once all links are followed; null when there is none. */
  async function follow(path: string): Promise<{ absolute: string; path: string | null } | null> {
    realRoot ??= realpath(root);
    const absolute = await realpath(join(root, ...path.split('/'))).catch(() => null);
    if (absolute === null) return null;
    const inside = relative(await realRoot, absolute);
    const outside = inside === '..' || inside.startsWith(`..${sep}`) || isAbsolute(inside);
    return { absolute, path: outside ? null : inside.split(sep).join('/') };
  }

  async function examine(path: string) {
    if (path === '' || !ProjectPath.safeParse(path).success) return { reason: 'outside' as const, absolute: null };
    const named = await checkNames(path);
    if (named !== null) return { reason: named, absolute: null };
    const target = await follow(path);
    if (target === null) return { reason: null, absolute: null };
    if (target.path === null) return { reason: 'outside' as const, absolute: null };
    // A link may lead to a folder, which rules for folders hold back.
    const reason =
      target.path === path
        ? null
        : ((await checkNames(target.path)) ?? (target.path === '' ? null : await checkNames(target.path, 'folder')));
    return { reason, absolute: target.absolute };
  }

  return {
    check: async (path) => (await examine(path)).reason,
    async admit(path, options = {}) {
      const refuse = (reason: HeldBackReason) => ({ admitted: false, path, reason }) as const;
      const { reason, absolute } = await examine(path);
      if (reason !== null) return refuse(reason);
      const read = options.text === undefined ? await readIfThere(absolute) : { text: options.text };
      if ('reason' in read) return refuse(read.reason);
      if (read.text.length > maximumFileSize) return refuse('tooLarge');
      const lines = read.text.replaceAll('\r\n', '\n');
      const secrets = options.madeFrom ? await findSecretsOf(lines, options.madeFrom) : await findSecrets(lines);
      return {
        admitted: true,
        path,
        hash: hashText(lines),
        ...blackOut(lines, secrets),
        part(selected, line) {
          const wanted = selected.replaceAll('\r\n', '\n');
          const start = findNear(lines, wanted, line);
          return start < 0 ? null : blackOutPart(lines, secrets, start, start + wanted.length);
        },
        lines(line, endLine) {
          const start = startOfLine(lines, line);
          const end = startOfLine(lines, endLine + 1);
          if (start < 0) return { text: '', redacted: 0 };
          return blackOutPart(lines, secrets, start, end < 0 ? lines.length : end - 1);
        },
      };
    },
  };
}

/** The hash of a text by which a later look tells whether it is still the same. Line ends do not count. */
export function hashText(text: string): string {
  return createHash('sha256').update(text.replaceAll('\r\n', '\n')).digest('base64url').slice(0, 22);
}

async function readIfThere(absolute: string | null): Promise<{ text: string } | Unreadable> {
  return absolute === null ? { reason: 'missing' } : readText(absolute);
}

async function ignores(lookup: IgnoreLookup, path: string, kind: 'file' | 'folder'): Promise<boolean> {
  const slash = path.lastIndexOf('/');
  return isIgnored(await lookup.rulesFor(path.slice(0, Math.max(0, slash))), path.slice(slash + 1), kind);
}

/** Where a text stands at or after the beginning of a line; else its first place. */
function findNear(text: string, wanted: string, line: number): number {
  const start = startOfLine(text, line);
  const near = start < 0 ? -1 : text.indexOf(wanted, start);
  return near >= 0 ? near : text.indexOf(wanted);
}

/** Where a line, from 1, begins; -1 where there are fewer. */
function startOfLine(text: string, line: number): number {
  let start = 0;
  for (let count = 1; count < line && start >= 0; count += 1) start = text.indexOf('\n', start) + 1 || -1;
  return start;
}
