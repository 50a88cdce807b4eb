import { announceServer } from '../../../../../src-main/core/cloud/local-network.ts';

/** Announces a server at the port given until its input ends, then takes it back. */
const announced = await announceServer({ port: Number(process.argv[2]), version: '1.2.3' });
console.log('announced');
process.stdin.resume().on('end', async () => {
  await announced.dispose();
  process.exit(0);
});
