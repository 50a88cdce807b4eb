import { expect, test } from 'vitest';
import { finishTurn, message, startAssistant } from '../../../support/assistant.ts';

test('a question is answered, streamed and kept', async () => {
  const { client, server, projectId } = await startAssistant();
  server.script({
    text: 'Grüße aus dem Modell 👋🏽',
    bytes: 3,
    pieces: 4,
    usage: { prompt: 812, completion: 9, cached: 512 },
  });
  const turn = await finishTurn(
    client.assistant.chat.send({ projectId, conversationId: null, parentId: null, message: message('Sag hallo') }),
  );
  expect(turn.text).toBe('Grüße aus dem Modell 👋🏽');
  expect(turn.answer).toMatchObject({
    status: 'complete',
    text: 'Grüße aus dem Modell 👋🏽',
    model: 'test-model',
    local: true,
    usage: { inputTokens: 812, cachedTokens: 512, outputTokens: 9, cost: 0, estimated: false },
    problem: null,
  });
  const opened = await client.assistant.chat.open({ conversationId: turn.conversationId });
  expect(opened.messages.map(({ role, text }) => [role, text])).toEqual([
    ['user', 'Sag hallo'],
    ['assistant', 'Grüße aus dem Modell 👋🏽'],
  ]);
  const { conversations } = await client.assistant.chat.list({ projectId, search: 'dem modell' });
  expect(conversations).toMatchObject([{ id: turn.conversationId, messages: 2 }]);
});
