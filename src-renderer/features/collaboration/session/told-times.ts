/** Milliseconds that a clock may be ahead before what its person says is put after others' words no more. */
export const trustedAhead = 120_000;
/** What is told of a later time than that has no more room than this. */
const mostEarly = 200;

/** Puts what people told in order by their clocks, of which some are wrong. `most` are left, the latest. */
export interface ToldTimes {
  inOrder<Told extends { readonly id: string; readonly at: number }>(all: readonly Told[]): readonly Told[];
}

/**
 * Orders what was told. What is of a time to come counts as told when it was first seen here, and few of it are left, those nearest to
 * now: else a wrong clock would stay at the end for ever, and a hostile one would push everything else out.
 */
export function createToldTimes(most: number, now: () => number): ToldTimes {
  let seenAt = new Map<string, number>();
  return {
    inOrder(all) {
      const time = now();
      const isEarly = ({ at }: { readonly at: number }) => at > time + trustedAhead;
      const early = all.filter(isEarly).sort(compare).slice(0, mostEarly);
      seenAt = new Map(early.map(({ id }) => [id, seenAt.get(id) ?? time]));
      const timely = all.filter((each) => !isEarly(each)).sort(compare);
      const left = most > early.length ? timely.slice(early.length - most) : [];
      // Of those that were seen together, the order in which they were told stays.
      return [...left, ...early.map((each) => ({ ...each, at: seenAt.get(each.id) ?? time }))].sort(
        (a, b) => a.at - b.at,
      );
    },
  };
}

interface Told {
  readonly id: string;
  readonly at: number;
}

function compare(a: Told, b: Told): number {
  return a.at - b.at || (a.id < b.id ? -1 : 1);
}
