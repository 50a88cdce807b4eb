import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { AsyncSubscription, Event } from '@parcel/watcher';
import { toError } from './file-errors.ts';
import type { RawChange, WatchBackend, Watching, WatchListener } from './watch-backend.ts';

/** Entries of one new folder beyond which all is looked at again instead. */
const manyEntries = 5000;
const kinds = { create: 'created', update: 'changed', delete: 'deleted' } as const;

/** Watches with the system's own recursive watching, on macOS and Windows. */
export function createParcelBackend(): WatchBackend {
  return { start };
}

async function start(root: string, listener: WatchListener): Promise<Watching> {
  let subscription: AsyncSubscription | null = null;
  let disposed = false;
  /** Batches are told in the order in which they came. */
  let telling: Promise<void> = Promise.resolve();

  async function subscribe(): Promise<void> {
    const { default: parcel } = await import('@parcel/watcher');
    const next = await parcel.subscribe(root, onBatch, { ignore: ['.git', '**/.git'] });
    if (disposed) await next.unsubscribe();
    else subscription = next;
  }

  function onBatch(error: Error | null, events: Event[]): void {
    if (disposed) return;
    telling = telling
      .then(() => (error ? restart(error) : tell(events)))
      .catch((failure: unknown) => listener.onLimited(toError(failure)));
  }

  /** The system has dropped events, and says no more from then on. */
  async function restart(error: Error): Promise<void> {
    await subscription?.unsubscribe().catch(() => {});
    subscription = null;
    if (disposed) return;
    try {
      await subscribe();
      listener.onLost();
    } catch {
      listener.onLimited(error);
    }
  }

  async function tell(events: readonly Event[]): Promise<void> {
    const changes: RawChange[] = [];
    for (const { path, type } of events) {
      changes.push({ path, kind: kinds[type] });
      if (type !== 'create') continue;
      // A folder that was moved here comes as one event.
      await addEntries(path, changes);
      if (changes.length > events.length + manyEntries) return listener.onLost();
    }
    if (!disposed) listener.onChanges(changes);
  }

  await subscribe();
  return {
    // These systems tell of it as a change by themselves.
    expectExchange: () => {},
    async dispose() {
      disposed = true;
      await subscription?.unsubscribe();
      await telling;
    },
  };
}

async function addEntries(path: string, changes: RawChange[]): Promise<void> {
  const stats = await lstat(path).catch(() => null);
  if (!stats?.isDirectory() || changes.length > 2 * manyEntries) return;
  const entries = await readdir(path, { withFileTypes: true }).catch(() => []);
  for (const entry of entries) {
    if (entry.name === '.git') continue;
    changes.push({ path: join(path, entry.name), kind: 'created' });
    if (entry.isDirectory()) await addEntries(join(path, entry.name), changes);
  }
}
