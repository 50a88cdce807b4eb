import { expect, test } from 'vitest';
import type { ModelMessage } from '../../../../src-main/core/assistant/models/model-messages.ts';
import { makeRoom } from '../../../../src-main/core/assistant/turns/make-room.ts';

const count = async (text: string) => Math.ceil(text.length / 4);
const tools = [{ name: 'search', description: 'x'.repeat(200), parameters: {} }];
const asIs = (message: ModelMessage) => message;
const tokensOf = (messages: readonly ModelMessage[]) =>
  messages.reduce((sum, message) => sum + JSON.stringify(message).length / 4, 0);

function turn(...results: readonly string[]): ModelMessage[] {
  const rounds = results.flatMap((content, index): ModelMessage[] => [
    { role: 'assistant', content: '', calls: [{ id: `${index}`, name: 'read_file', arguments: '{}' }] },
    { role: 'tool', callId: `${index}`, content },
  ]);
  return [{ role: 'system', content: 'instructions' }, { role: 'user', content: 'y'.repeat(2000) }, ...rounds];
}

test('what fits stays as it is', async () => {
  const messages = turn('a'.repeat(4000), 'b'.repeat(4000));
  expect(await makeRoom(messages, 2, tools, 4000, asIs, count)).toBe('all');
  expect(messages).toEqual(turn('a'.repeat(4000), 'b'.repeat(4000)));
});

test('the oldest results are shortened, the newest is cut, and the question stays', async () => {
  const messages = turn('a'.repeat(4000), 'b'.repeat(4000), 'c'.repeat(4000));
  expect(await makeRoom(messages, 2, tools, 3000, asIs, count)).toBe('all');
  expect(messages[3]?.content).toContain('[shortened');
  expect(messages.slice(4)).toEqual(turn('', 'b'.repeat(4000), 'c'.repeat(4000)).slice(4));
  expect(await makeRoom(messages, 2, tools, 1500, asIs, count)).toBe('all');
  expect(messages[5]?.content).toContain('[shortened');
  expect(messages[7]?.content).toMatch(/^c{1000,}\n\[cut/);
  expect(messages.slice(0, 2)).toEqual(turn().slice(0, 2));
  expect(tokensOf(messages)).toBeLessThan(1500);
});

test('tools go when nothing is left to shorten, and then nothing is sent', async () => {
  expect(await makeRoom(turn('a'.repeat(4000)), 2, tools, 580, asIs, count)).toBe('withoutTools');
  expect(await makeRoom(turn('a'.repeat(4000)), 2, tools, 500, asIs, count)).toBe('nothing');
});

test('what is asked of the model is never shortened', async () => {
  const correction: ModelMessage = { role: 'user', content: 'z'.repeat(4000) };
  const messages = [...turn('a'.repeat(4000)), correction];
  expect(await makeRoom(messages, 2, tools, 2500, asIs, count)).toBe('all');
  expect(messages.at(-2)?.content).toContain('[cut');
  expect(messages.at(-1)).toEqual(correction);
  expect(await makeRoom(messages, 2, tools, 1000, asIs, count)).toBe('nothing');
  expect(messages.at(-1)).toEqual(correction);
});

test('results are counted with the marks around them, and cut between these', async () => {
  const mark = 'm'.repeat(400);
  const framed = (message: ModelMessage): ModelMessage =>
    message.role === 'tool' ? { ...message, content: `${mark}\n${message.content}\n${mark}` } : message;
  const messages = turn('a'.repeat(4000), 'b'.repeat(4000));
  expect(await makeRoom(messages, 2, tools, 2050, framed, count)).toBe('all');
  expect(messages[3]?.content).toContain('[shortened');
  expect(tokensOf(messages.map(framed))).toBeLessThan(2050);
  expect(framed(messages[5] as ModelMessage).content).toMatch(/^m{400}\nb{1000,}\n(\[cut: there is more\]\n)?m{400}$/);
});
