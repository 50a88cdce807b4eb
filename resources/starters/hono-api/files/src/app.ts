import { Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { HTTPException } from "hono/http-exception";
import { secureHeaders } from "hono/secure-headers";
import { createBookmarkRoutes } from "./bookmark-routes.ts";
import type { BookmarkStore } from "./bookmarks.ts";
import { errorReply } from "./errors.ts";

/** The whole API as one function from request to response, so tests need no port. */
export function createApp({ bookmarks }: { readonly bookmarks: BookmarkStore }) {
  const app = new Hono();

  app.use(secureHeaders());
  app.use(
    bodyLimit({
      maxSize: 64 * 1024,
      onError: (context) => context.json(errorReply("too_large", "Send at most 64 KB."), 413),
    }),
  );

  app.get("/", (context) =>
    context.json({
      name: "{{packageName}}",
      endpoints: [
        "GET /health",
        "GET /bookmarks?tag=",
        "POST /bookmarks",
        "GET /bookmarks/:id",
        "PUT /bookmarks/:id",
        "DELETE /bookmarks/:id",
      ],
    }),
  );
  app.get("/health", (context) => context.json({ status: "ok" }));
  app.route("/bookmarks", createBookmarkRoutes(bookmarks));

  app.notFound((context) =>
    context.json(
      errorReply("not_found", `${context.req.method} ${context.req.path} does not exist.`),
      404,
    ),
  );
  app.onError((error, context) => {
    if (error instanceof HTTPException) {
      return context.json(errorReply("invalid", error.message), error.status);
    }
    console.error(error);
    return context.json(errorReply("internal", "Something failed on our side."), 500);
  });
  return app;
}
