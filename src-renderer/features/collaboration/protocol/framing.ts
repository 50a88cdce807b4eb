import type { Bytes } from './bytes.ts';
import type { Flow } from './flow.ts';

/** Bytes of one frame on the wire, header included: every data channel takes this much. */
export const frameSize = 16 * 1024;
const headerSize = 5;
/** Of the first frame of a large message, before its part: its length, and the small messages before it. */
const openingSize = 8;

/** What a peer may send before its link is closed. */
export interface FramingLimits {
  /** Bytes of one message. */
  readonly messageBytes: number;
  /** Messages begun and not ended at one time. */
  readonly openMessages: number;
}

export const framingLimits: FramingLimits = { messageBytes: 64 * 1024 * 1024, openMessages: 4 };

/**
 * Cuts messages into frames for two channels: what is lost on one holds up nothing on the other, so that a keystroke doesn't wait for a
 * project. A frame is a byte of flags (1: first, 2: last), four bytes of number and its part. A message in one frame (3) has its length
 * as the number; any other the number of its stream, and its first frame has the length of the whole and the number of small messages
 * that were sent before it ahead of the part. A frame of its own (4) confirms bytes of larger messages, by their number.
 */
export interface FrameWriter {
  /** Queues a message. Large ones leave in turn with others. `progress` is told the bytes that have left and their sum. */
  push(message: Bytes, progress?: (sent: number, total: number) => void): void;
  /** The next frame to send over a channel that has room; null when there is none. */
  next(room?: FrameRoom): Frame | null;
  /** Bytes that have not left yet. */
  readonly waiting: number;
}

/** Which of the two channels have room. */
export interface FrameRoom {
  readonly small: boolean;
  readonly large: boolean;
}

/** A frame, and the channel it goes over. */
export interface Frame {
  readonly bytes: Bytes;
  readonly channel: keyof FrameRoom;
}

interface Outgoing {
  readonly stream: number;
  /** Small messages that were sent before. */
  readonly after: number;
  readonly message: Bytes;
  readonly progress: ((sent: number, total: number) => void) | undefined;
  sent: number;
}

/** Messages up to one frame are sent in their order; of the larger ones this many at a time take turns. */
const largeAtATime = framingLimits.openMessages - 1;

/** `flow` says how much of large messages goes ahead of what the other side confirms; without one, all. */
export function createFrameWriter(flow: Flow | null = null): FrameWriter {
  const small: Bytes[] = [];
  const large: Outgoing[] = [];
  let turn = 0;
  let streams = 0;
  let waiting = 0;
  let smallOnes = 0;
  return {
    get waiting() {
      return waiting;
    },
    push(message, progress) {
      waiting += message.length;
      if (message.length <= frameSize - headerSize) {
        smallOnes = (smallOnes + 1) >>> 0;
        small.push(frame(3, message.length, message));
        return;
      }
      streams = (streams + 1) >>> 0;
      large.push({ stream: streams, after: smallOnes, message, progress, sent: 0 });
    },
    next(room = { small: true, large: true }) {
      const whole = room.small ? small.shift() : undefined;
      if (whole) {
        waiting -= whole.length - headerSize;
        return { bytes: whole, channel: 'small' };
      }
      if (!room.large || large.length === 0 || flow?.mayProceed() === false) return null;
      turn %= Math.min(large.length, largeAtATime);
      const outgoing = large[turn];
      if (!outgoing) return null;
      const first = outgoing.sent === 0;
      const most = Math.min(frameSize, flow?.partSize ?? frameSize) - headerSize - (first ? openingSize : 0);
      const part = outgoing.message.subarray(outgoing.sent, outgoing.sent + most);
      outgoing.sent += part.length;
      waiting -= part.length;
      flow?.sent(part.length);
      const last = outgoing.sent === outgoing.message.length;
      if (last) large.splice(turn, 1);
      else turn += 1;
      outgoing.progress?.(outgoing.sent, outgoing.message.length);
      if (!first) return { bytes: frame(last ? 2 : 0, outgoing.stream, part), channel: 'large' };
      const opening = new Uint8Array(openingSize + part.length);
      const view = new DataView(opening.buffer);
      view.setUint32(0, outgoing.message.length);
      view.setUint32(4, outgoing.after);
      opening.set(part, openingSize);
      return { bytes: frame(1, outgoing.stream, opening), channel: 'large' };
    },
  };
}

/** Puts frames together again; throws a FramingError at the first that breaks the rules. */
export interface FrameReader {
  /** The messages that a frame completes. No large one comes before a small one that was sent before it. */
  read(frame: Uint8Array): readonly Bytes[];
  /** Bytes of large messages that have come and were not taken with `takeUnconfirmed` yet. */
  readonly unconfirmed: number;
  takeUnconfirmed(): number;
  /** How far the message that came last has got, for progress; null between messages. */
  readonly incoming: { readonly received: number; readonly total: number } | null;
}

export class FramingError extends Error {}

/** `flow` hears what the other side confirms. */
export function createFrameReader(limits: FramingLimits = framingLimits, flow: Flow | null = null): FrameReader {
  const open = new Map<number, { readonly bytes: Bytes; readonly after: number; received: number }>();
  let smallOnes = 0;
  let incoming: { received: number; total: number } | null = null;
  let unconfirmed = 0;
  let early: { readonly bytes: Bytes; readonly after: number }[] = [];

  /** Takes out the large messages that have waited for small ones and need not any more. */
  function takeAwaited(): Bytes[] {
    const ready = early.filter(({ after }) => after <= smallOnes);
    if (ready.length > 0) early = early.filter(({ after }) => after > smallOnes);
    return ready.map(({ bytes }) => bytes);
  }

  return {
    get unconfirmed() {
      return unconfirmed;
    },
    takeUnconfirmed() {
      const bytes = unconfirmed;
      unconfirmed = 0;
      return bytes;
    },
    get incoming() {
      return incoming;
    },
    read(bytes) {
      if (bytes.length < headerSize || bytes.length > frameSize) throw new FramingError('a frame of a wrong size');
      const flags = bytes[0] ?? 0;
      const number = new DataView(bytes.buffer, bytes.byteOffset).getUint32(1);
      const part = bytes.subarray(headerSize);
      if (flags === 3) {
        if (number !== part.length) throw new FramingError('a message of another length than it says');
        smallOnes += 1;
        return [part.slice(), ...takeAwaited()];
      }
      if (flags === 4) {
        if (part.length > 0 || flow?.confirmed(number) === false)
          throw new FramingError('more confirmed than was sent');
        return [];
      }
      if (flags === 1) {
        if (part.length < openingSize || open.has(number)) throw new FramingError('a message begun twice');
        const view = new DataView(part.buffer, part.byteOffset);
        const total = view.getUint32(0);
        if (total > limits.messageBytes) throw new FramingError('a message over the limit');
        if (open.size >= limits.openMessages) throw new FramingError('too many messages at a time');
        const received = part.length - openingSize;
        // One that is whole would have come in a frame of its own.
        if (received >= total) throw new FramingError('a message longer than it says');
        const message = { bytes: new Uint8Array(total), after: view.getUint32(4), received };
        message.bytes.set(part.subarray(openingSize));
        open.set(number, message);
        incoming = { received: message.received, total };
        unconfirmed += message.received;
        return [];
      }
      const message = open.get(number);
      if (!message || (flags !== 0 && flags !== 2)) throw new FramingError('a frame of no message');
      if (message.received + part.length > message.bytes.length)
        throw new FramingError('a message longer than it says');
      message.bytes.set(part, message.received);
      message.received += part.length;
      unconfirmed += part.length;
      incoming = { received: message.received, total: message.bytes.length };
      if (flags !== 2) return [];
      if (message.received !== message.bytes.length) throw new FramingError('a message shorter than it says');
      open.delete(number);
      incoming = null;
      early.push(message);
      const waiting = early.reduce((sum, each) => sum + each.bytes.length, 0);
      if (waiting > limits.messageBytes) throw new FramingError('too much that waits for a small message');
      return takeAwaited();
    },
  };
}

/** A frame that confirms so many bytes more of large messages. */
export function confirmingFrame(bytes: number): Bytes {
  return frame(4, bytes, new Uint8Array());
}

function frame(flags: number, number: number, part: Uint8Array): Bytes {
  const bytes = new Uint8Array(headerSize + part.length);
  bytes[0] = flags;
  new DataView(bytes.buffer).setUint32(1, number);
  bytes.set(part, headerSize);
  return bytes;
}
