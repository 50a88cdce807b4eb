import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { constants } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { buildBundles } from './build/build-bundles.ts';
import { resolveElectronRuntime } from './electron-runtime.ts';
import { existingFolder } from './folder-argument.ts';
import { launchEnvironment, sandboxArguments } from './launch-environment.ts';
import { descendantsOf, killProcesses } from './process-tree.ts';
import { repositoryRoot } from './repository.ts';
import { runScript } from './script.ts';
import { serveInBrowser } from './serve-in-browser.ts';
import { ensureSystemLibraries } from './system-libraries.ts';
import { hasDisplay, startVirtualDisplay } from './virtual-display.ts';

const readyTimeout = 90_000;
const quitTimeout = 5_000;

await runScript(async () => {
  const [command, ...rest] = process.argv.slice(2);
  if (command === 'serve') return serveInBrowser(rest);

  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { 'exit-after-screenshot': { type: 'boolean', default: false } },
  });
  const folder = positionals[0] === undefined ? undefined : existingFolder(positionals[0]);
  const display = hasDisplay();
  const unattended = process.env.CI === 'true' && !process.stdin.isTTY;
  if (!display && !unattended && !values['exit-after-screenshot']) {
    console.log('No display here: FlashFusion is served to a browser instead.');
    return serveInBrowser(folder ? [folder] : []);
  }

  const runtime = await resolveElectronRuntime();
  await ensureSystemLibraries({ executablePath: runtime.executablePath, needsVirtualDisplay: !display });
  await buildBundles({ mode: 'release' });

  const sandbox = sandboxArguments();
  if (sandbox.length > 0) console.log('Running as root: Chromium’s sandbox is off for this start.');
  const electronArguments = [repositoryRoot, ...sandbox, ...(folder ? [folder] : [])];
  if (display) return startOnDisplay(runtime.executablePath, electronArguments);

  return showOnVirtualDisplay(runtime.executablePath, electronArguments);
});

async function startOnDisplay(executablePath: string, electronArguments: readonly string[]): Promise<number> {
  const electron = spawn(executablePath, electronArguments, {
    stdio: 'inherit',
    detached: true,
    env: launchEnvironment(),
  });
  passSignalsTo(electron);
  return exitCodeOf(electron);
}

/** Where nobody looks: opens the window in a virtual display, keeps a picture of it and quits. */
async function showOnVirtualDisplay(executablePath: string, electronArguments: readonly string[]): Promise<number> {
  const screenshot = join(repositoryRoot, '.cache', 'start.png');
  mkdirSync(join(repositoryRoot, '.cache'), { recursive: true });
  const virtualDisplay = await startVirtualDisplay();
  console.log(`No display here: starting in a virtual one (${virtualDisplay.name}).`);
  const electron = spawn(executablePath, electronArguments, {
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
    env: {
      ...launchEnvironment(),
      DISPLAY: virtualDisplay.name,
      FLASHFUSION_READY_LINE: '1',
      FLASHFUSION_SCREENSHOT: screenshot,
    },
  });
  const ended = exitCodeOf(electron);
  passSignalsTo(electron);
  try {
    const saved = await screenshotSaved(electron, ended);
    if (!saved) return electron.exitCode || 1;
    console.log(`The window was opened. Screenshot: ${screenshot}`);
    return 0;
  } finally {
    await quit(electron, ended);
    await virtualDisplay.dispose();
  }
}

/** Shows the app's output and waits for its screenshot; false when the app ends or 90 s pass before. */
async function screenshotSaved(electron: ChildProcess, ended: Promise<number>): Promise<boolean> {
  if (!electron.stdout || !electron.stderr) throw new Error('The output of Electron is not piped.');
  createInterface({ input: electron.stderr }).on('line', (line) => {
    if (!isChromiumNoise(line)) console.error(line);
  });
  const lines = createInterface({ input: electron.stdout });
  const saved = new Promise<boolean>((done) => {
    lines.on('line', (line) => {
      if (line.startsWith('flashfusion:screenshot ')) done(true);
      else if (!line.startsWith('flashfusion:')) console.log(line);
    });
  });
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((done) => {
    timer = setTimeout(() => {
      console.error(
        `The window was not ready after ${readyTimeout / 1000} s. FLASHFUSION_VERBOSE=1 npm start shows what it logs.`,
      );
      done(false);
    }, readyTimeout);
  });
  const endedEarly = ended.then((code) => {
    if (timer) console.log(`FlashFusion ended with exit code ${code}.`);
    return false;
  });
  const result = await Promise.race([saved, late, endedEarly]);
  clearTimeout(timer);
  timer = undefined;
  return result;
}

// Without a session bus and a graphics card Chromium logs about both, and none of it concerns the reader.
function isChromiumNoise(line: string): boolean {
  return /^\[\d+:\d{4}\/\d{6}\.\d+:(ERROR|WARNING|INFO):/.test(line);
}

// Electron runs in a process group of its own and hears of Ctrl-C only from here, once: a second signal would end it before
// it has written down what is open.
function passSignalsTo(electron: ChildProcess): void {
  let passed = false;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (!passed) electron.kill(signal);
      passed = true;
    });
  }
}

async function exitCodeOf(electron: ChildProcess): Promise<number> {
  const [code, signal] = (await once(electron, 'exit')) as [number | null, NodeJS.Signals | null];
  return code ?? 128 + (signal ? constants.signals[signal] : 0);
}

async function quit(electron: ChildProcess, ended: Promise<number>): Promise<void> {
  if (electron.pid === undefined) return;
  const tree = descendantsOf(electron.pid);
  if (electron.exitCode === null && electron.signalCode === null) {
    electron.kill('SIGTERM');
    const timer = setTimeout(() => electron.kill('SIGKILL'), quitTimeout);
    await ended;
    clearTimeout(timer);
  }
  killProcesses(tree);
}
