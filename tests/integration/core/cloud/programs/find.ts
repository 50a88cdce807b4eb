import { findServers } from '../../../../../src-main/core/cloud/local-network.ts';

/** Prints what is found, a line for each change, until its input ends. */
const looking = await findServers(
  () => false,
  (servers) => console.log(JSON.stringify(servers)),
);
process.stdin.resume().on('end', () => {
  looking.dispose();
  process.exit(0);
});
