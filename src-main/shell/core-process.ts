import { type ChildProcess, spawn } from 'node:child_process';
import type { Duplex } from 'node:stream';
import { MessageChannelMain, type MessagePortMain, type UtilityProcess, utilityProcess } from 'electron';
import { createPortFrameReader, encodePortFrame, type PortKind } from '../../contract/port-frames.ts';

/** How Core is started; `node` is null where Electron's own Node is new enough for a utility process. */
export interface CoreLaunch {
  readonly entry: string;
  readonly node: string | null;
  readonly environment: Readonly<Record<string, string>>;
}

/** A running Core, and the way to open ports to it. */
export interface CoreProcess {
  readonly pid: number | undefined;
  /** Which of the two ways it was started. */
  readonly kind: 'utility' | 'node';
  /** The near end of a new port to Core. It carries messages once its owner has started it. */
  connect(portKind: PortKind): MessagePortMain;
  kill(): void;
}

/** What the exit of Core is told with. `expected` is true after kill(). */
export interface CoreExit {
  readonly code: number | null;
  readonly expected: boolean;
}

/**
 * V8 lets each half of the young generation grow to 16 MB. Core passes bytes on and keeps little: with an eighth of it the same work
 * takes the same time and holds about 12 MB less.
 */
const engineArguments = ['--max-semi-space-size=2'];

/** Starts Core, as a utility process or as a child of the given Node. */
export function startCore(
  launch: CoreLaunch,
  onExit: (exit: CoreExit) => void,
  onOutput: (text: string) => void,
): CoreProcess {
  return launch.node === null
    ? startUtility(launch, onExit, onOutput)
    : startNodeChild(launch, launch.node, onExit, onOutput);
}

function startUtility(
  launch: CoreLaunch,
  onExit: (exit: CoreExit) => void,
  onOutput: (text: string) => void,
): CoreProcess {
  let expected = false;
  const child: UtilityProcess = utilityProcess.fork(launch.entry, [], {
    serviceName: 'FlashFusion Core',
    execArgv: engineArguments,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...cleanEnvironment(), ...launch.environment },
  });
  child.stdout?.on('data', (chunk: Buffer) => onOutput(chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => onOutput(chunk.toString()));
  child.on('exit', (code) => onExit({ code, expected }));
  return {
    kind: 'utility',
    get pid() {
      return child.pid;
    },
    connect(portKind) {
      const { port1, port2 } = new MessageChannelMain();
      child.postMessage({ portKind }, [port1]);
      return port2;
    },
    kill() {
      expected = true;
      child.kill();
    },
  };
}

/** The descriptor of the frame stream in the child; `src-main/core/ports.ts` opens the other end. */
const frameDescriptor = 3;

function startNodeChild(
  launch: CoreLaunch,
  node: string,
  onExit: (exit: CoreExit) => void,
  onOutput: (text: string) => void,
): CoreProcess {
  let expected = false;
  let nextConnection = 1;
  const ports = new Map<number, MessagePortMain>();
  const child: ChildProcess = spawn(node, [...engineArguments, launch.entry], {
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    env: { ...cleanEnvironment(), ...launch.environment },
  });
  child.stdout?.on('data', (chunk: Buffer) => onOutput(chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => onOutput(chunk.toString()));
  const stream = child.stdio[frameDescriptor] as Duplex;
  const read = createPortFrameReader((frame) => {
    const port = ports.get(frame.connection);
    if (frame.kind === 'text') port?.postMessage(frame.text);
    if (frame.kind === 'binary') port?.postMessage(frame.bytes);
    if (frame.kind === 'close') port?.close();
  });
  stream.on('data', read);
  stream.on('error', () => stream.destroy());
  let ended = false;
  const end = (code: number | null) => {
    if (ended) return;
    ended = true;
    for (const port of ports.values()) port.close();
    ports.clear();
    onExit({ code, expected });
  };
  child.on('exit', end);
  child.on('error', (error) => {
    onOutput(`${error.message}\n`);
    end(null);
  });
  return {
    kind: 'node',
    pid: child.pid,
    connect(portKind) {
      const { port1, port2 } = new MessageChannelMain();
      const connection = nextConnection;
      nextConnection += 1;
      ports.set(connection, port1);
      stream.write(encodePortFrame({ kind: 'open', connection, portKind }));
      port1.on('message', ({ data }) => {
        if (!stream.writable) return;
        stream.write(
          encodePortFrame(
            typeof data === 'string'
              ? { kind: 'text', connection, text: data }
              : { kind: 'binary', connection, bytes: new Uint8Array(data) },
          ),
        );
      });
      port1.on('close', () => {
        if (!ports.delete(connection) || !stream.writable) return;
        stream.write(encodePortFrame({ kind: 'close', connection }));
      });
      port1.start();
      return port2;
    },
    kill() {
      expected = true;
      child.kill('SIGKILL');
    },
  };
}

/** Core inherits the user's environment without what would change how Node or Electron run. */
function cleanEnvironment(): Record<string, string> {
  const { NODE_OPTIONS: _options, ELECTRON_RUN_AS_NODE: _asNode, ...rest } = process.env;
  return Object.fromEntries(Object.entries(rest).filter((entry): entry is [string, string] => entry[1] !== undefined));
}
