import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { type Browser, chromium } from 'playwright';
import { findChromium } from '../../scripts/chromium.ts';
import { ownNode } from '../../scripts/launch-environment.ts';
import { descendantsOf, killProcesses } from '../../scripts/process-tree.ts';
import { servedProgram, servingEnvironment } from '../../scripts/serve-in-browser.ts';
import { hasDefaultRoute } from './default-route.ts';
import type { LaunchedIde, LaunchOptions } from './electron.ts';
import { waitForEnd } from './wait-for-end.ts';

const startTimeout = 20_000;
const endTimeout = 10_000;
/** As in src-main/shell/windows.ts. */
const closePatience = 2000;

/** A server that was started for a test. */
export interface TestServer {
  readonly process: ChildProcess;
  /** The link that it printed first, token included. */
  readonly link: string;
  readonly output: readonly string[];
  /** Asks for another link as a person would, with Enter. */
  nextLink(): Promise<string>;
  /** Ends it with a signal, and throws when it does not end well or leaves a process behind. */
  close(): Promise<void>;
  kill(): Promise<void>;
}

/** Starts the built server as a person would in a terminal. */
export async function startTestServer(options: {
  readonly dataFolder: string;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** What is run instead of the built server. */
  readonly program?: string;
}): Promise<TestServer> {
  const server = spawn(ownNode, [options.program ?? servedProgram, ...(options.args ?? [])], {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: {
      ...servingEnvironment(),
      FLASHFUSION_DATA: options.dataFolder,
      FLASHFUSION_PROJECTS: join(options.dataFolder, 'projects'),
      ...options.env,
    },
  });
  const output: string[] = [];
  const links: string[] = [];
  let onLink: () => void = () => {};
  for (const stream of [server.stdout, server.stderr]) {
    createInterface({ input: stream }).on('line', (line) => {
      output.push(line);
      const link = /http:\/\/127\.0\.0\.1:\d+\/\S*#token=\S+/.exec(line)?.[0];
      if (link) links.push(link);
      onLink();
    });
  }
  const ended = once(server, 'exit') as Promise<[number | null]>;
  const takeLink = async (): Promise<string> => {
    const arrived = new Promise<string>((resolve) => {
      onLink = () => {
        const link = links.shift();
        if (link) resolve(link);
      };
      onLink();
    });
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error(`no link in time\n${output.join('\n')}`)), startTimeout);
    });
    const gone = ended.then(([code]) => {
      throw new Error(`the server ended with ${code}\n${output.join('\n')}`);
    });
    return Promise.race([arrived, late, gone]).finally(() => clearTimeout(timer));
  };
  const link = await takeLink();
  return {
    process: server,
    link,
    output,
    nextLink() {
      server.stdin.write('\n');
      return takeLink();
    },
    async close() {
      const tree = descendantsOf(server.pid ?? -1);
      server.kill('SIGTERM');
      const timer = setTimeout(() => server.kill('SIGKILL'), endTimeout);
      const [code] = await ended;
      clearTimeout(timer);
      const leftovers = await waitForEnd(tree);
      killProcesses(leftovers);
      if (code !== 0) throw new Error(`The server ended with ${code}.\n${output.join('\n')}`);
      if (leftovers.length > 0) {
        throw new Error(`Processes outlived the server: ${leftovers.map((entry) => entry.command).join('; ')}`);
      }
    },
    async kill() {
      const tree = descendantsOf(server.pid ?? -1);
      server.kill('SIGKILL');
      killProcesses(tree);
      await ended;
    },
  };
}

let sharedBrowser: Promise<Browser> | undefined;

/** One Chromium for all tests of a worker; it ends with the worker. */
export function testBrowser(): Promise<Browser> {
  sharedBrowser ??= chromium.launch({
    executablePath: findChromium(),
    args: [
      '--disable-background-networking',
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      ...(hasDefaultRoute() ? [] : ['--allow-loopback-in-peer-connection']),
    ],
  });
  return sharedBrowser;
}

/** Starts the IDE as `flashfusion serve` and opens it in Chromium. */
export async function launchInBrowser(options: LaunchOptions): Promise<LaunchedIde> {
  const userData = options.userData ?? (await mkdtemp(join(tmpdir(), 'flashfusion-user-data-')));
  const removeUserData = async () => {
    if (options.userData === undefined) await rm(userData, { recursive: true, force: true });
  };
  const server = await startTestServer({
    dataFolder: userData,
    args: [...(options.args ?? []), ...(options.folder ? [options.folder] : [])],
    env: options.env,
  });
  const browser = await testBrowser();
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    permissions: ['clipboard-read', 'clipboard-write', ...(hasDefaultRoute() ? [] : ['camera', 'microphone'])],
  });
  const window = await context.newPage();
  await window.goto(server.link);
  await window.locator('#root').waitFor({ state: 'attached' });
  return {
    get app(): never {
      throw new Error('There is no Electron behind a page in a browser.');
    },
    window,
    userData,
    output: server.output,
    readClipboard: () => window.evaluate(() => navigator.clipboard.readText()),
    async close() {
      // As a tab that is left: the page hears of it, and has as long as a window of the desktop to write what is not written yet.
      await window
        .evaluate(
          (patience) =>
            new Promise<void>((resolve) => {
              setTimeout(resolve, patience);
              new PerformanceObserver((list) => {
                if (list.getEntriesByName('window-written').length > 0) resolve();
              }).observe({ type: 'mark' });
              globalThis.dispatchEvent(new Event('beforeunload'));
            }),
          closePatience,
        )
        .catch(() => undefined);
      await context.close();
      await server.close().finally(removeUserData);
    },
    async kill() {
      await server.kill();
      await context.close();
      await removeUserData();
    },
  };
}
