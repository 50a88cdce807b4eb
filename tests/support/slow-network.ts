import { createSocket, type Socket } from 'node:dgram';
import wrtc from '@roamhq/wrtc';

/** What a line does to what goes through it, each way. */
export interface Line {
  /** Milliseconds. */
  readonly delay: number;
  /** Bits a second; null for as fast as it goes. */
  readonly rate: number | null;
  /** 0 to 1. */
  readonly loss: number;
}

const queueBytes = 64 * 1024;

/**
 * A peer connection class whose packets go through a line: every address of the other side is replaced by one of a forwarder here, as
 * behind a router, so it is the same for whatever uses the class. `random` answers 0 to 1.
 */
export function connectionsOver(line: Line, random: () => number = Math.random): typeof RTCPeerConnection {
  class LinedConnection extends wrtc.RTCPeerConnection {
    readonly #forwarders: Forwarder[] = [];

    async #through(candidate: string): Promise<string | null> {
      const parts = candidate.split(' ');
      if (parts[2]?.toLowerCase() !== 'udp' || !parts[4] || !parts[5] || parts[4].includes(':')) return null;
      const forwarder = await startForwarder({ address: parts[4], port: Number(parts[5]) }, line, random);
      this.#forwarders.push(forwarder);
      parts.splice(4, 2, parts[4], String(forwarder.port));
      return parts.join(' ');
    }

    override async addIceCandidate(init?: RTCIceCandidateInit | null): Promise<void> {
      const candidate = init?.candidate ? await this.#through(init.candidate) : null;
      const { sdpMid = null, sdpMLineIndex = null } = init ?? {};
      if (candidate !== null) await super.addIceCandidate({ candidate, sdpMid, sdpMLineIndex });
    }

    override async setRemoteDescription(description: RTCSessionDescriptionInit): Promise<void> {
      const lines = await Promise.all(
        (description.sdp ?? '').split('\r\n').map(async (text) => {
          if (!text.startsWith('a=candidate:')) return text;
          const changed = await this.#through(text.slice(2));
          return changed === null ? null : `a=${changed}`;
        }),
      );
      const sdp = lines.filter((text) => text !== null).join('\r\n');
      await super.setRemoteDescription({ type: description.type, sdp });
    }

    override close(): void {
      super.close();
      for (const forwarder of this.#forwarders.splice(0)) forwarder.close();
    }
  }
  return LinedConnection as unknown as typeof RTCPeerConnection;
}

interface Forwarder {
  readonly port: number;
  close(): void;
}

/** Forwards what comes to a port of its own, and back, over one line each way. */
async function startForwarder(
  target: { readonly address: string; readonly port: number },
  line: Line,
  random: () => number,
): Promise<Forwarder> {
  const front = createSocket('udp4');
  const backs = new Map<string, Socket>();
  const [there, here] = [createLine(line, random), createLine(line, random)];
  let closed = false;
  front.on('message', (packet, { address, port }) => {
    const key = `${address}:${port}`;
    let back = backs.get(key);
    if (!back) {
      back = createSocket('udp4');
      backs.set(key, back);
      back.on('error', () => undefined);
      back.on('message', (answer) => here(answer.length, () => closed || front.send(answer, port, address)));
    }
    const to = back;
    there(packet.length, () => closed || to.send(packet, target.port, target.address));
  });
  front.on('error', () => undefined);
  await new Promise<void>((resolve) => front.bind(0, target.address, resolve));
  return {
    port: front.address().port,
    close() {
      closed = true;
      front.close();
      for (const back of backs.values()) back.close();
    },
  };
}

/** Lets packets through one after the other, as late as the line makes them; what doesn't fit its queue is lost. */
function createLine({ delay, rate, loss }: Line, random: () => number): (bytes: number, pass: () => void) => void {
  let free = 0;
  return (bytes, pass) => {
    if (random() < loss) return;
    const now = performance.now();
    const begins = Math.max(now, free);
    if (rate !== null && ((begins - now) / 1000) * (rate / 8) > queueBytes) return;
    free = begins + (rate === null ? 0 : (bytes * 8 * 1000) / rate);
    setTimeout(pass, free - now + delay);
  };
}
