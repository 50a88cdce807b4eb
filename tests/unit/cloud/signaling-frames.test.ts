import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isRoomName, parseFrame, withClients } from '../../../cloud-api/features/signaling/frames.ts';
import { createMessageBudget, takeMessage } from '../../../cloud-api/features/signaling/message-budget.ts';

describe('frames of the signaling protocol', () => {
  it.each([
    ['{"type":"ping"}', { type: 'ping' }],
    ['{"type":"subscribe","topics":["a","b"]}', { type: 'subscribe', topics: ['a', 'b'] }],
    ['{"type":"unsubscribe","topics":[]}', { type: 'unsubscribe', topics: [] }],
    ['{"type":"publish","topic":"a","data":{"any":"thing"}}', { type: 'publish', topic: 'a' }],
  ])('reads %s', (text, frame) => {
    expect(parseFrame(text)).toEqual(frame);
  });

  it.each([
    '',
    'null',
    '[]',
    '7',
    '{"type":"publish"}',
    '{"type":"publish","topic":7}',
    '{"type":"subscribe"}',
    '{"type":"subscribe","topics":"a"}',
    '{"type":"subscribe","topics":[1]}',
    '{"type":"subscribe","topics":{"length":1}}',
    '{"type":"shout","topic":"a"}',
    '{"type":"ping"',
    `{"type":"publish","topic":"${'a'.repeat(257)}"}`,
    `{"type":"subscribe","topics":${JSON.stringify(Array.from({ length: 101 }, () => 'a'))}}`,
  ])('refuses %s', (text) => {
    expect(parseFrame(text)).toBeNull();
  });

  it('never throws', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        parseFrame(text);
      }),
    );
  });

  it('adds the number of clients to any object, whatever it holds already', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), fc.nat(), fc.nat(4), (value, clients, spaces) => {
        const text = JSON.stringify({ ...value, topic: 'x' }) + ' '.repeat(spaces);
        expect(JSON.parse(withClients(text, clients))).toEqual(
          JSON.parse(JSON.stringify({ ...value, topic: 'x', clients })),
        );
      }),
    );
  });

  it('takes only names that nobody finds by trying for rooms', () => {
    expect(isRoomName('standup')).toBe(false);
    expect(isRoomName('k7q2-mzt9-x4fd-8s')).toBe(true);
  });
});

describe('the budget of messages', () => {
  it('allows a burst, then the steady rate', () => {
    const budget = createMessageBudget(10, 0);
    const taken = (now: number) =>
      Array.from({ length: 100 }, () => takeMessage(budget, 10, now)).filter(Boolean).length;
    expect(taken(0)).toBe(20);
    expect(taken(500)).toBe(5);
    expect(taken(1500)).toBe(10);
    expect(taken(100_000)).toBe(20);
  });
});
