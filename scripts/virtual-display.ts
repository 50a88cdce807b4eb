import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';

export interface VirtualDisplay {
  /** Value for `DISPLAY`, for example `:3`. */
  readonly name: string;
  /** Ends the display server and everything still drawn on it. */
  dispose(): Promise<void>;
}

/** Says whether windows can be shown on a screen that is there already. */
export function hasDisplay(environment: NodeJS.ProcessEnv = process.env): boolean {
  if (process.platform !== 'linux') return true;
  return Boolean(environment.DISPLAY || environment.WAYLAND_DISPLAY);
}

/** Starts Xvfb (1920 × 1200) on a display number that is free; throws what Xvfb says when it does not come up in 10 s. */
export async function startVirtualDisplay(): Promise<VirtualDisplay> {
  const server = spawn(
    'Xvfb',
    ['-displayfd', '3', '-screen', '0', '1920x1200x24', '-nolisten', 'tcp', '-noreset'],
    // A group of its own, so that Ctrl-C ends the windows before the display under them.
    { stdio: ['ignore', 'ignore', 'pipe', 'pipe'], detached: true },
  );
  const stopAtExit = () => server.kill('SIGKILL');
  process.once('exit', stopAtExit);
  const number = await displayNumber(server.stdio[3] as Readable, server).catch((error: unknown) => {
    server.kill('SIGKILL');
    process.off('exit', stopAtExit);
    throw error;
  });
  server.stderr?.resume();
  return {
    name: `:${number}`,
    async dispose() {
      process.off('exit', stopAtExit);
      if (server.exitCode !== null || server.signalCode !== null) return;
      server.kill('SIGTERM');
      await once(server, 'exit');
    },
  };
}

function displayNumber(numbers: Readable, server: ReturnType<typeof spawn>): Promise<string> {
  return new Promise((resolve, reject) => {
    let problem = '';
    const timer = setTimeout(() => reject(new Error(`Xvfb did not start within 10 s. ${problem}`)), 10_000);
    server.stderr?.on('data', (text: Buffer) => {
      problem += text;
    });
    server.once('error', (error) => reject(error));
    server.once('exit', (code) => reject(new Error(`Xvfb ended with code ${code}. ${problem}`)));
    numbers.once('data', (text: Buffer) => {
      clearTimeout(timer);
      resolve(text.toString().trim());
    });
  });
}
