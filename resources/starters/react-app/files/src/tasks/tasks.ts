export interface Task {
  readonly id: number;
  readonly text: string;
  readonly done: boolean;
}

export interface Tasks {
  readonly items: readonly Task[];
  /** The task removed last, with its place, until another change makes undo pointless. */
  readonly removed?: { readonly task: Task; readonly index: number };
}

export type TasksAction =
  | { readonly kind: "add"; readonly text: string }
  | { readonly kind: "toggle"; readonly id: number }
  | { readonly kind: "remove"; readonly id: number }
  | { readonly kind: "undo-remove" };

/** Applies one action. Returns the same object when nothing changes. */
export function reduceTasks(tasks: Tasks, action: TasksAction): Tasks {
  switch (action.kind) {
    case "add": {
      const text = action.text.trim();
      if (text === "") return tasks;
      const id = 1 + Math.max(0, ...tasks.items.map((task) => task.id));
      return { items: [...tasks.items, { id, text, done: false }] };
    }
    case "toggle":
      return {
        ...tasks,
        items: tasks.items.map((task) =>
          task.id === action.id ? { ...task, done: !task.done } : task,
        ),
      };
    case "remove": {
      const index = tasks.items.findIndex((task) => task.id === action.id);
      const task = tasks.items[index];
      if (!task) return tasks;
      return { items: tasks.items.toSpliced(index, 1), removed: { task, index } };
    }
    case "undo-remove": {
      if (!tasks.removed) return tasks;
      return { items: tasks.items.toSpliced(tasks.removed.index, 0, tasks.removed.task) };
    }
  }
}

/** Reads what was stored on an earlier visit. Anything that isn't a list of tasks counts as none. */
export function parseTasks(stored: string | null): Tasks {
  try {
    const items: unknown = JSON.parse(stored ?? "[]");
    return { items: Array.isArray(items) ? items.filter(isTask) : [] };
  } catch {
    return { items: [] };
  }
}

function isTask(value: unknown): value is Task {
  return (
    typeof value === "object" &&
    value !== null &&
    "id" in value &&
    typeof value.id === "number" &&
    "text" in value &&
    typeof value.text === "string" &&
    "done" in value &&
    typeof value.done === "boolean"
  );
}
