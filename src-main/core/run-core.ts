import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/message-port';
import type { HostClient } from '../../contract/shell.ts';
import { tidyCodeCache } from './code-cache.ts';
import { composeCore } from './compose.ts';
import { environment } from './environment.ts';
import { createHostConnection } from './host-connection.ts';
import { acceptPorts } from './ports.ts';
import { createPortServer } from './serve.ts';

/** Milliseconds that closing everything may take before the process ends all the same. */
const patience = 5000;
/** Milliseconds after the start at which windows have what they need. */
const settled = 10_000;

const host = createHostConnection();
const core = composeCore({
  ...environment,
  host: host.client,
  // A utility process has a port to its parent; there, and only there, Shell can start others like it.
  childPrograms: 'parentPort' in process && process.parentPort ? 'host' : 'fork',
  // After the reply to Shell has left.
  onShutdown: () => setTimeout(() => process.exit(0), 50),
});
const server = createPortServer(core);

acceptPorts(
  (kind, port) => {
    switch (kind) {
      case 'window':
        return server.window(port);
      case 'supervisor':
        return server.supervisor(port);
      case 'host':
        return host.connect(createORPCClient<HostClient>(new RPCLink({ port })));
      default:
        kind satisfies never;
    }
  },
  () => void finish(0),
);

setTimeout(() => {
  tidyCodeCache(environment).catch((error) => core.onError(error, 'codeCache'));
}, settled).unref();

process.on('SIGTERM', () => void finish(0));
// A terminal sends it to the whole group: Shell gets it too, and tells Core to end when the windows are done.
process.on('SIGINT', () => {});
process.on('unhandledRejection', (error) => core.onError(error, 'unhandledRejection'));
process.on('uncaughtException', (error) => {
  core.onError(error, 'uncaughtException');
  void finish(1);
});

async function finish(code: number): Promise<void> {
  setTimeout(() => process.exit(code), patience).unref();
  await core.dispose();
  process.exit(code);
}
