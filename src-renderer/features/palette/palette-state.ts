import { createStore, type StoreApi } from 'zustand/vanilla';
import type { ContextValues } from '../../app/when.ts';

/** What the text is looked for in. */
export type PaletteMode = 'files' | 'commands' | 'symbols' | 'workspaceSymbols' | 'line' | 'pick';

export interface PickItem<T> {
  readonly label: string;
  readonly detail?: string;
  readonly description?: string;
  readonly value: T;
}

export interface PickQuestion<T> {
  readonly placeholder: string;
  readonly items: readonly PickItem<T>[];
  /** Told of the item that would be chosen now, for a live preview. */
  readonly onHighlight?: (value: T) => void;
  /** Highlighted first. */
  readonly current?: T;
}

export interface OpenPalette {
  readonly id: number;
  readonly mode: PaletteMode;
  /** Without the mode's prefix. */
  readonly text: string;
  readonly pick: { readonly question: PickQuestion<unknown>; answer(value: unknown): void } | null;
  /** Had the focus before, and gets it back. */
  readonly opener: Element | null;
  /** What held when it was opened: the palette's own focus must not hide the editor's commands. */
  readonly context: ContextValues;
}

/** Whether the palette is open, and on what. */
export interface PaletteState {
  readonly store: StoreApi<{ readonly open: OpenPalette | null }>;
  show(text: string): void;
  setText(text: string): void;
  setMode(mode: PaletteMode, text: string): void;
  pick<T>(question: PickQuestion<T>): Promise<T | null>;
  /** Closes it; a pick that waits is answered with null. */
  close(): void;
  /** The same mode was asked for again: highlight the next entry. */
  readonly advance: StoreApi<number>;
}

const modeByPrefix: Readonly<Record<string, PaletteMode>> = {
  '>': 'commands',
  '@': 'symbols',
  '#': 'workspaceSymbols',
  ':': 'line',
};

/** Takes a typed text apart: `>save` is `save` in the commands. */
export function splitMode(text: string): { mode: PaletteMode; text: string } {
  const mode = modeByPrefix[text.charAt(0)];
  return mode ? { mode, text: text.slice(1) } : { mode: 'files', text };
}

/** Builds the state; `readContext` answers the context keys of the moment. */
export function createPaletteState(readContext: () => ContextValues): PaletteState {
  const store = createStore<{ open: OpenPalette | null }>(() => ({ open: null }));
  const advance = createStore<number>(() => 0);
  let nextId = 1;
  const open = (rest: Omit<OpenPalette, 'id' | 'opener' | 'context'>) => {
    const before = store.getState().open;
    before?.pick?.answer(null);
    const opener = before ? before.opener : document.activeElement;
    const context = before ? before.context : readContext();
    store.setState({ open: { ...rest, id: nextId, opener, context } });
    nextId += 1;
  };
  return {
    store,
    advance,
    show(text) {
      const wanted = splitMode(text);
      const current = store.getState().open;
      if (current && current.mode === wanted.mode && wanted.text === '') advance.setState(advance.getState() + 1, true);
      else open({ ...wanted, pick: null });
    },
    setText(text) {
      const current = store.getState().open;
      if (current) store.setState({ open: { ...current, text } });
    },
    setMode(mode, text) {
      const current = store.getState().open;
      if (current) store.setState({ open: { ...current, mode, text } });
    },
    pick<T>(question: PickQuestion<T>) {
      return new Promise<T | null>((resolve) => {
        open({
          mode: 'pick',
          text: '',
          // Answered with one of the question's own values, so the type is the caller's.
          pick: {
            question: question as unknown as PickQuestion<unknown>,
            answer: (value) => resolve(value as T | null),
          },
        });
      });
    },
    close() {
      const current = store.getState().open;
      if (!current) return;
      store.setState({ open: null });
      current.pick?.answer(null);
    },
  };
}
