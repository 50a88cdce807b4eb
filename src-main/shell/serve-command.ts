import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { RPCHandler } from '@orpc/server/message-port';
import { app, MessageChannelMain, type UtilityProcess, utilityProcess } from 'electron';
import { createHostRouter } from './host-router.ts';
import { findLocations, type Locations } from './locations.ts';

/** What both ways of starting the server have in common. */
interface RunningServer {
  signal(signal: NodeJS.Signals): void;
}

/**
 * `flashfusion serve`: shows no window, and runs the server as Core is run: in a utility process, or in the Node that the package
 * brings where Electron's own is too old. Ends with the server's exit code.
 */
export function runServeCommand(args: readonly string[]): void {
  // Chromium's own files: the desktop app may run beside this one.
  const profile = mkdtempSync(join(tmpdir(), 'flashfusion-serve-'));
  app.setPath('userData', profile);
  app.disableHardwareAcceleration();
  app.dock?.hide();
  const locations = findLocations();
  const environment = {
    ...process.env,
    FLASHFUSION_RENDERER: locations.servedRenderer,
    FLASHFUSION_RESOURCES: locations.resources,
    FLASHFUSION_VERSION: app.getVersion(),
  };
  let server: RunningServer | undefined;
  const end = (code: number) => {
    server = undefined;
    rmSync(profile, { recursive: true, force: true });
    app.exit(code);
  };
  const embeddedNode = Number(process.versions.node.split('.')[0]);
  if (embeddedNode >= 22) {
    void app.whenReady().then(() => {
      server = startInUtilityProcess(locations, args, environment, end);
    });
  } else if (locations.node) {
    server = startInNode(locations.node, locations, args, environment, end);
  } else {
    process.stderr.write('The Node program of FlashFusion is missing. Install FlashFusion again.\n');
    end(1);
  }
  // Electron answers signals by quitting.
  app.on('before-quit', (event) => {
    if (!server) return;
    event.preventDefault();
    server.signal('SIGTERM');
  });
}

function startInNode(
  node: string,
  locations: Locations,
  args: readonly string[],
  environment: NodeJS.ProcessEnv,
  onExit: (code: number) => void,
): RunningServer {
  const child: ChildProcess = spawn(node, [locations.serveEntry, ...args], {
    // The channel says nothing; the server ends when it closes, so that it never outlives this process.
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    env: environment,
  });
  child.on('error', (error) => {
    process.stderr.write(`${error.message}\n`);
    onExit(1);
  });
  child.on('exit', (code) => onExit(code ?? 1));
  return { signal: (signal) => child.kill(signal) };
}

function startInUtilityProcess(
  locations: Locations,
  args: readonly string[],
  environment: NodeJS.ProcessEnv,
  onExit: (code: number) => void,
): RunningServer {
  const child: UtilityProcess = utilityProcess.fork(locations.serveEntry, [...args], {
    serviceName: 'FlashFusion Server',
    stdio: ['ignore', 'pipe', 'pipe'],
    env: environment as Record<string, string>,
  });
  child.stdout?.pipe(process.stdout);
  child.stderr?.pipe(process.stderr);
  const host = createHostRouter();
  const { port1, port2 } = new MessageChannelMain();
  new RPCHandler(host.router).upgrade(port1);
  port1.start();
  child.postMessage({ portKind: 'host' }, [port2]);
  createInterface({ input: process.stdin }).on('line', () => child.postMessage('link'));
  child.on('exit', (code) => {
    host.dispose();
    onExit(code);
  });
  // It asks for the end with SIGTERM.
  return { signal: () => child.kill() };
}
