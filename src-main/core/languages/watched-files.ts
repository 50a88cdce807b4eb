import { matchesGlob } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { z } from 'zod';
import type { FileChange } from '../../../contract/model/file.ts';

const kinds = { created: 1, changed: 2, deleted: 3 } as const;
/** Of a registration: which kinds of events it wants, as bits. */
const allKinds = 7;

const GlobPattern = z.union([
  z.string(),
  z.looseObject({ baseUri: z.union([z.string(), z.looseObject({ uri: z.string() })]), pattern: z.string() }),
]);
const Registration = z.looseObject({
  id: z.string(),
  method: z.string(),
  registerOptions: z
    .looseObject({ watchers: z.array(z.looseObject({ globPattern: GlobPattern, kind: z.number().optional() })) })
    .nullish()
    .catch(null),
});
const Registrations = z.looseObject({ registrations: z.array(Registration) });
const Unregistrations = z.looseObject({
  unregisterations: z.array(z.looseObject({ id: z.string() })),
});

interface Watcher {
  readonly pattern: string;
  readonly kind: number;
}

/** Which changes of files a server has asked to hear of. */
export interface WatchedFiles {
  register(params: unknown): void;
  unregister(params: unknown): void;
  /** The parameters of `workspace/didChangeWatchedFiles`; null when nothing concerns the server. */
  eventsFor(root: string, changes: readonly FileChange[]): { changes: { uri: string; type: number }[] } | null;
  clear(): void;
}

export function createWatchedFiles(): WatchedFiles {
  const watchers = new Map<string, readonly Watcher[]>();
  return {
    register(params) {
      const parsed = Registrations.safeParse(params);
      if (!parsed.success) return;
      for (const { id, method, registerOptions } of parsed.data.registrations) {
        if (method !== 'workspace/didChangeWatchedFiles' || !registerOptions) continue;
        watchers.set(
          id,
          registerOptions.watchers.map(({ globPattern, kind }) => ({
            pattern: absolutePattern(globPattern),
            kind: kind ?? allKinds,
          })),
        );
      }
    },
    unregister(params) {
      const parsed = Unregistrations.safeParse(params);
      if (parsed.success) for (const { id } of parsed.data.unregisterations) watchers.delete(id);
    },
    eventsFor(root, changes) {
      const wanted = [...watchers.values()].flat();
      if (wanted.length === 0) return null;
      const events = changes.flatMap(({ path, kind }) => {
        const absolute = `${root}/${path}`;
        const bit = 2 ** (kinds[kind] - 1);
        const fits = wanted.some(
          (watcher) => (watcher.kind & bit) !== 0 && (kind === 'deleted' || isMatch(absolute, watcher.pattern)),
        );
        return fits ? [{ uri: pathToFileURL(absolute).href, type: kinds[kind] }] : [];
      });
      return events.length > 0 ? { changes: events } : null;
    },
    clear: () => watchers.clear(),
  };
}

function absolutePattern(pattern: z.infer<typeof GlobPattern>): string {
  if (typeof pattern === 'string') return pattern;
  const base = typeof pattern.baseUri === 'string' ? pattern.baseUri : pattern.baseUri.uri;
  try {
    return `${fileURLToPath(base)}/${pattern.pattern}`;
  } catch {
    return pattern.pattern;
  }
}

/** What most servers ask for needs no glob: everything below a folder. */
function isMatch(path: string, pattern: string): boolean {
  if (pattern.endsWith('/**/*') && !/[*?[{]/.test(pattern.slice(0, -5))) return path.startsWith(pattern.slice(0, -4));
  return matchesGlob(path, pattern);
}
