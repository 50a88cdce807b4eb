import type { ChangedFile } from '../../../../contract/desktop/git/history.ts';

const statuses: Readonly<Record<string, ChangedFile['status']>> = {
  A: 'added',
  M: 'modified',
  D: 'deleted',
  R: 'renamed',
  C: 'copied',
  T: 'type',
};

/** What `git diff-tree --raw --numstat -z` prints, as files in its order. */
export function parseChanges(output: string): ChangedFile[] {
  const fields = output.split('\0');
  const files = new Map<string, ChangedFile>();
  for (let index = 0; index < fields.length; ) {
    const field = fields[index] ?? '';
    index += 1;
    if (field.startsWith(':')) {
      const status = statuses[field.split(' ')[4]?.charAt(0) ?? ''] ?? 'modified';
      const moved = status === 'renamed' || status === 'copied';
      const oldPath = moved ? (fields[index++] ?? '') : null;
      const path = fields[index++] ?? '';
      files.set(path, { path, oldPath, status, added: null, removed: null });
      continue;
    }
    const counts = /^(\d+|-)\t(\d+|-)\t(.*)$/s.exec(field);
    if (!counts) continue;
    const [, added = '-', removed = '-', named = ''] = counts;
    // A moved file has its two names in fields of their own.
    const path = named === '' ? (fields[index + 1] ?? '') : named;
    if (named === '') index += 2;
    const file = files.get(path);
    if (file) files.set(path, { ...file, added: toCount(added), removed: toCount(removed) });
  }
  return [...files.values()];
}

function toCount(text: string): number | null {
  return text === '-' ? null : Number(text);
}

/** What `--name-status -z` says of the one file whose history is read: where it was, and where it came from. */
export function parseNameStatus(fields: readonly string[]): { path: string; oldPath: string | null } | null {
  const [status = '', first = '', second = ''] = fields;
  if (/^[RC]\d*$/.test(status)) return { path: second, oldPath: first };
  return /^[AMDT]$/.test(status) ? { path: first, oldPath: null } : null;
}
