import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { listeningPorts } from '../../../../src-main/core/preview/listening-ports.ts';

test.skipIf(process.platform !== 'linux')(
  'a group’s ports are those it listens on itself, not those that it has inherited',
  async () => {
    const own = createServer().listen(0, '127.0.0.1');
    onTestFinished(() => void own.close());
    await once(own, 'listening');
    const inherited = (own as unknown as { readonly _handle: { readonly fd: number } })._handle.fd;
    const program =
      "const server = require('node:net').createServer().listen(0, '127.0.0.1', () => console.log(server.address().port))";
    const child = spawn(process.execPath, ['-e', program], {
      detached: true,
      stdio: ['ignore', 'pipe', 'inherit', inherited],
    });
    onTestFinished(() => void child.kill('SIGKILL'));
    const [line] = (await once(child.stdout ?? child, 'data')) as [Buffer];
    expect(await listeningPorts(child.pid ?? 0)).toEqual([Number(line.toString())]);
    expect(await listeningPorts(child.pid ?? 0)).not.toContain((own.address() as AddressInfo).port);
  },
);
