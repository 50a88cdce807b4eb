import { randomBytes } from 'node:crypto';
import { Redis } from 'ioredis';
import type { RoomBus } from '../features/signaling/index.ts';

const prefix = 'sig:';
/** Between two tries to reach Redis again, in milliseconds, at most. */
const longestWait = 2000;

/**
 * Rooms over Redis publish and subscribe, one channel a room. While Redis is away messages to other processes are lost, as they
 * would be in the network, and `dropped` is called for each; subscriptions come back by themselves.
 */
export function createRedisRoomBus(options: { url: string; onError(error: Error): void; dropped(): void }): RoomBus {
  const self = randomBytes(8).toString('hex');
  const settings = {
    retryStrategy: (attempt: number) => Math.min(longestWait, 50 * 2 ** Math.min(attempt, 8)),
    maxRetriesPerRequest: null,
    autoResubscribe: true,
  };
  // A publication that waits for Redis would be late; a subscription is still wanted when Redis is back.
  const publisher = new Redis(options.url, { ...settings, enableOfflineQueue: false });
  const subscriber = new Redis(options.url, settings);
  for (const client of [publisher, subscriber]) client.on('error', options.onError);

  return {
    join(topic) {
      subscriber.subscribe(prefix + topic).catch(options.onError);
    },
    leave(topic) {
      subscriber.unsubscribe(prefix + topic).catch(options.onError);
    },
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
        receive(channel.slice(prefix.length), message.slice(self.length));
      });
    },
    ready: () => publisher.status === 'ready' && subscriber.status === 'ready',
    async dispose() {
      publisher.disconnect();
      subscriber.disconnect();
    },
  };
}
