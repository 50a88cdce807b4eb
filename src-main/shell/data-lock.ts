import { mkdirSync, readFileSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const lockName = 'serve.lock';

/**
 * Takes a data folder for this server: one database has one Core. Throws with what to do when another server or the desktop
 * app uses it. What a process left that ended without releasing it is taken over.
 */
export function lockDataFolder(dataFolder: string): { release(): void } {
  const desktop = desktopAppIn(dataFolder);
  if (desktop !== null) {
    throw new Error(
      `The desktop app (process ${desktop}) uses ${dataFolder}. Close it, or choose another folder with --data.`,
    );
  }
  mkdirSync(dataFolder, { recursive: true, mode: 0o700 });
  const path = join(dataFolder, lockName);
  for (let attempt = 0; ; attempt += 1) {
    try {
      writeFileSync(path, identify(process.pid), { flag: 'wx', mode: 0o600 });
      break;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      const holder = serverIn(dataFolder);
      if (holder !== null || attempt > 0) {
        throw new Error(
          `Another FlashFusion server (process ${holder ?? 'unknown'}) uses ${dataFolder}. End it, or choose another folder with --data.`,
        );
      }
      rmSync(path, { force: true });
    }
  }
  return {
    release() {
      if (readText(path) === identify(process.pid)) rmSync(path, { force: true });
    },
  };
}

/** The process of the server that uses a data folder now, or null. */
export function serverIn(dataFolder: string): number | null {
  const text = readText(join(dataFolder, lockName));
  const pid = Number(text?.split(' ')[0]);
  return Number.isInteger(pid) && pid > 0 && text === identify(pid) && isRunning(pid) ? pid : null;
}

/** The desktop app that uses a data folder now: Chromium's own lock is a link to `machine-process`. */
function desktopAppIn(dataFolder: string): number | null {
  try {
    const pid = Number(/-(\d+)$/.exec(readlinkSync(join(dataFolder, 'SingletonLock')))?.[1]);
    return isRunning(pid) ? pid : null;
  } catch {
    return null;
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** A process and, where the system tells, when it began: numbers are given out again. */
function identify(pid: number): string {
  const fields = readText(`/proc/${pid}/stat`);
  // The second field is the program's name in parentheses, which may itself hold spaces and parentheses.
  const began = fields?.slice(fields.lastIndexOf(')') + 2).split(' ')[19];
  return began ? `${pid} ${began}` : `${pid}`;
}

function readText(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}
