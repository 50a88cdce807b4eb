import { join } from 'node:path';
import type { Logger } from 'pino';
import { describeError } from './describe-error.ts';
import { createLogFile } from './log-file.ts';

type Write = (details: object, message: string) => void;

/** Core's log. Takes neither contents of files nor secrets; errors go through `failed`, which leaves both out. */
export interface CoreLog {
  readonly debug: Write;
  readonly info: Write;
  readonly warn: Write;
  readonly error: Write;
  /** Writes an error that nobody expected, with where it happened. */
  failed(error: unknown, where: string): void;
  dispose(): Promise<void>;
}

/** Makes the log `logs/core.log` in the data folder. The logger is loaded with the first entry, not at start. */
export function createCoreLog(options: { dataFolder: string }): CoreLog {
  const file = createLogFile(join(options.dataFolder, 'logs', 'core.log'));
  let logger: Promise<Logger> | undefined;
  let written = Promise.resolve();

  const write = (level: 'debug' | 'info' | 'warn' | 'error', details: object, message: string) => {
    logger ??= import('pino').then(({ pino }) => pino({ base: { pid: process.pid } }, file));
    const entry = logger.then((loaded) => loaded[level](details, message));
    written = Promise.all([written, entry]).then(
      () => undefined,
      () => undefined,
    );
  };

  return {
    debug: (details, message) => write('debug', details, message),
    info: (details, message) => write('info', details, message),
    warn: (details, message) => write('warn', details, message),
    error: (details, message) => write('error', details, message),
    failed: (error, where) => write('error', { where, error: describeError(error) }, 'unexpected error'),
    async dispose() {
      await written;
      file.dispose();
    },
  };
}
