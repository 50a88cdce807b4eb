import assert from "node:assert/strict";
import { test } from "node:test";
import { countText } from "../src/counts.ts";

async function* inChunks(bytes: Buffer, size: number) {
  for (let start = 0; start < bytes.length; start += size)
    yield bytes.subarray(start, start + size);
}

const cases: [text: string, lines: number, words: number, characters: number][] = [
  ["", 0, 0, 0],
  ["one", 1, 1, 3],
  ["one two\n", 1, 2, 8],
  ["one\n\n  two\tthree", 3, 3, 16],
  ["naïve 🚀 Füße\n", 1, 3, 13],
];

for (const [text, lines, words, characters] of cases) {
  test(`counts ${JSON.stringify(text)}, however it is cut`, async () => {
    const bytes = Buffer.from(text);
    for (const size of [1, 3, 1024]) {
      assert.deepEqual(await countText(inChunks(bytes, size)), { lines, words, characters });
    }
  });
}
