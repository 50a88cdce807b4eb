import { WebrtcProvider } from 'y-webrtc';
import { Doc } from 'yjs';
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

/** A peer of the bench in a page of Chromium, ours or y-webrtc's. */
export interface BenchPage {
  host(url: string, characters: number): Promise<string>;
  join(url: string, code: string): Promise<void>;
  joinStock(url: string, room: string, characters: number): void;
  links(): number;
  /** Characters of the project that are here. */
  project(): number;
  type(edits: number, every: number): Promise<void>;
  /** Milliseconds from each edit in another page to here, since the last time. */
  takeLatencies(): number[];
}

declare global {
  interface Window {
    benchPeer: BenchPage;
  }
}

const now = () => performance.timeOrigin + performance.now();
const part = 50_000;
let session: Session | null = null;
let provider: WebrtcProvider | null = null;
let doc = new Doc();
let latencies: number[] = [];

async function options(url: string): Promise<SessionOptions> {
  return {
    identity: await signerFromSeed(crypto.getRandomValues(new Uint8Array(32))),
    profile: { name: 'Page', color: 0 },
    signalingUrls: [`${url.replace('http', 'ws')}/signaling`],
    createConnection: () => new RTCPeerConnection({ iceServers: [] }),
  };
}

function fill(characters: number): void {
  const line = `const some = 'words of a project';\n`;
  doc.transact(() => {
    for (let at = 0; at < characters; at += part) {
      doc.getArray<string>('project').push([line.repeat(Math.ceil(part / line.length)).slice(0, part)]);
    }
  });
}

function watch(): void {
  doc.getText('typed').observe(({ delta, transaction }) => {
    if (transaction.local) return;
    const time = now();
    for (const { insert } of delta) {
      for (const [, at] of String(insert).matchAll(/<([\d.]+)>/g)) latencies.push(time - Number(at));
    }
  });
}

window.benchPeer = {
  async host(url, characters) {
    const own = await hostSession(await options(url));
    session = own;
    doc = own.documents.files;
    fill(characters);
    watch();
    const { code } = await own.invite({ role: 'editor', notAfter: null, uses: null, waitingRoom: false });
    return formatSessionCode(code);
  },
  async join(url, text) {
    const code = parseSessionCode(text);
    if ('fault' in code) throw new Error(code.fault);
    session = await joinSession(code, await options(url));
    doc = session.documents.files;
    watch();
  },
  joinStock(url, room, characters) {
    fill(characters);
    watch();
    provider = new WebrtcProvider(room, doc, {
      signaling: [`${url.replace('http', 'ws')}/signaling`],
      password: 'words',
      filterBcConns: false,
      peerOpts: { config: { iceServers: [] } },
    });
  },
  links: () =>
    session?.mesh.peers().length ??
    [...(provider?.room?.webrtcConns.values() ?? [])].filter(({ connected }) => connected).length,
  project: () => doc.getArray<string>('project').length * part,
  async type(edits, every) {
    for (let edit = 0; edit < edits; edit += 1) {
      const text = doc.getText('typed');
      text.insert(text.length, `<${now().toFixed(2)}>`);
      await new Promise((resolve) => setTimeout(resolve, every * (0.5 + Math.random())));
    }
  },
  takeLatencies() {
    const taken = latencies;
    latencies = [];
    return taken;
  },
};
