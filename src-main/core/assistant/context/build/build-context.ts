import type { ContextManifest, ContextPart } from '../../../../../contract/model/chat.ts';
import { t } from '../../../../../localization/index.ts';
import { redact } from '../gate/redact.ts';
import type { TokenCounter } from '../tokens/token-counter.ts';
import { shareOut } from './allot.ts';
import type { ContextBounds } from './bounds.ts';
import { fitHistory, type SafeMessage, verbatimMessages } from './fit-history.ts';
import { type Fitting, fitInOrder, fitPart, fitTogether, frameText } from './fit-parts.ts';
import { frameData } from './frame-data.ts';
import { gatherNamed, type NamedParts, type NamedSources } from './gather-named.ts';
import { arrange, tokensOfRequest, tokensPerMessage, tokensPerRequest } from './messages.ts';
import type { BuiltContext, ContextRequest, DraftPart, PromptMessage, SentFile, SizedPart } from './request.ts';
import { summarise } from './summarise.ts';

/** What the project's index says of a question. Texts are asked for as they are needed, and come through the gate. */
export interface FoundParts {
  /** Best first. `files` of what was taken is told with `sent`. */
  readonly chunks: AsyncIterable<{ readonly draft: DraftPart; readonly file: SentFile }> | Iterable<never>;
  /** Signatures of what matters here, best first; null when there are none. */
  readonly map: DraftPart | null;
  readonly indexing: boolean;
}

export interface BuildSources extends NamedSources {
  readonly counter: TokenCounter;
  readonly projectName: string;
  find(request: ContextRequest, named: NamedParts): Promise<FoundParts>;
}

/** Text that is too long to be read at all is shortened before anybody looks at it. */
const longestHistory = 400_000;

/**
 * Builds the messages for a model and says what is in them. The tokens of all of it, framing included, never exceed the budget.
 * Leaving a part out takes nothing else in: what is sent was in the manifest before.
 */
export async function buildContext(
  request: ContextRequest,
  { budget, ceiling, window }: ContextBounds,
  sources: BuildSources,
): Promise<BuiltContext> {
  const { counter } = sources;
  const named = await gatherNamed(request, sources);
  const [question, history] = await Promise.all([redact(request.question), safeHistory(request)]);
  const found = await sources.find(request, named);
  request.signal?.throwIfAborted();

  const summary = summaryDraft(history.slice(0, -verbatimMessages), request.continues?.question ?? question.text);
  const known = [...named.drafts, ...(found.map ? [found.map] : []), ...(summary ? [summary] : [])];
  const frame = frameData([...known.map(({ text }) => text), question.text, ...history.map(({ text }) => text)]);
  const fitting: Fitting = { counter, frame };

  const [instructions, asked] = await fixedParts(request, budget, question, sources, fitting);
  const framing = tokensPerRequest + 2 * tokensPerMessage;
  const shares = shareOut(budget, instructions.part.tokens + asked.part.tokens + framing);

  // Nobody but the messages themselves knows what they need; what they do not is free for what is found.
  const summaryShare = summary === null ? 0 : Math.floor(shares.messages / 4);
  const summarySize = summary === null ? 0 : await sizeOf(summary, summaryShare, fitting);
  const unneeded = (await fitHistory(history, shares.messages - summarySize, counter)).left;

  const first = await fitTogether(named.drafts, shares.named, fitting);
  const taken: SentFile[] = [];
  const second = await fitInOrder(
    withoutKnown(found.chunks, first.parts, taken),
    shares.found + first.left + unneeded,
    fitting,
  );
  const mapPart = found.map === null ? null : await fitPart(found.map, shares.map + second.left, fitting);
  const rolled = shares.map + second.left - (mapPart?.part.tokens ?? 0);
  const last = await fitHistory(history, shares.messages - unneeded - summarySize + rolled, counter);
  const summaryPart = summary === null ? null : await fitPart(summary, summarySize + last.left, fitting);

  const all = [...first.parts, ...second.parts, ...one(mapPart), ...one(summaryPart), ...last.parts];
  const leaveOut = new Set(request.leaveOut);
  const wanted = all.filter(({ part }) => !leaveOut.has(part.id));
  const fitted = await holdTo(budget, instructions, asked, wanted, fitting);
  const sentPaths = new Set(fitted.parts.map(({ part }) => part.path));
  const manifest: ContextManifest = {
    budget,
    ...(window === null ? {} : { window }),
    tokens: fitted.tokens,
    parts: [fitted.instructions, fitted.question, ...fitted.parts].map(({ part }) => part).sort(byClaim),
    heldBack: [...named.heldBack],
    leftOut: [...request.leaveOut],
    indexing: found.indexing,
  };
  return {
    manifest,
    messages: fitted.messages,
    files: distinct([...named.files, ...taken]).filter(({ path }) => sentPaths.has(path)),
    frame,
    ceiling,
  };
}

async function safeHistory({ history, continues }: ContextRequest): Promise<SafeMessage[]> {
  const safe: SafeMessage[] = [];
  let length = 0;
  for (const { id, role, text } of [...history].reverse()) {
    if (text.trim() === '') continue;
    length += text.length;
    const goesOn = id === continues?.messageId;
    if (length > longestHistory && !goesOn) break;
    // Of what is to go on, the model has to see where it ends.
    safe.unshift({ id, role, keep: goesOn ? 'end' : 'start', ...(await redact(text)) });
  }
  return safe;
}

function summaryDraft(older: readonly SafeMessage[], question: string): DraftPart | null {
  const text = summarise(older, question);
  if (text === '') return null;
  return {
    id: 'summary',
    kind: 'summary',
    title: t('Earlier messages, shortened'),
    detail: '',
    path: null,
    redacted: 0,
    removable: true,
    tag: 'summary of earlier messages',
    text,
    firstLine: null,
    keep: 'end',
  };
}

async function sizeOf(draft: DraftPart, most: number, fitting: Fitting): Promise<number> {
  return (await fitPart(draft, most, fitting))?.part.tokens ?? 0;
}

/** Instructions and question: never left out, cut only where they alone are more than the budget. */
async function fixedParts(
  request: ContextRequest,
  budget: number,
  question: { readonly text: string; readonly redacted: number },
  { counter, projectName }: BuildSources,
  { frame }: Fitting,
): Promise<[SizedPart, SizedPart]> {
  const introduction = `You help with the project ${JSON.stringify(projectName)}. Answer in the language of the question, in Markdown.`;
  const instructions = [introduction, frame.instruction, request.instructions ?? ''].filter(Boolean).join('\n\n');
  const framing = tokensPerRequest + 2 * tokensPerMessage;
  const said = await counter.cut(instructions, Math.floor((budget - framing) * 0.6), 'start');
  const asked = await counter.cut(question.text, budget - framing - said.tokens - 8, 'start');
  return [
    fixedPart('instructions', t('Instructions'), said, 0),
    fixedPart('question', t('Question'), asked, question.redacted),
  ];
}

function fixedPart(
  kind: 'instructions' | 'question',
  title: string,
  { text, tokens, cut }: { readonly text: string; readonly tokens: number; readonly cut: boolean },
  redacted: number,
): SizedPart {
  const described = { id: kind, kind, title, detail: '', path: null, redacted, removable: false };
  const draft: DraftPart = { ...described, text, tag: kind, firstLine: null, keep: 'start' };
  return { part: { ...described, tokens, cut }, draft, text, lines: null };
}

/** Chunks that a named file does not hold already; notes the files of those that are taken. */
async function* withoutKnown(
  chunks: FoundParts['chunks'],
  named: readonly SizedPart[],
  taken: SentFile[],
): AsyncGenerator<DraftPart, void, void> {
  for await (const { draft, file } of chunks) {
    const start = draft.firstLine ?? 1;
    const end = start + draft.text.split('\n').length - 1;
    const known = named.some(
      ({ part, lines }) => part.path === draft.path && lines !== null && lines.line <= start && lines.endLine >= end,
    );
    if (known) continue;
    taken.push(file);
    yield draft;
  }
}

interface Held {
  readonly instructions: SizedPart;
  readonly question: SizedPart;
  readonly parts: SizedPart[];
  readonly messages: PromptMessage[];
  readonly tokens: number;
}

/** Counts the request as it would be sent, and as long as it is too long takes out what has the least claim. */
async function holdTo(
  budget: number,
  instructions: SizedPart,
  question: SizedPart,
  wanted: readonly SizedPart[],
  fitting: Fitting,
): Promise<Held> {
  let parts = [...wanted];
  let asked = question;
  for (;;) {
    const messages = put(instructions, asked, parts, fitting);
    const tokens = tokensOfRequest(await fitting.counter.countAll(messages.map(({ content }) => content)));
    if (tokens <= budget) {
      const spoken = parts.reduce((sum, { part }) => sum + part.tokens, asked.part.tokens);
      const counted = { ...instructions, part: { ...instructions.part, tokens: Math.max(0, tokens - spoken) } };
      return { instructions: counted, question: asked, parts, messages, tokens };
    }
    const order = [...parts].sort((one, other) => byClaim(one.part, other.part));
    const least = order.findLast(({ part }) => part.removable) ?? order.at(-1);
    if (least) {
      parts = parts.filter((part) => part !== least);
      continue;
    }
    const room = asked.part.tokens - (tokens - budget) - 1;
    if (asked.text === '' || room <= 0) throw new Error(`The instructions alone are longer than ${budget} tokens.`);
    asked = fixedPart(
      'question',
      asked.part.title,
      { ...(await fitting.counter.cut(asked.text, room, 'start')), cut: true },
      asked.part.redacted,
    );
  }
}

function put(
  instructions: SizedPart,
  question: SizedPart,
  parts: readonly SizedPart[],
  fitting: Fitting,
): PromptMessage[] {
  const data = parts.filter(({ part }) => part.kind !== 'messages');
  const history = parts.filter(({ part }) => part.kind === 'messages');
  return arrange(
    instructions.text,
    history.map(({ draft, text }) => ({ role: draft.tag === 'user' ? 'user' : 'assistant', content: text })),
    data.map(({ draft, text, lines }) => frameText(draft, text, lines, fitting)),
    question.text,
  );
}

const claims: readonly ContextPart['kind'][] = [
  'instructions',
  'question',
  'pinned',
  'selection',
  'active',
  'attachment',
  'found',
  'map',
  'messages',
  'summary',
];

function byClaim(one: ContextPart, other: ContextPart): number {
  return claims.indexOf(one.kind) - claims.indexOf(other.kind);
}

function distinct(files: readonly SentFile[]): SentFile[] {
  return [...new Map(files.map((file) => [file.path, file])).values()];
}

function one<T>(value: T | null): T[] {
  return value === null ? [] : [value];
}
