import { Hono } from "hono";
import { validator } from "hono/validator";
import { BookmarkInput, type BookmarkStore } from "./bookmarks.ts";
import { errorReply, invalidReply } from "./errors.ts";

/** Create, read, update and delete bookmarks. Mounted at `/bookmarks`. */
export function createBookmarkRoutes(bookmarks: BookmarkStore) {
  return new Hono()
    .get("/", (context) =>
      context.json({ bookmarks: bookmarks.list({ tag: context.req.query("tag") }) }),
    )
    .post("/", validInput, (context) => {
      const bookmark = bookmarks.add(context.req.valid("json"));
      context.header("Location", `/bookmarks/${bookmark.id}`);
      return context.json(bookmark, 201);
    })
    .get("/:id", (context) => {
      const bookmark = bookmarks.get(Number(context.req.param("id")));
      return bookmark ? context.json(bookmark) : context.json(noBookmark, 404);
    })
    .put("/:id", validInput, (context) => {
      const id = Number(context.req.param("id"));
      const bookmark = bookmarks.replace(id, context.req.valid("json"));
      return bookmark ? context.json(bookmark) : context.json(noBookmark, 404);
    })
    .delete("/:id", (context) => {
      const removed = bookmarks.remove(Number(context.req.param("id")));
      return removed ? context.body(null, 204) : context.json(noBookmark, 404);
    });
}

const noBookmark = errorReply("not_found", "No bookmark has this id.");

const validInput = validator("json", (body, context) => {
  const input = BookmarkInput.safeParse(body);
  return input.success ? input.data : context.json(invalidReply(input.error), 422);
});
