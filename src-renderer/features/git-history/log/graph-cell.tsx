import { memo } from 'react';
import type { GraphRow } from '../graph/lanes.ts';

export const rowHeight = 24;
const laneWidth = 12;
const mostLanes = 14;

export function graphWidth(lanes: number): number {
  return (Math.min(lanes, mostLanes) + 0.5) * laneWidth;
}

const x = (lane: number) => laneWidth / 2 + Math.min(lane, mostLanes) * laneWidth + 2;
const middle = rowHeight / 2;

function path(fromX: number, fromY: number, toX: number, toY: number): string {
  if (fromX === toX) return `M${fromX} ${fromY}V${toY}`;
  const half = (fromY + toY) / 2;
  return `M${fromX} ${fromY}C${fromX} ${half} ${toX} ${half} ${toX} ${toY}`;
}

/** The part of the graph that one row shows. */
export const GraphCell = memo(function GraphCell({
  row,
  merge,
  width,
}: {
  row: GraphRow;
  merge: boolean;
  width: number;
}) {
  return (
    <svg className="log-graph" width={width} height={rowHeight} aria-hidden="true">
      {row.above.map(({ from, to, color }) => (
        <path key={`a${from}`} className={`log-lane-${color}`} d={path(x(from), 0, x(to), middle)} />
      ))}
      {row.below.map(({ from, to, color }) => (
        <path key={`b${from}-${to}`} className={`log-lane-${color}`} d={path(x(from), middle, x(to), rowHeight)} />
      ))}
      <circle
        className={`log-dot log-lane-${row.color}${merge ? ' log-dot-merge' : ''}`}
        cx={x(row.lane)}
        cy={middle}
        r={merge ? 3.5 : 4}
      />
    </svg>
  );
});
