import {
  type BlockFailure,
  type DiffHunk,
  type EditBlock,
  type FailureReason,
  type ReplaceBlock,
  type Rung,
  rungs,
  type SearchReading,
  type WriteBlock,
} from './edit-block.ts';
import { normalizeEditPath } from './edit-path.ts';
import { findLines } from './find-lines.ts';
import type { TextHunk } from './hunks.ts';
import { isBlank, trimEnd, trimmedOf } from './line-keys.ts';
import { type BlockPlace, matchBlock } from './match-block.ts';
import { isPlaceholder, leavesOut } from './match-elided.ts';
import type { LineSplice } from './match-lines.ts';
import { placeInOrder } from './place-in-order.ts';
import { blackedOutLines, type HiddenValue, holdsMark, type RestoredText, restoreText } from './restore-marks.ts';
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

/** What became of one block. Lines are those of the file as it was before all edits, from 1. */
export interface BlockOutcome {
  readonly block: EditBlock;
  /** Checked; null when the block names no file of the project. */
  readonly path: string | null;
  /** `repeated`: an earlier block has done exactly this. */
  readonly status: 'staged' | 'flagged' | 'repeated' | 'failed';
  readonly rung: Rung | null;
  readonly line: number | null;
  readonly endLine: number | null;
  readonly failure: BlockFailure | null;
}

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

/** A value that a block has a mark for, where it stands among lines. */
interface LineValue {
  readonly line: number;
  readonly column: number;
  readonly length: number;
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
  /** What models do not see of the file that is being changed; null where nobody has said. */
  let hidden: readonly HiddenValue[] | null = null;
  /** What the last block has put in the place of marks, and its file before it. */
  let last: { entry: Entry; before: Partial<Entry>; values: readonly LineValue[] } | null = null;
  /** The hunks of diffs as they look for what is really there. */
  const restoredHunks = new WeakMap<readonly DiffHunk[], readonly DiffHunk[]>();
  /** Bases as models see them, by what is hidden of them. */
  const seen = new WeakMap<readonly HiddenValue[], readonly string[] | null>();

  /** Lines with what their marks stand for, where they take the place of some lines; null where that is not clear. `values` takes what they stood for. */
  const restored = (
    lines: readonly string[],
    staged: StagedText | null,
    start = 0,
    end = staged?.lines.length ?? 0,
    values: LineValue[] = [],
  ): readonly string[] | null => {
    const text = lines.join('\n');
    if (hidden === null || !holdsMark(text)) return lines;
    const replaced = new Set(staged?.origin.slice(start, end));
    const part = hidden.filter(({ line }) => replaced.has(line));
    const result = restoreText(text, part, hidden);
    for (const { start: from, end: to } of result?.places ?? []) {
      const before = result?.text.slice(0, from).split('\n') ?? [];
      values.push({ line: before.length - 1, column: before.at(-1)?.length ?? 0, length: to - from });
    }
    return result?.text.split('\n') ?? null;
  };
  /** What really stands where lines are in the file as models see it; null where that is no single place. */
  const unseen = (lines: readonly string[], staged: StagedText): readonly string[] | null => {
    if (!hidden?.length || !holdsMark(lines.join('\n'))) return null;
    let base = seen.get(hidden);
    if (base === undefined) {
      base = blackedOutLines(staged.base.lines, hidden);
      seen.set(hidden, base);
    }
    if (base === null) return null;
    const shown = staged.lines.map((line, index) => base[staged.origin[index] ?? -1] ?? line);
    const [start, other] = findLines(shown, lines, { limit: 2 });
    return start === undefined || other !== undefined ? null : staged.lines.slice(start, start + lines.length);
  };
  /** A block that looks for what is really there; null where that is not clear. */
  const restoredSearch = (block: ReplaceBlock, staged: StagedText): ReplaceBlock | null => {
    const readings = block.readings.map((reading) => ({
      ...reading,
      search: unseen(reading.search, staged) ?? restored(reading.search, staged),
    }));
    if (!readings.every((reading): reading is SearchReading => reading.search !== null)) return null;
    if (block.diff === null || !hidden?.length) return { ...block, readings };
    let hunks = restoredHunks.get(block.diff.hunks);
    if (!hunks) {
      hunks = block.diff.hunks.map((hunk) => ({ ...hunk, search: restored(hunk.search, staged) ?? hunk.search }));
      restoredHunks.set(block.diff.hunks, hunks);
    }
    return { ...block, readings, diff: { ...block.diff, hunks } };
  };

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
    const wanted = restoredSearch(block, staged);
    if (wanted === null) return fail('blackedOut');
    const place = empty ? endOfFile(staged, wanted) : findPlace(entry, staged, wanted, diff !== null);
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
      const own = restored(lines, staged, start, end, here);
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
    const lines = restored(block.lines, current, 0, current?.lines.length, values);
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
    const expected = block.expected && (restored(block.expected, entry.staged) ?? block.expected);
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
      hidden = values ?? null;
      last = null;
      const path = pathOf(block);
      if (path === null) {
        const reason = block.kind === 'broken' ? block.reason : block.path === '' ? 'noPath' : 'badPath';
        return failed(block, null, reason, searchOf(block), [], null);
      }
      const key = keyOf(block, path);
      const before = key === null ? [] : (done.get(key) ?? []);
      const same = earlierSame(block, before, entries.get(path));
      if (same) return { ...same, block, status: 'repeated' };
      const outcome = applyChecked(block, path);
      if (key !== null && outcome.status !== 'failed') done.set(key, [...before, outcome]);
      return outcome;
    },
    restored() {
      if (!last?.entry.staged || last.values.length === 0) return null;
      const { lines } = last.entry.staged;
      const text = lines.join('\n');
      const starts: number[] = [];
      let at = 0;
      for (const line of lines) {
        starts.push(at);
        at += line.length + 1;
      }
      const places = last.values.map(({ line, column, length }) => {
        const start = (starts[line] ?? 0) + column;
        return { start, end: start + length };
      });
      return { text, places };
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

/** A patch may say that its lines come at the end, and nothing else of their place. */
function endOfFile(staged: StagedText, block: ReplaceBlock): BlockPlace | null {
  const [reading] = block.readings;
  if (!block.atEnd || !reading || reading.search.length > 0) return null;
  const end = staged.lines.length;
  return {
    kind: 'place',
    rung: 'exact',
    flagged: false,
    splices: [{ start: end, end, lines: reading.replace }],
    reading,
  };
}

/**
 * The place of a block, or why there is none. A block that was taken from the base before another one changed its place says so rather than to settle for a
 * place that fits it less well; and one that seems to be done already waits for a person.
 */
function findPlace(
  { touched, beforeDiff }: Entry,
  staged: StagedText,
  block: ReplaceBlock,
  inDiff: boolean,
): BlockPlace | { readonly kind: 'none'; readonly reason: FailureReason; readonly places: readonly number[] } {
  const { base, lines, since } = staged;
  const place = matchBlock(lines, block, inDiff && since ? { before: beforeDiff, since } : null);
  if (place.kind === 'place' && place.rung === 'exact') return place;
  const none = (reason: FailureReason) => ({ kind: 'none', reason, places: [] }) as const;
  if (touched) {
    const inBase = matchBlock(base.lines, block);
    const isBetter = inBase.rung !== null && inBase.rung !== 'similar' && isAbove(inBase.rung, place.rung);
    if (isBetter || (inBase.kind === 'place' && place.kind === 'none' && place.reason === 'notFound')) {
      return none('overlaps');
    }
  }
  const [reading] = block.readings;
  const isThere =
    reading?.replace.some((line) => !isBlank(line)) === true &&
    findLines(lines, reading.replace, { limit: 1 }).length > 0;
  if (place.kind === 'none') return place.reason === 'notFound' && isThere ? none('alreadyThere') : place;
  const isOtherDepth = place.rung === 'indentation' && reading?.search.join('\n') !== reading?.replace.join('\n');
  return isThere && isOtherDepth ? { ...place, flagged: true } : place;
}

function isAbove(rung: Rung, other: Rung | null): boolean {
  return other === null || rungs.indexOf(rung) < rungs.indexOf(other);
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

/** The same for blocks that do the same, so that one which adds lines does not add them twice when a model repeats itself; null for those that may. */
function keyOf(block: EditBlock, path: string): string | null {
  if (block.kind !== 'replace') return null;
  return JSON.stringify([path, block.readings, block.anchors]);
}

/** Which of the blocks that say the same has done what this one is to do; null when it is about a place of its own, as the hunks of one diff may be. */
function earlierSame(block: EditBlock, before: readonly BlockOutcome[], entry: Entry | undefined): BlockOutcome | null {
  const diffOf = (each: EditBlock) => (each.kind === 'replace' ? each.diff : null);
  const diff = diffOf(block);
  const here = before.filter((each) => diffOf(each.block)?.answerLine === diff?.answerLine);
  const elsewhere = before.filter((each) => !here.includes(each));
  const sameAs = diff?.sameAs ?? [];
  if (elsewhere.length > sameAs.length) return elsewhere[0] ?? null;
  const last = here.at(-1);
  if (!last || !diff || !entry) return last ?? null;
  const place = placeInOrder(entry.beforeDiff, diff);
  const isTaken = sameAs.some((index) => placeInOrder(entry.beforeDiff, { ...diff, index }) === place);
  return place === null || isTaken ? last : null;
}
