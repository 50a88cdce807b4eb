import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { test } from "node:test";
import { run } from "../src/run.ts";

async function runWith(args: readonly string[], input = "") {
  let output = "";
  let errors = "";
  const exitCode = await run(args, {
    stdin: Readable.from([input]),
    stdout: { write: (text) => (output += text) },
    stderr: { write: (text) => (errors += text) },
  });
  return { exitCode, output, errors };
}

test("counts standard input", async () => {
  const { exitCode, output } = await runWith([], "one two\nthree\n");
  assert.equal(exitCode, 0);
  assert.equal(output, "lines  words  characters\n    2      3          14\n");
});

test("counts several files, with a total, and goes on after one that is missing", async (t) => {
  const folder = await mkdtemp(join(tmpdir(), "counts-"));
  t.after(() => rm(folder, { recursive: true }));
  const first = join(folder, "first.txt");
  const second = join(folder, "second.txt");
  const missing = join(folder, "missing.txt");
  await writeFile(first, "a b c\n");
  await writeFile(second, "d\ne\n");

  const { exitCode, output, errors } = await runWith(["--json", first, missing, second]);
  assert.equal(exitCode, 1);
  assert.equal(errors, `${missing}: no such file\n`);
  assert.deepEqual(JSON.parse(output), {
    files: [
      { name: first, lines: 1, words: 3, characters: 6 },
      { name: second, lines: 2, words: 2, characters: 4 },
    ],
    total: { lines: 3, words: 5, characters: 10 },
  });
});

test("prints help and version", async () => {
  assert.match((await runWith(["--help"])).output, /^Usage: /);
  assert.match((await runWith(["--version"])).output, /^\d+\.\d+\.\d+\n$/);
});

test("an unknown option is wrong usage", async () => {
  const { exitCode, output, errors } = await runWith(["--nonsense"]);
  assert.equal(exitCode, 2);
  assert.equal(output, "");
  assert.match(errors, /--nonsense[\s\S]*Usage: /);
});
