import { type DocumentName, documentNames } from './messages.ts';

/**
 * Asks others what is missing here, one after the other: the first answer may be the whole project, and whoever is asked next
 * has little to add.
 */
export interface CatchingUp<Whom> {
  /** Puts somebody on the list; those who write all documents come first. */
  ask(whom: Whom, writes: boolean): void;
  answered(whom: Whom, document: DocumentName): void;
  /** Something of a long answer has come. */
  progressed(whom: Whom): void;
  gone(whom: Whom): void;
  dispose(): void;
}

/** Milliseconds without anything of an answer before the next is asked. */
const patience = 8000;

export function createCatchingUp<Whom>(request: (whom: Whom, document: DocumentName) => void): CatchingUp<Whom> {
  const list: Whom[] = [];
  let current: { readonly whom: Whom; readonly open: Set<DocumentName> } | null = null;
  let late: ReturnType<typeof setTimeout> | undefined;

  function next(): void {
    clearTimeout(late);
    current = null;
    const whom = list.shift();
    if (whom === undefined) return;
    current = { whom, open: new Set(documentNames) };
    late = setTimeout(next, patience);
    for (const name of documentNames) request(whom, name);
  }

  return {
    ask(whom, writes) {
      if (list.includes(whom)) return;
      if (writes) list.unshift(whom);
      else list.push(whom);
      if (!current) next();
    },
    answered(whom, document) {
      if (current?.whom !== whom) return;
      current.open.delete(document);
      if (current.open.size === 0) next();
    },
    progressed(whom) {
      if (current?.whom !== whom) return;
      clearTimeout(late);
      late = setTimeout(next, patience);
    },
    gone(whom) {
      const at = list.indexOf(whom);
      if (at >= 0) list.splice(at, 1);
      if (current?.whom === whom) next();
    },
    dispose() {
      list.length = 0;
      clearTimeout(late);
      current = null;
    },
  };
}
