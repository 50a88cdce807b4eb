import { createStore, type StoreApi } from 'zustand/vanilla';
import { t } from '../localize.ts';
import type { Disposable } from './disposable.ts';

/** A menu a command may appear in, and where: entries are sorted by group, then order; groups are divided by a line. */
export interface MenuPlacement {
  readonly menu:
    | 'file'
    | 'edit'
    | 'selection'
    | 'view'
    | 'go'
    | 'help'
    | 'explorer'
    | 'tab'
    | 'editor'
    | 'search'
    | 'scm'
    | 'scmTitle'
    | 'scmCommit'
    | 'terminal'
    | 'terminalView'
    | 'terminalTab'
    | 'previewMessage';
  readonly group: string;
  readonly order: number;
}

/** Something a person can do. Every action of the product is one of these. */
export interface Command {
  /** Dotted and camel case, VS Code's id where it has the same command: `workbench.action.quickOpen`. */
  readonly id: string;
  /** Sentence case, names the result: "Save all". */
  readonly title: string;
  /** Shown before the title in the palette: "File". */
  readonly category: string;
  /** VS Code's default keys where it has some: `Ctrl+Shift+P`, chords as `Ctrl+K Ctrl+S`. `Ctrl` means Cmd on macOS. */
  readonly keys?: readonly string[];
  /** When-clause that must hold for the keys and the palette entry: `editorFocus && !readOnly`. */
  readonly when?: string;
  readonly menus?: readonly MenuPlacement[];
  /** Not offered in the palette: needs an argument that only its caller has. */
  readonly hidden?: boolean;
  /** A rejection is shown as an error notice with its message. */
  run(argument?: unknown): void | Promise<void>;
}

/** Facts that when-clauses name, such as `editorFocus` or `explorerFocus`. */
export type ContextKeys = StoreApi<Record<string, boolean | string | number>> & {
  set(key: string, value: boolean | string | number): void;
};

export function createContextKeys(): ContextKeys {
  const store = createStore<Record<string, boolean | string | number>>(() => ({}));
  return {
    ...store,
    set(key, value) {
      if (store.getState()[key] !== value) store.setState({ [key]: value });
    },
  };
}

/** All commands, by id. */
export interface CommandRegistry extends StoreApi<ReadonlyMap<string, Command>> {
  /** Throws when the id is taken. */
  register(...commands: readonly Command[]): Disposable;
  /** Runs a command; unknown ids and rejections end as a notice, never as an unhandled error. */
  run(id: string, argument?: unknown): Promise<void>;
}

/** `onFailure` is told of every command that throws or rejects. */
export function createCommandRegistry(onFailure: (command: string, error: unknown) => void): CommandRegistry {
  const store = createStore<ReadonlyMap<string, Command>>(() => new Map());
  return {
    ...store,
    register(...commands) {
      const next = new Map(store.getState());
      for (const command of commands) {
        if (next.has(command.id)) throw new Error(`command ${command.id} is registered twice`);
        next.set(command.id, command);
      }
      store.setState(next, true);
      return {
        dispose() {
          const left = new Map(store.getState());
          for (const command of commands) left.delete(command.id);
          store.setState(left, true);
        },
      };
    },
    async run(id, argument) {
      try {
        const command = store.getState().get(id);
        if (!command) throw new Error(t('There is no command "{{id}}".', { id }));
        await command.run(argument);
      } catch (error) {
        onFailure(id, error);
      }
    },
  };
}
