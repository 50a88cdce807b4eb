import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

export type PeerEvent = Record<string, unknown> & { readonly event: string };

/** A headless peer as its users run it: a process that speaks JSON lines. */
export interface PeerProcess {
  readonly process: ChildProcess;
  tell(command: object): void;
  /** The next event of this kind that `wanted` takes and that was not handed out yet; rejects after 20 s. */
  next(event: string, wanted?: (event: PeerEvent) => boolean): Promise<PeerEvent>;
  /** Waits until it has ended by itself; answers its exit code. */
  ended(): Promise<number | null>;
}

/** Starts `npm run peer` with these arguments. */
export function startPeerProcess(...words: string[]): PeerProcess {
  return startPeerThrough([], ...words);
}

/** The same, by a program that runs others, such as in a network namespace. */
export function startPeerThrough(runner: readonly string[], ...words: string[]): PeerProcess {
  const command = [...runner, process.execPath, join(import.meta.dirname, '..', '..', 'scripts', 'peer.ts'), ...words];
  const [program = '', ...rest] = command;
  const child = spawn(program, rest, { stdio: ['pipe', 'pipe', 'inherit'] });
  const exit = once(child, 'exit');
  const events: PeerEvent[] = [];
  const changed = new EventTarget();
  createInterface({ input: child.stdout }).on('line', (line) => {
    events.push(JSON.parse(line));
    changed.dispatchEvent(new Event('event'));
  });
  return {
    process: child,
    tell: (command) => void child.stdin.write(`${JSON.stringify(command)}\n`),
    next(event, wanted = () => true) {
      return new Promise((resolve, reject) => {
        const late = setTimeout(() => {
          changed.removeEventListener('event', look);
          reject(new Error(`no "${event}" came; there were ${JSON.stringify(events)}`));
        }, 20_000);
        changed.addEventListener('event', look);
        look();
        function look(): void {
          const found = events.findIndex((each) => each.event === event && wanted(each));
          if (found < 0) return;
          clearTimeout(late);
          changed.removeEventListener('event', look);
          const [taken] = events.splice(found, 1);
          if (taken) resolve(taken);
        }
      });
    },
    ended: async () => (await exit)[0] as number | null,
  };
}
