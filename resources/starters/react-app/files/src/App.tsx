import { TaskList } from "./tasks/task-list.tsx";

export function App({ title }: { readonly title: string }) {
  return (
    <main className="page">
      <header>
        <h1>{title}</h1>
        <p className="lead">
          Edit <code>src/App.tsx</code> and save: the page follows.
        </p>
      </header>
      <TaskList />
    </main>
  );
}
