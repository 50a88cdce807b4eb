import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/message-port';
import { build } from 'vite';
import type { DesktopClient } from '../../contract/desktop/index.ts';
import { createPortFrameReader, encodePortFrame, type PortKind } from '../../contract/port-frames.ts';
import type { SupervisorClient } from '../../contract/shell.ts';
import { bundleConfiguration } from '../../scripts/build/configurations.ts';

const repository = join(import.meta.dirname, '..', '..');

/** Bundles Core into a folder of its own below the repository, where its native packages are found. */
export async function bundleCore(): Promise<{ entry: string; dispose(): void }> {
  const parent = join(repository, 'test-results');
  mkdirSync(parent, { recursive: true });
  const folder = mkdtempSync(join(parent, 'core-'));
  const configuration = bundleConfiguration('core', 'release');
  await build({ ...configuration, build: { ...configuration.build, outDir: folder } });
  return { entry: join(folder, 'main.mjs'), dispose: () => rmSync(folder, { recursive: true, force: true }) };
}

export interface CoreProcess {
  readonly child: ChildProcess;
  readonly client: DesktopClient;
  readonly supervisor: SupervisorClient;
  readonly exited: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
  /** What it wrote to its error output. */
  output(): string;
  /** What happens when Shell is gone: the stream between the two ends. */
  disconnect(): void;
  /** Ends it at once if it still runs. */
  dispose(): Promise<void>;
}

/** Starts Core as Shell starts it where it is a plain Node child. */
export function startCoreProcess(options: {
  entry: string;
  dataFolder: string;
  env?: Readonly<Record<string, string>>;
}): CoreProcess {
  const child = spawn(process.execPath, [options.entry], {
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    env: {
      ...process.env,
      FLASHFUSION_DATA: options.dataFolder,
      FLASHFUSION_RESOURCES: join(repository, 'resources'),
      FLASHFUSION_VERSION: '1.2.3',
      FLASHFUSION_PROJECTS: join(options.dataFolder, 'projects'),
      ...options.env,
    },
  });
  let output = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    output += chunk.toString();
  });
  const exited = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((resolve) =>
    child.once('exit', (code, signal) => resolve({ code, signal })),
  );
  const stream = child.stdio[3] as Duplex;
  stream.on('error', () => stream.destroy());
  const listeners: ((event: { data: unknown }) => void)[][] = [];
  stream.on(
    'data',
    createPortFrameReader((frame) => {
      const data = frame.kind === 'text' ? frame.text : frame.kind === 'binary' ? frame.bytes : undefined;
      for (const listener of listeners[frame.connection] ?? []) listener({ data });
    }),
  );
  const open = (portKind: PortKind) => {
    const connection = listeners.push([]) - 1;
    stream.write(encodePortFrame({ kind: 'open', connection, portKind }));
    return {
      on(event: string, listener: (event?: { data: unknown }) => void) {
        if (event === 'message') listeners[connection]?.push(listener);
        if (event === 'close') stream.once('close', () => listener());
      },
      postMessage(data: string | Uint8Array<ArrayBuffer>) {
        if (!stream.writable) return;
        const frame =
          typeof data === 'string'
            ? ({ kind: 'text', connection, text: data } as const)
            : ({ kind: 'binary', connection, bytes: data } as const);
        stream.write(encodePortFrame(frame));
      },
    };
  };
  return {
    child,
    exited,
    client: createORPCClient(new RPCLink({ port: open('window') })),
    supervisor: createORPCClient(new RPCLink({ port: open('supervisor') })),
    output: () => output,
    disconnect: () => stream.destroy(),
    async dispose() {
      child.kill('SIGKILL');
      await exited;
    },
  };
}
