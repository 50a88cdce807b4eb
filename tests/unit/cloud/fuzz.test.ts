import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { expect, it, onTestFinished } from 'vitest';
import { fuzzServer } from '../../support/fuzz/fuzz-server.ts';
import { type ApiDocument, readOperations } from '../../support/fuzz/operations.ts';

const document: ApiDocument = {
  servers: [{ url: '/api' }],
  paths: {
    '/notes/{id}': {
      put: {
        parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }],
        requestBody: {
          content: {
            'application/json': {
              schema: {
                type: 'object',
                properties: { title: { type: 'string' }, stars: { type: 'integer' } },
                required: ['title', 'stars'],
              },
            },
          },
        },
      },
    },
  },
};

async function fuzz(listener: RequestListener, patience = 5000) {
  const server = createServer(listener).listen(0, '127.0.0.1');
  onTestFinished(() => server.closeAllConnections());
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const session = async () => ({ authorization: 'Bearer somebody' });
  return fuzzServer({ url, document, seed: 1, runs: 60, patience, largest: 200_000, session });
}

/** A server with one endpoint, which does what it should but where `broken` says otherwise. */
const notes =
  (
    broken: (note: { title?: unknown; stars?: unknown } | null, length: number) => [number, string] | null,
  ): RequestListener =>
  async (request, response) => {
    const body = await text(request);
    let note = null;
    try {
      note = JSON.parse(body);
    } catch {}
    const [status, reply] = broken(note, body.length) ?? [note ? 200 : 400, '{}'];
    if (status === 0) return;
    response.writeHead(status).end(reply);
  };

it('reads every operation of a document', () => {
  expect(readOperations(document)).toMatchObject([
    { method: 'PUT', path: '/api/notes/{id}', body: { contentType: 'application/json' } },
  ]);
});

it('finds nothing in a server that answers everything', async () => {
  const answers = await fuzz(notes(() => null));
  const statuses = answers.get('PUT /api/notes/{id}');
  expect([...(statuses?.keys() ?? [])].sort()).toEqual([200, 400]);
  expect([...(statuses?.values() ?? [])].reduce((sum, count) => sum + count)).toBe(60);
});

const faults: [string, Parameters<typeof notes>[0], RegExp][] = [
  [
    'an error for a wrong type',
    (note) => (note && typeof note.stars !== 'number' ? [500, '{}'] : null),
    /answered 500/,
  ],
  ['an error for broken JSON', (note) => (note ? null : [502, '{}']), /answered 502/],
  ['a stack trace', (note) => (note?.title === '' ? [400, new Error('no title').stack ?? ''] : null), /insides/],
  ['a path', (note) => (note ? null : [400, `cannot parse ${import.meta.dirname}`]), /path of this machine/],
  ['a statement', () => [400, 'Failed query: insert into "notes" values ($1)'], /insides/],
];
it.each(faults)('finds %s', async (_name, broken, message) => {
  const error = await fuzz(notes(broken)).then(
    () => null,
    (reason: Error) => reason,
  );
  expect(error?.message).toMatch(/seed: 1\b/);
  expect(String(error?.cause)).toMatch(message);
});

it('finds silence', async () => {
  const silent = notes((_note, length) => (length > 100_000 ? [0, ''] : null));
  const error = await fuzz(silent, 100).then(
    () => null,
    (reason: Error) => reason,
  );
  expect(String(error?.cause)).toMatch(/not answered within 100 ms/);
});
