import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createMessageReader, encodeMessage } from '../../../../src-main/core/languages/json-rpc.ts';

function readAll(chunks: readonly Buffer[]): unknown[] {
  const messages: unknown[] = [];
  const read = createMessageReader((message) => messages.push(message));
  for (const chunk of chunks) read(chunk);
  return messages;
}

test('messages come out as they went in, however the stream is cut', () => {
  fc.assert(
    fc.property(
      fc.array(fc.dictionary(fc.string(), fc.string({ unit: 'grapheme' })), { maxLength: 5 }),
      fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 50 }),
      (messages, cuts) => {
        const bytes = Buffer.concat(messages.map(encodeMessage));
        const chunks: Buffer[] = [];
        for (let at = 0, turn = 0; at < bytes.length; turn += 1) {
          const size = cuts[turn % cuts.length] ?? 1;
          chunks.push(bytes.subarray(at, at + size));
          at += size;
        }
        expect(JSON.stringify(readAll(chunks))).toBe(JSON.stringify(messages));
      },
    ),
  );
});

test('the length counts bytes, and other headers are passed over', () => {
  const body = Buffer.from('{"text":"äöü €"}');
  const head = `Content-Type: application/vscode-jsonrpc; charset=utf-8\r\ncontent-length: ${body.length}\r\n\r\n`;
  expect(readAll([Buffer.from(head), body])).toEqual([{ text: 'äöü €' }]);
});

test('what is no stream of messages is refused', () => {
  expect(() => readAll([Buffer.from('Content-Length: many\r\n\r\n{}')])).toThrow(/length/);
  expect(() => readAll([Buffer.from('Content-Length: 99999999999\r\n\r\n')])).toThrow(/length/);
  expect(() => readAll([Buffer.alloc(10_000, 'x')])).toThrow(/no message/);
  expect(() => readAll([Buffer.from('Content-Length: 2\r\n\r\n{]')])).toThrow();
});
