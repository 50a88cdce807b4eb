/**
 * How message ports travel over a byte stream where a port itself cannot: frames of
 * `length (u32) · connection (u32) · kind (u8) · payload`, big-endian, `length` counting everything after itself.
 * Used between Shell and a Core that runs as a plain Node child; see docs/decisions/0003-runtimes.md.
 */
export type PortFrame =
  | { readonly kind: 'open'; readonly connection: number; readonly portKind: PortKind }
  | { readonly kind: 'text'; readonly connection: number; readonly text: string }
  | { readonly kind: 'binary'; readonly connection: number; readonly bytes: Uint8Array<ArrayBuffer> }
  | { readonly kind: 'close'; readonly connection: number };

/** Who is at the other end: a window, Shell as the supervisor, or Shell as the host that Core calls. */
export const portKinds = ['window', 'supervisor', 'host'] as const;
export type PortKind = (typeof portKinds)[number];

const headerBytes = 9;
/** Longer frames can only be a fault of the sender; the stream is given up. 1 GiB. */
export const maximumFrameBytes = 1024 ** 3;

const kindCodes = { open: 0, text: 1, binary: 2, close: 3 } as const;
const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** The bytes of one frame. */
export function encodePortFrame(frame: PortFrame): Uint8Array<ArrayBuffer> {
  const payload =
    frame.kind === 'text'
      ? encoder.encode(frame.text)
      : frame.kind === 'binary'
        ? frame.bytes
        : frame.kind === 'open'
          ? encoder.encode(frame.portKind)
          : new Uint8Array(0);
  const bytes = new Uint8Array(headerBytes + payload.byteLength);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, payload.byteLength + headerBytes - 4);
  view.setUint32(4, frame.connection);
  view.setUint8(8, kindCodes[frame.kind]);
  bytes.set(payload, headerBytes);
  return bytes;
}

function decodePortFrame(connection: number, code: number, payload: Uint8Array<ArrayBuffer>): PortFrame {
  switch (code) {
    case kindCodes.open: {
      const portKind = portKinds.find((known) => known === decoder.decode(payload));
      if (!portKind) throw new Error('unknown kind of port');
      return { kind: 'open', connection, portKind };
    }
    case kindCodes.text:
      return { kind: 'text', connection, text: decoder.decode(payload) };
    case kindCodes.binary:
      return { kind: 'binary', connection, bytes: payload };
    case kindCodes.close:
      return { kind: 'close', connection };
    default:
      throw new Error(`unknown frame kind ${code}`);
  }
}

/** Cuts a byte stream back into frames. Throws on a malformed stream. */
export function createPortFrameReader(onFrame: (frame: PortFrame) => void): (chunk: Uint8Array) => void {
  const header = new Uint8Array(headerBytes);
  let headerFilled = 0;
  let payload: Uint8Array<ArrayBuffer> | null = null;
  let payloadFilled = 0;
  return (chunk) => {
    let offset = 0;
    while (offset < chunk.byteLength || (payload !== null && payloadFilled === payload.byteLength)) {
      if (payload === null) {
        const taken = Math.min(headerBytes - headerFilled, chunk.byteLength - offset);
        header.set(chunk.subarray(offset, offset + taken), headerFilled);
        headerFilled += taken;
        offset += taken;
        if (headerFilled < headerBytes) return;
        const length = new DataView(header.buffer).getUint32(0) - (headerBytes - 4);
        if (length < 0 || length > maximumFrameBytes) throw new Error(`frame of ${length} bytes`);
        payload = new Uint8Array(length);
        payloadFilled = 0;
      }
      const taken = Math.min(payload.byteLength - payloadFilled, chunk.byteLength - offset);
      payload.set(chunk.subarray(offset, offset + taken), payloadFilled);
      payloadFilled += taken;
      offset += taken;
      if (payloadFilled < payload.byteLength) return;
      const view = new DataView(header.buffer);
      const frame = decodePortFrame(view.getUint32(4), view.getUint8(8), payload);
      headerFilled = 0;
      payload = null;
      onFrame(frame);
    }
  };
}
