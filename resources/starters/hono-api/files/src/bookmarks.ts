import { z } from "zod";

/** What a client sends to create or replace a bookmark. */
export const BookmarkInput = z.object({
  title: z.string().trim().min(1).max(200),
  url: z.url({ protocol: /^https?$/ }),
  tags: z.array(z.string().trim().toLowerCase().min(1).max(40)).max(10).default([]),
});
export type BookmarkInput = z.infer<typeof BookmarkInput>;

export interface Bookmark extends BookmarkInput {
  readonly id: number;
  /** ISO 8601, UTC. */
  readonly createdAt: string;
}

export interface BookmarkStore {
  list(filter?: { readonly tag?: string | undefined }): readonly Bookmark[];
  get(id: number): Bookmark | undefined;
  add(input: BookmarkInput): Bookmark;
  replace(id: number, input: BookmarkInput): Bookmark | undefined;
  remove(id: number): boolean;
}

/** Keeps bookmarks in memory, newest first. Put a database behind the same interface when they must last. */
export function createBookmarkStore({ now = () => new Date() } = {}): BookmarkStore {
  const bookmarks = new Map<number, Bookmark>();
  let lastId = 0;

  return {
    list({ tag } = {}) {
      const newestFirst = [...bookmarks.values()].reverse();
      return tag ? newestFirst.filter((bookmark) => bookmark.tags.includes(tag)) : newestFirst;
    },
    get: (id) => bookmarks.get(id),
    add(input) {
      lastId += 1;
      const bookmark = { id: lastId, ...input, createdAt: now().toISOString() };
      bookmarks.set(bookmark.id, bookmark);
      return bookmark;
    },
    replace(id, input) {
      const existing = bookmarks.get(id);
      if (!existing) return undefined;
      const bookmark = { ...existing, ...input };
      bookmarks.set(id, bookmark);
      return bookmark;
    },
    remove: (id) => bookmarks.delete(id),
  };
}
