import { expect, test } from 'vitest';
import type { ConnectionKind } from '../../../../contract/model/assistant-model.ts';
import { startAssistant } from '../../../support/assistant.ts';
import type { ModelServerOptions } from '../../../support/model-server.ts';

const place = { path: 'sum.ts', languageId: 'typescript', before: 'const total = ', after: ';\nprint(total);\n' };

async function startFilling(kind: ConnectionKind, options: ModelServerOptions & { models: readonly string[] }) {
  const { client, server, projectId } = await startAssistant({ connected: false, ...options });
  const { connection } = await client.assistant.models.connect({
    id: null,
    kind,
    name: 'Local',
    baseUrl: server.baseUrl,
    key: null,
  });
  const choose = (model: string) =>
    client.assistant.models.choose({ projectId: null, choice: { connectionId: connection.id, model } });
  await choose(options.models[0] ?? '');
  await client.settings.update({ scope: 'user', projectId: null, key: 'assistant.inlineCompletion', value: true });
  const complete = async (more: Partial<typeof place> = {}) =>
    (await client.assistant.inline.complete({ projectId, ...place, ...more })).text;
  const paths = () => server.requests.filter(({ method }) => method === 'POST').map(({ path }) => path);
  return { client, server, choose, complete, paths };
}

test('Ollama is given the two texts, and puts them into the form of its model', async () => {
  const { server, complete, paths, client } = await startFilling('ollama', {
    models: ['qwen2.5-coder:7b'],
    fills: ['qwen2.5-coder:7b'],
  });
  server.fillsWith(() => 'sum(1, 2);');
  expect(await complete()).toBe('sum(1, 2)');
  expect(paths()).toEqual(['/v1/completions']);
  expect(server.requests.at(-1)?.body).toMatchObject({
    prompt: 'const total = ',
    suffix: ';\nprint(total);\n',
    max_tokens: 120,
  });
  expect(server.requests.at(-1)?.body).not.toHaveProperty('messages');
  await complete({ after: '' });
  expect(server.requests.at(-1)?.body).toMatchObject({ prompt: 'const total = ', suffix: '\n' });
  const json = JSON.parse((await client.assistant.usage.export({ days: 1, format: 'json' })).text);
  expect(json).toContainEqual(expect.objectContaining({ purpose: 'completion', inputTokens: 120, outputTokens: 30 }));
});

test('a model that can fill no gap is asked in words, and not tried again', async () => {
  const { server, choose, complete, paths } = await startFilling('ollama', {
    models: ['llama3.2', 'codellama'],
    fills: ['codellama'],
  });
  server.otherwise(() => ({ text: 'sum(3)' }));
  expect(await complete()).toBe('sum(3)');
  expect(await complete()).toBe('sum(3)');
  expect(paths()).toEqual(['/v1/completions', '/v1/chat/completions', '/v1/chat/completions']);
  await choose('codellama');
  expect(await complete()).toBe('filled by codellama');
});

test('LM Studio and llama.cpp are given the marks that the model was taught, others are asked in words', async () => {
  const model = 'deepseek-coder-6.7b-base.Q4_K_M.gguf';
  const { server, choose, complete, paths } = await startFilling('llamacpp', {
    models: [model, 'gemma-3'],
    fills: [model, 'gemma-3'],
  });
  expect(await complete()).toBe(`filled by ${model}`);
  expect(server.requests.at(-1)?.body).toMatchObject({
    prompt: '<｜fim▁begin｜>const total = <｜fim▁hole｜>;\nprint(total);\n<｜fim▁end｜>',
    stop: ['<｜fim▁begin｜>', '<｜fim▁hole｜>', '<｜fim▁end｜>'],
  });
  expect(server.requests.at(-1)?.body).not.toHaveProperty('suffix');
  // Code about models holds the marks itself.
  server.otherwise(() => ({ text: "'x'" }));
  expect(await complete({ before: "const hole = '<｜fim▁hole｜>';\nconst other = " })).toBe("'x'");
  await choose('gemma-3');
  expect(await complete()).toBe("'x'");
  expect(paths()).toEqual(['/v1/completions', '/v1/chat/completions', '/v1/chat/completions']);
});

test('any other server is asked in words, whatever its model is called', async () => {
  const model = 'qwen2.5-coder-32b-instruct';
  const { complete, paths } = await startFilling('compatible', { models: [model], fills: [model] });
  expect(await complete()).toBe(`Hello from ${model}.`);
  expect(paths()).toEqual(['/v1/chat/completions']);
});
