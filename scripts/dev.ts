import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { parseArgs } from 'node:util';
import { build, createServer, type InlineConfig, type Rolldown } from 'vite';
import { forgetBuilds } from './build/build-bundles.ts';
import { type BundleName, bundleConfiguration } from './build/configurations.ts';
import { resolveElectronRuntime } from './electron-runtime.ts';
import { existingFolder } from './folder-argument.ts';
import { launchEnvironment, sandboxArguments } from './launch-environment.ts';
import { repositoryRoot } from './repository.ts';
import { runScript } from './script.ts';
import { ensureSystemLibraries } from './system-libraries.ts';
import { hasDisplay } from './virtual-display.ts';

const watched: readonly BundleName[] = ['shell', 'preload', 'core'];
const quitTimeout = 5_000;

await runScript(async () => {
  const { positionals } = parseArgs({ allowPositionals: true });
  const folder = positionals[0] === undefined ? undefined : existingFolder(positionals[0]);
  if (!hasDisplay()) throw new Error('npm run dev needs a display. Use npm start, or run it below xvfb-run.');

  const runtime = await resolveElectronRuntime();
  await ensureSystemLibraries({ executablePath: runtime.executablePath, needsVirtualDisplay: false });
  const server = await createServer({
    ...bundleConfiguration('renderer', 'development'),
    // Only this machine may ask for pages.
    server: { host: '127.0.0.1', port: 5180, fs: { allow: [repositoryRoot] } },
  });
  await server.listen();
  const address = server.resolvedUrls?.local[0]?.replace(/\/$/, '');
  if (!address) throw new Error('The page server has no address.');
  console.log(`Pages: ${address}`);

  const electronArguments = [repositoryRoot, ...sandboxArguments(), ...(folder ? [folder] : [])];
  const environment = { ...launchEnvironment(), FLASHFUSION_DEV_URL: address };
  const app = restartingApp(() =>
    spawn(runtime.executablePath, electronArguments, { stdio: 'inherit', detached: true, env: environment }),
  );
  // What is built from here on no longer matches the stamps of earlier builds.
  forgetBuilds(watched);
  const watchers = await Promise.all(watched.map((name) => watchBundle(name, app.restart)));
  app.restart();

  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, app.stop);
  await app.ended;
  await Promise.all([...watchers.map((watcher) => watcher.close()), server.close()]);
  return 0;
});

/** Builds a bundle now and again after each change; resolves after the first build, and calls `changed` after the others. */
async function watchBundle(name: BundleName, changed: () => void): Promise<Rolldown.RolldownWatcher> {
  const configuration = bundleConfiguration(name, 'development');
  const watching: InlineConfig = { ...configuration, build: { ...configuration.build, watch: {} } };
  const watcher = (await build(watching)) as Rolldown.RolldownWatcher;
  let built = false;
  await new Promise<void>((resolve) => {
    watcher.on('event', (event) => {
      if (event.code === 'ERROR') console.error(event.error.message);
      if (event.code === 'BUNDLE_END') {
        void event.result.close();
        console.log(`Built ${name} in ${(event.duration / 1000).toFixed(1)} s`);
        if (built) changed();
        built = true;
      }
      if (event.code === 'END' || event.code === 'ERROR') resolve();
    });
  });
  return watcher;
}

interface RestartingApp {
  restart(): void;
  stop(): void;
  /** Settles when the person has closed the app, or after `stop()`. */
  readonly ended: Promise<void>;
}

function restartingApp(start: () => ChildProcess): RestartingApp {
  let running: ChildProcess | undefined;
  let restarting = false;
  let finish: () => void = () => undefined;
  const ended = new Promise<void>((resolve) => {
    finish = resolve;
  });
  const launch = () => {
    const child = start();
    running = child;
    child.once('exit', () => {
      if (!restarting) finish();
    });
  };
  return {
    ended,
    restart() {
      if (restarting) return;
      if (!running) return launch();
      restarting = true;
      void quit(running).then(() => {
        restarting = false;
        launch();
      });
    },
    stop() {
      if (running) void quit(running);
      else finish();
    },
  };
}

async function quit(app: ChildProcess): Promise<void> {
  if (app.exitCode !== null || app.signalCode !== null) return;
  const timer = setTimeout(() => app.kill('SIGKILL'), quitTimeout);
  app.kill('SIGTERM');
  await once(app, 'exit');
  clearTimeout(timer);
}
