import { useRef } from "react";
import { useTasks } from "./use-tasks.ts";

export function TaskList() {
  const [tasks, dispatch] = useTasks();
  const field = useRef<HTMLInputElement>(null);
  const open = tasks.items.filter((task) => !task.done).length;

  function addTask(data: FormData) {
    dispatch({ kind: "add", text: String(data.get("text")) });
  }

  function undoRemove() {
    dispatch({ kind: "undo-remove" });
    field.current?.focus();
  }

  return (
    <section className="card" aria-labelledby="tasks-heading">
      <div className="card-head">
        <h2 id="tasks-heading">Tasks</h2>
        <output>
          {open} of {tasks.items.length} to do
        </output>
      </div>

      <form action={addTask} className="row">
        <input
          ref={field}
          name="text"
          aria-label="New task"
          placeholder="What comes next?"
          autoComplete="off"
          required
        />
        <button type="submit" className="primary">
          Add
        </button>
      </form>

      {tasks.items.length === 0 && <p className="empty">Nothing to do yet.</p>}

      <ul className="tasks">
        {tasks.items.map((task) => (
          <li key={task.id} className="row">
            <label>
              <input
                type="checkbox"
                checked={task.done}
                onChange={() => dispatch({ kind: "toggle", id: task.id })}
              />
              <span>{task.text}</span>
            </label>
            <button
              type="button"
              aria-label={`Remove ${task.text}`}
              onClick={() => dispatch({ kind: "remove", id: task.id })}
            >
              Remove
            </button>
          </li>
        ))}
      </ul>

      {tasks.removed && (
        <p className="row notice" key={tasks.removed.task.id}>
          <span>Removed “{tasks.removed.task.text}”.</span>
          <button type="button" ref={focusOnMount} onClick={undoRemove}>
            Undo
          </button>
        </p>
      )}
    </section>
  );
}

// The focused Remove button is gone by now; without this the keyboard would start again at the top of the page.
function focusOnMount(button: HTMLButtonElement | null) {
  button?.focus();
}
