// Starts a child that starts a child; all three ignore SIGTERM when told to, and report their process ids.
import { spawn } from 'node:child_process';

const [depth = '2', stubborn = ''] = process.argv.slice(2);
if (stubborn) process.on('SIGTERM', () => {});
process.on('message', (message) => process.send({ echo: message }));
setInterval(() => {}, 1000);

const report = (pids) => (process.send ? process.send({ pids }) : process.stdout.write(`${JSON.stringify(pids)}\n`));
if (depth === '0') report([process.pid]);
else {
  const child = spawn(process.execPath, [import.meta.filename, String(Number(depth) - 1), stubborn], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  child.stdout.on('data', (line) => report([process.pid, ...JSON.parse(line)]));
}
