import type { ChildProcess } from 'node:child_process';
import { constants } from 'node:os';

type EndSignal = 'SIGINT' | 'SIGTERM' | 'SIGHUP';

const signals: readonly EndSignal[] = ['SIGINT', 'SIGTERM', 'SIGHUP'];
/** Milliseconds that programs have for an orderly end. */
const patience = 10_000;
const running = new Set<ChildProcess>();
let endedBy: EndSignal | null = null;

/**
 * While a program runs, a signal that ends this script ends the program first, the way Ctrl-C would, and then the script with
 * the exit code that shells give (128 + the signal's number), so that its own `exit` listeners are called.
 */
export function endWithScript(child: ChildProcess): void {
  if (running.size === 0) for (const signal of signals) process.on(signal, onSignal);
  running.add(child);
  const forget = () => {
    running.delete(child);
    if (running.size > 0) return;
    if (endedBy) end(endedBy);
    for (const signal of signals) process.off(signal, onSignal);
  };
  child.once('error', forget);
  child.once('close', forget);
}

function onSignal(signal: EndSignal): void {
  if (endedBy) return;
  endedBy = signal;
  for (const child of running) child.kill('SIGINT');
  setTimeout(() => {
    for (const child of running) child.kill('SIGKILL');
    end(signal);
  }, patience).unref();
}

function end(signal: EndSignal): never {
  process.exit(128 + constants.signals[signal]);
}
