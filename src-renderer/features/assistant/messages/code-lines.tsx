import { Fragment } from 'react';
import type { ColoredPiece } from './colored-lines.ts';

/** One line of code in its colours, or plain while there are none; `marked` parts (from, to) stand out. */
export function CodeLine({
  text,
  pieces,
  marked = [],
}: {
  readonly text: string;
  readonly pieces: readonly ColoredPiece[] | null;
  readonly marked?: readonly (readonly [number, number])[];
}) {
  if (pieces === null && marked.length === 0) return text;
  let at = 0;
  return cut(pieces ?? [{ text, className: '' }], marked).map((piece) => {
    const from = at;
    at += piece.text.length;
    const content = piece.className ? <span className={piece.className}>{piece.text}</span> : piece.text;
    return <Fragment key={from}>{piece.marked ? <mark>{content}</mark> : content}</Fragment>;
  });
}

interface CutPiece extends ColoredPiece {
  readonly marked: boolean;
}

/** The pieces, cut where marks begin and end. */
function cut(pieces: readonly ColoredPiece[], marked: readonly (readonly [number, number])[]): readonly CutPiece[] {
  const edges = marked.flat();
  const result: CutPiece[] = [];
  let at = 0;
  for (const { text, className } of pieces) {
    const end = at + text.length;
    const inside = edges.filter((edge) => edge > at && edge < end).sort((one, two) => one - two);
    let from = at;
    for (const edge of [...inside, end]) {
      if (edge === from) continue;
      const start = from;
      result.push({
        text: text.slice(start - at, edge - at),
        className,
        marked: marked.some(([first, last]) => start >= first && edge <= last),
      });
      from = edge;
    }
    at = end;
  }
  return result;
}
