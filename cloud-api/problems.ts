import { ObjectStoreError } from './objects.ts';

/** What a caller is told about an error that no procedure expected: never anything of the error itself. */
export interface Problem {
  readonly status: 400 | 500 | 503;
  readonly message: string;
}

/** Sorts an error by what its caller can do about it. */
export function problemOf(error: unknown): Problem {
  for (const each of causes(error)) {
    if (each instanceof ObjectStoreError) {
      return { status: 503, message: 'The server cannot reach its storage. Try again in a moment.' };
    }
    const { code } = each as { code?: unknown };
    if (isUnreachable(each.message, code)) {
      return { status: 503, message: 'The server cannot reach its database. Try again in a moment.' };
    }
    // PostgreSQL's class of values that it can't keep: a NUL in a text, a number that is too large.
    if (typeof code === 'string' && /^22\w{3}$/.test(code)) {
      return { status: 400, message: 'The request holds a value that cannot be kept.' };
    }
    // A foreign key: what the request names is not there.
    if (code === '23503') return { status: 400, message: 'The request names something that does not exist.' };
  }
  return { status: 500, message: 'Something went wrong here. Try again in a moment.' };
}

/** Whether the database is away: the connection failed, was ended or is silent, or PostgreSQL is starting or shutting down (class 57P). */
function isUnreachable(message: string, code: unknown): boolean {
  if (typeof code === 'string' && /^(ECONN|EPIPE|ETIMEDOUT|57P|08)/.test(code)) return true;
  return /^(Connection terminated|Query read timeout|timeout exceeded when trying to connect)/.test(message);
}

function* causes(error: unknown): Generator<Error> {
  for (let each = error; each instanceof Error; each = each.cause) yield each;
}
