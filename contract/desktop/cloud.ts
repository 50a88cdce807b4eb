import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { procedure } from './errors.ts';

/** A server that somebody on this network lets others use. What it says of itself is not proven. */
export const FoundServer = z.object({
  name: z.string().max(100),
  /** `http://192.168.1.20:41234`. */
  address: z.url(),
  version: z.string().max(40),
});
export type FoundServer = z.infer<typeof FoundServer>;

/** The cloud server that this desktop uses. */
export const CloudState = z.object({
  /** `embedded` is the desktop's own, `remote` the one that the setting `cloud.server` names. */
  kind: z.enum(['embedded', 'remote']),
  /** `off` has not been needed yet, or was stopped; `failed` did not answer, or ended too often: `problem` says why. */
  status: z.enum(['off', 'starting', 'ready', 'failed']),
  /** Where it answers: `https://cloud.example`. Null while the desktop's own is off. */
  address: z.url().nullable(),
  /** Its signaling, as a WebSocket's address. */
  signaling: z.url().nullable(),
  /** Whether others on this network may use the desktop's own server, and under which addresses. */
  lan: z.object({ on: z.boolean(), addresses: z.array(z.url()) }),
  /** Servers of others on this network, as far as somebody looks for them. */
  found: z.array(FoundServer),
  problem: z.string().nullable(),
});
export type CloudState = z.infer<typeof CloudState>;

/** What comes over a connection to a signaling server. The stream ends with the connection. */
export const SignalingPart = z.discriminatedUnion('type', [
  z.object({ type: z.literal('opened'), connection: z.string() }),
  z.object({ type: z.literal('message'), text: z.string() }),
]);
export type SignalingPart = z.infer<typeof SignalingPart>;

/** The longest message to or from a signaling server, in UTF-16 units. */
export const longestSignal = 256 * 1024;

export const cloud = {
  /** What there is now; starts nothing. */
  state: procedure.output(CloudState),
  /** Brings it up if it is not. Signaling works when this answers. CLOUD_UNREACHABLE where it does not. */
  start: procedure.output(CloudState),
  /** Lets others on this network join through the desktop's own server, or no longer. */
  share: procedure.input(z.object({ on: z.boolean() })).output(CloudState),
  /** Ends the desktop's own server until it is needed again. */
  stop: procedure.output(CloudState),
  /** Looks for servers on this network while the stream is read: all that are there, whenever one comes or goes. */
  find: procedure.output(eventIterator(z.array(FoundServer))),
  /**
   * Relays that peers may use, with credentials, from the server in use and from others that a session meets at; empty where they have
   * none or do not answer. Entries are those of a peer connection's `iceServers`.
   */
  iceServers: procedure.input(z.object({ servers: z.array(z.url({ protocol: /^https?$/ }).max(500)).max(16) })).output(
    z.object({
      iceServers: z.array(
        z.object({ urls: z.array(z.string()), username: z.string().optional(), credential: z.string().optional() }),
      ),
      /** Milliseconds after which to ask again: before credentials end, soon where a server did not answer; null for never. */
      askAgainIn: z.number().nullable(),
    }),
  ),
  /** Connects to a signaling server for a window, which itself has no way into the network. Reading less ends the connection. */
  openSignaling: procedure
    .input(z.object({ url: z.url({ protocol: /^wss?$/ }).max(500) }))
    .output(eventIterator(SignalingPart)),
  /** Sends over an open connection; does nothing when it has ended. */
  sendSignal: procedure
    .input(z.object({ connection: z.string(), text: z.string().max(longestSignal) }))
    .output(z.object({})),
};
