import type { SupportedMessagePort } from '@orpc/client/message-port';
import { RPCHandler } from '@orpc/server/message-port';
import type { Core } from './compose.ts';

/** For a handler over a Core's router, whatever the transport: what goes wrong in a call reaches Core's log. */
export function reportFailures(core: Pick<Core, 'onError'>) {
  return {
    clientInterceptors: [
      async <T>(call: { next(): Promise<T>; path: readonly string[] }): Promise<T> => {
        try {
          return await call.next();
        } catch (error) {
          core.onError(error, call.path.join('.'));
          throw error;
        }
      },
    ],
  };
}

/** Serves a Core to ports: `window` to what a window may ask, `supervisor` to what Shell may. */
export function createPortServer(core: Core): Record<'window' | 'supervisor', (port: SupportedMessagePort) => void> {
  const interceptors = reportFailures(core);
  const windows = new RPCHandler(core.router, interceptors);
  const supervisor = new RPCHandler(core.supervisorRouter, interceptors);
  return {
    window: (port) => windows.upgrade(port),
    supervisor: (port) => supervisor.upgrade(port),
  };
}
