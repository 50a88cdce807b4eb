import { createHash } from 'node:crypto';
import { t } from '../../../localization/index.ts';
import { desktopError, isDesktopError } from '../desktop-error.ts';
import { decodeBytes, encodeText } from '../files/index.ts';
import { gitFailed } from './git-failure.ts';
import { pathInput, refuseFilters } from './index-changes.ts';
import type { ProjectGit } from './project-git.ts';

/** A file by its path in the project, its lines ended by LF. */
export interface TextFile {
  readonly path: string;
  readonly text: string;
}

interface Entry {
  readonly mode: string;
  readonly blob: string;
}

type Change = { readonly path: string } & (
  | { readonly kind: 'remove' }
  | { readonly kind: 'blob'; readonly mode: string; readonly blob: string }
  | { readonly kind: 'bytes'; readonly mode: string; readonly bytes: Buffer }
);

/**
 * Commits texts onto a new branch that begins at the current commit: through git's own import, so that neither folder nor index is
 * touched and no hook runs. Files keep the encoding and the line ends that they have in the current commit.
 */
export async function commitOntoBranch(
  git: ProjectGit,
  request: { message: string; branch: string; files: readonly TextFile[]; removed: readonly string[] },
): Promise<{ commit: string; subject: string }> {
  const { message, branch, files, removed } = request;
  const reference = `refs/heads/${branch}`;
  if ((await git.run(['check-ref-format', reference])).code !== 0) {
    throw desktopError('GIT_FAILED', {
      message: t('"{{name}}" cannot be the name of a branch. Choose another name.', { name: branch }),
    });
  }
  if ((await git.run(['rev-parse', '--verify', '--quiet', reference])).code === 0) {
    throw gitFailed('', { reason: 'nameTaken', message: t('That name is taken already.') });
  }
  const head = await git.run(['rev-parse', '--verify', '--quiet', 'HEAD^{commit}']);
  const parent = head.code === 0 ? head.stdout.toString().trim() : null;
  const tree = parent === null ? new Map<string, Entry>() : await readTree(git, parent);
  const changes = [
    ...(await findChanges(git, files, tree)),
    ...removed.filter((path) => tree.has(path)).map((path): Change => ({ kind: 'remove', path })),
  ];
  if (changes.length === 0) {
    throw gitFailed('', { reason: 'nothingToCommit', message: t('There is nothing to commit.') });
  }
  const prefix = (await git.ask(['rev-parse', '--show-prefix'])).replace(/\n$/, '');
  // Fails where git does not know who commits.
  const [author, committer] = [
    await git.ask(['var', 'GIT_AUTHOR_IDENT']),
    await git.ask(['var', 'GIT_COMMITTER_IDENT']),
  ];
  const text = Buffer.from(`${message.trim()}\n`);
  const stream = [
    Buffer.from(`commit ${reference}\nauthor ${author.trim()}\ncommitter ${committer.trim()}\n`),
    Buffer.from(`data ${text.length}\n`),
    text,
    Buffer.from(parent === null ? '' : `from ${parent}\n`),
    ...changes.flatMap((change) => importLines(change, quotePath(prefix + change.path))),
    Buffer.from('\ndone\n'),
  ];
  await git.change(['fast-import', '--quiet', '--done'], { input: Buffer.concat(stream) });
  const [commit = '', subject = ''] = (
    await git.ask(['log', '-1', '--no-show-signature', '--format=%H%n%s', reference])
  ).split('\n');
  return { commit, subject };
}

/** Files of a commit below the project's folder, by their paths in it. */
async function readTree(git: ProjectGit, commit: string): Promise<Map<string, Entry>> {
  const listed = await git.ask(['ls-tree', '-r', '-z', commit]);
  const entries = new Map<string, Entry>();
  for (const line of listed.split('\0')) {
    const [, mode, type, blob, path] = /^(\d+) (\w+) ([0-9a-f]+)\t([\s\S]+)$/.exec(line) ?? [];
    if (mode && blob && path && type === 'blob') entries.set(path, { mode, blob });
  }
  return entries;
}

async function findChanges(
  git: ProjectGit,
  files: readonly TextFile[],
  tree: ReadonlyMap<string, Entry>,
): Promise<Change[]> {
  const different = files.filter(({ path, text }) => {
    const entry = tree.get(path);
    // A link is no text, whatever it leads to.
    return entry?.mode !== '120000' && (!entry || blobName(Buffer.from(text), entry.blob) !== entry.blob);
  });
  if (different.length === 0) return [];
  const paths = different.map(({ path }) => path);
  await refuseFilters(git, paths);
  const filtered = await findFiltered(git, paths);
  const changes: Change[] = [];
  for (const { path, text } of different) {
    const entry = tree.get(path);
    const mode = entry?.mode ?? '100644';
    if (filtered.has(path)) {
      const blob = (await git.ask(['hash-object', '-w', '--stdin', `--path=${path}`], { input: text })).trim();
      if (blob !== entry?.blob) changes.push({ kind: 'blob', path, mode, blob });
      continue;
    }
    const bytes = entry ? await asBefore(git, entry, text) : Buffer.from(text);
    if (bytes) changes.push({ kind: 'bytes', path, mode, bytes });
  }
  return changes;
}

/** A text in the form of the one it replaces; null where it is that one, or takes the place of what is no text. */
async function asBefore(git: ProjectGit, { blob }: Entry, text: string): Promise<Buffer | null> {
  const { code, stdout, stderr } = await git.run(['cat-file', 'blob', blob]);
  if (code !== 0) throw gitFailed(stderr);
  const before = await decodeBytes(stdout);
  if (!before || before.text.replace(/\r\n?/g, '\n') === text) return null;
  const ended = before.lineEnd === 'crlf' ? text.replaceAll('\n', '\r\n') : text;
  return encodeText(ended, before.encoding, before.byteOrderMark).catch((error: unknown) => {
    if (!isDesktopError(error, 'CANNOT_ENCODE')) throw error;
    return Buffer.from(ended, 'utf8');
  });
}

async function findFiltered(git: ProjectGit, paths: readonly string[]): Promise<Set<string>> {
  const answer = (await git.ask(['check-attr', '-z', '--stdin', 'filter'], { input: pathInput(paths) })).split('\0');
  const filtered = new Set<string>();
  for (let at = 0; at + 2 < answer.length; at += 3) {
    if (!['unspecified', 'unset'].includes(answer[at + 2] ?? 'unset')) filtered.add(answer[at] ?? '');
  }
  return filtered;
}

/** What git would call these bytes, in a repository with names like the given one. */
function blobName(bytes: Buffer, like: string): string {
  const algorithm = like.length === 64 ? 'sha256' : 'sha1';
  return createHash(algorithm).update(`blob ${bytes.length}\0`).update(bytes).digest('hex');
}

/** Commands of git-fast-import for one file. */
function importLines(change: Change, path: string): Buffer[] {
  switch (change.kind) {
    case 'remove':
      return [Buffer.from(`D ${path}\n`)];
    case 'blob':
      return [Buffer.from(`M ${change.mode} ${change.blob} ${path}\n`)];
    case 'bytes':
      return [
        Buffer.from(`${['M', change.mode, 'inline', path].join(' ')}\n`),
        Buffer.from(`data ${change.bytes.length}\n`),
        change.bytes,
        Buffer.from('\n'),
      ];
    default:
      return change satisfies never;
  }
}

function quotePath(path: string): string {
  return `"${path.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')}"`;
}
