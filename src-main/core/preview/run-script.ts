import { join } from 'node:path';
import type { PreviewState } from '../../../contract/desktop/preview.ts';
import { t } from '../../../localization/index.ts';
import { desktopError } from '../desktop-error.ts';
import type { ProcessRegister } from '../processes/index.ts';
import { type PackageManager, packageManagerOf, previewOptions } from './detect.ts';
import { portOf } from './find-address.ts';
import { gatherFacts } from './folder-facts.ts';
import { answers, freePort } from './listening-ports.ts';
import type { OutputLog } from './output-log.ts';
import { type RunningProgram, runProgram, scriptEnvironment } from './run-program.ts';

type Failed = Extract<PreviewState, { status: 'failed' }>;
export type ScriptStep = 'installing' | 'starting' | { address: string } | Pick<Failed, 'reason' | 'message'>;

/** A script of the project on its way to serve, or serving. */
export interface RunningScript {
  /** Ends it, with everything it started, and waits until its port is free. */
  stop(): Promise<void>;
}

/** How a script is run, found out before anything is. */
export interface ScriptPlan {
  readonly cwd: string;
  readonly manager: PackageManager;
  readonly script: string;
  readonly label: string;
  readonly needsInstall: boolean;
}

/** The port that frameworks take where nobody names one. */
const firstPort = 3000;
/** Milliseconds for a freed port to be told so by the system. */
const portPatience = 2000;

/** Finds out how a script of a folder (a project path) is run. CANNOT_PREVIEW when there is no such script. */
export async function planScript(root: string, folder: string, script: string): Promise<ScriptPlan> {
  const facts = await gatherFacts(root, folder);
  const { packageFile, names } = facts;
  if (packageFile?.scripts[script] === undefined) {
    throw desktopError('CANNOT_PREVIEW', {
      message: t('package.json has no script "{{script}}". Choose another one.', { script }),
    });
  }
  // On Windows a shell reads it.
  if (!/^[\w:.@/-]+$/.test(script)) {
    throw desktopError('CANNOT_PREVIEW', {
      message: t('The script "{{script}}" has a name that cannot be run from here.', { script }),
    });
  }
  const manager = packageManagerOf({ packageFile, names });
  const option = previewOptions(facts).find(({ target }) => target.kind === 'script');
  return {
    cwd: folder === '' ? root : join(root, ...folder.split('/')),
    manager,
    script,
    label: `${manager} run ${script}`,
    needsInstall: option?.needsInstall ?? false,
  };
}

/** Runs a script until it serves, and goes on telling when it ends. `onStep` is not called after `stop`. */
export function runScript(options: {
  plan: ScriptPlan;
  install: boolean;
  /** Milliseconds until a script that serves nothing is given up. */
  timeout: number;
  register: Pick<ProcessRegister, 'register'>;
  log: OutputLog;
  onOutput: (text: string) => void;
  onStep: (step: ScriptStep) => void;
  onError: (error: unknown) => void;
}): RunningScript {
  const { plan, install, timeout, register, onOutput, onStep } = options;
  const controller = new AbortController();
  const { signal } = controller;
  let program: RunningProgram | null = null;
  let served: string | null = null;

  const run = (args: readonly string[], added: Readonly<Record<string, string>> = {}) => {
    onOutput(`$ ${[plan.manager, ...args].join(' ')}\n`);
    program = runProgram({
      name: `preview: ${plan.label}`,
      command: plan.manager,
      args,
      cwd: plan.cwd,
      environment: scriptEnvironment(process.env, added),
      register,
      onOutput,
    });
    return program;
  };
  const tell = (step: ScriptStep) => {
    if (!signal.aborted) onStep(step);
  };
  const noManager = {
    reason: 'program',
    message: t(
      '{{manager}} was not found on this machine. Install it, or start FlashFusion from a terminal that has it.',
      { manager: plan.manager },
    ),
  } as const;

  const work = async () => {
    if (install) {
      tell('installing');
      const args = plan.manager === 'npm' ? ['install', '--no-audit', '--no-fund'] : ['install'];
      const { code, missing } = await run(args).ended;
      if (signal.aborted) return;
      if (missing) return tell(noManager);
      if (code !== 0) {
        return tell({
          reason: 'install',
          message: t('{{manager}} install ended with code {{code}}. Its output says why.', {
            manager: plan.manager,
            code: code ?? t('none'),
          }),
        });
      }
    }
    tell('starting');
    const hint = await freePort(firstPort);
    if (signal.aborted) return;
    const running = run(['run', plan.script], { PORT: String(hint), HOST: '127.0.0.1' });
    const waiting = new AbortController();
    const stopWaiting = () => waiting.abort();
    signal.addEventListener('abort', stopWaiting);
    const timer = setTimeout(stopWaiting, timeout);
    let over = false;
    const ended = running.ended.then(({ code, missing }): Pick<Failed, 'reason' | 'message'> => {
      over = true;
      waiting.abort();
      if (missing) return noManager;
      return {
        reason: 'ended',
        message:
          served === null
            ? t('{{label}} ended ({{code}}) before it served anything. Its output says why.', {
                label: plan.label,
                code: codeText(code),
              })
            : t('{{label}} has ended ({{code}}). Start it again to go on.', {
                label: plan.label,
                code: codeText(code),
              }),
      };
    });
    // Not before: it brings node:http along.
    const { waitForServer } = await import('./wait-for-server.ts');
    const address = await waitForServer({
      group: running.pid ?? 0,
      output: options.log.text,
      hint,
      signal: waiting.signal,
    });
    clearTimeout(timer);
    if (address !== null && !signal.aborted) {
      served = address;
      tell({ address });
    } else if (!signal.aborted && !over) {
      const text = t('{{label}} served nothing within {{seconds}} s, and was stopped. Its output may say why.', {
        label: plan.label,
        seconds: Math.round(timeout / 1000),
      });
      await running.stop();
      return tell({ reason: 'timeout', message: text });
    }
    tell(await ended);
  };
  // Not before whoever asked has got the answer that it is told about.
  const done = Promise.resolve()
    .then(work)
    .catch((error) => {
      if (!signal.aborted) options.onError(error);
    });

  let stopping: Promise<void> | undefined;
  const stop = async () => {
    controller.abort();
    await program?.stop();
    await done;
    if (served !== null) await waitUntilFree(served);
  };
  return {
    stop() {
      stopping ??= stop();
      return stopping;
    },
  };
}

function codeText(code: number | null): string {
  return code === null ? t('stopped from outside') : t('code {{code}}', { code });
}

async function waitUntilFree(address: string): Promise<void> {
  const deadline = performance.now() + portPatience;
  while (performance.now() < deadline && (await answers('localhost', portOf(address)))) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
