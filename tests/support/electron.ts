import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from '@playwright/test';
import { _electron, type ElectronApplication, type Page } from 'playwright';
import { resolveElectronRuntime } from '../../scripts/electron-runtime.ts';
import { launchEnvironment, sandboxArguments } from '../../scripts/launch-environment.ts';
import { descendantsOf, killProcesses } from '../../scripts/process-tree.ts';
import { repositoryRoot } from '../../scripts/repository.ts';
import { launchInBrowser } from './browser.ts';
import { hasDefaultRoute } from './default-route.ts';
import { waitForEnd } from './wait-for-end.ts';
import { takeOwnDisplay } from './worker-display.ts';

const quitTimeout = 10_000;

takeOwnDisplay();

export interface LaunchOptions {
  /** Folder opened from the command line. */
  readonly folder?: string;
  /** Folder for settings and databases, kept at the end; without it a temporary one is made and removed. */
  readonly userData?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Further arguments, before the folder. */
  readonly args?: readonly string[];
  /** A packaged build to start instead of the checkout. */
  readonly executablePath?: string;
}

export interface LaunchedIde {
  /** Only where the IDE is in Electron. */
  readonly app: ElectronApplication;
  /** The first window, once its document has loaded. */
  readonly window: Page;
  readonly userData: string;
  /** Lines that the Shell has written so far, standard output and error together. */
  readonly output: readonly string[];
  readClipboard(): Promise<string>;
  /** Quits as a person would, and throws when a process of the IDE outlives it. */
  close(): Promise<void>;
  /** Ends every process of the IDE at once, as a power cut would. */
  kill(): Promise<void>;
}

/** Starts the IDE, driven by Playwright: in the project `browser` served to Chromium, otherwise in a real Electron window. */
export function launchIde(options: LaunchOptions = {}): Promise<LaunchedIde> {
  return runsInBrowser() ? launchInBrowser(options) : launchInElectron(options);
}

/** Whether the specs of this run see the IDE in a browser; false outside of a test. */
export function runsInBrowser(): boolean {
  try {
    return test.info().project.name === 'browser';
  } catch {
    return false;
  }
}

async function launchInElectron(options: LaunchOptions): Promise<LaunchedIde> {
  const userData = options.userData ?? (await mkdtemp(join(tmpdir(), 'flashfusion-user-data-')));
  const removeUserData = async () => {
    if (options.userData === undefined) await rm(userData, { recursive: true, force: true });
  };
  const executablePath = options.executablePath ?? (await quietRuntime());
  const app = await _electron.launch({
    executablePath,
    args: [
      ...(options.executablePath ? [] : [repositoryRoot]),
      ...sandboxArguments(),
      ...(hasDefaultRoute() ? [] : ['--allow-loopback-in-peer-connection']),
      ...(options.args ?? []),
      ...(options.folder ? [options.folder] : []),
    ],
    // Playwright switches the sandbox off unless told otherwise.
    chromiumSandbox: true,
    env: {
      ...launchEnvironment(),
      FLASHFUSION_USER_DATA: userData,
      FLASHFUSION_PROJECTS: join(userData, 'projects'),
      ...options.env,
    },
  });
  const output = collectOutput(app);
  const main = app.process();

  const kill = async (): Promise<void> => {
    const tree = descendantsOf(main.pid ?? -1);
    const closed = app.waitForEvent('close').catch(() => undefined);
    main.kill('SIGKILL');
    killProcesses(tree);
    await closed;
    await removeUserData();
  };

  try {
    if (!hasDefaultRoute()) {
      await app.evaluate(({ session }) =>
        session.defaultSession.setPermissionCheckHandler((_contents, permission) => permission === 'media'),
      );
    }
    const window = await app.firstWindow();
    await window.waitForLoadState('domcontentloaded');
    return {
      app,
      window,
      userData,
      output,
      kill,
      readClipboard: () => app.evaluate(({ clipboard }) => clipboard.readText()),
      close: () => quit(app, output).finally(removeUserData),
    };
  } catch (error) {
    await kill();
    throw new Error(`The IDE opened no window. ${error}\n${output.join('\n')}`);
  }
}

async function quietRuntime(): Promise<string> {
  const runtime = await resolveElectronRuntime({ log: () => undefined });
  return runtime.executablePath;
}

function collectOutput(app: ElectronApplication): readonly string[] {
  const lines: string[] = [];
  for (const stream of [app.process().stdout, app.process().stderr]) {
    stream?.on('data', (text: Buffer) => lines.push(...text.toString().trimEnd().split('\n')));
  }
  return lines;
}

async function quit(app: ElectronApplication, output: readonly string[]): Promise<void> {
  const main = app.process();
  const tree = descendantsOf(main.pid ?? -1);
  const closed = await within(quitTimeout, app.close());
  if (!closed) main.kill('SIGKILL');
  const leftovers = await waitForEnd(tree);
  killProcesses(leftovers);
  if (!closed) throw new Error(`The IDE did not quit within ${quitTimeout / 1000} s.\n${output.join('\n')}`);
  if (leftovers.length > 0) {
    throw new Error(`Processes outlived the IDE: ${leftovers.map((entry) => entry.command).join('; ')}`);
  }
}

async function within(milliseconds: number, work: Promise<unknown>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), milliseconds);
  });
  const result = await Promise.race([work.then(() => true), late]);
  clearTimeout(timer);
  return result;
}
