import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { checkSite } from "../scripts/check-site.js";

test("every page of the site is sound", async () => {
  const site = fileURLToPath(new URL("../site", import.meta.url));
  assert.deepEqual(await checkSite(site), []);
});

test("a broken page is told apart from a sound one", async (t) => {
  const folder = await mkdtemp(join(tmpdir(), "site-"));
  t.after(() => rm(folder, { recursive: true }));
  await writeFile(
    join(folder, "index.html"),
    `<!doctype html><html lang="en"><head><title>Test</title><meta name="viewport" content="" /></head>
     <body><h1>Test</h1><img src="missing.png"><a href="#nowhere">There</a></body></html>`,
  );

  assert.deepEqual(await checkSite(folder), [
    'index.html: image without a description (alt): <img src="missing.png">',
    "index.html: link to a missing part of a page: #nowhere",
    "index.html: link to a missing file: missing.png",
  ]);
});
