/** One way to read a block's body: `search` is looked for, `replace` takes its place. */
export interface SearchReading {
  readonly search: readonly string[];
  readonly replace: readonly string[];
  /** The replacement holds a divider that is more likely a slip than text, so nobody knows where it ends. */
  readonly endUnclear?: boolean;
}

/** One hunk among those of a file's diff. One that changes nothing still says what stands where. */
export interface DiffHunk {
  readonly search: readonly string[];
  readonly anchors: readonly string[];
  readonly atEnd: boolean;
  /** Whether it is context alone. */
  readonly changesNothing: boolean;
  /** The part of `search` that it changes, `start` to before `end`; all of it where it changes nothing. */
  readonly changed: { readonly start: number; readonly end: number };
}

/** A hunk's place in the diff of its file: the hunks of a diff are in the order of the file. */
export interface PlaceInDiff {
  /** The line of the answer at which the file's diff begins. Its hunks speak of the text before it. */
  readonly answerLine: number;
  readonly hunks: readonly DiffHunk[];
  readonly index: number;
  /** The hunks before it that say exactly the same. */
  readonly sameAs: readonly number[];
}

/** How a block was written. */
export type BlockFormat = 'search-replace' | 'whole-file' | 'apply-patch' | 'unified-diff';

interface BlockBase {
  /** As the answer gave it, before it was checked; empty when none was found. */
  readonly path: string;
  readonly format: BlockFormat;
  /** The line of the answer at which the block begins, from 1. */
  readonly answerLine: number;
}

/** Replaces lines by others. A body that holds dividers of its own can be read in several ways; the one that has a place counts. */
export interface ReplaceBlock extends BlockBase {
  readonly kind: 'replace';
  readonly readings: readonly SearchReading[];
  /** Lines that stand somewhere above the place, outermost first: the headers of a patch's hunk. */
  readonly anchors: readonly string[];
  /** The place is at the end of the file. */
  readonly atEnd: boolean;
  /** Null for a block that stands for itself. */
  readonly diff: PlaceInDiff | null;
  /** Another path that a diff gives the same file: of `--- app.py.orig` and `+++ app.py` the one that is there counts. */
  readonly otherPath: string | null;
  /** What a diff says of the last line's end; null when it says nothing. */
  readonly endsWithNewline: boolean | null;
}

export interface WriteBlock extends BlockBase {
  readonly kind: 'write';
  readonly lines: readonly string[];
  /** The file must not be there yet. */
  readonly onlyNew: boolean;
  readonly endsWithNewline: boolean;
}

export interface DeleteBlock extends BlockBase {
  readonly kind: 'delete';
  /** What the file holds, as far as the answer says. */
  readonly expected: readonly string[] | null;
}

export interface RenameBlock extends BlockBase {
  readonly kind: 'rename';
  readonly from: string;
}

/** Something that was begun and cannot be read. */
export interface BrokenBlock extends BlockBase {
  readonly kind: 'broken';
  readonly reason: 'unclosed' | 'noPath' | 'notAPatch';
  readonly lines: readonly string[];
}

export type EditBlock = ReplaceBlock | WriteBlock | DeleteBlock | RenameBlock | BrokenBlock;

/** The rungs of the ladder, from the top. */
export const rungs = ['exact', 'trailing-space', 'indentation', 'blank-edges', 'elided', 'similar'] as const;
export type Rung = (typeof rungs)[number];

export type FailureReason =
  | 'noPath'
  | 'badPath'
  | 'unclosed'
  | 'notAPatch'
  | 'missingFile'
  | 'existingFile'
  | 'unreadableFile'
  | 'emptySearch'
  | 'ambiguous'
  | 'notFound'
  | 'alreadyThere'
  | 'overlaps'
  | 'tooLongToReplace'
  | 'leavesOut'
  | 'blackedOut'
  | 'laidBare';

/** The lines of a file that come nearest to what was looked for. `line` from 1; `similarity` from 0 to 1. */
export interface NearestLines {
  readonly line: number;
  readonly text: string;
  readonly similarity: number;
}

export interface BlockFailure {
  readonly reason: FailureReason;
  /** Where an ambiguous block fits, from 1, the first few; empty otherwise. */
  readonly places: readonly number[];
  readonly search: readonly string[];
  readonly nearest: NearestLines | null;
}

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
