import {
  createAbsolutePositionFromRelativePosition,
  createRelativePositionFromTypeIndex,
  decodeRelativePosition,
  encodeRelativePosition,
  type Text as YText,
} from 'yjs';
import { decodeBase64, encodeBase64Url } from '../protocol/bytes.ts';
import type { OffsetRange } from '../text/text-replacement.ts';

/** A selection, or a caret where both are the same: relative positions of Yjs, in base64 for URLs. */
export interface SharedSelection {
  readonly anchor: string;
  readonly head: string;
}

/** What a client says of itself to all others, besides what its link has proven. */
export interface Presence {
  /** The session's id of the file that is in view. */
  readonly file: string | null;
  /** The line of the main caret there, from 1. */
  readonly line: number | null;
  /** The main one first. */
  readonly selections: readonly SharedSelection[];
  readonly typing: boolean;
  /** The Yjs client whose places this one goes to. */
  readonly following: number | null;
  /** Moves each time everybody is asked to follow. */
  readonly calls: number;
  /** When the person did something last, in milliseconds since 1970; null while they do something now and then. */
  readonly idleSince: number | null;
}

export const nowhere: Presence = {
  file: null,
  line: null,
  selections: [],
  typing: false,
  following: null,
  calls: 0,
  idleSince: null,
};

/** More are not shown, nor sent. */
export const mostSelections = 64;
const longestPosition = 128;
const longestId = 64;

/** What another client says of itself; null when it is nothing that this product writes. */
export function readPresence(state: unknown): Presence | null {
  if (typeof state !== 'object' || state === null) return null;
  const { file, line, selections, typing, following, calls, idleSince } = state as Record<string, unknown>;
  if (file !== null && !isText(file, longestId)) return null;
  if (line !== null && !isCount(line)) return null;
  if (typeof typing !== 'boolean' || !isCount(calls)) return null;
  if (following !== null && !isCount(following)) return null;
  if (idleSince !== null && !isCount(idleSince)) return null;
  if (!Array.isArray(selections) || selections.length > mostSelections || !selections.every(isSelection)) return null;
  return {
    file,
    line,
    selections: selections.map(({ anchor, head }) => ({ anchor, head })),
    typing,
    following,
    calls,
    idleSince,
  };
}

function isSelection(value: unknown): value is SharedSelection {
  if (typeof value !== 'object' || value === null) return false;
  const { anchor, head } = value as Record<string, unknown>;
  return isText(anchor, longestPosition) && isText(head, longestPosition);
}

function isText(value: unknown, longest: number): value is string {
  return typeof value === 'string' && value.length <= longest;
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

/** Makes a selection one that others find in their copy of the text; what is inserted at its edges is not part of it. */
export function shareSelection(text: YText, { anchor, head }: OffsetRange): SharedSelection {
  const from = sharePosition(text, anchor, anchor < head ? 0 : -1);
  return { anchor: from, head: anchor === head ? from : sharePosition(text, head, head < anchor ? 0 : -1) };
}

function sharePosition(text: YText, offset: number, side: 0 | -1): string {
  const position = createRelativePositionFromTypeIndex(text, Math.min(offset, text.length), side);
  return encodeBase64Url(encodeRelativePosition(position));
}

/** Where a selection is in this copy of the text; null when it is none, or has not come yet. */
export function findSelection(text: YText, { anchor, head }: SharedSelection): OffsetRange | null {
  const from = findPosition(text, anchor);
  const to = anchor === head ? from : findPosition(text, head);
  return from === null || to === null ? null : { anchor: from, head: to };
}

function findPosition(text: YText, shared: string): number | null {
  const bytes = decodeBase64(shared);
  if (!bytes || !text.doc) return null;
  try {
    const position = decodeRelativePosition(bytes);
    // A position by name would make a new part of the document here.
    if (position.tname !== null) return null;
    const found = createAbsolutePositionFromRelativePosition(position, text.doc);
    return found?.type === text ? found.index : null;
  } catch {
    return null;
  }
}
