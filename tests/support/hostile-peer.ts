import wrtc from '@roamhq/wrtc';
import type { Bytes } from '../../src-renderer/features/collaboration/protocol/bytes.ts';
import { encodeBase64Url } from '../../src-renderer/features/collaboration/protocol/bytes.ts';
import {
  createNonce,
  type Fingerprints,
  type Hello,
  type Proof,
  signProof,
} from '../../src-renderer/features/collaboration/protocol/hello.ts';
import { keyName, type Signer, signerFromSeed } from '../../src-renderer/features/collaboration/protocol/keys.ts';
import {
  type ControlMessage,
  decodeMessage,
  encodeMessage,
  type Message,
} from '../../src-renderer/features/collaboration/protocol/messages.ts';
import {
  connectPeer,
  type PeerConnection,
} from '../../src-renderer/features/collaboration/protocol/peer-connection.ts';
import { signAdmission } from '../../src-renderer/features/collaboration/protocol/roster.ts';
import { deriveCodeKeys, type SessionCode } from '../../src-renderer/features/collaboration/protocol/session-code.ts';
import { connectSignaling, type Signal } from '../../src-renderer/features/collaboration/protocol/signaling.ts';
import { randomBytes } from './collaboration.ts';

/** A link to somebody in the session, from a client that keeps none of the rules. */
export interface HostileLink {
  readonly theirs: Hello;
  readonly own: Hello;
  readonly fingerprints: Fingerprints;
  /** What the other side said so far. */
  readonly heard: ControlMessage[];
  /** All other messages it sent. */
  readonly got: Message[];
  readonly ended: () => boolean;
  send(message: Message): void;
  /** Bytes that need not be a message. */
  sendBytes(bytes: Bytes): void;
  /** What goes over the channel as it is, without framing. */
  sendFrame(frame: Bytes | string): void;
  close(): void;
}

/** What an attack changes of what a client of good will would say. */
export interface Lies {
  hello?(hello: Hello): Hello;
  proof?(proof: Proof, theirs: Hello): Proof;
}

/** Meets the first peer that answers at the door of a code, and tells it lies. */
export async function meetAsStranger(
  url: string,
  code: SessionCode,
  lies: Lies = {},
  identity?: Signer,
): Promise<HostileLink & { readonly identity: Signer; dispose(): void }> {
  const me = identity ?? (await signerFromSeed(randomBytes(32)));
  const keys = deriveCodeKeys(code);
  const invitation = await signerFromSeed(keys.invitationSeed);
  const signaling = connectSignaling(`${url.replace('http', 'ws')}/signaling`);
  // The least of all names: everybody calls this peer.
  const id = `-------${encodeBase64Url(randomBytes(9)).slice(0, 9)}`;
  signaling.join({ topic: keys.topic, key: keys.signalingKey });
  const link = await new Promise<HostileLink>((resolve, reject) => {
    const late = setTimeout(() => reject(new Error('nobody called')), 15_000);
    let connection: PeerConnection | null = null;
    signaling.onSignal((topic, signal) => {
      if (signal.type === 'announce' || signal.type === 'leave' || signal.to !== id) return;
      connection ??= answer(topic, signal);
      if (connection.link === signal.link) void connection.receive(signal);
    });
    const announce = () =>
      signaling.send(keys.topic, { type: 'announce', from: id, to: null, links: 0, member: false });
    signaling.onStatus((status) => status === 'connected' && announce());

    function answer(topic: string, signal: Extract<Signal, { link: string }>): PeerConnection {
      const heard: ControlMessage[] = [];
      const got: Message[] = [];
      let channel: RTCDataChannel | null = null;
      let seen: Fingerprints | null = null;
      let own: Hello | null = null;
      let theirs: Hello | null = null;
      let over = false;
      const send = (message: Message) => made.send(encodeMessage(message));
      const made = connectPeer({
        link: signal.link,
        calls: false,
        createConnection() {
          const platform = new wrtc.RTCPeerConnection({ iceServers: [] }) as unknown as RTCPeerConnection;
          const create = platform.createDataChannel.bind(platform);
          platform.createDataChannel = (...options) => {
            channel = create(...options);
            return channel;
          };
          return platform;
        },
        events: {
          onSignal: (message) => signaling.send(topic, { ...message, from: id, to: signal.from } as Signal),
          onOpen(fingerprints) {
            seen = fingerprints;
            const hello: Hello = {
              type: 'hello',
              version: 1,
              person: keyName(me.publicKey),
              nonce: createNonce(),
              profile: { name: 'Mallory', color: 0 },
              client: 666,
              session: null,
              entries: [],
            };
            own = lies.hello?.(hello) ?? hello;
            send({ kind: 'control', message: own });
          },
          onMessage(bytes) {
            const message = decodeMessage(bytes);
            if (message && message.kind !== 'control') got.push(message);
            if (message?.kind !== 'control') return;
            heard.push(message.message);
            if (message.message.type !== 'hello' || !own || !seen) return;
            theirs = message.message;
            void prove(own, theirs, seen);
          },
          onProgress() {},
          onEnd() {
            over = true;
          },
        },
      });

      async function prove(said: Hello, hello: Hello, fingerprints: Fingerprints): Promise<void> {
        if (!hello.session) return;
        const admission = await signAdmission(hello.session.id, keyName(me.publicKey), invitation);
        const proof = await signProof(me, hello.session.id, said, hello, fingerprints, admission);
        send({ kind: 'control', message: lies.proof?.(proof, hello) ?? proof });
        clearTimeout(late);
        resolve({
          theirs: hello,
          own: said,
          fingerprints,
          heard,
          got,
          ended: () => over,
          send,
          sendBytes: (bytes) => made.send(bytes),
          sendFrame: (frame) => channel?.send(frame as string),
          close: () => made.close(),
        });
      }
      return made;
    }
  });
  return {
    ...link,
    identity: me,
    dispose() {
      link.close();
      signaling.dispose();
    },
  };
}
