import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { startCore, type TestCore } from '../../../support/core.ts';

let core: TestCore;
let server: Server;
let answer: () => void;

beforeEach(async () => {
  core = await startCore();
  const held = new Promise<void>((resolve) => {
    answer = resolve;
  });
  server = createServer((_, response) => {
    void held.then(() => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ object: 'list', data: [{ id: 'late-model', object: 'model' }] }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterEach(async () => {
  answer();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await core.dispose();
});

it('a connection that is stopped waiting for is not kept, even when its server answers after all', async () => {
  const { models } = core.client.assistant;
  const stop = new AbortController();
  const asked = new Promise((resolve) => server.once('request', (request) => resolve(request.socket)));
  const { port } = server.address() as AddressInfo;
  const connecting = models.connect(
    { id: null, kind: 'compatible', name: 'Late', baseUrl: `http://127.0.0.1:${port}/v1`, key: 'sk-late' },
    { signal: stop.signal },
  );
  await asked;
  stop.abort();
  await expect(connecting).rejects.toThrow();
  answer();
  const events = await core.events(null);
  // A second one, whose answer is there at once, is what comes next.
  await models.connect({ id: null, kind: 'compatible', name: 'Early', baseUrl: `http://127.0.0.1:${port}/v1` });
  await events.next((event) => event.type === 'models.changed');
  const { connections, choice } = await models.state({ projectId: null });
  expect(connections.map(({ name, hasKey }) => ({ name, hasKey }))).toEqual([{ name: 'Early', hasKey: false }]);
  expect(choice?.model).toBe('late-model');
  await events.close();
});
