/** Something that subscribed or opened, and can be ended. */
export interface Disposable {
  dispose(): void;
}

/** Collects what a feature opened; disposing it ends everything, newest first. */
export function createDisposables(): Disposable & {
  add<T extends Disposable>(item: T): T;
  addFunction(end: () => void): void;
} {
  const items: Disposable[] = [];
  return {
    add(item) {
      items.push(item);
      return item;
    },
    addFunction(end) {
      items.push({ dispose: end });
    },
    dispose() {
      for (const item of items.splice(0).reverse()) item.dispose();
    },
  };
}

/** A place to listen for facts. Listeners may not throw; one that does is reported and the others still hear. */
export interface Signal<T> {
  listen(listener: (value: T) => void): Disposable;
}

/** A signal and the means to raise it. */
export function createSignal<T>(): Signal<T> & { raise(value: T): void } {
  const listeners = new Set<(value: T) => void>();
  return {
    listen(listener) {
      listeners.add(listener);
      return { dispose: () => listeners.delete(listener) };
    },
    raise(value) {
      for (const listener of [...listeners]) {
        try {
          listener(value);
        } catch (error) {
          reportError(error);
        }
      }
    },
  };
}
