import { realpathSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { findLocalServers } from '../../../../src-main/core/assistant/models/local-servers.ts';
import { readModels } from '../../../../src-main/core/assistant/models/read-models.ts';
import { finishTurn, message, startAssistant } from '../../../support/assistant.ts';
import { startCore } from '../../../support/core.ts';
import { startModelServer } from '../../../support/model-server.ts';

const key = 'sk-test-4f9c0aa1b2c3d4e5f6';

test('a connection is tried once before it is kept, and its key stays in Core', async () => {
  const { client, server } = await startAssistant({
    connected: false,
    key,
    models: ['b-model', 'a-embed', { id: 'c-model', max_model_len: 4096 }],
  });
  const { models } = client.assistant;
  const connect = (more: object) =>
    models.connect({ id: null, kind: 'compatible', name: '', baseUrl: `${server.baseUrl}/`, ...more });
  await expect(connect({ key: 'sk-wrong-key-123456' })).rejects.toMatchObject({
    code: 'MODEL_FAILED',
    data: { reason: 'wrongKey' },
  });
  await expect(connect({})).rejects.toMatchObject({ code: 'MODEL_FAILED', data: { reason: 'noKey' } });
  expect((await models.state({ projectId: null })).connections).toEqual([]);
  const { connection, models: listed } = await connect({ key });
  expect(connection).toMatchObject({ hasKey: true, local: true, baseUrl: server.baseUrl });
  expect(listed.map(({ id, contextWindow }) => [id, contextWindow])).toEqual([
    ['b-model', null],
    ['c-model', 4096],
  ]);
  const state = await models.state({ projectId: null });
  expect(state.choice).toEqual({ connectionId: connection.id, model: 'b-model' });
  expect(JSON.stringify(state)).not.toContain(key);
  expect(server.chats()).toEqual([]);
  // Elsewhere the key does not go along.
  const other = await startModelServer();
  try {
    await models.connect({ id: connection.id, kind: 'compatible', name: 'Moved', baseUrl: other.baseUrl });
    expect(other.requests[0]?.headers.authorization).toBeUndefined();
    expect((await models.state({ projectId: null })).connections).toMatchObject([{ name: 'Moved', hasKey: false }]);
  } finally {
    await other.close();
  }
  await models.disconnect({ id: connection.id });
  expect(await models.state({ projectId: null })).toEqual({ connections: [], choice: null, ofProject: false });
});

test.each([
  ['http://example.com/v1', /https/],
  ['https://user:secret@example.com/v1', /name or password/],
  ['ftp://localhost/v1', /https/],
  ['not an address', /no address/],
  ['http://localhost:1/v1?key=1', /more than a path/],
])('%s is no address to connect to', async (baseUrl, problem) => {
  const { client } = await startAssistant({ connected: false });
  await expect(
    client.assistant.models.connect({ id: null, kind: 'compatible', name: '', baseUrl }),
  ).rejects.toMatchObject({
    code: 'MODEL_FAILED',
    message: expect.stringMatching(problem),
  });
});

test('a project may have a model of its own', async () => {
  const { client, server, projectId } = await startAssistant({ models: ['one', 'two'] });
  const { models, chat } = client.assistant;
  const { choice } = await models.state({ projectId });
  await models.choose({ projectId, choice: { connectionId: choice?.connectionId ?? '', model: 'two' } });
  expect(await models.state({ projectId })).toMatchObject({ choice: { model: 'two' }, ofProject: true });
  await finishTurn(chat.send({ projectId, conversationId: null, parentId: null, message: message('Hello') }));
  expect(server.chats()[0]?.body.model).toBe('two');
  await models.choose({ projectId, choice: null });
  expect(await models.state({ projectId })).toMatchObject({ choice: { model: 'one' }, ofProject: false });
});

test("of OpenAI's models those are offered that answer in a chat", () => {
  const chat = ['gpt-5', 'chatgpt-4o-latest', 'gpt-5.9-prose', 'o3'];
  const others = [
    'gpt-5-codex',
    'gpt-5.1-codex-mini',
    'codex-mini-latest',
    'gpt-5-pro',
    'gpt-5.2-pro-2025-12-11',
    'o1-pro',
  ];
  const listed = [...chat, ...others, 'o4-mini-deep-research', 'gpt-image-1', 'whisper-1'].map((id) => ({ id }));
  const ids = (kind: 'openai' | 'compatible') => readModels(kind, false, listed).map(({ id }) => id);
  expect(ids('openai').sort()).toEqual([...chat].sort());
  // Other servers may answer for them.
  expect(ids('compatible')).toEqual(expect.arrayContaining(others));
});

test('servers on this machine are found by their answers', async () => {
  const server = await startModelServer({ models: ['llama3.2', 'qwen2.5-coder'] });
  const silent = await startModelServer({ key });
  try {
    expect(await findLocalServers({ ollama: server.port, lmstudio: silent.port, llamacpp: 1 })).toEqual([
      { kind: 'ollama', baseUrl: server.baseUrl, models: ['llama3.2', 'qwen2.5-coder'] },
    ]);
  } finally {
    await server.close();
    await silent.close();
  }
});

test('prices and windows that a server said are known after a restart, and count for the cap', async () => {
  const models = [
    { id: 'paid', pricing: { prompt: '0.000001', completion: '0.000002' } },
    { id: 'unknown', pricing: {}, context_length: 6000 },
  ];
  const server = await startModelServer({ models });
  const dataFolder = realpathSync(await mkdtemp(join(tmpdir(), 'flashfusion-prices-')));
  // An address elsewhere, since what answers on this machine costs nothing.
  const elsewhere = 'https://models.example/v1';
  const real = fetch;
  vi.stubGlobal('fetch', (input: string | URL | Request, init?: RequestInit) =>
    real(String(input instanceof Request ? input.url : input).replace(elsewhere, server.baseUrl), init),
  );
  onTestFinished(async () => {
    vi.unstubAllGlobals();
    await server.close();
    await rm(dataFolder, { recursive: true });
  });

  const first = await startCore({ dataFolder });
  const { project } = await first.client.projects.open({ path: dataFolder });
  const { connection } = await first.client.assistant.models.connect({
    ...{ id: null, kind: 'compatible', name: '', baseUrl: elsewhere, key: null },
  });
  await first.client.settings.update({ scope: 'user', projectId: null, key: 'assistant.dailyCap', value: 1 });
  await first.dispose();

  const second = await startCore({ dataFolder });
  onTestFinished(() => second.dispose());
  const { chat, usage, models: chosen } = second.client.assistant;
  const ask = () =>
    finishTurn(chat.send({ projectId: project.id, conversationId: null, parentId: null, message: message('Hello') }));
  const dear = { text: 'Hi.', usage: { prompt: 400_000, completion: 100_000 } };
  server.script(dear, dear);
  expect((await ask()).answer.usage?.cost).toBeCloseTo(0.6);
  await ask();
  expect((await usage.report({ projectId: null, days: 1 })).today.cost).toBeCloseTo(1.2);
  expect((await ask()).answer.problem?.reason).toBe('moneyCap');

  await chosen.choose({ projectId: null, choice: { connectionId: connection.id, model: 'unknown' } });
  await second.client.settings.update({ scope: 'user', projectId: null, key: 'assistant.dailyCap', value: 0 });
  const unpriced = await ask();
  expect(unpriced.answer.usage?.cost).toBeNull();
  const preview = { projectId: project.id, conversationId: null, parentId: null, message: message('Hello') };
  expect(await chat.previewContext(preview)).toMatchObject({ budget: 4500, window: 6000 });
  expect(unpriced.parts).toContainEqual({
    type: 'context',
    manifest: expect.objectContaining({ budget: 4500, window: 6000 }),
  });
  await chosen.choose({ projectId: null, choice: { connectionId: connection.id, model: 'paid' } });
  const unbounded = await chat.previewContext(preview);
  expect([unbounded.budget, unbounded.window]).toEqual([16_000, undefined]);
});
