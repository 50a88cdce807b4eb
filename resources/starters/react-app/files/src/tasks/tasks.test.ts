import { expect, test } from "vitest";
import { parseTasks, reduceTasks, type Tasks } from "./tasks.ts";

const two: Tasks = {
  items: [
    { id: 1, text: "First", done: false },
    { id: 2, text: "Second", done: true },
  ],
};

test("a new task is trimmed and gets an id of its own", () => {
  const { items } = reduceTasks(two, { kind: "add", text: "  Third " });
  expect(items.at(-1)).toEqual({ id: 3, text: "Third", done: false });
});

test("blank text adds nothing", () => {
  expect(reduceTasks(two, { kind: "add", text: "  " })).toBe(two);
});

test("undo puts a removed task back where it was", () => {
  const removed = reduceTasks(two, { kind: "remove", id: 1 });
  expect(removed.items.map((task) => task.id)).toEqual([2]);
  expect(reduceTasks(removed, { kind: "undo-remove" })).toEqual(two);
});

test.each([null, "not json", "{}", '[{"id":"1"}]'])("stored %j reads as no tasks", (stored) => {
  expect(parseTasks(stored)).toEqual({ items: [] });
});
