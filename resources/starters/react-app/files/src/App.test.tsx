import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, beforeEach, expect, test } from "vitest";
import { App } from "./App.tsx";

beforeEach(() => localStorage.clear());
afterEach(cleanup);

function addTask(text: string) {
  fireEvent.change(screen.getByLabelText("New task"), { target: { value: text } });
  fireEvent.click(screen.getByRole("button", { name: "Add" }));
}

test("shows the title and says that the list is empty", () => {
  render(<App title="Example" />);
  expect(screen.getByRole("heading", { level: 1 }).textContent).toBe("Example");
  expect(screen.getByText("Nothing to do yet.")).toBeTruthy();
});

test("adds a task, ticks it off and counts what is left", () => {
  render(<App title="Example" />);
  addTask("Write the first test");
  expect(screen.getByRole("status").textContent).toBe("1 of 1 to do");

  fireEvent.click(screen.getByLabelText("Write the first test"));
  expect(screen.getByRole("status").textContent).toBe("0 of 1 to do");
});

test("brings a removed task back", () => {
  render(<App title="Example" />);
  addTask("Keep me");
  fireEvent.click(screen.getByRole("button", { name: "Remove Keep me" }));
  expect(screen.queryByLabelText("Keep me")).toBeNull();

  fireEvent.click(screen.getByRole("button", { name: "Undo" }));
  expect(screen.getByLabelText("Keep me")).toBeTruthy();
});

test("keeps the tasks for the next visit", () => {
  const firstVisit = render(<App title="Example" />);
  addTask("Still here");
  firstVisit.unmount();

  render(<App title="Example" />);
  expect(screen.getByLabelText("Still here")).toBeTruthy();
});
