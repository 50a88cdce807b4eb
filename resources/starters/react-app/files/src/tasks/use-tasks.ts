import { useEffect, useReducer } from "react";
import { parseTasks, reduceTasks } from "./tasks.ts";

const storageKey = "tasks";

/** The task list of this browser, kept in local storage. */
export function useTasks() {
  const [tasks, dispatch] = useReducer(reduceTasks, storageKey, readTasks);

  useEffect(() => {
    localStorage.setItem(storageKey, JSON.stringify(tasks.items));
  }, [tasks.items]);

  return [tasks, dispatch] as const;
}

function readTasks(key: string) {
  return parseTasks(localStorage.getItem(key));
}
