import type { HostClient } from '../../contract/shell.ts';

/** The way to Shell, which connects some time after Core has started: calls wait for it. */
export interface HostConnection {
  readonly client: HostClient;
  connect(client: HostClient): void;
}

/** Milliseconds that a call waits for Shell to connect. */
const patience = 10_000;

/** Makes the connection that `connect` completes. */
export function createHostConnection(): HostConnection {
  let current: HostClient | undefined;
  let waiting: (() => void)[] = [];

  const connected = async (): Promise<HostClient> => {
    if (!current) {
      await new Promise<void>((resolve, reject) => {
        const timer = setTimeout(() => reject(new Error('Shell did not connect.')), patience);
        waiting.push(() => {
          clearTimeout(timer);
          resolve();
        });
      });
    }
    if (!current) throw new Error('Shell did not connect.');
    return current;
  };

  return {
    client: {
      secrets: {
        available: async (...args) => (await connected()).secrets.available(...args),
        encrypt: async (...args) => (await connected()).secrets.encrypt(...args),
        decrypt: async (...args) => (await connected()).secrets.decrypt(...args),
      },
      trashItem: async (...args) => (await connected()).trashItem(...args),
      startUtility: async (...args) => (await connected()).startUtility(...args),
      messageUtility: async (...args) => (await connected()).messageUtility(...args),
      stopUtility: async (...args) => (await connected()).stopUtility(...args),
    },
    connect(client) {
      current = client;
      for (const resume of waiting) resume();
      waiting = [];
    },
  };
}
