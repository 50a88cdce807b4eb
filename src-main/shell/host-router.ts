import { implement } from '@orpc/server';
import { safeStorage, shell, type UtilityProcess, utilityProcess } from 'electron';
import { hostContract } from '../../contract/shell.ts';

const host = implement(hostContract);

/** Linux names its key store; elsewhere the system's own is used. */
function secretBackend(): string {
  return process.platform === 'linux' ? (safeStorage.getSelectedStorageBackend?.() ?? 'unknown') : 'system';
}

/** What Core may ask of Electron: the key store, the trash, utility processes. `basic_text` is no key store. */
export function createHostRouter() {
  const utilities = new Map<number, UtilityProcess>();
  const router = host.router({
    secrets: {
      available: host.secrets.available.handler(() => {
        const backend = secretBackend();
        return { available: safeStorage.isEncryptionAvailable() && backend !== 'basic_text', backend };
      }),
      encrypt: host.secrets.encrypt.handler(({ input }) => ({
        cipherBase64: safeStorage.encryptString(input.plain).toString('base64'),
      })),
      decrypt: host.secrets.decrypt.handler(({ input }) => ({
        plain: safeStorage.decryptString(Buffer.from(input.cipherBase64, 'base64')),
      })),
    },
    trashItem: host.trashItem.handler(async ({ input }) => {
      await shell.trashItem(input.path);
      return {};
    }),
    startUtility: host.startUtility.handler(async function* ({ input, signal }) {
      const child = utilityProcess.fork(input.entry, input.args, { env: input.environment, stdio: 'ignore' });
      const queue: ({ type: 'message'; message: unknown } | { type: 'exited'; code: number })[] = [];
      let wake: () => void = () => {};
      const push = (item: (typeof queue)[number]) => {
        queue.push(item);
        wake();
      };
      child.on('message', (message) => push({ type: 'message', message }));
      child.on('exit', (code) => push({ type: 'exited', code }));
      signal?.addEventListener('abort', () => child.kill());
      const pid = await new Promise<number>((resolve) => child.once('spawn', () => resolve(child.pid ?? 0)));
      utilities.set(pid, child);
      try {
        yield { type: 'started' as const, pid };
        for (;;) {
          const item = queue.shift();
          if (item) yield item;
          if (item?.type === 'exited') return;
          if (!item) {
            await new Promise<void>((resolve) => {
              wake = resolve;
            });
          }
        }
      } finally {
        utilities.delete(pid);
        child.kill();
      }
    }),
    messageUtility: host.messageUtility.handler(({ input }) => {
      utilities.get(input.pid)?.postMessage(input.message);
      return {};
    }),
    stopUtility: host.stopUtility.handler(({ input }) => {
      utilities.get(input.pid)?.kill();
      return {};
    }),
  });
  return { router, dispose: () => [...utilities.values()].map((child) => child.kill()) };
}
