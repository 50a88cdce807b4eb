import { PassThrough } from 'node:stream';
import { setImmediate as turn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { createMessageReader, encodeMessage } from '../../../../src-main/core/languages/json-rpc.ts';
import {
  createServerConnection,
  ServerError,
  ServerGone,
} from '../../../../src-main/core/languages/server-connection.ts';

function connect(onRequest: (method: string, params: unknown) => unknown = () => undefined) {
  const input = new PassThrough();
  const output = new PassThrough();
  const sent: Record<string, unknown>[] = [];
  const notified: string[] = [];
  const broken: Error[] = [];
  input.on(
    'data',
    createMessageReader((message) => sent.push(message as Record<string, unknown>)),
  );
  const connection = createServerConnection({
    input,
    output,
    onRequest,
    onNotification: (method) => notified.push(method),
    onBroken: (error) => broken.push(error),
  });
  const receive = async (message: object) => {
    output.write(encodeMessage(message));
    await turn();
  };
  return { connection, sent, notified, broken, receive, output };
}

test('answers find the request that they belong to', async () => {
  const { connection, receive } = connect();
  const first = connection.request('one', {});
  const second = connection.request('two', {});
  expect(connection.pending).toBe(2);
  const refused = expect(first).rejects.toEqual(new ServerError(-1, 'no'));
  await receive({ id: 2, result: 'second' });
  await receive({ id: 1, error: { code: -1, message: 'no' } });
  await expect(second).resolves.toBe('second');
  await refused;
  expect(connection.pending).toBe(0);
});

test('cancelling tells the server once, and a late answer is passed over', async () => {
  const { connection, sent, receive } = connect();
  const controller = new AbortController();
  const asked = connection.request('slow', {}, controller.signal);
  controller.abort();
  await expect(asked).rejects.toMatchObject({ name: 'AbortError' });
  await turn();
  expect(sent.map(({ method }) => method)).toEqual(['slow', '$/cancelRequest']);
  await receive({ id: 1, result: 'late' });
});

test('requests of the server are answered, unknown ones as the protocol has it', async () => {
  const { sent, receive } = connect((method) => (method === 'known' ? { fine: true } : undefined));
  await receive({ id: 'a', method: 'known' });
  await receive({ id: 'b', method: 'strange' });
  await turn();
  expect(sent).toMatchObject([
    { id: 'a', result: { fine: true } },
    { id: 'b', error: { code: -32601 } },
  ]);
});

test('messages of no known shape are passed over, and bytes that are none end the connection', async () => {
  const { connection, notified, broken, receive, output } = connect();
  await receive({ hello: 'world' });
  await receive({ method: 'note', params: [] });
  expect(notified).toEqual(['note']);
  const asked = connection.request('one', {});
  output.write('Content-Length: x\r\n\r\n');
  await expect(asked).rejects.toBeInstanceOf(ServerGone);
  expect(broken).toHaveLength(1);
});
