import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { type AnswerBounds, createBoundedFetch } from '../../../../src-main/core/assistant/models/bounded-fetch.ts';

const wide: AnswerBounds = { firstByte: 10_000, idle: 10_000, total: 10_000, bytes: 1_000_000 };

/** Reads an answer of a real server to its end within these bounds; answers which bound ended it, and whether the server saw that. */
async function readWithin(bounds: Partial<AnswerBounds>, answer: (response: ServerResponse) => void) {
  let closed = false;
  const server = createServer((_request, response) => {
    response.on('close', () => {
      closed = true;
    });
    answer(response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  const bounded = createBoundedFetch({ ...wide, ...bounds });
  const { port } = server.address() as AddressInfo;
  const outcome = await bounded.fetch(`http://127.0.0.1:${port}/`).then(
    (response) =>
      response.text().then(
        (text) => ({ text, error: null }),
        (error: unknown) => ({ text: null, error }),
      ),
    (error: unknown) => ({ text: null, error }),
  );
  bounded.dispose();
  return { ...outcome, exceeded: bounded.exceeded(), closed: () => closed };
}

/** Bytes again and again until nobody listens. */
function dribble(response: ServerResponse, every: number): void {
  response.writeHead(200);
  const timer = setInterval(() => response.write('x'), every);
  response.on('close', () => clearInterval(timer));
}

test.each<[keyof AnswerBounds, Partial<AnswerBounds>, (response: ServerResponse) => void]>([
  ['firstByte', { firstByte: 100 }, () => undefined],
  ['idle', { idle: 100 }, (response) => response.writeHead(200).write('a beginning')],
  ['total', { total: 300 }, (response) => dribble(response, 20)],
  ['bytes', { bytes: 1000 }, (response) => void response.writeHead(200).write('x'.repeat(2000))],
])('an answer is ended by its bound: %s', async (bound, bounds, answer) => {
  const read = await readWithin(bounds, answer);
  expect(read).toMatchObject({ text: null, exceeded: bound });
  await expect.poll(read.closed).toBe(true);
});

test('an answer within its bounds is whole', async () => {
  const read = await readWithin({}, (response) => response.writeHead(200).end('whole'));
  expect(read).toMatchObject({ text: 'whole', error: null, exceeded: null });
});

test('a redirect is not followed: a key would go along', async () => {
  const read = await readWithin({}, (response) => response.writeHead(307, { location: 'http://127.0.0.1:9/' }).end());
  expect(read).toMatchObject({ text: null, exceeded: null });
  expect(String((read.error as Error).cause)).toContain('redirect');
});
