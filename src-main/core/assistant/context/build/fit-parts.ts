import type { TokenCounter } from '../tokens/token-counter.ts';
import { shareEvenly } from './allot.ts';
import type { Frame, LineRange } from './frame-data.ts';
import { linesText } from './gather-named.ts';
import type { DraftPart, SizedPart } from './request.ts';

/** Tokens below which a part says nothing. */
const smallestPart = 24;
/** The line ends around a part. */
const between = 3;

export interface Fitting {
  readonly counter: Pick<TokenCounter, 'count' | 'countAll' | 'cut'>;
  readonly frame: Frame;
}

/** The parts that fit into so many tokens, each cut to an even share where they are too many; and the tokens that are left. */
export async function fitTogether(
  drafts: readonly DraftPart[],
  tokens: number,
  fitting: Fitting,
): Promise<{ readonly parts: SizedPart[]; readonly left: number }> {
  const needs = await Promise.all(
    drafts.map(
      async (draft) =>
        (await overhead(draft, fitting)) + (await fitting.counter.cut(draft.text, tokens, 'start')).tokens,
    ),
  );
  const grants = shareEvenly(needs, tokens);
  const parts: SizedPart[] = [];
  let left = tokens;
  for (const [index, draft] of drafts.entries()) {
    const part = await fitPart(draft, Math.min(left, grants[index] ?? 0), fitting);
    if (part === null) continue;
    parts.push(part);
    left -= part.part.tokens;
  }
  return { parts, left };
}

/** The parts that fit one after the other, the first ones first; none but the last is cut. */
export async function fitInOrder(
  drafts: AsyncIterable<DraftPart> | Iterable<DraftPart>,
  tokens: number,
  fitting: Fitting,
): Promise<{ readonly parts: SizedPart[]; readonly left: number }> {
  const parts: SizedPart[] = [];
  let left = tokens;
  for await (const draft of drafts) {
    const part = await fitPart(draft, left, fitting);
    if (part === null) break;
    parts.push(part);
    left -= part.part.tokens;
    if (part.part.cut) break;
  }
  return { parts, left };
}

/** As much of a part as fits into so many tokens with its marks; null where that would be nothing of use. */
export async function fitPart(draft: DraftPart, tokens: number, fitting: Fitting): Promise<SizedPart | null> {
  const room = tokens - (await overhead(draft, fitting));
  if (room <= 0) return null;
  const { firstLine, keep, text: _text, tag: _tag, ...described } = draft;
  const relative = typeof keep === 'object' ? { around: Math.max(1, keep.around - (firstLine ?? 1) + 1) } : keep;
  const cut = await fitting.counter.cut(draft.text, room, relative);
  if (cut.cut && room < smallestPart) return null;
  const lines: LineRange | null =
    firstLine === null ? null : { line: firstLine + cut.line - 1, endLine: firstLine + cut.endLine - 1 };
  const detail = cut.cut && lines !== null ? linesText(lines.line, lines.endLine) : described.detail;
  const used = await fitting.counter.count(frameText(draft, cut.text, lines, fitting));
  return {
    part: { ...described, detail, tokens: used + 1, cut: cut.cut },
    draft,
    text: cut.text,
    lines,
  };
}

/** A part as it stands in the request. */
export function frameText(
  draft: DraftPart,
  text: string,
  lines: LineRange | null,
  { frame }: Pick<Fitting, 'frame'>,
): string {
  return frame.wrap(draft, text, lines);
}

async function overhead(draft: DraftPart, fitting: Fitting): Promise<number> {
  const lines = draft.firstLine === null ? null : { line: 100_000, endLine: 100_000 };
  return (await fitting.counter.count(frameText(draft, '', lines, fitting))) + between;
}
