import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { createFileObjectStore, createS3ObjectStore } from '../../../cloud-api/adapters/objects/index.ts';
import { bytesOf, type ObjectStore, ObjectStoreError } from '../../../cloud-api/objects.ts';
import { startTestCloud } from '../../support/cloud.ts';
import { s3Environment, startS3, type TestS3 } from '../../support/s3.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

let s3: TestS3;
beforeAll(async () => {
  s3 = await startS3();
});
afterAll(() => s3.dispose());

const bytes = (text: string) => new TextEncoder().encode(text);
const put = (store: ObjectStore, key: string, content: Uint8Array, contentType = 'text/plain') =>
  store.put(key, { contentType, size: content.byteLength, body: bytesOf(content) });
async function read(store: ObjectStore, key: string) {
  const found = await store.get(key);
  return found && { ...found, body: Buffer.from(await new Response(found.body).arrayBuffer()) };
}
const open: Record<string, () => ObjectStore> = {
  files: () => createFileObjectStore(temporaryFolder('objects')),
  S3: () => createS3ObjectStore(s3.settings),
};

describe.each(Object.keys(open))('objects in %s', (kind) => {
  const opened = (): ObjectStore => {
    const store = open[kind]?.();
    if (!store) throw new Error(kind);
    onTestFinished(() => store.dispose());
    return store;
  };

  it('are kept with their type and size, replaced and removed', async () => {
    const store = opened();
    await store.ping();
    expect(await store.get('a/b.txt')).toBeNull();
    await put(store, 'a/b.txt', bytes('one\ntwo'));
    expect(await read(store, 'a/b.txt')).toEqual({ contentType: 'text/plain', size: 7, body: Buffer.from('one\ntwo') });
    await put(store, 'a/b.txt', bytes(''), 'application/x-empty');
    expect(await read(store, 'a/b.txt')).toEqual({
      contentType: 'application/x-empty',
      size: 0,
      body: Buffer.from(''),
    });
    await put(store, 'a/B.txt', bytes('another'));
    await store.remove('a/b.txt');
    await store.remove('a/b.txt');
    expect(await store.get('a/b.txt')).toBeNull();
    expect((await read(store, 'a/B.txt'))?.body.toString()).toBe('another');
  });

  it('come back byte for byte from a stream in parts', async () => {
    const store = opened();
    const part = randomBytes(64 * 1024);
    const parts = 160;
    const sent = createHash('sha256');
    async function* body() {
      for (let index = 0; index < parts; index += 1) {
        part.writeUInt32BE(index);
        sent.update(part);
        yield Uint8Array.from(part);
      }
    }
    await store.put('large', { contentType: 'application/octet-stream', size: parts * part.length, body: body() });
    const found = await read(store, 'large');
    expect(found?.size).toBe(parts * part.length);
    expect(
      createHash('sha256')
        .update(found?.body ?? '')
        .digest('hex'),
    ).toBe(sent.digest('hex'));
  });

  it('refuse a body that fails or has another size than announced', async () => {
    const store = opened();
    await put(store, 'kept', bytes('as it was'));
    async function* failing() {
      yield bytes('half');
      throw new RangeError('the sender went away');
    }
    const bodies = [
      { size: 5, body: bytesOf(bytes('four')) },
      { size: 3, body: bytesOf(bytes('four')) },
      { size: 8, body: failing() },
    ];
    for (const body of bodies) {
      await expect(store.put('kept', { contentType: 'text/plain', ...body })).rejects.toThrow();
    }
    await store.ping();
    // That a broken upload replaces nothing is S3's part of it, which the server that tests run on does not keep to.
    if (kind === 'files') expect((await read(store, 'kept'))?.body.toString()).toBe('as it was');
    await put(store, 'kept', bytes('as it is'));
    expect((await read(store, 'kept'))?.body.toString()).toBe('as it is');
  });

  it('have no keys that mean another place', async () => {
    const store = opened();
    for (const key of ['', '/', '../x', 'a/../b', 'a//b', '.', 'a/.b', 'a\\b', 'a b', 'é', 'a\0', 'x'.repeat(513)]) {
      await expect(
        store.get(key).then(() => 'found'),
        key,
      ).rejects.toThrow(RangeError);
      await expect(put(store, key, bytes('x')), key).rejects.toThrow(RangeError);
    }
    for (const key of ['con', 'a', 'a/b', 'aux.txt']) {
      await put(store, key, bytes(key));
      expect((await read(store, key))?.body.toString()).toBe(key);
    }
  });
});

it('files are replaced as a whole while others read and write them', async () => {
  const store = createFileObjectStore(temporaryFolder('objects'));
  const versions = Array.from({ length: 8 }, (_, index) => Buffer.alloc(100_000, index));
  await put(store, 'contended', versions[0] ?? Buffer.alloc(0));
  const reads = versions.map(() => read(store, 'contended'));
  await Promise.all([...versions.map((version) => put(store, 'contended', version)), ...reads]);
  for (const found of [...(await Promise.all(reads)), await read(store, 'contended')]) {
    expect(found?.body).toHaveLength(100_000);
    expect(new Set(found?.body).size).toBe(1);
  }
});

it('files leave nothing half written behind', async () => {
  const folder = temporaryFolder('objects');
  const store = createFileObjectStore(folder);
  await expect(store.put('x', { contentType: 'text/plain', size: 9, body: bytesOf(bytes('x')) })).rejects.toThrow();
  expect((await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile())).toEqual(
    [],
  );
  const blocked = join(folder, 'file');
  await writeFile(blocked, '');
  await expect(createFileObjectStore(blocked).ping()).rejects.toThrow();
});

describe('S3', () => {
  it('that is lost says so, and is used again when it is back', async () => {
    const cloud = await startTestCloud(s3Environment(s3));
    onTestFinished(() => cloud.close());
    const picture = async () => (await fetch(`${cloud.url}/api/account/pictures/somebody`)).status;
    const reasons = async () => (await (await fetch(`${cloud.url}/readyz`)).json()).reasons;
    expect([await reasons(), await picture()]).toEqual([[], 404]);
    await s3.stop();
    await expect.poll(reasons, { timeout: 10_000 }).toEqual(['objects']);
    expect(await picture()).toBe(503);
    await s3.start();
    await expect.poll(reasons, { timeout: 10_000 }).toEqual([]);
    expect(await picture()).toBe(404);
  });

  it('that is set up wrongly ends the start with what to do about it', async () => {
    const starting = (changed: Record<string, string>) => startTestCloud({ ...s3Environment(s3), ...changed });
    await expect(starting({ S3_BUCKET: 'not-there' })).rejects.toThrow(/not-there does not exist.*S3_BUCKET/);
    await expect(starting({ S3_SECRET_ACCESS_KEY: 'wrong' })).rejects.toThrow(/Check the S3 keys/);
    await expect(starting({ S3_ENDPOINT: 'http://127.0.0.1:1' })).rejects.toThrow(/cannot be reached/);
  });

  it('that never answers ends a request with an error', async () => {
    const silent = createServer(() => undefined).listen(0, '127.0.0.1');
    onTestFinished(() => silent.closeAllConnections());
    onTestFinished(() => void silent.close());
    await once(silent, 'listening');
    const { port } = silent.address() as AddressInfo;
    const store = createS3ObjectStore({ ...s3.settings, endpoint: `http://127.0.0.1:${port}`, patience: 100 });
    onTestFinished(() => store.dispose());
    await expect(store.get('x')).rejects.toThrow(ObjectStoreError);
  });
});
