/** Deals with messages one after the other, each when all of the one before is done: at once where that is so already. */
export interface Inbox {
  add(work: () => Promise<void> | void): void;
}

/** `onFault` is called when dealing with a message has failed; those after it are dealt with all the same. */
export function createInbox(onFault: () => void): Inbox {
  const waiting: (() => Promise<void> | void)[] = [];
  let busy = false;

  function proceed(): void {
    while (!busy) {
      const work = waiting.shift();
      if (!work) return;
      begin(work);
    }
  }

  function begin(work: () => Promise<void> | void): void {
    busy = true;
    const result = attempt(work);
    if (result) void result.catch(onFault).finally(ended);
    else busy = false;
  }

  function attempt(work: () => Promise<void> | void): Promise<void> | void {
    try {
      return work();
    } catch {
      onFault();
    }
  }

  function ended(): void {
    busy = false;
    proceed();
  }

  return {
    add(work) {
      waiting.push(work);
      proceed();
    },
  };
}
