import type { Bytes } from './bytes.ts';
import { createFlow } from './flow.ts';
import {
  confirmingFrame,
  createFrameReader,
  createFrameWriter,
  type Frame,
  FramingError,
  framingLimits,
} from './framing.ts';
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
  /** Bytes that wait here, and of large messages those on the way. */
  readonly backlog: number;
  receive(signal: LinkSignal): Promise<void>;
  /** What the platform knows of the path there is. */
  path(): Promise<LinkPath>;
  send(message: Bytes, progress?: (sent: number, total: number) => void): void;
  /**
   * Takes no more messages in, sends what is queued for at most a second, and closes. Who has said goodbye leaves the closing to the other
   * (`them`) for five: a channel that closes while something is given to it ends a process of Node.
   */
  close(by?: 'us' | 'them'): void;
}

/** The path between two peers. */
export interface LinkPath {
  /** Milliseconds there and back, by the platform's own checks; null before the first. */
  readonly roundTrip: number | null;
  /** Whether a relay server (TURN) carries it. */
  readonly relayed: boolean;
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
  /** Until a new connection has to be open; after that it is tried anew, with new descriptions. */
  toOpen: 12_000,
  /** Without a working path before a new one is looked for. */
  toRestart: 2500,
  /** Without a working path before it is given up. */
  toGiveUp: 20_000,
  /** Candidates found within this go together. */
  candidateBatch: 60,
  /** How long a description waits for the first candidates, to be one message with them. */
  firstCandidates: 40,
  toFlush: 1000,
  /** What was said last has this much of a lead. */
  lastWords: 250,
  /** How long the closing is left to the other side, which may have much to read before it hears of it. */
  toPart: 5000,
};
const confirmAfter = { bytes: 64 * 1024, milliseconds: 8 };
const mostUnread = 64;
const highWater = 1024 * 1024;
const lowWater = 256 * 1024;

/**
 * Connects to a peer over WebRTC. Of two peers the same one always calls and the other answers, so offers never cross; when the path
 * between them is lost the caller looks for a new one (ICE restart), by itself or when the other asks. Two ordered, reliable data channels,
 * agreed on beforehand: one for small messages, one for the frames of large ones.
 */
export function connectPeer(options: {
  readonly link: string;
  readonly calls: boolean;
  readonly createConnection: () => RTCPeerConnection;
  readonly events: PeerConnectionEvents;
}): PeerConnection {
  const { link, calls, events } = options;
  const connection = options.createConnection();
  const outlets = { small: openOutlet(connection, 0), large: openOutlet(connection, 1) };
  const channels = Object.values(outlets).map(({ channel }) => channel);
  const flow = createFlow();
  const writer = createFrameWriter(flow);
  const reader = createFrameReader(framingLimits, flow);
  const early: RTCIceCandidateInit[] = [];
  /** What has come over one channel before the other was open. */
  const unread: unknown[] = [];
  const candidates: RTCIceCandidateInit[] = [];
  let describing = false;
  let batching: ReturnType<typeof setTimeout> | undefined;
  let restarting: ReturnType<typeof setTimeout> | undefined;
  let confirming: ReturnType<typeof setTimeout> | undefined;
  let fingerprints: Fingerprints | null = null;
  let isOpen = false;
  let ended = false;
  let searching = false;
  let closing: 'us' | 'them' | null = null;
  let work = Promise.resolve();
  let deadline = setTimeout(() => end('unreachable'), times.toOpen);

  for (const channel of channels) {
    channel.addEventListener('open', () => {
      if (channels.every(({ readyState }) => readyState === 'open')) opened();
    });
    channel.addEventListener('close', () => end(closing ? 'closed' : 'lost'));
    channel.addEventListener('bufferedamountlow', pump);
    channel.addEventListener('message', ({ data }) => read(data));
  }

  function opened(): void {
    if (isOpen || ended) return;
    clearTimeout(deadline);
    isOpen = true;
    const own = fingerprintOf(connection.localDescription?.sdp);
    const other = fingerprintOf(connection.remoteDescription?.sdp);
    if (!own || !other) {
      end('broken-rules');
      return;
    }
    fingerprints = { own, other };
    events.onOpen(fingerprints);
    pump();
    for (const data of unread.splice(0)) read(data);
  }

  function read(data: unknown): void {
    if (ended || closing) return;
    if (!isOpen) {
      if (unread.push(data) > mostUnread) end('broken-rules');
      return;
    }
    try {
      if (!(data instanceof ArrayBuffer)) throw new FramingError('a frame that is no bytes');
      const messages = reader.read(new Uint8Array(data));
      // Before they are dealt with: that may take long, and the sender would take it for a slow line.
      confirm();
      pump();
      for (const message of messages) events.onMessage(message);
      if (messages.length === 0 && reader.incoming) {
        events.onProgress(reader.incoming.received, reader.incoming.total);
      }
    } catch (error) {
      if (!(error instanceof FramingError)) throw error;
      end('broken-rules');
    }
  }

  connection.addEventListener('icecandidate', ({ candidate }) => {
    if (!candidate?.candidate || ended) return;
    candidates.push(candidate.toJSON());
    if (!describing) batching ??= setTimeout(sendCandidates, times.candidateBatch);
  });
  connection.addEventListener('connectionstatechange', () => {
    const state = connection.connectionState;
    if (state === 'connected') {
      clearTimeout(restarting);
      restarting = undefined;
      searching = false;
      if (fingerprints) clearTimeout(deadline);
    }
    if (state === 'closed') end('lost');
    if (state === 'failed' || state === 'disconnected') lookForPath(state === 'failed' ? 0 : times.toRestart);
  });
  if (calls) void inTurn(() => offer(false));

  function lookForPath(patience: number): void {
    if (ended || restarting) return;
    // From the loss on: attempts that fail don't put the end off.
    if (!searching) {
      searching = true;
      clearTimeout(deadline);
      deadline = setTimeout(() => end('lost'), times.toGiveUp);
    }
    restarting = setTimeout(() => {
      restarting = undefined;
      if (ended || connection.connectionState === 'connected') return;
      if (calls) void inTurn(() => offer(true));
      else events.onSignal({ type: 'restart', link });
    }, patience);
  }

  async function sendDescription(description: RTCSessionDescriptionInit, kind: 'offer' | 'answer'): Promise<void> {
    describing = true;
    const gathered = firstCandidates();
    // Candidates travel beside the description, so its text holds none of them.
    await connection.setLocalDescription(description);
    await gathered;
    describing = false;
    clearTimeout(batching);
    batching = undefined;
    const sdp = connection.localDescription?.sdp.replaceAll(/^a=candidate:.*\r\n/gm, '');
    if (sdp && !ended) events.onSignal({ type: 'describe', link, kind, sdp, candidates: takeCandidates() });
  }

  /** Those of this machine's own addresses are there at once; who waits for servers sends them on as they come. */
  function firstCandidates(): Promise<void> {
    return new Promise((resolve) => {
      const late = setTimeout(done, times.firstCandidates);
      connection.addEventListener('icegatheringstatechange', look);
      function look(): void {
        if (connection.iceGatheringState === 'complete') done();
      }
      function done(): void {
        clearTimeout(late);
        connection.removeEventListener('icegatheringstatechange', look);
        resolve();
      }
    });
  }

  async function offer(iceRestart: boolean): Promise<void> {
    await sendDescription(await connection.createOffer({ iceRestart }), 'offer');
  }

  function takeCandidates() {
    return candidates.splice(0, 64).map(({ candidate = '', sdpMid = null, sdpMLineIndex = null }) => ({
      candidate,
      sdpMid,
      sdpMLineIndex,
    }));
  }

  function sendCandidates(): void {
    batching = undefined;
    if (!ended && candidates.length > 0) events.onSignal({ type: 'candidates', link, candidates: takeCandidates() });
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

  /** Tells how much of large messages has come: at once when it is much or all, and soon in any case. */
  function confirm(): void {
    if (reader.unconfirmed === 0) return;
    if (reader.incoming && reader.unconfirmed < confirmAfter.bytes) {
      confirming ??= setTimeout(confirmNow, confirmAfter.milliseconds);
      return;
    }
    confirmNow();
  }

  function confirmNow(): void {
    clearTimeout(confirming);
    confirming = undefined;
    const bytes = reader.takeUnconfirmed();
    if (bytes > 0 && isOpen && !ended && !closing) transmit({ bytes: confirmingFrame(bytes), channel: 'small' });
  }

  function transmit({ bytes, channel }: Frame): boolean {
    const outlet = outlets[channel];
    outlet.given += bytes.length;
    try {
      outlet.channel.send(bytes);
      return true;
    } catch {
      // Closed by the other side since it was asked.
      end('lost');
      return false;
    }
  }

  function pump(): void {
    while (isOpen && !ended) {
      // Nobody reads any more of what is large once the other was told that this is the end.
      const frame = writer.next({ small: hasRoom(outlets.small), large: closing !== 'them' && hasRoom(outlets.large) });
      if (!frame || !transmit(frame)) return;
    }
  }

  function end(reason: LinkEnd): void {
    if (ended) return;
    ended = true;
    clearTimeout(deadline);
    clearTimeout(batching);
    clearTimeout(restarting);
    clearTimeout(confirming);
    for (const channel of channels) channel.close();
    connection.close();
    events.onEnd(reason);
  }

  return {
    link,
    get fingerprints() {
      return fingerprints;
    },
    get backlog() {
      return writer.waiting + flow.onTheWay;
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
        // A copy of what has been heard, such as over a second server.
        if (calls && connection.signalingState !== 'have-local-offer') return;
        if (!calls && connection.remoteDescription?.sdp === signal.sdp) return;
        await connection.setRemoteDescription({ type: signal.kind, sdp: signal.sdp });
        await addCandidates([...early.splice(0), ...signal.candidates]);
        if (!calls) {
          await sendDescription(await connection.createAnswer(), 'answer');
        }
      });
    },
    async path() {
      const stats = new Map<string, Record<string, unknown>>();
      for (const [name, value] of (await connection.getStats()) as unknown as Iterable<[string, object]>) {
        stats.set(name, { ...value });
      }
      const pair = [...stats.values()].find(
        ({ type, nominated, state }) => type === 'candidate-pair' && nominated === true && state === 'succeeded',
      );
      const ends = [pair?.localCandidateId, pair?.remoteCandidateId].map((name) => stats.get(String(name)));
      const seconds = pair?.currentRoundTripTime;
      return {
        roundTrip: typeof seconds === 'number' ? seconds * 1000 : null,
        relayed: ends.some((candidate) => candidate?.candidateType === 'relay'),
      };
    },
    send(message, progress) {
      if (ended || closing) return;
      writer.push(message, progress);
      pump();
    },
    close(by = 'us') {
      const isNew = closing === null;
      if (isNew || by === 'us') closing = by;
      if (ended || !isNew) return;
      const flushed = performance.now() + (by === 'them' ? times.toPart : times.toFlush);
      const check = () => {
        if (ended) return;
        const empty = writer.waiting === 0 && channels.every(({ bufferedAmount }) => bufferedAmount === 0);
        const isLost = channels.some(({ readyState }) => readyState !== 'open');
        if (isLost || (empty && closing === 'us') || performance.now() > flushed) end('closed');
        else setTimeout(check, 20);
      };
      // What the platform holds shows only after it has taken it in; and where much else is done, the other side hears of the end before
      // what was said last when the two come at once.
      setTimeout(check, by === 'us' ? times.lastWords : 40);
    },
  };
}

/** One of the two channels, and the bytes it was given since it was asked what of them has left. */
interface Outlet {
  readonly channel: RTCDataChannel;
  given: number;
}

function openOutlet(connection: RTCPeerConnection, id: number): Outlet {
  const channel = connection.createDataChannel('flashfusion', { negotiated: true, id, ordered: true });
  channel.binaryType = 'arraybuffer';
  channel.bufferedAmountLowThreshold = lowWater;
  return { channel, given: 0 };
}

/** Asked now and then only: the platform answers from another thread. */
function hasRoom(outlet: Outlet): boolean {
  if (outlet.given < lowWater) return true;
  outlet.given = outlet.channel.bufferedAmount;
  return outlet.given < highWater;
}
