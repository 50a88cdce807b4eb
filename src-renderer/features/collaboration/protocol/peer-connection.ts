import type { Bytes } from './bytes.ts';
import { createFrameReader, createFrameWriter, FramingError } from './framing.ts';
import { type Fingerprints, fingerprintOf } from './hello.ts';
import type { Signal } from './signaling.ts';

/** A description or candidates of one of the two, without its addresses. */
export type LinkSignal =
  | Omit<Extract<Signal, { type: 'describe' }>, 'from' | 'to'>
  | Omit<Extract<Signal, { type: 'candidates' }>, 'from' | 'to'>
  | Omit<Extract<Signal, { type: 'restart' }>, 'from' | 'to'>;

/** Why a connection has ended. */
export type LinkEnd = 'closed' | 'lost' | 'unreachable' | 'broken-rules';

/** A connection to one peer that carries whole messages in their order of size class; see framing. */
export interface PeerConnection {
  readonly link: string;
  /** Set once it is open. */
  readonly fingerprints: Fingerprints | null;
  /** Bytes queued here and in the platform. */
  readonly backlog: number;
  receive(signal: LinkSignal): Promise<void>;
  send(message: Bytes, progress?: (sent: number, total: number) => void): void;
  /** Takes no more messages in, sends what is queued for at most a second, and closes. */
  close(): void;
}

export interface PeerConnectionEvents {
  onSignal(signal: LinkSignal): void;
  onOpen(fingerprints: Fingerprints): void;
  onMessage(message: Bytes): void;
  /** A large message is coming in. */
  onProgress(received: number, total: number): void;
  onEnd(reason: LinkEnd): void;
}

/** Milliseconds. */
const times = {
  /** Until a new connection has to be open. */
  toOpen: 20_000,
  /** Without a working path before a new one is looked for. */
  toRestart: 2500,
  /** Without a working path before it is given up. */
  toGiveUp: 20_000,
  /** Candidates found within this go together. */
  candidateBatch: 60,
  toFlush: 1000,
};
const highWater = 1024 * 1024;
const lowWater = 256 * 1024;

/**
 * Connects to a peer over WebRTC. Of two peers the same one always calls and the other answers, so offers never cross; when the path
 * between them is lost the caller looks for a new one (ICE restart), by itself or when the other asks. One ordered, reliable data channel,
 * agreed on beforehand.
 */
export function connectPeer(options: {
  readonly link: string;
  readonly calls: boolean;
  readonly createConnection: () => RTCPeerConnection;
  readonly events: PeerConnectionEvents;
}): PeerConnection {
  const { link, calls, events } = options;
  const connection = options.createConnection();
  const channel = connection.createDataChannel('flashfusion', { negotiated: true, id: 0, ordered: true });
  channel.binaryType = 'arraybuffer';
  channel.bufferedAmountLowThreshold = lowWater;
  const writer = createFrameWriter();
  const reader = createFrameReader();
  const early: RTCIceCandidateInit[] = [];
  let candidates: RTCIceCandidateInit[] = [];
  let batching: ReturnType<typeof setTimeout> | undefined;
  let restarting: ReturnType<typeof setTimeout> | undefined;
  let fingerprints: Fingerprints | null = null;
  let ended = false;
  let closing = false;
  let work = Promise.resolve();
  let deadline = setTimeout(() => end('unreachable'), times.toOpen);

  channel.addEventListener('open', () => {
    clearTimeout(deadline);
    const own = fingerprintOf(connection.localDescription?.sdp);
    const other = fingerprintOf(connection.remoteDescription?.sdp);
    if (!own || !other) return end('broken-rules');
    fingerprints = { own, other };
    events.onOpen(fingerprints);
    pump();
  });
  channel.addEventListener('close', () => end(closing ? 'closed' : 'lost'));
  channel.addEventListener('bufferedamountlow', pump);
  channel.addEventListener('message', ({ data }) => {
    if (ended || closing) return;
    try {
      if (!(data instanceof ArrayBuffer)) throw new FramingError('a frame that is no bytes');
      const message = reader.read(new Uint8Array(data));
      if (message) events.onMessage(message);
      else if (reader.incoming) events.onProgress(reader.incoming.received, reader.incoming.total);
    } catch (error) {
      if (!(error instanceof FramingError)) throw error;
      end('broken-rules');
    }
  });
  connection.addEventListener('icecandidate', ({ candidate }) => {
    if (!candidate?.candidate || ended) return;
    candidates.push(candidate.toJSON());
    batching ??= setTimeout(sendCandidates, times.candidateBatch);
  });
  connection.addEventListener('connectionstatechange', () => {
    const state = connection.connectionState;
    if (state === 'connected') {
      clearTimeout(restarting);
      restarting = undefined;
      if (fingerprints) clearTimeout(deadline);
    }
    if (state === 'closed') end('lost');
    if (state === 'failed' || state === 'disconnected') lookForPath(state === 'failed' ? 0 : times.toRestart);
  });
  if (calls) void inTurn(() => offer(false));

  function lookForPath(patience: number): void {
    if (ended || restarting) return;
    clearTimeout(deadline);
    deadline = setTimeout(() => end('lost'), times.toGiveUp);
    restarting = setTimeout(() => {
      restarting = undefined;
      if (ended || connection.connectionState === 'connected') return;
      if (calls) void inTurn(() => offer(true));
      else events.onSignal({ type: 'restart', link });
    }, patience);
  }

  async function offer(iceRestart: boolean): Promise<void> {
    await connection.setLocalDescription(await connection.createOffer({ iceRestart }));
    sendDescription('offer');
  }

  function sendDescription(kind: 'offer' | 'answer'): void {
    const sdp = connection.localDescription?.sdp;
    if (sdp && !ended) events.onSignal({ type: 'describe', link, kind, sdp, candidates: [] });
  }

  function sendCandidates(): void {
    batching = undefined;
    const batch = candidates.slice(0, 64).map(({ candidate = '', sdpMid = null, sdpMLineIndex = null }) => ({
      candidate,
      sdpMid,
      sdpMLineIndex,
    }));
    candidates = [];
    if (!ended) events.onSignal({ type: 'candidates', link, candidates: batch });
  }

  /** Steps of the negotiation one after the other; a step that fails ends the link, which is tried anew by whoever opened it. */
  function inTurn(step: () => Promise<void>): Promise<void> {
    work = work.then(async () => {
      if (ended) return;
      try {
        await step();
      } catch {
        end('unreachable');
      }
    });
    return work;
  }

  async function addCandidates(batch: readonly RTCIceCandidateInit[]): Promise<void> {
    for (const candidate of batch) {
      // One that this platform can't use is no reason to give up the others.
      await connection.addIceCandidate(candidate).catch(() => undefined);
    }
  }

  function pump(): void {
    while (channel.readyState === 'open' && channel.bufferedAmount < highWater) {
      const frame = writer.next();
      if (!frame) return;
      try {
        channel.send(frame);
      } catch {
        // Closed by the other side since it was asked.
        end('lost');
        return;
      }
    }
  }

  function end(reason: LinkEnd): void {
    if (ended) return;
    ended = true;
    clearTimeout(deadline);
    clearTimeout(batching);
    clearTimeout(restarting);
    channel.close();
    connection.close();
    events.onEnd(reason);
  }

  return {
    link,
    get fingerprints() {
      return fingerprints;
    },
    get backlog() {
      return writer.waiting + (channel.readyState === 'open' ? channel.bufferedAmount : 0);
    },
    receive(signal) {
      return inTurn(async () => {
        if (signal.type === 'restart') {
          if (calls && connection.connectionState !== 'connected') await offer(true);
          return;
        }
        if (signal.type === 'candidates') {
          if (connection.remoteDescription) await addCandidates(signal.candidates);
          else early.push(...signal.candidates.slice(0, 64 - early.length));
          return;
        }
        if (calls !== (signal.kind === 'answer')) return;
        await connection.setRemoteDescription({ type: signal.kind, sdp: signal.sdp });
        await addCandidates([...early.splice(0), ...signal.candidates]);
        if (!calls) {
          await connection.setLocalDescription(await connection.createAnswer());
          sendDescription('answer');
        }
      });
    },
    send(message, progress) {
      if (ended || closing) return;
      writer.push(message, progress);
      pump();
    },
    close() {
      if (ended || closing) return;
      closing = true;
      const flushed = performance.now() + times.toFlush;
      const check = () => {
        if (ended) return;
        const empty = writer.waiting === 0 && channel.bufferedAmount === 0;
        if (channel.readyState !== 'open' || empty || performance.now() > flushed) end('closed');
        else setTimeout(check, 20);
      };
      check();
    },
  };
}
