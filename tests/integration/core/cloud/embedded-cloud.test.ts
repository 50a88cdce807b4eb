import { existsSync, readFileSync } from 'node:fs';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { connectClient, startTestCloud } from '../../../support/cloud.ts';
import { startCore, type TestCore } from '../../../support/core.ts';
import { bundleCore, startCoreProcess } from '../../../support/core-process.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

async function core(options: Parameters<typeof startCore>[0] = {}): Promise<TestCore> {
  const started = await startCore(options);
  onTestFinished(() => started.dispose());
  return started;
}

const childPid = ({ core: { processes } }: TestCore) =>
  processes.list().find(({ name }) => name === 'cloud server')?.pid;

function isRunning(pid: number): boolean {
  try {
    return !/\) [ZX]/.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}

/** Signs somebody up and in, and returns the headers of their requests. */
async function signedUp(address: string): Promise<Record<string, string>> {
  const person = { name: 'Ada', email: 'ada@example.com', password: 'a long enough phrase' };
  const post = (path: string) =>
    fetch(`${address}/api/auth${path}`, {
      method: 'POST',
      headers: { origin: address, 'content-type': 'application/json' },
      body: JSON.stringify(person),
    });
  await post('/sign-up/email');
  const { headers } = await post('/sign-in/email');
  return { origin: address, authorization: `Bearer ${headers.get('set-auth-token')}` };
}

test('the own server starts when it is needed, on loopback, without a database until an account is', async () => {
  const started = await core();
  const { client, dataFolder } = started;
  expect(await client.cloud.state()).toMatchObject({ kind: 'embedded', status: 'off', address: null, problem: null });
  expect(childPid(started)).toBeUndefined();
  const [one, two] = await Promise.all([client.cloud.start(), client.cloud.start()]);
  expect(one).toEqual(two);
  expect(one).toMatchObject({ status: 'ready', address: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/) });
  expect(started.core.processes.list().filter(({ name }) => name === 'cloud server')).toHaveLength(1);

  const peer = await connectClient(one.address ?? '');
  peer.send({ type: 'subscribe', topics: ['a-room-nobody-can-guess'] });
  await peer.settle();
  expect(existsSync(join(dataFolder, 'cloud', 'database'))).toBe(false);
  await fetch(`${one.address}/api/auth/get-session`, { headers: { cookie: 'a=b' } });
  expect(existsSync(join(dataFolder, 'cloud', 'database'))).toBe(true);
  await peer.close();
  const headers = await signedUp(one.address ?? '');
  const picture = Buffer.from('\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\0\0\x40\0\0\0\x40\x08\x06', 'latin1');
  const put = await fetch(`${one.address}/api/account/picture`, {
    method: 'PUT',
    headers: { ...headers, 'content-type': 'image/png' },
    body: picture,
  });
  const { image } = await put.json();
  expect(Buffer.from(await (await fetch(one.address + image)).arrayBuffer()).equals(picture)).toBe(true);

  // A page of somebody else whose name was made to lead here.
  const rebound = await new Promise<number>((resolve, reject) => {
    import('node:http').then(({ get }) =>
      get(`${one.address}/api/about`, { headers: { host: 'evil.example' } }, ({ statusCode }) =>
        resolve(statusCode ?? 0),
      ).on('error', reject),
    );
  });
  expect(rebound).toBe(421);

  const pid = childPid(started) ?? 0;
  expect(await client.cloud.stop()).toMatchObject({ status: 'off', address: null });
  expect(isRunning(pid)).toBe(false);
});

test('shared, it answers others for signaling only; and no longer when it is taken back', async () => {
  const { client } = await core();
  const shared = await client.cloud.share({ on: true });
  expect(shared.lan.on).toBe(true);
  if (!hasNetwork()) {
    console.warn('This machine has no network, so nobody else can be answered: only that is looked at.');
    expect(shared.lan.addresses).toEqual([]);
    return;
  }
  expect(shared.lan.addresses).toEqual(expect.arrayContaining([expect.stringMatching(/^http:\/\/\d+(\.\d+){3}:\d+$/)]));
  const open = `http://127.0.0.1:${new URL(shared.lan.addresses[0] ?? '').port}`;
  expect(open).not.toBe(shared.address);
  const status = async (path: string) => (await fetch(open + path)).status;
  expect(await status('/api/about')).toBe(200);
  for (const path of [
    '/api/auth/get-session',
    '/device',
    '/sign-in',
    '/metrics',
    '/api/account/export',
    '/api/openapi.json',
  ]) {
    expect([path, await status(path)]).toEqual([path, 404]);
  }
  const guest = await connectClient(open);
  const own = await connectClient(shared.address ?? '');
  const topic = 'a-room-nobody-can-guess';
  for (const peer of [guest, own]) {
    peer.send({ type: 'subscribe', topics: [topic] });
    await peer.settle();
  }
  own.send({ type: 'publish', topic, data: 'hello' });
  expect(await guest.next(({ type }) => type === 'publish')).toMatchObject({ data: 'hello' });
  expect((await client.cloud.share({ on: false })).lan).toEqual({ on: false, addresses: [] });
  await vi.waitFor(() => expect(guest.socket.readyState).toBe(guest.socket.CLOSED));
  await expect(fetch(`${open}/api/about`)).rejects.toThrow();
  await own.settle();
  await own.close();
});

test('closed while it is being opened, it is closed', async () => {
  const { client } = await core();
  const opening = client.cloud.share({ on: true });
  const closed = await client.cloud.share({ on: false });
  await opening;
  expect([closed.lan.on, (await client.cloud.state()).lan.on]).toEqual([false, false]);
  expect((await client.cloud.share({ on: true })).lan.on).toBe(true);
});

test('ended from outside it comes back at the same addresses; ended again and again it stays away and says so', async () => {
  const started = await core();
  const { client } = started;
  const first = await client.cloud.share({ on: true });
  const window = await started.events(null);
  for (let round = 1; round <= 5; round += 1) {
    await vi.waitFor(async () => expect((await client.cloud.state()).status).toBe('ready'), { timeout: 15_000 });
    if (round === 2) {
      await vi.waitFor(async () => expect((await client.cloud.state()).lan.on).toBe(true));
      expect(await client.cloud.state()).toMatchObject({ address: first.address, lan: first.lan });
    }
    process.kill(childPid(started) ?? 0, 'SIGKILL');
    await vi.waitFor(async () => expect((await client.cloud.state()).status).not.toBe('ready'));
  }
  const failed = await client.cloud.state();
  expect(failed).toMatchObject({ status: 'failed', address: null, problem: expect.stringContaining('several times') });
  await window.next((event) => event.type === 'cloud.changed' && event.state.status === 'failed');
  // Asked for, it is tried again.
  expect((await client.cloud.start()).status).toBe('ready');
}, 60_000);

test('a server in the settings takes its place; only in the person’s own, and only where it may be', async () => {
  const remote = await startTestCloud();
  onTestFinished(() => remote.close());
  const started = await core();
  const { client } = started;
  const window = await started.events(null);
  await client.cloud.start();
  const update = (value: string) =>
    client.settings.update({ scope: 'user', projectId: null, key: 'cloud.server', value });
  for (const wrong of [
    'cloud.example',
    'http://cloud.example',
    'https://a:b@cloud.example',
    'https://cloud.example/x',
  ]) {
    await expect(update(wrong)).rejects.toMatchObject({ code: 'INVALID_SETTING' });
  }
  await update(remote.url);
  await window.next((event) => event.type === 'cloud.changed' && event.state.kind === 'remote');
  await vi.waitFor(() => expect(childPid(started)).toBeUndefined());
  expect(await client.cloud.start()).toMatchObject({
    kind: 'remote',
    status: 'ready',
    address: remote.url,
    signaling: `${remote.url.replace('http', 'ws')}/signaling`,
  });
  await expect(client.cloud.share({ on: true })).rejects.toMatchObject({ code: 'CLOUD_UNREACHABLE' });
  await update('http://127.0.0.1:9');
  await expect(client.cloud.start()).rejects.toMatchObject({ code: 'CLOUD_UNREACHABLE' });
  expect(await client.cloud.state()).toMatchObject({
    status: 'failed',
    problem: expect.stringContaining('does not answer'),
  });

  const folder = temporaryFolder('project');
  const { project } = await client.projects.open({ path: folder });
  await client.projects.trust({ projectId: project.id, trusted: true });
  await expect(
    client.settings.update({ scope: 'project', projectId: project.id, key: 'cloud.server', value: remote.url }),
  ).rejects.toMatchObject({ code: 'INVALID_SETTING' });
});

test('a Core that is killed leaves no server behind', { timeout: 90_000 }, async () => {
  const bundle = await bundleCore();
  onTestFinished(() => bundle.dispose());
  const dataFolder = temporaryFolder('data');
  const cloudEntry = join(import.meta.dirname, '../../../../cloud-api/embedded.ts');
  const killed = startCoreProcess({ entry: bundle.entry, dataFolder, env: { FLASHFUSION_CLOUD_ENTRY: cloudEntry } });
  onTestFinished(() => killed.dispose());
  const { address } = await killed.client.cloud.start();
  expect((await fetch(`${address}/healthz`)).status).toBe(200);
  killed.child.kill('SIGKILL');
  await vi.waitFor(() => expect(fetch(`${address}/healthz`)).rejects.toThrow(), { timeout: 10_000 });
});

/** Whether there is an address that others could reach. */
function hasNetwork(): boolean {
  return Object.values(networkInterfaces()).some((all) =>
    all?.some(({ family, internal }) => family === 'IPv4' && !internal),
  );
}
