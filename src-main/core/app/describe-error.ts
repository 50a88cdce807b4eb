const longestText = 500;

/**
 * What may be written to the log about an error: its kind, code and stack, and its message unless that could quote the contents
 * of a file, as messages of parsers do.
 */
export function describeError(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { kind: typeof error };
  const { code, syscall } = error as { code?: unknown; syscall?: unknown };
  const quotes = error instanceof SyntaxError || error.name === 'ZodError';
  return {
    kind: error.name,
    ...(typeof code === 'string' || typeof code === 'number' ? { code } : {}),
    ...(typeof syscall === 'string' ? { syscall } : {}),
    ...(quotes ? {} : { message: shorten(error.message) }),
    stack: frames(error),
    ...(error.cause === undefined ? {} : { cause: describeError(error.cause) }),
  };
}

// A stack begins with the message, of which only the frames are wanted.
function frames(error: Error): string[] {
  const lines = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return lines.slice(0, 12).map((line) => line.trim());
}

// Queries quote their parameters, which are what people wrote.
function shorten(message: string): string {
  const [text = ''] = message.split('\nparams:');
  return text.length > longestText ? `${text.slice(0, longestText)}…` : text;
}
