import type { VersionKind } from '../../../../contract/desktop/collaboration.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** Versions up to an age, in milliseconds, of which one stays in each span of time; the first that fits counts. */
const schedule: readonly { readonly age: number; readonly every: number }[] = [
  { age: hour, every: 0 },
  { age: day, every: 5 * minute },
  { age: 30 * day, every: hour },
  { age: Number.POSITIVE_INFINITY, every: day },
];

export interface ThinnedVersion {
  readonly id: number;
  readonly kind: VersionKind;
  readonly message: string | null;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
}

/**
 * Which versions are no longer needed: all of the last hour stay, one for every 5 minutes of the last day, one an hour of the last
 * 30 days, one a day of what is older. What somebody saved stays, and so do the first one and the latest.
 */
export function findDispensable(versions: readonly ThinnedVersion[], now: number): number[] {
  const sorted = [...versions].sort((a, b) => b.createdAt - a.createdAt || b.id - a.id);
  const taken = new Set<string>();
  return sorted.slice(1, -1).flatMap(({ id, kind, message, createdAt }) => {
    const every = schedule.find(({ age }) => now - createdAt < age)?.every ?? day;
    if (kind === 'saved' || message !== null || every === 0) return [];
    // Spans begin at fixed times, so that what stayed once is what stays at the next look.
    const span = `${every} ${Math.floor(createdAt / every)}`;
    if (taken.has(span)) return [id];
    taken.add(span);
    return [];
  });
}
