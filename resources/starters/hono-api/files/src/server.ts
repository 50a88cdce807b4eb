import { serve } from "@hono/node-server";
import { createApp } from "./app.ts";
import { createBookmarkStore } from "./bookmarks.ts";

// Only this machine can reach it during development; a deployed server must answer from outside.
const hostname =
  process.env.HOST ?? (process.env.NODE_ENV === "production" ? "0.0.0.0" : "127.0.0.1");
const port = Number(process.env.PORT ?? 3000);

const app = createApp({ bookmarks: createBookmarkStore() });

const server = serve({ fetch: app.fetch, hostname, port }, (address) => {
  console.log(`Listening on http://localhost:${address.port}/`);
});

server.on("error", (error: NodeJS.ErrnoException) => {
  console.error(error.code === "EADDRINUSE" ? `Port ${port} is taken: set PORT.` : error.message);
  process.exit(1);
});

for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => server.close());
}
