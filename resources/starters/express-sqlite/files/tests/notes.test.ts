import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { createApp } from "../src/app.ts";
import { openDatabase } from "../src/database.ts";
import { createNotes, type Note } from "../src/notes.ts";

async function startApp(t: TestContext) {
  const database = openDatabase(":memory:");
  const now = () => new Date("2026-01-02T03:04:05Z");
  const server = createApp({ notes: createNotes(database, { now }) }).listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  t.after(() => {
    server.closeAllConnections();
    server.close();
    database.close();
  });

  const { port } = server.address() as AddressInfo;
  return (path: string, method = "GET", body?: unknown) =>
    fetch(`http://127.0.0.1:${port}${path}`, {
      method,
      headers: { "content-type": "application/json" },
      ...(body !== undefined && { body: typeof body === "string" ? body : JSON.stringify(body) }),
    });
}

test("a note can be added, read, removed and restored", async (t) => {
  const send = await startApp(t);

  const added = await send("/api/notes", "POST", { text: "  Buy milk " });
  assert.equal(added.status, 201);
  assert.equal(added.headers.get("location"), "/api/notes/1");
  const note = { id: 1, text: "Buy milk", createdAt: "2026-01-02T03:04:05.000Z" };
  assert.deepEqual(await added.json(), note);

  assert.equal((await send("/api/notes/1", "DELETE")).status, 204);
  assert.equal((await send("/api/notes/1")).status, 404);
  assert.deepEqual(await (await send("/api/notes")).json(), { notes: [] });

  assert.equal((await send("/api/notes/1/restore", "POST")).status, 200);
  assert.deepEqual(await (await send("/api/notes")).json(), { notes: [note] });
});

test("text is stored as it is, whatever it looks like", async (t) => {
  const send = await startApp(t);
  const text = `'); DROP TABLE notes; -- <script>alert("1")</script>`;
  await send("/api/notes", "POST", { text });
  const { notes } = (await (await send("/api/notes")).json()) as { notes: readonly Note[] };
  assert.equal(notes[0]?.text, text);
});

test("an empty note and a broken body are refused", async (t) => {
  const send = await startApp(t);
  assert.equal((await send("/api/notes", "POST", { text: " " })).status, 422);
  assert.equal((await send("/api/notes", "POST", "{")).status, 400);
});

test("serves the page with a content security policy", async (t) => {
  const response = await (await startApp(t))("/");
  assert.equal(response.status, 200);
  assert.match(await response.text(), /<h1>/);
  assert.equal(response.headers.get("content-security-policy"), "default-src 'self'");
});

test("notes survive a restart, and migrations run once", async (t) => {
  const folder = await mkdtemp(join(tmpdir(), "notes-"));
  t.after(() => rm(folder, { recursive: true }));
  const file = join(folder, "nested", "notes.db");

  const before = openDatabase(file);
  createNotes(before).add({ text: "Still here" });
  before.close();

  const after = openDatabase(file);
  assert.deepEqual(
    createNotes(after)
      .list()
      .map((note) => note.text),
    ["Still here"],
  );
  after.close();
});
