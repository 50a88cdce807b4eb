import type { SearchPart, SearchQuery } from '../../../../contract/desktop/search.ts';
import type { TerminalPart } from '../../../../contract/desktop/terminal.ts';
import type { Task, TaskProblem } from '../../../../contract/model/task.ts';
import type { Terminal, TerminalSize } from '../../../../contract/model/terminal.ts';

/** A file that may leave the machine, secrets blacked out; or why it may not. */
export type Admission =
  | { readonly admitted: true; readonly text: string }
  | { readonly admitted: false; readonly reason: string };

/** The way out for files of a project, with its rules as they are when it was made. */
export interface ToolGate {
  check(path: string): Promise<string | null>;
  admit(path: string, options?: { readonly text?: string }): Promise<Admission>;
}

/** What tools reach of the rest of Core. */
export interface ToolSources {
  gate(projectId: string): ToolGate;
  redact(text: string): Promise<{ readonly text: string }>;
  search(
    input: { projectId: string; query: SearchQuery; limit: number; unsaved: { path: string; text: string }[] },
    signal: AbortSignal,
  ): AsyncIterable<SearchPart>;
  /** Paths of the files in a folder of a project that no ignore rule names; `cut` where there are more than are told. The empty path is all of it. */
  listFiles(projectId: string, folder: string): Promise<{ readonly paths: readonly string[]; readonly cut: boolean }>;
  taskProblems(projectId: string): readonly TaskProblem[];
  listTasks(projectId: string): Promise<readonly Task[]>;
  runTask(projectId: string, name: string, size: TerminalSize): Promise<Terminal>;
  /** A terminal as it is now; null when it is gone. */
  findTerminal(projectId: string, terminalId: string): Terminal | null;
  attach(terminalId: string, signal: AbortSignal): AsyncIterable<TerminalPart>;
  stopTerminal(terminalId: string): Promise<void>;
}
