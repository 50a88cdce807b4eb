import { createNearby } from '../../../../../src-main/core/collaboration/nearby.ts';
import { createEventHub } from '../../../../../src-main/core/events/index.ts';

/** Prints the sessions that are found, a line for each change, until its input ends. */
const controller = new AbortController();
process.stdin.resume().on('end', () => controller.abort());
const nearby = createNearby({
  cloud: {
    configured: async () => null,
    share: () => Promise.reject(new Error('who only looks shares nothing')),
    state: () => Promise.reject(new Error('who only looks needs no server')),
  },
  events: createEventHub(),
  onFailed: (error) => console.error(error),
});
for await (const sessions of nearby.find(controller.signal)) console.log(JSON.stringify(sessions));
process.exit(0);
