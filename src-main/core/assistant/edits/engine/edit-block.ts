/** One way to read a block's body: `search` is looked for, `replace` takes its place. */
export interface SearchReading {
  readonly search: readonly string[];
  readonly replace: readonly string[];
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
  /** The line of the answer at which the diff of this file begins: its hunks speak of the text before it. Null for a block that stands for itself. */
  readonly diff: number | null;
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
  | 'leavesOut';

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
