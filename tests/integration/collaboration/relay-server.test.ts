import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { repositoryRoot } from '../../../scripts/repository.ts';
import { startCoturn } from '../../support/coturn.ts';
import { freePort } from '../../support/free-port.ts';
import { createThreeMachines } from '../../support/network-namespaces.ts';
import { startPeerThrough } from '../../support/peer-process.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

test('two who can’t reach each other work together through a relay server', { timeout: 60_000 }, async () => {
  const machines = createThreeMachines();
  onTestFinished(() => machines.dispose());
  const port = await freePort();
  const cloud = spawnOn(machines.middle, [process.execPath, join(repositoryRoot, 'cloud-api', 'main.ts')], {
    PORT: String(port),
    HOST: '0.0.0.0',
    DATA_FOLDER: temporaryFolder('cloud'),
  });
  onTestFinished(() => cloud.end());
  const turn = await startCoturn(machines.middle, [machines.seenFromLeft, machines.seenFromRight], await freePort());
  onTestFinished(() => turn.close());
  await cloud.says(/listening|started|http/i);

  const folder = temporaryFolder('project');
  mkdirSync(join(folder, 'src'));
  writeFileSync(join(folder, 'src', 'main.ts'), 'one\n'.repeat(20_000));
  const [left, right] = [
    [
      '--server',
      `http://${machines.seenFromLeft}:${port}`,
      '--turn',
      turn.urlAt(machines.seenFromLeft),
      '--relay-only',
    ],
    [
      '--server',
      `http://${machines.seenFromRight}:${port}`,
      '--turn',
      turn.urlAt(machines.seenFromRight),
      '--relay-only',
    ],
  ];
  const host = startPeerThrough(machines.left, 'host', folder, ...(left ?? []), '--name', 'Hanna');
  onTestFinished(() => void host.process.kill('SIGKILL'));
  const { code } = await host.next('code');
  const guest = startPeerThrough(machines.right, 'join', String(code), ...(right ?? []), '--name', 'Gus');
  onTestFinished(() => void guest.process.kill('SIGKILL'));
  await guest.next('tree', ({ files }) => files === 1);
  guest.tell({ command: 'edit', path: 'src/main.ts', at: 0, insert: 'zero\n' });
  expect(await host.next('edited')).toMatchObject({ path: 'src/main.ts', own: false, length: 80_005 });
  host.tell({ command: 'edit', path: 'src/main.ts', at: 0, insert: 'less\n' });
  await guest.next('edited', ({ length }) => length === 80_010);
  const isRelayed = ({ people }: Record<string, unknown>) =>
    (people as { relayed: boolean; roundTrip: number | null }[]).some(
      ({ relayed, roundTrip }) => relayed && roundTrip !== null,
    );
  await host.next('people', isRelayed);
  await guest.next('people', isRelayed);
  guest.tell({ command: 'leave' });
  expect(await guest.ended()).toBe(0);
});

function spawnOn(runner: readonly string[], command: readonly string[], environment: Record<string, string>) {
  const [program = '', ...rest] = [...runner, ...command];
  const child = spawn(program, rest, {
    env: { PATH: process.env.PATH, NODE_ENV: 'production', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const exit = once(child, 'exit');
  let said = '';
  const heard = new EventTarget();
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      heard.dispatchEvent(new Event('said'));
    });
  }
  return {
    /** Waits until it has said something; rejects after 30 s. */
    says(what: RegExp): Promise<void> {
      return new Promise((resolve, reject) => {
        const late = setTimeout(() => reject(new Error(`it said only ${said}`)), 30_000);
        const look = () => {
          if (!what.test(said)) return;
          clearTimeout(late);
          resolve();
        };
        heard.addEventListener('said', look);
        look();
      });
    },
    async end() {
      child.kill('SIGKILL');
      await exit;
    },
  };
}
