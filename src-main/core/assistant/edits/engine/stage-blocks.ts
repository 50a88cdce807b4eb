import { createBlockMarks, type LineValue, textWithPlaces } from './block-marks.ts';
import type { BlockFailure, BlockOutcome, EditBlock, FailureReason, ReplaceBlock, WriteBlock } from './edit-block.ts';
import { normalizeEditPath } from './edit-path.ts';
import { endOfFile, findPlace } from './find-place.ts';
import type { TextHunk } from './hunks.ts';
import { isBlank, trimEnd, trimmedOf } from './line-keys.ts';
import type { BlockPlace } from './match-block.ts';
import { isPlaceholder, leavesOut } from './match-elided.ts';
import type { LineSplice } from './match-lines.ts';
import { earlierSame, keyOf } from './repeated-blocks.ts';
import type { HiddenValue, RestoredText } from './restore-marks.ts';
import { findNearest } from './similar-lines.ts';
import {
  type BaseRange,
  baseRange,
  rebaseStagedText,
  renderStagedText,
  resumeStagedText,
  type StagedText,
  spliceStagedText,
  startStagedText,
  watchLines,
} from './staged-text.ts';

/** An existing file with as many lines is not replaced as a whole: models leave things out. */
export const mostLinesToReplace = 150;

/** What there is at a path before the edits. */
export type BaseFile =
  | { readonly state: 'text'; readonly text: string }
  | { readonly state: 'missing' }
  | { readonly state: 'unreadable' };

/** A file as the edits so far would make it. */
export interface DraftFile {
  readonly path: string;
  /** Where its base is; another path after a rename. */
  readonly from: string;
  /** Null when the file was not there. */
  readonly base: string | null;
  /** Null when the edits remove it. */
  readonly staged: StagedText | null;
  /** All of it waits for a person, since it would leave out much of what is there. */
  readonly flagged: boolean;
}

/** Takes the blocks of an answer, one after another, over texts that are given to it. Does no reading and writing. */
export interface BlockStage {
  /** Paths whose files have to be given with `provide` before `apply`. */
  needs(block: EditBlock): string[];
  provide(path: string, base: BaseFile): void;
  /** Goes on from edits that were made earlier; `flagged` are lines of the base where a person has to look. */
  resume(draft: {
    readonly path: string;
    readonly from: string;
    readonly base: string | null;
    readonly text: string | null;
    readonly flagged: readonly BaseRange[];
  }): void;
  /** Goes on over another base: what the base of a draft becomes with the hunks that are `made`. */
  rebase(
    path: string,
    over: { readonly from: string; readonly base: string | null; readonly made: readonly TextHunk[] },
  ): void;
  /** The text of a block's file before all edits; null where there is none. */
  baseOf(block: EditBlock): string | null;
  /** With `hidden`, what models do not see of that text, marks in the block give way to what they stand for. */
  apply(block: EditBlock, hidden?: readonly HiddenValue[]): BlockOutcome;
  /** The file that the last block was applied to, with where values are in it that the block had marks for; null where it had none. */
  restored(): RestoredText | null;
  /** Takes back the last block, which has laid bare what was blacked out; `outcome` is what it had come to. Answers what it comes to then. */
  takeBack(outcome: BlockOutcome): BlockOutcome;
  drafts(): DraftFile[];
}

interface Entry {
  path: string;
  readonly from: string;
  readonly base: string | null;
  staged: StagedText | null;
  flagged: boolean;
  touched: boolean;
  /** The text before the diff that is being taken. */
  beforeDiff: readonly string[];
}

/** Makes a stage. With `leaveFlagged`, what only a person may apply is reported and not staged. */
export function createBlockStage(options: { readonly leaveFlagged?: boolean } = {}): BlockStage {
  const entries = new Map<string, Entry>();
  const unreadable = new Set<string>();
  const gone = new Map<string, Entry>();
  /** What blocks have come to, by what they say. */
  const done = new Map<string, BlockOutcome[]>();
  /** The diff that is being taken hunk by hunk, by its file and its place in the answer. */
  let diff: string | null = null;
  /** What the last block has put in the place of marks, and its file before it. */
  let last: { entry: Entry; before: Partial<Entry>; values: readonly LineValue[] } | null = null;
  const marks = createBlockMarks();

  const put = (path: string, base: string | null, text: string | null): Entry => {
    const staged =
      text === null
        ? null
        : base === null
          ? { ...startStagedText(''), ...withText(text) }
          : resumeStagedText(base, text);
    const entry: Entry = { path, from: path, base, staged, flagged: false, touched: false, beforeDiff: [] };
    entries.set(path, entry);
    return entry;
  };

  const replace = (block: ReplaceBlock, path: string): BlockOutcome => {
    const entry = entries.get(path);
    const search = block.readings[0]?.search ?? [];
    const fail = (reason: FailureReason, places: readonly number[] = []) =>
      failed(block, path, reason, search, places, entry?.staged?.lines ?? null);
    const empty = block.readings.every((reading) => reading.search.every(isBlank));
    if (!entry?.staged) {
      if (!empty || unreadable.has(path)) return fail('missingFile');
      return write({ ...asWrite(block), onlyNew: true }, path, block);
    }
    const lastDiff = diff;
    diff = block.diff === null ? null : `${block.diff.answerLine} ${path}`;
    if (diff !== null && diff !== lastDiff) {
      entry.staged = watchLines(entry.staged);
      entry.beforeDiff = entry.staged.lines;
    }
    const { staged } = entry;
    if (staged.lines.every(isBlank) && empty) return write({ ...asWrite(block), onlyNew: false }, path, block);
    const wanted = marks.search(block, staged);
    if (wanted === null) return fail('blackedOut');
    const place = empty
      ? endOfFile(wanted, staged)
      : findPlace(wanted, staged, { touched: entry.touched, beforeDiff: diff === null ? null : entry.beforeDiff });
    if (place === null) return fail('emptySearch');
    if (place.kind === 'none') return fail(place.reason, place.places);
    return splice(entry, staged, place, block, path);
  };

  const splice = (
    entry: Entry,
    staged: StagedText,
    place: BlockPlace,
    block: ReplaceBlock,
    path: string,
  ): BlockOutcome => {
    const splices: LineSplice[] = [];
    const values: LineValue[] = [];
    let shift = 0;
    for (const { start, end, lines } of place.splices) {
      const here: LineValue[] = [];
      const own = marks.restore(lines, staged, { start, end, values: here });
      if (own === null) return failed(block, path, 'blackedOut', searchOf(block), [], null);
      splices.push({ start, end, lines: own });
      for (const value of here) values.push({ ...value, line: value.line + start + shift });
      shift += own.length - (end - start);
    }
    const first = splices[0];
    const final = splices.at(-1);
    const range = baseRange(staged, first?.start ?? 0, final?.end ?? 0);
    // The lines in between are as they are in the base wherever the place itself is not new.
    const line =
      (staged.origin[first?.start ?? 0] ?? -1) >= 0 && (first?.end ?? 0) > (first?.start ?? 0)
        ? (staged.origin[first?.start ?? 0] ?? 0)
        : range.start;
    const lastOrigin = staged.origin[(final?.end ?? 1) - 1] ?? -1;
    const endLine = lastOrigin >= 0 ? lastOrigin + 1 : range.end;
    if (!place.flagged || !options.leaveFlagged) {
      last = { entry, before: { staged, touched: entry.touched }, values };
      entry.staged = spliceStagedText(staged, splices, {
        flagged: place.flagged,
        endsWithNewline: block.endsWithNewline,
      });
      entry.touched = true;
    }
    return {
      block,
      path,
      status: place.flagged ? 'flagged' : 'staged',
      rung: place.rung,
      line: line + 1,
      endLine: Math.max(endLine, line + 1),
      failure: null,
    };
  };

  const write = (block: WriteBlock, path: string, original: EditBlock = block): BlockOutcome => {
    const fail = (reason: FailureReason) => failed(original, path, reason, [], [], null);
    if (unreadable.has(path)) return fail('unreadableFile');
    const entry = entries.get(path);
    const current = entry?.staged ?? null;
    const values: LineValue[] = [];
    const lines = marks.restore(block.lines, current, { values });
    if (lines === null) return fail('blackedOut');
    const text = lines.length === 0 ? '' : lines.join('\n') + (block.endsWithNewline ? '\n' : '');
    if (isPlaceholder(lines)) return fail('leavesOut');
    if (!current && isBelowOrAbove(path)) return fail('existingFile');
    if (current && !current.lines.every(isBlank)) {
      if (block.onlyNew) return fail(renderStagedText(current) === text ? 'alreadyThere' : 'existingFile');
      if (current.lines.length >= mostLinesToReplace) return fail('tooLongToReplace');
      if (leavesOut(lines, current.lines)) return fail('leavesOut');
    } else if (leavesOut(lines) && current) return fail('leavesOut');
    const flagged = current !== null && shrinks(current.lines, lines);
    const outcome: BlockOutcome = {
      block: original,
      path,
      status: flagged ? 'flagged' : 'staged',
      rung: 'exact',
      line: 1,
      endLine: Math.max(1, entry?.base == null ? lines.length : startStagedText(entry.base).lines.length),
      failure: null,
    };
    if (flagged && options.leaveFlagged) return outcome;
    const target = entry ?? put(path, gone.get(path)?.base ?? null, null);
    last = { entry: target, before: { staged: current, flagged: target.flagged, touched: target.touched }, values };
    const from = current ?? (target.base === null ? startStagedText('') : startStagedText(target.base));
    target.staged = spliceStagedText(from, [{ start: 0, end: from.lines.length, lines }], {
      flagged: false,
      endsWithNewline: block.endsWithNewline,
    });
    target.flagged ||= flagged;
    target.touched = true;
    return outcome;
  };

  /** Whether a file of the answer is where this one needs a folder, or the other way round. */
  const isBelowOrAbove = (path: string): boolean =>
    [...entries].some(
      ([other, { staged }]) => staged !== null && (path.startsWith(`${other}/`) || other.startsWith(`${path}/`)),
    );

  const remove = (block: EditBlock & { kind: 'delete' }, path: string): BlockOutcome => {
    const entry = entries.get(path);
    if (unreadable.has(path)) return failed(block, path, 'unreadableFile', [], [], null);
    if (!entry?.staged) return failed(block, path, 'missingFile', [], [], null);
    const { lines } = entry.staged;
    const expected = block.expected && (marks.restore(block.expected, entry.staged) ?? block.expected);
    if (block.expected && expected?.map(trimEnd).join('\n') !== trimmedOf(lines).join('\n')) {
      return failed(block, path, 'notFound', block.expected, [], lines);
    }
    const endLine = Math.max(1, startStagedText(entry.base ?? '').lines.length);
    entry.staged = null;
    entry.touched = true;
    return { block, path, status: 'staged', rung: 'exact', line: 1, endLine, failure: null };
  };

  const rename = (block: EditBlock & { kind: 'rename' }, from: string, path: string): BlockOutcome => {
    const entry = entries.get(from);
    if (unreadable.has(from) || unreadable.has(path)) return failed(block, path, 'unreadableFile', [], [], null);
    const done = !entry?.staged && entries.get(path)?.staged && block.format === 'unified-diff';
    // Of two names in a diff, the one that is there is the file's.
    if (done) return { block, path, status: 'repeated', rung: 'exact', line: 1, endLine: 1, failure: null };
    if (!entry?.staged) return failed(block, path, 'missingFile', [], [], null);
    if (from === path) return { block, path, status: 'repeated', rung: 'exact', line: 1, endLine: 1, failure: null };
    if (entries.get(path)?.staged) return failed(block, path, 'existingFile', [], [], null);
    entries.delete(from);
    gone.set(from, entry);
    entry.path = path;
    entry.touched = true;
    entries.set(path, entry);
    return {
      block,
      path,
      status: 'staged',
      rung: 'exact',
      line: 1,
      endLine: Math.max(1, entry.staged.lines.length),
      failure: null,
    };
  };

  /** Checked; of two names of one file the one that is there. */
  const pathOf = (block: EditBlock): string | null => {
    const path = normalizeEditPath(block.path);
    const other = block.kind === 'replace' && block.otherPath !== null ? normalizeEditPath(block.otherPath) : null;
    if (other === null || (path !== null && entries.get(path)?.staged)) return path;
    return entries.get(other)?.staged ? other : path;
  };

  const applyChecked = (block: EditBlock, path: string): BlockOutcome => {
    switch (block.kind) {
      case 'replace':
        return replace(block, path);
      case 'write':
        return write(block, path);
      case 'delete':
        return remove(block, path);
      case 'rename': {
        const from = normalizeEditPath(block.from);
        return from === null ? failed(block, null, 'badPath', [], [], null) : rename(block, from, path);
      }
      case 'broken':
        return failed(block, path, block.reason, block.lines, [], null);
      default:
        return block satisfies never;
    }
  };

  return {
    needs(block) {
      return pathsOf(block).flatMap((given) => {
        const path = normalizeEditPath(given);
        return path === null || entries.has(path) || unreadable.has(path) || gone.has(path) ? [] : [path];
      });
    },
    provide(path, base) {
      if (base.state === 'unreadable') unreadable.add(path);
      else if (base.state === 'text') put(path, base.text, base.text);
    },
    resume({ path, from, base, text, flagged }) {
      const { staged, ...entry } = put(path, base, text);
      const isFlagged = staged === null && flagged.length > 0;
      entries.set(path, {
        ...entry,
        staged: staged && { ...staged, flagged },
        from,
        flagged: isFlagged,
        touched: true,
      });
    },
    rebase(path, { from, base, made }) {
      const entry = entries.get(path);
      if (!entry) return;
      const staged = entry.staged && rebaseStagedText(entry.staged, base ?? '', made);
      entries.set(path, { ...entry, from, base, staged });
    },
    baseOf(block) {
      const path = pathOf(block);
      return path === null ? null : (entries.get(path)?.base ?? null);
    },
    apply(block, values) {
      marks.hide(values ?? null);
      last = null;
      const path = pathOf(block);
      if (path === null) {
        const reason = block.kind === 'broken' ? block.reason : block.path === '' ? 'noPath' : 'badPath';
        return failed(block, null, reason, searchOf(block), [], null);
      }
      const key = keyOf(block, path);
      const before = key === null ? [] : (done.get(key) ?? []);
      const same = earlierSame(block, before, entries.get(path)?.beforeDiff ?? null);
      if (same) return { ...same, block, status: 'repeated' };
      const outcome = applyChecked(block, path);
      if (key !== null && outcome.status !== 'failed') done.set(key, [...before, outcome]);
      return outcome;
    },
    restored() {
      if (!last?.entry.staged || last.values.length === 0) return null;
      return textWithPlaces(last.entry.staged.lines, last.values);
    },
    takeBack(outcome) {
      const { block, path } = outcome;
      if (last) Object.assign(last.entry, last.before);
      last = null;
      const key = path === null ? null : keyOf(block, path);
      if (key !== null) {
        done.set(
          key,
          (done.get(key) ?? []).filter((each) => each !== outcome),
        );
      }
      return failed(block, path, 'laidBare', searchOf(block), [], null);
    },
    drafts: () =>
      [...entries.values()]
        .filter(({ touched }) => touched)
        .map(({ path, from, base, staged, flagged }) => ({ path, from, base, staged, flagged })),
  };
}

function withText(text: string): Pick<StagedText, 'lines' | 'origin' | 'endsWithNewline'> {
  const { lines } = startStagedText(text);
  return { lines, origin: lines.map(() => -1), endsWithNewline: lines.length === 0 ? null : text.endsWith('\n') };
}

function asWrite(block: ReplaceBlock): Omit<WriteBlock, 'onlyNew'> {
  const { path, format, answerLine, readings, endsWithNewline } = block;
  return {
    kind: 'write',
    path,
    format,
    answerLine,
    lines: readings[0]?.replace ?? [],
    endsWithNewline: endsWithNewline ?? true,
  };
}

/** The paths that a block speaks of, as given. */
function pathsOf(block: EditBlock): string[] {
  if (block.kind === 'rename') return [block.from, block.path];
  return block.kind === 'replace' && block.otherPath !== null ? [block.path, block.otherPath] : [block.path];
}

/** Most of a file would go: more likely lines were left out than that anybody wants that. */
function shrinks(before: readonly string[], after: readonly string[]): boolean {
  return before.length >= 6 && after.length * 2 < before.length;
}

function searchOf(block: EditBlock): readonly string[] {
  if (block.kind === 'replace') return block.readings[0]?.search ?? [];
  return block.kind === 'broken' ? block.lines : [];
}

function failed(
  block: EditBlock,
  path: string | null,
  reason: FailureReason,
  search: readonly string[],
  places: readonly number[],
  lines: readonly string[] | null,
): BlockOutcome {
  const nearest = lines && (reason === 'notFound' || reason === 'overlaps') ? findNearest(lines, search) : null;
  const failure: BlockFailure = { reason, places: places.map((place) => place + 1), search, nearest };
  return { block, path, status: 'failed', rung: null, line: null, endLine: null, failure };
}
