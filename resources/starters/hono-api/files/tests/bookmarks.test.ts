import assert from "node:assert/strict";
import { test } from "node:test";
import { createApp } from "../src/app.ts";
import { type Bookmark, createBookmarkStore } from "../src/bookmarks.ts";
import type { ErrorReply } from "../src/errors.ts";

const example = { title: "MDN", url: "https://developer.mozilla.org/", tags: ["Web"] };

function createTestApp() {
  const now = () => new Date("2026-01-02T03:04:05Z");
  const app = createApp({ bookmarks: createBookmarkStore({ now }) });
  return {
    request: (path: string) => app.request(path),
    send: (method: string, path: string, body: unknown) =>
      app.request(path, {
        method,
        headers: { "content-type": "application/json" },
        body: typeof body === "string" ? body : JSON.stringify(body),
      }),
  };
}

async function readJson<Body>(response: Response): Promise<Body> {
  return (await response.json()) as Body;
}

test("says that it is healthy", async () => {
  const response = await createTestApp().request("/health");
  assert.equal(response.status, 200);
  assert.deepEqual(await response.json(), { status: "ok" });
});

test("a bookmark can be added, read, replaced and removed", async () => {
  const { request, send } = createTestApp();

  const added = await send("POST", "/bookmarks", example);
  assert.equal(added.status, 201);
  assert.equal(added.headers.get("location"), "/bookmarks/1");

  const read = await request("/bookmarks/1");
  assert.deepEqual(await read.json(), {
    id: 1,
    title: "MDN",
    url: "https://developer.mozilla.org/",
    tags: ["web"],
    createdAt: "2026-01-02T03:04:05.000Z",
  });

  const replaced = await send("PUT", "/bookmarks/1", { ...example, title: "MDN Web Docs" });
  assert.equal((await readJson<Bookmark>(replaced)).title, "MDN Web Docs");

  assert.equal((await send("DELETE", "/bookmarks/1", {})).status, 204);
  assert.equal((await request("/bookmarks/1")).status, 404);
});

test("the list is newest first and can be filtered by tag", async () => {
  const { request, send } = createTestApp();
  await send("POST", "/bookmarks", example);
  await send("POST", "/bookmarks", { ...example, title: "Hono", tags: ["api"] });

  const titles = async (path: string) => {
    const { bookmarks } = await readJson<{ bookmarks: readonly Bookmark[] }>(await request(path));
    return bookmarks.map((bookmark) => bookmark.title);
  };
  assert.deepEqual(await titles("/bookmarks"), ["Hono", "MDN"]);
  assert.deepEqual(await titles("/bookmarks?tag=web"), ["MDN"]);
});

test("an invalid body is refused, with the fields to mend", async () => {
  const response = await createTestApp().send("POST", "/bookmarks", {
    title: "",
    url: "javascript:alert(1)",
  });
  assert.equal(response.status, 422);
  const { error } = await readJson<ErrorReply>(response);
  assert.equal(error.code, "invalid");
  assert.deepEqual(Object.keys(error.fields ?? {}), ["title", "url"]);
});

test("what does not exist is a 404 in the same shape", async () => {
  const { request } = createTestApp();
  for (const path of ["/nowhere", "/bookmarks/99", "/bookmarks/none"]) {
    const response = await request(path);
    assert.equal(response.status, 404);
    assert.equal((await readJson<ErrorReply>(response)).error.code, "not_found");
  }
});

test("a body that is not JSON is a 400 and not a crash", async () => {
  const response = await createTestApp().send("POST", "/bookmarks", "{");
  assert.equal(response.status, 400);
  assert.equal((await readJson<ErrorReply>(response)).error.code, "invalid");
});
