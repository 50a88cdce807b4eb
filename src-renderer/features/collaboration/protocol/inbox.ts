/** Deals with messages one after the other, each when all of the one before is done: at once where that is so already. */
export interface Inbox {
  /** `onDone` is called when all of it is done, or has failed. */
  add(work: () => Promise<void> | void, onDone: () => void): void;
}

interface Entry {
  readonly work: () => Promise<void> | void;
  readonly onDone: () => void;
}

/** `onFault` is called when dealing with a message has failed; those after it are dealt with all the same. */
export function createInbox(onFault: () => void): Inbox {
  const waiting: Entry[] = [];
  let busy = false;

  function proceed(): void {
    while (!busy) {
      const next = waiting.shift();
      if (!next) return;
      begin(next);
    }
  }

  function begin({ work, onDone }: Entry): void {
    busy = true;
    const ended = () => {
      busy = false;
      onDone();
    };
    const result = attempt(work);
    if (!result) {
      ended();
      return;
    }
    void result
      .catch(() => onFault())
      .finally(() => {
        ended();
        proceed();
      });
  }

  function attempt(work: Entry['work']): Promise<void> | void {
    try {
      return work();
    } catch {
      onFault();
    }
  }

  return {
    add(work, onDone) {
      waiting.push({ work, onDone });
      proceed();
    },
  };
}
