import { Router } from "express";
import { NoteInput, type Notes } from "./notes.ts";

/** Notes as JSON. Mounted at `/api/notes`. */
export function createNoteRoutes(notes: Notes): Router {
  const router = Router();

  router.get("/", (_request, response) => {
    response.json({ notes: notes.list() });
  });

  router.post("/", (request, response) => {
    const input = NoteInput.safeParse(request.body);
    if (!input.success) {
      const message = input.error.issues[0]?.message ?? "The note is not valid.";
      response.status(422).json({ error: { message } });
      return;
    }
    const note = notes.add(input.data);
    response.status(201).location(`${request.baseUrl}/${note.id}`).json(note);
  });

  router.get("/:id", (request, response) => {
    const note = notes.get(Number(request.params.id));
    if (note) response.json(note);
    else response.status(404).json(noNote);
  });

  router.delete("/:id", (request, response) => {
    if (notes.remove(Number(request.params.id))) response.status(204).end();
    else response.status(404).json(noNote);
  });

  router.post("/:id/restore", (request, response) => {
    const note = notes.restore(Number(request.params.id));
    if (note) response.json(note);
    else response.status(404).json(noNote);
  });

  return router;
}

const noNote = { error: { message: "No note has this id." } };
