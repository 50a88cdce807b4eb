import { join } from "node:path";
import { createApp } from "./app.ts";
import { openDatabase } from "./database.ts";
import { createNotes } from "./notes.ts";

// Only this machine can reach it during development; a deployed server must answer from outside.
const hostname =
  process.env.HOST ?? (process.env.NODE_ENV === "production" ? "0.0.0.0" : "127.0.0.1");
const port = Number(process.env.PORT ?? 3000);
const file = process.env.DATABASE_FILE ?? join(import.meta.dirname, "../data/notes.db");

const database = openDatabase(file);
const app = createApp({ notes: createNotes(database) });

const server = app.listen(port, hostname, (error?: NodeJS.ErrnoException) => {
  if (error) {
    console.error(error.code === "EADDRINUSE" ? `Port ${port} is taken: set PORT.` : error.message);
    process.exit(1);
  }
  const address = server.address();
  const actualPort = typeof address === "object" && address ? address.port : port;
  console.log(`Listening on http://localhost:${actualPort}/`);
});

for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => server.close(() => database.close()));
}
