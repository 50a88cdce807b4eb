import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/message-port';
import type { MessagePortMain } from 'electron';
import type { PortKind } from '../../contract/port-frames.ts';
import type { SupervisorClient } from '../../contract/shell.ts';
import { type CoreLaunch, type CoreProcess, startCore } from './core-process.ts';

/** More exits than this within a minute and Core is left alone: something is wrong that restarting does not mend. */
const restartsPerMinute = 5;

export interface CoreSupervisor {
  /** The process that runs now; undefined between an exit and the next start. */
  readonly current: CoreProcess | undefined;
  readonly client: SupervisorClient;
  connect(portKind: PortKind): MessagePortMain | undefined;
  /** Asks Core to finish, then ends it; resolves when it has gone, after `patience` milliseconds at most. */
  shutdown(patience: number): Promise<void>;
}

/**
 * Keeps Core running. `onStarted` is called with each fresh process so that ports can be handed out again; `onStopped` when
 * it ended unexpectedly, with whether it will be started again.
 */
export function superviseCore(options: {
  launch: CoreLaunch;
  onStarted: (core: CoreProcess, again: boolean) => void;
  onStopped: (restarting: boolean) => void;
  log: (text: string) => void;
}): CoreSupervisor {
  let current: CoreProcess | undefined;
  let client: SupervisorClient;
  let stopping = false;
  let recentExits: number[] = [];
  let onGone: () => void = () => {};

  const start = (again: boolean) => {
    const core = startCore(
      options.launch,
      (exit) => {
        current = undefined;
        onGone();
        if (stopping || exit.expected) return;
        options.log(`core exited with ${exit.code}`);
        const now = Date.now();
        recentExits = [...recentExits.filter((time) => now - time < 60_000), now];
        const restarting = recentExits.length <= restartsPerMinute;
        options.onStopped(restarting);
        if (restarting) start(true);
      },
      options.log,
    );
    current = core;
    const port = core.connect('supervisor');
    client = createORPCClient(new RPCLink({ port }));
    port.start();
    options.onStarted(core, again);
  };
  start(false);

  return {
    get current() {
      return current;
    },
    get client() {
      return client;
    },
    connect: (portKind) => current?.connect(portKind),
    async shutdown(patience) {
      stopping = true;
      if (!current) return;
      const gone = new Promise<void>((resolve) => {
        onGone = resolve;
      });
      const timer = setTimeout(() => current?.kill(), patience);
      client.shutdown().catch(() => current?.kill());
      await gone;
      clearTimeout(timer);
    },
  };
}
