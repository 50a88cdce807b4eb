import { runPeer } from './peer/run-peer.ts';
import { runScript } from './script.ts';

await runScript(() => runPeer(process.argv.slice(2)));
