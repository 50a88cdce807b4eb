export type EntryLevel = 'error' | 'warning' | 'info' | 'log' | 'debug';
export type LevelFilter = 'all' | 'error' | 'warning' | 'info';

/** A place in a script of the previewed page. */
export interface StackFrame {
  /** The function, or an empty text. */
  readonly name: string;
  readonly address: string;
  /** From 1. */
  readonly line: number;
  readonly column: number;
}

/** Something that the previewed page has logged, or that failed in it. */
export interface ConsoleEntry {
  readonly id: number;
  readonly kind: 'console' | 'network';
  readonly level: EntryLevel;
  readonly text: string;
  /** Places in the preview's own scripts, the innermost first. */
  readonly frames: readonly StackFrame[];
  /** How often it came in a row. */
  readonly count: number;
}

const kept = 1000;
const keptFrames = 20;

/** Adds an entry; the same one again is counted, and the oldest go. */
export function addEntry(
  entries: readonly ConsoleEntry[],
  entry: Omit<ConsoleEntry, 'count'>,
): readonly ConsoleEntry[] {
  const last = entries.at(-1);
  const [frame] = entry.frames;
  const [lastFrame] = last?.frames ?? [];
  const same =
    last?.text === entry.text &&
    last.level === entry.level &&
    frame?.address === lastFrame?.address &&
    frame?.line === lastFrame?.line;
  if (last && same) return entries.with(-1, { ...last, count: last.count + 1 });
  return [...entries, { ...entry, count: 1 }].slice(-kept);
}

/** What a filter leaves. `info` leaves out what is only for debugging. */
export function filterEntries(entries: readonly ConsoleEntry[], filter: LevelFilter): readonly ConsoleEntry[] {
  switch (filter) {
    case 'all':
      return entries;
    case 'error':
      return entries.filter(({ level }) => level === 'error');
    case 'warning':
      return entries.filter(({ level }) => level === 'warning');
    case 'info':
      return entries.filter(({ level }) => level === 'info' || level === 'log');
    default:
      return filter satisfies never;
  }
}

/** Whether an entry is worth an answer: an error, a warning, a request that failed. */
export function isFailure({ kind, level }: ConsoleEntry): boolean {
  return kind === 'network' || level === 'error' || level === 'warning';
}

/** The entry that a command was given, as it stands in the list now; undefined when it has gone. */
export function findEntry(entries: readonly ConsoleEntry[], given: unknown): ConsoleEntry | undefined {
  if (typeof given !== 'object' || given === null || !('id' in given)) return undefined;
  return entries.find(({ id }) => id === given.id);
}

export function countEntries(entries: readonly ConsoleEntry[]): { errors: number; warnings: number } {
  let errors = 0;
  let warnings = 0;
  for (const { level, count } of entries) {
    if (level === 'error') errors += count;
    if (level === 'warning') warnings += count;
  }
  return { errors, warnings };
}

/** The frames of a stack, as V8 writes them, that lie in scripts of `origin`. */
export function readStack(stack: string, origin: string): readonly StackFrame[] {
  const frames: StackFrame[] = [];
  for (const line of stack.split('\n')) {
    const match = /^\s*at (?:async )?(?:(.*?) \()?(\S+?):(\d+):(\d+)\)?\s*$/.exec(line);
    if (!match) continue;
    const [, name = '', address = '', row, column] = match;
    const own = address.startsWith(`${origin}/`);
    if (own && Number(row) > 0) frames.push({ name, address, line: Number(row), column: Math.max(1, Number(column)) });
    if (frames.length === keptFrames) break;
  }
  return frames;
}

/** An entry's first lines: an error's message without its stack. */
export function messageOf(text: string): string {
  const end = text.search(/\n\s*at /);
  return end === -1 ? text : text.slice(0, end);
}

/** An entry's message and where it came from, as an engine writes a stack. */
export function withCallers({ text, frames }: Pick<ConsoleEntry, 'text' | 'frames'>): string {
  const places = frames.map(({ name, address, line, column }) => {
    const place = `${address}:${line}:${column}`;
    return `    at ${name === '' ? place : `${name} (${place})`}`;
  });
  return [messageOf(text), ...places].join('\n');
}

/** The file and line of a frame, short: `main.js:12`. */
export function frameLabel({ address, line }: StackFrame): string {
  const path = new URL(address).pathname;
  return `${decodeURI(path.slice(path.lastIndexOf('/') + 1)) || path}:${line}`;
}
