import { createStore, type StoreApi } from 'zustand/vanilla';
import type { FindOptions } from './session.ts';
import type { Terminals } from './terminals.ts';

export interface FinderState extends FindOptions {
  readonly open: boolean;
  readonly text: string;
  /** Counts how often it was asked for, so that its field takes the focus again. */
  readonly asked: number;
}

/** Looks for text in the current terminal. */
export interface Finder {
  readonly store: StoreApi<FinderState>;
  /** Opens it, with the selected text if that is one line. */
  open(): void;
  close(): void;
  set(change: Partial<Pick<FinderState, 'text' | keyof FindOptions>>): void;
  step(direction: 1 | -1): void;
}

export function createFinder(terminals: Pick<Terminals, 'store' | 'sessions' | 'focusActive'>): Finder {
  const store = createStore<FinderState>(() => ({
    open: false,
    text: '',
    caseSensitive: false,
    wholeWord: false,
    regex: false,
    asked: 0,
  }));
  const session = () => terminals.sessions.get(terminals.store.getState().active);
  const look = (direction: 1 | -1, incremental: boolean) => {
    const { text, caseSensitive, wholeWord, regex } = store.getState();
    session()?.find(text, { caseSensitive, wholeWord, regex }, direction, incremental);
  };
  return {
    store,
    open() {
      const selected = session()?.selection() ?? '';
      const text = selected !== '' && !selected.includes('\n') ? selected : store.getState().text;
      store.setState({ open: true, text, asked: store.getState().asked + 1 });
      if (text !== '') look(-1, true);
    },
    close() {
      store.setState({ open: false });
      session()?.endFind();
      terminals.focusActive();
    },
    set(change) {
      store.setState(change);
      // Like the shell's own search: from the end backwards.
      look(-1, true);
    },
    step: (direction) => look(direction, false),
  };
}
