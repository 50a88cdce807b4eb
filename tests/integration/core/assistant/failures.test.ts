import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { finishTurn, message, startAssistant } from '../../../support/assistant.ts';
import type { ScriptedAnswer } from '../../../support/model-server.ts';

const key = 'sk-test-4f9c0aa1b2c3d4e5f6';

/** The texts of all logs. */
function logsBelow(folder: string): string[] {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.log'));
  return names.map((name) => readFileSync(join(folder, name), 'utf8'));
}

async function ask(fixture: Awaited<ReturnType<typeof startAssistant>>, answer: ScriptedAnswer | null) {
  if (answer) fixture.server.script(answer);
  const { client, projectId } = fixture;
  return finishTurn(
    client.assistant.chat.send({ projectId, conversationId: null, parentId: null, message: message('What is this?') }),
  );
}

describe('what goes wrong with a model', () => {
  const text = 'A first part of the answer, and a second one.';
  const cases: readonly [
    string,
    ScriptedAnswer,
    { status: string; reason: string; text?: string; message?: RegExp },
  ][] = [
    [
      'a wrong key',
      { error: { status: 401, body: { message: `Incorrect API key provided: ${key}`, code: 'invalid_api_key' } } },
      { status: 'failed', reason: 'wrongKey' },
    ],
    [
      'a forbidden model',
      { error: { status: 403, body: { message: 'No access' } } },
      { status: 'failed', reason: 'wrongKey' },
    ],
    [
      'no credit',
      { error: { status: 429, body: { message: 'You exceeded your current quota', code: 'insufficient_quota' } } },
      { status: 'failed', reason: 'noQuota' },
    ],
    [
      'too many requests',
      { error: { status: 429, body: { message: 'Rate limit reached' }, headers: { 'retry-after': '37' } } },
      { status: 'failed', reason: 'rateLimited' },
    ],
    [
      'a lost model',
      { error: { status: 404, body: { message: 'no such model', code: 'model_not_found' } } },
      { status: 'failed', reason: 'modelNotFound' },
    ],
    [
      'a model that is no chat model',
      {
        error: {
          status: 404,
          body: { message: 'This model is only supported in v1/responses and not in v1/chat/completions.', code: null },
        },
      },
      { status: 'failed', reason: 'modelNotFound', message: /^The model "test-model" cannot be asked here\./ },
    ],
    [
      'a context that is too long',
      {
        error: {
          status: 400,
          body: { message: "This model's maximum context length is 8192 tokens", code: 'context_length_exceeded' },
        },
      },
      { status: 'failed', reason: 'contextTooLong' },
    ],
    ['an error of the server', { error: { status: 500 } }, { status: 'failed', reason: 'serverError' }],
    ['an overloaded server', { error: { status: 503 } }, { status: 'failed', reason: 'serverError' }],
    [
      'a page in place of an answer',
      { error: { status: 418, body: 'teapot' } },
      { status: 'failed', reason: 'badAnswer' },
    ],
    [
      'a connection cut in the middle',
      { text, cutAfter: 3 },
      { status: 'interrupted', reason: 'interrupted', text: text.slice(0, 24) },
    ],
    [
      'a stream that ends early',
      { text, endAfter: 2 },
      { status: 'interrupted', reason: 'interrupted', text: text.slice(0, 16) },
    ],
    [
      'an event that cannot be read',
      { text, malformed: true },
      { status: 'interrupted', reason: 'interrupted', text: text.slice(0, 8) },
    ],
    [
      'an error inside the stream',
      { text, errorInStream: { message: 'The engine is overloaded' } },
      { status: 'interrupted', reason: 'interrupted', text: text.slice(0, 8) },
    ],
    ['a refusal', { refusal: 'I cannot help with that.' }, { status: 'failed', reason: 'refused' }],
    ['a filter', { text: 'No', finish: 'content_filter' }, { status: 'interrupted', reason: 'refused', text: 'No' }],
    [
      'an answer that reached its length',
      { text, finish: 'length' },
      { status: 'interrupted', reason: 'interrupted', text },
    ],
  ];
  test.each(cases)('%s', async (_name, answer, expected) => {
    const fixture = await startAssistant({ key });
    const turn = await ask(fixture, answer);
    expect(turn.answer.status).toBe(expected.status);
    expect(turn.answer.problem?.reason).toBe(expected.reason);
    expect(turn.answer.text).toBe(expected.text ?? '');
    expect(turn.answer.problem?.message).toMatch(expected.message ?? /^[A-Z].*\.$/);
    if (expected.reason === 'rateLimited') expect(turn.answer.problem?.retryAfter).toBe(37);
    expect(JSON.stringify(turn.parts)).not.toContain(key);
    const opened = await fixture.client.assistant.chat.open({ conversationId: turn.conversationId });
    expect(opened.messages.at(-1)).toMatchObject({ status: expected.status, text: expected.text ?? '' });
    for (const log of logsBelow(fixture.core.dataFolder)) expect(log).not.toContain(key);
  });

  test('a first word that takes its time is waited for', async () => {
    const turn = await ask(await startAssistant(), { text: 'At last.', firstAfter: 3000, keepAlives: true });
    expect(turn.answer).toMatchObject({ status: 'complete', text: 'At last.', problem: null });
  });

  test('an answer without an end is cut off, kept, and its connection closed', async () => {
    const fixture = await startAssistant();
    const turn = await ask(fixture, { text: 'on and '.repeat(300_000), pieces: 70_000, endless: true });
    expect(turn.answer).toMatchObject({ status: 'interrupted', problem: { reason: 'interrupted' } });
    expect(turn.answer.text.length).toBeGreaterThan(2_000_000);
    expect(turn.answer.text.length).toBeLessThan(2_200_000);
    await expect.poll(() => fixture.server.chats()[0]?.aborted).toBe(true);
  });

  test('nobody answers', async () => {
    const fixture = await startAssistant();
    await fixture.server.close();
    const turn = await ask(fixture, null);
    expect(turn.answer).toMatchObject({ status: 'failed', problem: { reason: 'unreachable' } });
    expect(turn.answer.problem?.message).toContain('Test server');
  });

  test('no model is connected: nothing pretends to be one', async () => {
    const fixture = await startAssistant({ connected: false });
    const turn = await ask(fixture, null);
    expect(turn.answer).toMatchObject({ status: 'failed', text: '', problem: { reason: 'noModel' } });
    expect(fixture.server.requests).toEqual([]);
  });

  test('a server that sends no figures has them estimated, and it says so', async () => {
    const turn = await ask(await startAssistant(), { text: 'Some words.', usage: null });
    expect(turn.answer.usage?.estimated).toBe(true);
    expect(turn.answer.usage?.inputTokens).toBeGreaterThan(100);
    expect(turn.answer.usage?.outputTokens).toBeGreaterThan(0);
  });

  test('a server that is asked too often is waited for when it names a moment', async () => {
    const fixture = await startAssistant();
    fixture.server.script({
      error: { status: 429, body: { message: 'Slow down' }, headers: { 'retry-after-ms': '20' } },
    });
    const turn = await ask(fixture, { text: 'At last.' });
    expect(turn.answer).toMatchObject({ status: 'complete', text: 'At last.' });
  });

  test('awkward bytes: inside characters, CRLF, comments between', async () => {
    const odd = '“Größe” – 漢字 👩🏽‍💻\r\nnext';
    const turn = await ask(await startAssistant(), { text: odd, bytes: 1, crlf: true, keepAlives: true, pieces: 1 });
    expect(turn.answer.text).toBe(odd);
  });

  test('parameters that a server does not know are left out', async () => {
    const fixture = await startAssistant({ refusedParameters: ['stream_options'] });
    const turn = await ask(fixture, { text: 'Fine.' });
    expect(turn.answer).toMatchObject({ status: 'complete', text: 'Fine.', usage: { estimated: true } });
  });
});
