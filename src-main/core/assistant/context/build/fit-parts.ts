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

/** Parts are measured so many at a time, as far as they may fit at all: each question to the counter's thread takes a while by itself. */
const measuredTogether = 16;
/** Characters of a text that is counted whole; of a longer one no more is looked at than may fit. */
const longestMeasured = 64_000;
/** Characters for each token beyond which a text is not likely to fit. */
const charactersPerToken = 8;

/** The parts that fit one after the other, the first ones first; none but the last is cut. */
export async function fitInOrder(
  drafts: AsyncIterable<DraftPart> | Iterable<DraftPart>,
  tokens: number,
  fitting: Fitting,
): Promise<{ readonly parts: SizedPart[]; readonly left: number }> {
  const parts: SizedPart[] = [];
  let left = tokens;
  for await (const batch of batchesOf(drafts, () => left)) {
    const sizes = await measure(batch, fitting);
    for (const [index, draft] of batch.entries()) {
      const part = await fitMeasured(draft, sizes[index] as Measured, left, fitting);
      if (part === null) return { parts, left };
      parts.push(part);
      left -= part.part.tokens;
      if (part.part.cut) return { parts, left };
    }
  }
  return { parts, left };
}

/** Drafts in their order, no more at a time than are likely to fit into what is left. */
async function* batchesOf(
  drafts: AsyncIterable<DraftPart> | Iterable<DraftPart>,
  left: () => number,
): AsyncGenerator<DraftPart[], void, void> {
  let batch: DraftPart[] = [];
  let characters = 0;
  for await (const draft of drafts) {
    batch.push(draft);
    characters += draft.text.length;
    if (batch.length < measuredTogether && characters < left() * 4) continue;
    yield batch;
    batch = [];
    characters = 0;
  }
  if (batch.length > 0) yield batch;
}

/** As much of a part as fits into so many tokens with its marks; null where that would be nothing of use. */
export async function fitPart(draft: DraftPart, tokens: number, fitting: Fitting): Promise<SizedPart | null> {
  const [size] = await measure([draft], fitting, tokens);
  return fitMeasured(draft, size as Measured, tokens, fitting);
}

/** Tokens of a part. */
interface Measured {
  /** Of its marks. */
  readonly overhead: number;
  /** Of its text and its marks as they stand in the request; null where the text is too long to be counted whole. */
  readonly whole: number | null;
}

async function measure(
  drafts: readonly DraftPart[],
  fitting: Fitting,
  tokens = Number.POSITIVE_INFINITY,
): Promise<Measured[]> {
  const isShort = ({ text }: DraftPart) => text.length <= Math.min(tokens * charactersPerToken, longestMeasured);
  const texts = drafts.map((draft) => [
    frameText(draft, '', widestLines(draft), fitting),
    ...(isShort(draft) ? [frameText(draft, draft.text, linesOf(draft), fitting)] : []),
  ]);
  const counts = await fitting.counter.countAll(texts.flat());
  let at = 0;
  return texts.map((own) => {
    const [overhead = 0, whole = null] = counts.slice(at, at + own.length);
    at += own.length;
    return { overhead: overhead + between, whole };
  });
}

async function fitMeasured(
  draft: DraftPart,
  { overhead, whole }: Measured,
  tokens: number,
  fitting: Fitting,
): Promise<SizedPart | null> {
  const { firstLine, keep, text, tag: _tag, ...described } = draft;
  if (whole !== null && whole + between <= tokens) {
    return { part: { ...described, tokens: whole + 1, cut: false }, draft, text, lines: linesOf(draft) };
  }
  const room = tokens - overhead;
  if (room <= 0) return null;
  const relative = typeof keep === 'object' ? { around: Math.max(1, keep.around - (firstLine ?? 1) + 1) } : keep;
  const cut = await fitting.counter.cut(text, room, relative);
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

/** The lines of the whole text of a part. */
function linesOf({ firstLine, text }: DraftPart): LineRange | null {
  return firstLine === null ? null : { line: firstLine, endLine: firstLine + text.split('\n').length - 1 };
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
  return (await fitting.counter.count(frameText(draft, '', widestLines(draft), fitting))) + between;
}

/** The longest numbers of lines that a part's marks may hold. */
function widestLines({ firstLine }: DraftPart): LineRange | null {
  return firstLine === null ? null : { line: 100_000, endLine: 100_000 };
}
