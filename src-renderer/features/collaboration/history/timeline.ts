import type { Version } from '../../../../contract/desktop/collaboration.ts';
import { dayOf } from './words.ts';

/** A row of the list: a day's head, or a version. */
export type TimelineRow =
  | { readonly type: 'day'; readonly key: string; readonly title: string }
  | { readonly type: 'version'; readonly key: string; readonly version: Version };

/** Versions, which are the newest first, under the days of their times. */
export function timelineRows(versions: readonly Version[], now: number): TimelineRow[] {
  let day = '';
  return versions.flatMap((version): TimelineRow[] => {
    const row: TimelineRow = { type: 'version', key: `version ${version.id}`, version };
    const title = dayOf(version.createdAt, now);
    if (title === day) return [row];
    day = title;
    return [{ type: 'day', key: `day ${title}`, title }, row];
  });
}

/** What is compared: `from` null is nothing at all. */
export interface ComparedVersions {
  readonly from: Version | null;
  readonly to: Version;
}

/**
 * The versions that a choice compares. Two that are chosen: the older with the newer one. One: with the version before it, or with
 * the latest, which is what there is now.
 */
export function comparedVersions(choice: {
  readonly versions: readonly Version[];
  readonly selected: number | null;
  readonly anchor: number | null;
  readonly against: 'before' | 'now';
}): ComparedVersions | null {
  const { versions, selected, anchor, against } = choice;
  const index = versions.findIndex(({ id }) => id === selected);
  const chosen = versions[index];
  const [latest] = versions;
  if (!chosen || !latest) return null;
  const other = anchor === selected ? -1 : versions.findIndex(({ id }) => id === anchor);
  const second = versions[other];
  if (second) return other > index ? { from: second, to: chosen } : { from: chosen, to: second };
  if (against === 'now') return { from: chosen, to: latest };
  return { from: versions[index + 1] ?? null, to: chosen };
}
