import { createNearby } from '../../../../../src-main/core/collaboration/nearby.ts';
import { createEventHub } from '../../../../../src-main/core/events/index.ts';

/** Tells of a session whose people meet at the given address, or at a server elsewhere, until its input ends. */
const [address = '', server] = process.argv.slice(2);
const state = { lan: { on: true, addresses: [address] } };
const nearby = createNearby({
  cloud: {
    configured: async () => server ?? null,
    share: async () => state as never,
    state: async () => state as never,
  },
  events: createEventHub(),
  onFailed: (error) => console.error(error),
});
await nearby.announce({ name: 'Ferry times', person: 'Mira', code: '0123-4567-89AB-CDEF-GHJK' });
console.log('announced');
process.stdin.resume().on('end', async () => {
  await nearby.dispose();
  process.exit(0);
});
