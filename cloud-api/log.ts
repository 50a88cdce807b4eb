import { type DestinationStream, type Logger, pino } from 'pino';

/** JSON lines. Errors of the database quote what people sent, so that part is left out. */
export function createLog(level: string, destination?: DestinationStream): Logger {
  return pino({ level, base: { pid: process.pid }, serializers: { err: describeError } }, destination);
}

function describeError(error: unknown): object {
  if (!(error instanceof Error)) return { type: typeof error };
  const { code } = error as { code?: unknown };
  return {
    type: error.name,
    message: withoutParameters(error.message),
    ...(typeof code === 'string' ? { code } : {}),
    stack: withoutParameters(error.stack ?? ''),
    ...(error.cause === undefined ? {} : { cause: describeError(error.cause) }),
  };
}

function withoutParameters(text: string): string {
  return text.replace(/\nparams: .*?(?=\n\s+at |$)/s, '');
}
