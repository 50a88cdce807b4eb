import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { toolDefinitions } from '../../../../src-main/core/assistant/tools/definitions.ts';
import { finishTurn, message, nothingOpen, startAssistant } from '../../../support/assistant.ts';
import { contextOf, contextRequest, writeFiles } from '../../../support/context.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

const prompt = readFileSync('resources/prompts/continue.md', 'utf8').trim();

test.each([
  ['many lines', Array.from({ length: 3000 }, (_, index) => `line ${index} of it`).join('\n')],
  ['one long line', Array.from({ length: 3000 }, (_, index) => `word${index}`).join(' ')],
])('of an answer of %s that is to go on, the model sees the end', async (_, text) => {
  const history = [
    { id: 'a', role: 'user', text: 'Count' },
    { id: 'b', role: 'assistant', text },
  ] as const;
  const continues = { messageId: 'b', question: 'Count' };
  const { messages, manifest } = await contextOf(temporaryFolder()).build(
    contextRequest({ budget: 2000, question: prompt, history, continues }),
  );
  const said = messages.find(({ role }) => role === 'assistant')?.content ?? '';
  expect(said.endsWith(text.slice(-300))).toBe(true);
  expect(said).not.toContain(text.slice(0, 10));
  expect(manifest.tokens).toBeLessThanOrEqual(2000);
  expect(manifest.parts.find(({ id }) => id === 'message:b')).toMatchObject({ cut: true, removable: false });
});

test('what goes along with the rest of an answer is found by the question', async () => {
  const root = temporaryFolder();
  writeFiles(root, {
    'src/shipping.ts': 'export function shippingSurcharge(weight: number) {\n  return weight > 30 ? 12 : 0;\n}\n',
    'src/cut.ts':
      '// Go on exactly where the last answer ends, in the middle of a line or word: repeat nothing.\nlet x = 1;\n',
  });
  const context = contextOf(root);
  await context.openIndex('project');
  await context.indexSettled('project');
  const question = 'How is the shippingSurcharge worked out?';
  const history = [
    { id: 'a', role: 'user', text: question },
    { id: 'b', role: 'assistant', text: 'It is' },
  ] as const;
  const { chunks } = await context.rank(
    contextRequest({ question: prompt, history, continues: { messageId: 'b', question } }),
  );
  expect(chunks[0]?.path).toBe('src/shipping.ts');
});

test('what was left out of a message does not go out when its answer goes on', async () => {
  const { client, server, projectId, folder } = await startAssistant();
  writeFileSync(join(folder, 'notes.md'), 'planted words\n');
  const situation = { ...nothingOpen, activePath: 'notes.md', line: 1 };
  server.script({ text: 'Half of', finish: 'length' }, { text: ' it.' });
  const { chat } = client.assistant;
  const first = await finishTurn(
    chat.send({
      projectId,
      conversationId: null,
      parentId: null,
      message: message('What?', { situation, leaveOut: ['active:notes.md', 'map'] }),
    }),
  );
  expect(first.answer.status).toBe('interrupted');
  const rest = await finishTurn(chat.continue({ messageId: first.answer.id, situation }));
  expect(rest.answer.text).toBe('Half of it.');
  for (const { text } of server.chats()) expect(text).not.toContain('planted words');
});

test.each([
  ['twice what is set', 2000, null, 4000],
  ['what the model reads at once', 3000, 4000, 3500],
])('no request of a turn is beyond its ceiling, whatever tools answer: %s', async (_, value, window, ceiling) => {
  const models = [window === null ? 'test-model' : { id: 'test-model', max_model_len: window }];
  const { client, server, projectId, folder } = await startAssistant({ models });
  await client.settings.update({ scope: 'user', projectId: null, key: 'assistant.contextTokens', value });
  mkdirSync(join(folder, 'src'));
  const long = Array.from({ length: 390 }, (_, index) => `const value${index} = ${index * 7919};`).join('\n');
  for (const name of ['one', 'two', 'three']) writeFileSync(join(folder, 'src', `${name}.txt`), `${name}\n${long}\n`);
  const read = (name: string) => ({ name: 'read_file', arguments: { path: `src/${name}.txt` } });
  let round = 0;
  server.otherwise(({ tools }) => {
    round += 1;
    return tools && round < 5 ? { calls: [read('one'), read('two'), read('three')] } : { text: 'Enough.' };
  });
  const turn = await finishTurn(
    client.assistant.chat.send({ projectId, conversationId: null, parentId: null, message: message('Read all') }),
  );
  expect(turn.answer).toMatchObject({ status: 'complete', text: 'Enough.' });
  expect(turn.answer.tools).toHaveLength(12);
  const count = async (text: string) => (await client.assistant.chat.countTokens({ text })).tokens;
  for (const { body } of server.chats()) {
    const texts = (body.messages ?? []).map(
      ({ content, tool_calls }) => (content ?? '') + JSON.stringify(tool_calls ?? ''),
    );
    const tokens = await Promise.all([...texts, body.tools ? JSON.stringify(toolDefinitions) : ''].map(count));
    expect(tokens.reduce((sum, one) => sum + one, 0)).toBeLessThanOrEqual(ceiling + texts.length * 30);
  }
  const results = server.chats().map(({ body }) => body.messages?.filter(({ role }) => role === 'tool') ?? []);
  const last = results.findLast(({ length }) => length > 0) ?? [];
  expect(last[0]?.content).toContain('[shortened');
  expect(last.at(-1)?.content).toContain('const value0 = 0;');
});
