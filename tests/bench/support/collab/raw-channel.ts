import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { setImmediate as tick } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import wrtc from '@roamhq/wrtc';

const part = 16 * 1024;
const highWater = 1024 * 1024;

interface RawSignal {
  readonly sdp?: { readonly type: RTCSdpType; readonly sdp: string };
  readonly candidate?: RTCIceCandidateInit;
  readonly milliseconds?: number;
}

/** Megabytes a second of a bare data channel of the same kind, from one process to another, in parts of 16 KiB. */
export async function measureRawChannel(megabytes: number): Promise<number> {
  const child = fork(fileURLToPath(import.meta.url), ['receive', String(megabytes)], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const { connection, channel } = connectOver(child);
  try {
    const done = new Promise<number>((resolve) => {
      child.on('message', (signal: RawSignal) => signal.milliseconds !== undefined && resolve(signal.milliseconds));
    });
    const open = once(channel, 'open');
    await once(child, 'message');
    await connection.setLocalDescription(await connection.createOffer());
    child.send({ sdp: { type: 'offer', sdp: connection.localDescription?.sdp ?? '' } });
    await open;
    let left = megabytes * 1e6;
    const bytes = new Uint8Array(part);
    while (left > 0) {
      channel.send(bytes.subarray(0, Math.min(part, left)));
      left -= part;
      // The platform tells what it holds with a delay, and closes a channel that it holds too much of.
      if ((left / part) % 8 < 1) await tick();
      while (channel.bufferedAmount > highWater) await tick();
    }
    return megabytes / ((await done) / 1000);
  } finally {
    connection.close();
    child.kill('SIGKILL');
  }
}

function connectOver(other: ChildProcess | NodeJS.Process) {
  const connection = new wrtc.RTCPeerConnection({ iceServers: [] });
  const channel = connection.createDataChannel('raw', { negotiated: true, id: 0, ordered: true });
  channel.binaryType = 'arraybuffer';
  const early: RTCIceCandidateInit[] = [];
  connection.addEventListener('icecandidate', ({ candidate }) => {
    if (candidate) other.send?.({ candidate: candidate.toJSON() });
  });
  other.on('message', async ({ sdp, candidate }: RawSignal) => {
    if (candidate && connection.remoteDescription) await connection.addIceCandidate(candidate);
    else if (candidate) early.push(candidate);
    if (!sdp) return;
    await connection.setRemoteDescription(sdp);
    for (const each of early.splice(0)) await connection.addIceCandidate(each);
    if (sdp.type !== 'offer') return;
    await connection.setLocalDescription(await connection.createAnswer());
    other.send?.({ sdp: { type: 'answer', sdp: connection.localDescription?.sdp ?? '' } });
  });
  return { connection, channel };
}

if (process.argv[2] === 'receive') {
  const expected = Number(process.argv[3]) * 1e6;
  const { channel } = connectOver(process);
  let received = 0;
  let begun = 0;
  channel.addEventListener('message', ({ data }) => {
    begun ||= performance.now();
    received += (data as ArrayBuffer).byteLength;
    if (received >= expected) process.send?.({ milliseconds: performance.now() - begun });
  });
  process.send?.({});
}
