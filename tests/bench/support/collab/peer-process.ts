import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

/** What a peer of the bench is told, over Node's channel to its process. */
export type PeerOrder =
  | { readonly order: 'host'; readonly url: string; readonly megabytes: number }
  | { readonly order: 'join'; readonly url: string; readonly code: string }
  /** With y-webrtc as it comes. */
  | { readonly order: 'join-stock'; readonly url: string; readonly room: string; readonly megabytes: number }
  | {
      readonly order: 'type';
      readonly edits: number;
      readonly every: number;
      readonly keep?: number;
      readonly cursors?: boolean;
    }
  /** `collect`: what was let go of first, which takes a third of a second. */
  | { readonly order: 'report'; readonly collect: boolean }
  | { readonly order: 'leave' };

/** What it says by itself or in answer. */
export type PeerWord =
  | { readonly word: 'ready' }
  | { readonly word: 'code'; readonly code: string }
  | { readonly word: 'links'; readonly links: number }
  /** The project is there, so long after the first link; `progress` counts how often that was told meanwhile. */
  | { readonly word: 'synced'; readonly milliseconds: number; readonly progress: number }
  | { readonly word: 'typed' }
  | { readonly word: 'report'; readonly report: PeerReport };

export interface PeerReport {
  /** Messages given to data channels since the last report. */
  readonly messages: number;
  /** Milliseconds from each edit in another process until it was here, since the last report. */
  readonly latencies: readonly number[];
  /** What everybody typed. */
  readonly text: string;
  /** Others in the session, whether there is a link to them or not. */
  readonly others: number;
  /** Bytes of memory in use. */
  readonly resident: number;
}

/** A peer of the bench in a process of its own. */
export interface BenchPeer {
  readonly name: number;
  readonly links: () => number;
  tell(order: PeerOrder): void;
  /** The next such word that was not taken yet; null after so many milliseconds. */
  next<Kind extends PeerWord['word']>(word: Kind, within?: number): Promise<Extract<PeerWord, { word: Kind }> | null>;
  /** `collect` for memory in use without what was let go of. */
  report(options?: { readonly collect: boolean }): Promise<PeerReport>;
  end(): Promise<void>;
}

/** Starts a peer; `delay` is that of its lines, in milliseconds each way. */
export async function startBenchPeer(name: number, delay = 0): Promise<BenchPeer> {
  const child: ChildProcess = fork(join(import.meta.dirname, 'peer.ts'), {
    // What was let go of is no memory in use, whenever it is collected.
    execArgv: ['--expose-gc'],
    env: { ...process.env, COLLAB_NAME: String(name), COLLAB_DELAY: String(delay) },
    // simple-peer says much when offers cross.
    stdio: ['ignore', 'ignore', process.env.COLLAB_VERBOSE ? 'inherit' : 'ignore', 'ipc'],
  });
  const exit = once(child, 'exit');
  const words: PeerWord[] = [];
  const changed = new EventTarget();
  let links = 0;
  child.on('message', (word: PeerWord) => {
    if (word.word === 'links') links = word.links;
    else words.push(word);
    changed.dispatchEvent(new Event('word'));
  });
  const peer: BenchPeer = {
    name,
    links: () => links,
    tell(order) {
      if (!child.connected) throw new Error(`peer ${name} of the bench is gone: ${stateOf(child)}`);
      child.send(order);
    },
    next(kind, within = 30_000) {
      return new Promise((resolve) => {
        const late = setTimeout(() => done(null), within);
        changed.addEventListener('word', look);
        look();
        function look(): void {
          const found = words.findIndex(({ word }) => word === kind);
          if (found >= 0) done(words.splice(found, 1)[0] as never);
        }
        function done(word: never | null): void {
          clearTimeout(late);
          changed.removeEventListener('word', look);
          resolve(word);
        }
      });
    },
    async report({ collect } = { collect: false }) {
      peer.tell({ order: 'report', collect });
      const answer = await peer.next('report');
      if (!answer) throw new Error(`peer ${name} of the bench does not answer: ${stateOf(child)}`);
      return answer.report;
    },
    async end() {
      if (child.connected) peer.tell({ order: 'leave' });
      const late = setTimeout(() => child.kill('SIGKILL'), 5000);
      await exit;
      clearTimeout(late);
    },
  };
  if (!(await peer.next('ready'))) throw new Error('a peer of the bench did not start');
  return peer;
}

function stateOf({ exitCode, signalCode }: ChildProcess): string {
  return `${exitCode ?? signalCode ?? 'running'}`;
}
