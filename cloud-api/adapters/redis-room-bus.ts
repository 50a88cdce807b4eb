import { randomBytes } from 'node:crypto';
import { Redis } from 'ioredis';
import { createPresence, type RoomBus } from '../features/signaling/index.ts';

const prefix = 'sig:';
/** Between two tries to reach Redis again, in milliseconds, at most. */
const longestWait = 2000;
/** Begins what processes say to each other about a room; frames begin with a brace. */
const countMark = '#';
/** Milliseconds: changes of a room are gathered for so long, said again so often, and hold for so long. */
const usualPresence = { gather: 100, repeat: 30_000, expiry: 75_000 };

/**
 * Rooms over Redis publish and subscribe, one channel a room. While Redis is away messages to other processes are lost, as they
 * would be in the network, and `dropped` is called for each; subscriptions come back by themselves. Processes tell each other how many
 * members they have in a room they share.
 */
export function createRedisRoomBus(options: {
  url: string;
  onError(error: Error): void;
  dropped(): void;
  presence?: typeof usualPresence;
}): RoomBus {
  const self = randomBytes(8).toString('hex');
  const { gather, repeat, expiry } = options.presence ?? usualPresence;
  const presence = createPresence(expiry);
  const counts = new Map<string, number>();
  const changed = new Set<string>();
  const settings = {
    retryStrategy: (attempt: number) => Math.min(longestWait, 50 * 2 ** Math.min(attempt, 8)),
    maxRetriesPerRequest: null,
    autoResubscribe: true,
  };
  // A publication that waits for Redis would be late; a subscription is still wanted when Redis is back.
  const publisher = new Redis(options.url, { ...settings, enableOfflineQueue: false });
  const subscriber = new Redis(options.url, settings);
  for (const client of [publisher, subscriber]) client.on('error', options.onError);

  const announce = (topic: string) => {
    if (publisher.status !== 'ready') return;
    publisher.publish(prefix + topic, `${self}${countMark}${counts.get(topic) ?? 0}`).catch(options.onError);
  };
  const announceSoon = (topic: string) => {
    changed.add(topic);
    if (changed.size > 1) return;
    setTimeout(() => {
      for (const each of changed) announce(each);
      changed.clear();
    }, gather).unref();
  };
  // A room that nobody else is in needs no repetition: whoever comes says so, and is answered.
  const repeating = setInterval(() => {
    for (const topic of presence.shared()) announce(topic);
  }, repeat).unref();
  // Whatever was said while Redis was away was heard by nobody.
  publisher.on('ready', () => {
    for (const topic of counts.keys()) announceSoon(topic);
  });

  return {
    join(topic) {
      subscriber.subscribe(prefix + topic).catch(options.onError);
    },
    leave(topic) {
      subscriber.unsubscribe(prefix + topic).catch(options.onError);
      presence.forget(topic);
    },
    count(topic, members) {
      if (members > 0) {
        counts.set(topic, members);
        announceSoon(topic);
        return;
      }
      counts.delete(topic);
      changed.delete(topic);
      announce(topic);
    },
    others: presence.others,
    publish(topic, text) {
      if (publisher.status !== 'ready') {
        options.dropped();
        return;
      }
      publisher.publish(prefix + topic, self + text).catch(() => options.dropped());
    },
    onMessage(receive) {
      subscriber.on('message', (channel: string, message: string) => {
        if (message.startsWith(self)) return;
        const topic = channel.slice(prefix.length);
        if (message[self.length] !== countMark) {
          receive(topic, message.slice(self.length));
          return;
        }
        const members = Number(message.slice(self.length + countMark.length));
        if (counts.has(topic) && presence.heard(topic, message.slice(0, self.length), members)) announceSoon(topic);
      });
    },
    ready: () => publisher.status === 'ready' && subscriber.status === 'ready',
    async dispose() {
      clearInterval(repeating);
      publisher.disconnect();
      subscriber.disconnect();
    },
  };
}
