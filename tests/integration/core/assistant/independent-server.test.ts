import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { LLMock } from '@copilotkit/aimock';
import { expect, onTestFinished, test } from 'vitest';
import { finishTurn, message, startAssistant } from '../../../support/assistant.ts';

/** A server of the protocol that others wrote: our own reading of it is not the only one. */
async function startWith(prepare: (server: LLMock) => void) {
  const server = new LLMock({ port: 0, chunkSize: 5 });
  prepare(server);
  const address = await server.start();
  onTestFinished(async () => {
    await server.stop();
  });
  const fixture = await startAssistant({ connected: false });
  const { client, projectId } = fixture;
  const { connection, models } = await client.assistant.models.connect({
    id: null,
    kind: 'compatible',
    name: 'Somebody else’s',
    baseUrl: `${address}/v1`,
    key: null,
  });
  const model = models[0]?.id ?? 'gpt-4o';
  await client.assistant.models.choose({ projectId: null, choice: { connectionId: connection.id, model } });
  const ask = (text: string) =>
    finishTurn(client.assistant.chat.send({ projectId, conversationId: null, parentId: null, message: message(text) }));
  return { ...fixture, other: server, ask };
}

test('an independent server’s answer is streamed whole, in any script', async () => {
  const text = 'Grüße 👋🏽, 渡し船 и паром.\n\n```ts\nconst pier = 4;\n```\n';
  const { ask } = await startWith((server) => server.onMessage(/ferries/, { content: text }));
  const { answer, text: streamed } = await ask('Say something about ferries');
  expect(streamed).toBe(text);
  expect(answer).toMatchObject({ status: 'complete', text, problem: null });
});

test('an independent server’s model uses a tool and hears what came of it', async () => {
  const { ask, other, folder } = await startWith((server) => {
    server.onToolResult('call_list', { content: 'There is one file.' });
    server.onMessage(/which files/, { toolCalls: [{ id: 'call_list', name: 'list_files', arguments: '{}' }] });
  });
  writeFileSync(join(folder, 'pier.ts'), 'export const pier = 4;\n');
  const { answer } = await ask('which files are there');
  expect(answer.tools[0]?.result).toContain('pier.ts');
  expect(answer.tools).toMatchObject([{ name: 'list_files', status: 'done' }]);
  expect(answer.text).toContain('There is one file.');
  expect(other.getRequests().length).toBeGreaterThanOrEqual(2);
});

test('an independent server’s refusals are told apart', async () => {
  const { ask, other } = await startWith((server) => server.onMessage(/ferries/, { content: 'yes' }));
  other.nextRequestError(401, {
    message: 'Incorrect API key provided',
    type: 'invalid_request_error',
    code: 'invalid_api_key',
  });
  expect((await ask('ferries')).answer.problem).toMatchObject({ reason: 'noKey' });
  other.nextRequestError(429, {
    message: 'You exceeded your current quota',
    type: 'insufficient_quota',
    code: 'insufficient_quota',
  });
  expect((await ask('ferries')).answer.problem).toMatchObject({ reason: 'noQuota' });
  other.nextRequestError(500, { message: 'The server had an error', type: 'server_error' });
  expect((await ask('ferries')).answer.problem).toMatchObject({ reason: 'serverError' });
  expect((await ask('ferries')).answer).toMatchObject({ status: 'complete', text: 'yes' });
});
