import { setTimeout as pause } from 'node:timers/promises';
import wrtc from '@roamhq/wrtc';
import { WebrtcProvider } from 'y-webrtc';
import type { Doc, YTextEvent } from 'yjs';
import * as Y from 'yjs';
import { nowhere, shareSelection } from '../../../../src-renderer/features/collaboration/presence/presence.ts';
import {
  createPresenceWriter,
  type PresenceWriter,
} from '../../../../src-renderer/features/collaboration/presence/presence-writer.ts';
import { createToldCaret } from '../../../../src-renderer/features/collaboration/presence/told-caret.ts';
import { signerFromSeed } from '../../../../src-renderer/features/collaboration/protocol/keys.ts';
import {
  formatSessionCode,
  parseSessionCode,
} from '../../../../src-renderer/features/collaboration/protocol/session-code.ts';
import {
  hostSession,
  joinSession,
  type Session,
  type SessionOptions,
} from '../../../../src-renderer/features/collaboration/session/session.ts';
import { connectionsOver } from '../../../support/slow-network.ts';
import type { PeerOrder, PeerReport, PeerWord } from './peer-process.ts';

const delay = Number(process.env.COLLAB_DELAY ?? 0);
const Connection = delay > 0 ? connectionsOver({ delay, rate: null, loss: 0 }) : wrtc.RTCPeerConnection;
const record = /<(\d+):(\d+)>/g;
const name = Number(process.env.COLLAB_NAME ?? 0);
const fileSize = 50_000;

let messages = 0;
const channels = wrtc.RTCDataChannel.prototype;
const platformSend: (data: never) => void = channels.send;
channels.send = function send(this: RTCDataChannel, data: unknown) {
  messages += 1;
  platformSend.call(this, data as never);
};

/** Of the machine, the same in all processes. */
const now = () => Number(process.hrtime.bigint()) / 1e6;

let session: Session | null = null;
let provider: WebrtcProvider | null = null;
let doc: Doc | null = null;
let latencies: number[] = [];
let caret: Y.RelativePosition | null = null;
let presence: PresenceWriter | null = null;
let progress = 0;
let linkedAt = 0;

function tell(word: PeerWord): void {
  process.send?.(word);
}

async function options(url: string): Promise<SessionOptions> {
  return {
    identity: await signerFromSeed(crypto.getRandomValues(new Uint8Array(32))),
    profile: { name: `Peer ${name}`, color: name % 8 },
    signalingUrls: [`${url.replace('http', 'ws')}/signaling`],
    createConnection: () => new Connection({ iceServers: [] }) as unknown as RTCPeerConnection,
    events: {
      onPeersChanged() {
        const links = session?.mesh.peers().filter(({ direct }) => direct).length ?? 0;
        if (links > 0) linkedAt ||= now();
        tell({ word: 'links', links });
      },
      onProgress() {
        progress += 1;
      },
    },
  };
}

/** Watches the text that all write into, and for a project that comes. */
function watch(shared: Doc): void {
  doc = shared;
  shared.getText('typed').observe(({ transaction }: YTextEvent) => {
    if (transaction.local) return;
    const time = now();
    for (const text of insertedBy(transaction)) {
      for (const [, author, at] of text.matchAll(record)) {
        if (Number(author) !== name) latencies.push(time - Number(at) / 1e3);
      }
    }
  });
  const project = shared.getMap<Y.Text | number>('project');
  project.observe(function look() {
    const files = project.get('files');
    if (typeof files !== 'number' || project.size !== files + 1) return;
    project.unobserve(look);
    tell({ word: 'synced', milliseconds: now() - linkedAt, progress });
  });
}

/** What a transaction has inserted. An event's own `delta` goes through the whole text for it, which would be measured too. */
function* insertedBy({ doc: { store }, beforeState, afterState }: Y.Transaction): Generator<string> {
  for (const [author, clock] of afterState) {
    const structs = store.clients.get(author) ?? [];
    for (let at = structs.length - 1, end = clock; at >= 0 && end > (beforeState.get(author) ?? 0); at -= 1) {
      const struct = structs[at];
      end = struct?.id.clock ?? 0;
      if (struct instanceof Y.Item && struct.content instanceof Y.ContentString) yield struct.content.str;
    }
  }
}

/** Types where this peer has typed before, and at first at the end. */
function type(text: Y.Text, added: string): void {
  const at = offsetOfCaret(text);
  text.insert(at, added);
  caret = Y.createRelativePositionFromTypeIndex(text, at + added.length, -1);
}

function offsetOfCaret(text: Y.Text): number {
  const found = caret && text.doc && Y.createAbsolutePositionFromRelativePosition(caret, text.doc);
  return found?.index ?? text.length;
}

/** Tells others of the caret behind what was typed, as the editors of either system do after each key. */
function showCaret(text: Y.Text): void {
  if (provider) {
    const shown = Y.createRelativePositionFromTypeIndex(text, offsetOfCaret(text));
    provider.awareness.setLocalStateField('selection', { anchor: shown, head: shown });
    return;
  }
  if (!session) return;
  presence ??= createCaretWriter(session, text);
  presence.touch();
}

/** What a window says of its person, by the same rules. */
function createCaretWriter({ awareness }: Session, text: Y.Text): PresenceWriter {
  const told = createToldCaret(() => text);
  text.doc?.on('afterTransaction', (transaction) => {
    if (transaction.local) told.changed(transaction);
  });
  const read = () => {
    const at = offsetOfCaret(text);
    const selections = [shareSelection(text, { anchor: at, head: at })];
    return { ...nowhere, file: 'typed', line: 1, selections, typing: true };
  };
  return createPresenceWriter(awareness, read, told);
}

function fill(shared: Doc, megabytes: number): void {
  const files = Math.round((megabytes * 1e6) / fileSize);
  if (files === 0) return;
  shared.transact(() => {
    const project = shared.getMap<Y.Text | number>('project');
    for (let index = 0; index < files; index += 1) {
      const line = `export const value${index} = ${index}; // ${'word '.repeat(8)}\n`;
      project.set(`file${index}`, new Y.Text(line.repeat(Math.ceil(fileSize / line.length)).slice(0, fileSize)));
    }
    project.set('files', files);
  });
}

async function obey(order: PeerOrder): Promise<void> {
  switch (order.order) {
    case 'host': {
      const own = await hostSession(await options(order.url));
      session = own;
      fill(own.documents.files, order.megabytes);
      watch(own.documents.files);
      const { code } = await own.invite({ role: 'editor', notAfter: null, uses: null, waitingRoom: false });
      return tell({ word: 'code', code: formatSessionCode(code) });
    }
    case 'join': {
      const code = parseSessionCode(order.code);
      if ('fault' in code) throw new Error(code.fault);
      session = await joinSession(code, await options(order.url));
      return watch(session.documents.files);
    }
    case 'join-stock': {
      const shared = new Y.Doc();
      fill(shared, order.megabytes);
      provider = new WebrtcProvider(order.room, shared, {
        signaling: [`${order.url.replace('http', 'ws')}/signaling`],
        password: 'words',
        filterBcConns: false,
        maxConns: 64,
        peerOpts: { wrtc: { ...wrtc, RTCPeerConnection: Connection }, config: { iceServers: [] } },
      });
      watch(shared);
      let told = 0;
      setInterval(() => {
        const links = [...(provider?.room?.webrtcConns.values() ?? [])].filter(({ connected }) => connected).length;
        if (links === told) return;
        told = links;
        if (links > 0) linkedAt ||= now();
        tell({ word: 'links', links });
      }, 20);
      return;
    }
    case 'type':
      // Nobody's first key comes with everybody else's.
      await pause(order.every * Math.random());
      for (let edit = 0; edit < order.edits; edit += 1) {
        const text = doc?.getText('typed');
        if (text) type(text, `<${name}:${Math.round(now() * 1e3)}>`);
        if (text && order.cursors) showCaret(text);
        if (text && order.keep && text.length > order.keep) text.delete(0, text.length - order.keep / 2);
        await pause(order.every * (0.5 + Math.random()));
      }
      return tell({ word: 'typed' });
    case 'report': {
      const text = doc?.getText('typed').toString() ?? '';
      if (order.collect) globalThis.gc?.();
      const others = session?.mesh.peers().length ?? provider?.room?.webrtcConns.size ?? 0;
      const report: PeerReport = { messages, latencies, text, others, resident: process.memoryUsage().rss };
      messages = 0;
      latencies = [];
      return tell({ word: 'report', report });
    }
    case 'leave':
      session?.dispose();
      provider?.destroy();
      await pause(200);
      process.exit(0);
  }
}

// simple-peer throws out of its own callbacks when offers cross.
process.on('uncaughtException', (error) => {
  if (!provider) throw error;
});
process.on('unhandledRejection', (error) => {
  if (!provider) throw error;
});
process.on('disconnect', () => process.exit(0));
process.on('message', (order: PeerOrder) => void obey(order));
tell({ word: 'ready' });
