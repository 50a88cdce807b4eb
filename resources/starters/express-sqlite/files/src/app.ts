import { join } from "node:path";
import express, { type ErrorRequestHandler, type Express } from "express";
import { createNoteRoutes } from "./note-routes.ts";
import type { Notes } from "./notes.ts";

// Beside src/ during development and beside dist/ once built.
const publicFolder = join(import.meta.dirname, "../public");

/** The pages in `public/` and the API under `/api`. */
export function createApp({ notes }: { readonly notes: Notes }): Express {
  const app = express();
  app.disable("x-powered-by");
  app.use((_request, response, next) => {
    response.set({
      "Content-Security-Policy": "default-src 'self'",
      "Referrer-Policy": "same-origin",
      "X-Content-Type-Options": "nosniff",
    });
    next();
  });

  app.use(express.static(publicFolder));
  app.use(express.json({ limit: "64kb" }));
  app.get("/health", (_request, response) => {
    response.json({ status: "ok" });
  });
  app.use("/api/notes", createNoteRoutes(notes));

  app.use((request, response) => {
    const message = `${request.method} ${request.path} does not exist.`;
    response.status(404).json({ error: { message } });
  });
  app.use(replyWithError);
  return app;
}

// Express knows an error handler by its four parameters.
const replyWithError: ErrorRequestHandler = (error, _request, response, _next) => {
  const status = typeof error?.status === "number" ? error.status : 500;
  if (status >= 500) console.error(error);
  const message = status < 500 ? error.message : "Something failed on our side.";
  response.status(status).json({ error: { message } });
};
