/** A line of the graph through one row: from a lane at its top to a lane at its bottom; -1 is the row's own commit. */
export interface LaneLine {
  readonly from: number;
  readonly to: number;
  readonly color: number;
}

/** How the graph looks at one commit. */
export interface GraphRow {
  readonly lane: number;
  readonly color: number;
  /** Lines that come from above: pass through, or end at the commit (`to` is its lane, at the middle). */
  readonly above: readonly LaneLine[];
  /** Lines that go on below: from the commit's lane, or through. */
  readonly below: readonly LaneLine[];
  readonly lanes: number;
}

/** How many colours lines have. */
export const laneColors = 8;

/** Lays out commits one after the other, children before parents; the memory is what lines are open. */
export function createLaneLayout(): { add(commit: { hash: string; parents: readonly string[] }): GraphRow } {
  /** What each lane waits for. */
  let lanes: ({ readonly hash: string; readonly color: number } | null)[] = [];
  let nextColor = 0;
  const takeColor = () => {
    const color = nextColor;
    nextColor = (nextColor + 1) % laneColors;
    return color;
  };
  const freeLane = (taken: readonly unknown[]) => {
    const free = taken.indexOf(null);
    return free < 0 ? taken.length : free;
  };

  return {
    add({ hash, parents }) {
      const waiting = lanes.findIndex((open) => open?.hash === hash);
      const lane = waiting < 0 ? freeLane(lanes) : waiting;
      const color = lanes[lane]?.color ?? takeColor();
      const above: LaneLine[] = [];
      for (const [index, open] of lanes.entries()) {
        if (open) above.push({ from: index, to: open.hash === hash ? lane : index, color: open.color });
      }
      const next = lanes.map((open) => (open?.hash === hash ? null : open));
      while (next.length <= lane) next.push(null);
      const below: LaneLine[] = [];
      for (const [index, parent] of parents.entries()) {
        // A commit and its first parent stay in one lane, even where another lane waits for that parent too.
        const known = index === 0 ? -1 : next.findIndex((open) => open?.hash === parent);
        if (known >= 0) {
          below.push({ from: lane, to: known, color: next[known]?.color ?? color });
          continue;
        }
        const at = index === 0 && next[lane] === null ? lane : freeLane(next);
        const own = index === 0 ? color : takeColor();
        next[at] = { hash: parent, color: own };
        below.push({ from: lane, to: at, color: own });
      }
      for (const [index, open] of lanes.entries()) {
        if (open && open.hash !== hash) below.push({ from: index, to: index, color: open.color });
      }
      const count = Math.max(lanes.length, next.length, lane + 1);
      lanes = trimmed(next);
      return { lane, color, above, below, lanes: count };
    },
  };
}

function trimmed<T>(lanes: (T | null)[]): (T | null)[] {
  let length = lanes.length;
  while (length > 0 && lanes[length - 1] === null) length -= 1;
  return lanes.slice(0, length);
}
