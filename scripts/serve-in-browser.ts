import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { constants } from 'node:os';
import { join } from 'node:path';
import { buildBundles } from './build/build-bundles.ts';
import { ownNode } from './launch-environment.ts';
import { repositoryRoot } from './repository.ts';

/** Where the server is once it has been built, and how it is started: by Node, with no Electron at all. */
export const servedProgram = join(repositoryRoot, 'dist', 'core', 'serve.mjs');

/** Environment of a server that is started from the checkout. */
export function servingEnvironment(environment: NodeJS.ProcessEnv = process.env): NodeJS.ProcessEnv {
  const { version } = JSON.parse(readFileSync(join(repositoryRoot, 'package.json'), 'utf8')) as { version: string };
  return {
    ...environment,
    FLASHFUSION_RESOURCES: join(repositoryRoot, 'resources'),
    FLASHFUSION_VERSION: version,
  };
}

/** Builds and runs the server in this terminal until it is ended; answers its exit code. */
export async function serveInBrowser(serveArguments: readonly string[]): Promise<number> {
  await buildBundles({ mode: 'release', only: ['core', 'cloud', 'renderer'] });
  const server = spawn(ownNode, [servedProgram, ...serveArguments], {
    // npm changes to the checkout before it runs a script; a relative path means where the command was typed.
    cwd: process.env.INIT_CWD ?? process.cwd(),
    stdio: 'inherit',
    env: servingEnvironment(),
  });
  // The server takes a signal that comes twice within a moment for one: a terminal sends it to everyone.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => server.kill(signal));
  const [code, signal] = (await once(server, 'exit')) as [number | null, NodeJS.Signals | null];
  return code ?? 128 + (signal ? constants.signals[signal] : 0);
}
