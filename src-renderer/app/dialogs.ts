import { createStore, type StoreApi } from 'zustand/vanilla';
import type { ContextKeys } from './commands.ts';
import type { Dialogs } from './services.ts';

type AskQuestion = Parameters<Dialogs['ask']>[0];
type PromptQuestion = Parameters<Dialogs['prompt']>[0];

/** A dialog that waits for its answer. */
export type OpenDialog =
  | { readonly id: number; readonly kind: 'ask'; readonly question: AskQuestion; answer(value: string | null): void }
  | {
      readonly id: number;
      readonly kind: 'prompt';
      readonly question: PromptQuestion;
      answer(value: string | null): void;
    };

/** The dialogs of one window; the first of the queue is shown. */
export interface DialogQueue extends Dialogs {
  readonly queue: StoreApi<readonly OpenDialog[]>;
}

/** Builds the dialogs; `pick` is answered by the palette. */
export function createDialogs(contextKeys: ContextKeys, pick: Dialogs['pick']): DialogQueue {
  const queue = createStore<readonly OpenDialog[]>(() => []);
  let nextId = 1;
  queue.subscribe((open) => contextKeys.set('dialogOpen', open.length > 0));

  const enqueue = (make: (id: number, answer: (value: string | null) => void) => OpenDialog) =>
    new Promise<string | null>((resolve) => {
      const id = nextId;
      nextId += 1;
      const dialog = make(id, (value) => {
        queue.setState(
          queue.getState().filter((open) => open.id !== id),
          true,
        );
        resolve(value);
      });
      queue.setState([...queue.getState(), dialog], true);
    });

  return {
    queue,
    ask: (question) => enqueue((id, answer) => ({ id, kind: 'ask', question, answer })),
    prompt: (question) => enqueue((id, answer) => ({ id, kind: 'prompt', question, answer })),
    pick,
  };
}
