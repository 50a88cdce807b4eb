import { t } from '../../../../../localization/index.ts';
import type { Admission, Gate } from '../gate/gate.ts';
import { redact } from '../gate/redact.ts';
import type { FindQuestion, FoundInProject } from '../index/find-in-project.ts';
import type { PastCommit } from '../rank/rank-history.ts';
import { type MapEntry, mapText } from '../rank/repo-map.ts';
import type { FoundParts } from './build-context.ts';
import { linesText } from './gather-named.ts';
import type { ContextRequest, DraftPart, SentFile } from './request.ts';

/** A chunk is worth its tokens when it scores at least this share of the best one. */
const leastShare = 0.3;
const mostMapFiles = 60;
/** Lines that a signature may go on for. */
const longestSignature = 5;

/** What the index is asked for a request. */
export function findQuestion(
  request: ContextRequest,
  recentPaths: readonly string[],
  history: readonly PastCommit[],
): FindQuestion {
  const { attachments, situation } = request;
  const question = request.continues?.question ?? request.question;
  const problems = new Map<string, number>();
  const problemLines = new Map<string, number[]>();
  for (const { path, line } of situation.problems) {
    problems.set(path, (problems.get(path) ?? 0) + 1);
    problemLines.set(path, [...(problemLines.get(path) ?? []), line].slice(0, 50));
  }
  const attached = attachments.flatMap((each) =>
    each.kind === 'file' || each.kind === 'symbol' || each.kind === 'selection' ? [each.path] : [],
  );
  // A word that was selected, or an error that was attached, is asked about too.
  const texts = attachments.flatMap((each) =>
    'text' in each ? [each.text.slice(0, 2000)] : each.kind === 'symbol' ? [each.name] : [],
  );
  return {
    question: [question, ...texts].join('\n').slice(0, 20_000),
    surroundings: {
      activePath: situation.activePath,
      openPaths: situation.openPaths,
      namedPaths: [...new Set([...attached, ...situation.pinnedPaths].filter((path) => path !== null))],
      focusFolders: attachments.flatMap((each) => (each.kind === 'folder' ? [each.path] : [])),
      problems,
      recentPaths,
      history,
    },
    problemLines,
  };
}

/** Makes parts of what the index found. Their texts are read now, and through the gate: the index itself lets nothing out. */
export async function partsOfFound(
  found: FoundInProject,
  gate: Gate,
  { situation, signal }: ContextRequest,
): Promise<FoundParts> {
  const unsaved = new Map(situation.unsaved.map(({ path, text }) => [path, text]));
  const admissions = new Map<string, Promise<Admission>>();
  const admit = (path: string) => {
    const known = admissions.get(path) ?? gate.admit(path, { text: unsaved.get(path) });
    admissions.set(path, known);
    return known;
  };

  async function* chunks(): AsyncGenerator<{ draft: DraftPart; file: SentFile }, void, void> {
    const best = found.chunks[0]?.score ?? 0;
    for (const { path, line, endLine, score } of found.chunks) {
      signal?.throwIfAborted();
      if (score < best * leastShare) return;
      const file = await admit(path);
      if (!file.admitted) continue;
      const { text, redacted } = file.lines(line, endLine);
      const { lead, kept } = withoutBlankEnds(text);
      if (kept === '') continue;
      const firstLine = line + lead;
      const lastLine = firstLine + kept.split('\n').length - 1;
      const draft: DraftPart = {
        id: `found:${path}:${firstLine}-${lastLine}`,
        kind: 'found',
        title: path,
        detail: linesText(firstLine, lastLine),
        path,
        redacted,
        removable: true,
        tag: 'file',
        text: kept,
        firstLine,
        keep: 'start',
      };
      yield { draft, file: { path, hash: file.hash } };
    }
  }

  return { chunks: chunks(), map: await mapDraft(found, gate, admit), indexing: found.indexing };
}

async function mapDraft(
  found: FoundInProject,
  gate: Gate,
  admit: (path: string) => Promise<Admission>,
): Promise<DraftPart | null> {
  const paths = [...new Set(found.map.map(({ path }) => path))].slice(0, mostMapFiles);
  const admitted = new Set<string>();
  for (const path of paths) if ((await gate.check(path)) === null) admitted.add(path);
  const entries: MapEntry[] = [];
  for (const entry of found.map) {
    if (admitted.has(entry.path) && !(await holdsSecret(entry, admit))) entries.push(entry);
  }
  if (entries.length === 0) return null;
  return {
    id: 'map',
    kind: 'map',
    title: t('Project map'),
    detail: t('{{count}} signatures', { count: entries.length }),
    path: null,
    ...(await redact(mapText(entries))),
    removable: true,
    tag: 'signatures in the project by their lines',
    firstLine: null,
    keep: 'start',
  };
}

/** A signature may end in the middle of a string that is secret as a whole: there the file decides. */
async function holdsSecret(
  { path, line, signature }: MapEntry,
  admit: (path: string) => Promise<Admission>,
): Promise<boolean> {
  if (!/["'`]/.test(signature)) return false;
  const file = await admit(path);
  return !file.admitted || file.lines(line, line + longestSignature).redacted > 0;
}

function withoutBlankEnds(text: string): { lead: number; kept: string } {
  const lead = /^(?:[ \t]*\n)*/.exec(text)?.[0] ?? '';
  return { lead: lead.split('\n').length - 1, kept: text.slice(lead.length).trimEnd() };
}
