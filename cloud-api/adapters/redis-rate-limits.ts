import { Redis } from 'ioredis';
import { createLocalRateLimits, decide, type RateLimits } from '../rate-limits.ts';

const prefix = 'rate:';

// The window begins with the first of its requests.
const countInWindow = `
local used = redis.call('INCR', KEYS[1])
if used == 1 then redis.call('PEXPIRE', KEYS[1], ARGV[1]) end
return { used, redis.call('PTTL', KEYS[1]) }`;

/** Limits that all processes share. While Redis is away each process counts for itself, so that nobody is locked out. */
export function createRedisRateLimits(options: { url: string; onError(error: Error): void }): RateLimits & {
  dispose(): void;
} {
  const redis = new Redis(options.url, { enableOfflineQueue: false, maxRetriesPerRequest: null });
  redis.on('error', options.onError);
  const local = createLocalRateLimits();
  return {
    async consume(key, rule) {
      if (redis.status !== 'ready') return local.consume(key, rule);
      try {
        const answer = await redis.eval(countInWindow, 1, prefix + key, rule.window * 1000);
        const [used, left] = answer as [number, number];
        return decide(used, rule.max, left);
      } catch (error) {
        options.onError(error as Error);
        return local.consume(key, rule);
      }
    },
    dispose: () => redis.disconnect(),
  };
}
