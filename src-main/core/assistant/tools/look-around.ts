import { decodeSearchedFiles } from '../../../../contract/desktop/searched-files.ts';
import type { ToolTurn } from '../turns/ports.ts';
import type { ToolSources } from './ports.ts';

const mostMatches = 60;
const mostLines = 400;
const mostFiles = 500;
const mostProblems = 100;
const longestLine = 300;

/** What a tool found, in words for the model. */
export interface Found {
  readonly ok: boolean;
  readonly result: string;
}

const found = (result: string): Found => ({ ok: true, result });
const refused = (result: string): Found => ({ ok: false, result });

/** Why a file is kept back, in words for the model. */
const reasons: Readonly<Record<string, string>> = {
  gitignore: '.gitignore names it',
  aiignore: '.aiignore names it',
  secretFile: 'files of this name hold secrets',
  binary: 'it is not text',
  tooLarge: 'it is too large',
  outside: 'it is outside the project',
  missing: 'there is no such file',
};

/** Says that a file was kept back. */
export function keptBack(path: string, reason: string): string {
  return `${path} was not read: ${reasons[reason] ?? reason}. Do not ask for it again.`;
}

/** Looks for a text in the files that may leave. */
export async function search(
  sources: ToolSources,
  { projectId, situation, signal }: ToolTurn,
  wanted: { text: string; regex: boolean; include: string | null },
): Promise<Found> {
  const gate = sources.gate(projectId);
  const lines: string[] = [];
  let held = 0;
  const query = {
    text: wanted.text,
    regex: wanted.regex,
    matchCase: false,
    wholeWord: false,
    include: wanted.include === null ? [] : [wanted.include],
    exclude: [],
    useIgnoreRules: true,
  };
  for await (const part of sources.search(
    { projectId, query, limit: mostMatches * 4, unsaved: [...situation.unsaved] },
    signal,
  )) {
    if (part.type !== 'found') continue;
    for (const { path, matches } of decodeSearchedFiles(part.files)) {
      const unsaved = situation.unsaved.find((each) => each.path === path);
      const file = await gate.admit(path, unsaved ? { text: unsaved.text } : {});
      if (!file.admitted) {
        held += 1;
        continue;
      }
      // The gate's text has as many lines as the file, with what is secret blacked out.
      const safe = file.text.split('\n');
      for (const line of new Set(matches.map((match) => match.line))) {
        if (lines.length < mostMatches)
          lines.push(`${path}:${line}: ${(safe[line - 1] ?? '').trim().slice(0, longestLine)}`);
      }
    }
  }
  if (lines.length === 0)
    return found(held === 0 ? 'Nothing was found.' : 'Nothing was found in the files that may be read.');
  return found(lines.length < mostMatches ? lines.join('\n') : `${lines.join('\n')}\n[there are more]`);
}

/** Reads a file that may leave. */
export async function readFile(
  sources: ToolSources,
  { projectId, situation }: ToolTurn,
  wanted: { path: string; start: number | null; end: number | null },
): Promise<Found> {
  const unsaved = situation.unsaved.find(({ path }) => path === wanted.path);
  const file = await sources.gate(projectId).admit(wanted.path, unsaved ? { text: unsaved.text } : {});
  if (!file.admitted) return refused(keptBack(wanted.path, file.reason));
  const lines = file.text.split('\n');
  const start = Math.max(1, wanted.start ?? 1);
  const end = Math.min(lines.length, wanted.end ?? lines.length, start + mostLines - 1);
  if (start > lines.length) return refused(`${wanted.path} has ${lines.length} lines.`);
  const shown = lines.slice(start - 1, end).join('\n');
  return found(`${wanted.path}, lines ${start} to ${end} of ${lines.length}:\n${shown}`);
}

/** Names the files that may leave. */
export async function listFiles(sources: ToolSources, { projectId }: ToolTurn, folder: string): Promise<Found> {
  const gate = sources.gate(projectId);
  const { paths: inside, cut } = await sources.listFiles(projectId, folder);
  const paths: string[] = [];
  for (const path of inside) {
    if (paths.length >= mostFiles) break;
    if ((await gate.check(path)) === null) paths.push(path);
  }
  if (paths.length === 0) return refused('There are no such files.');
  if (inside.length <= mostFiles) return found(paths.join('\n'));
  const all = `${cut ? 'more than ' : ''}${inside.length}`;
  return found(`${paths.join('\n')}\n[there are more: ${all} in all. Name a folder to see those in it]`);
}

/** Names the problems that windows and tasks know of. */
export async function listProblems(
  sources: ToolSources,
  { projectId, situation }: ToolTurn,
  path: string | null,
): Promise<Found> {
  const gate = sources.gate(projectId);
  const known = [...situation.problems, ...sources.taskProblems(projectId)].filter(
    (problem) => path === null || problem.path === path,
  );
  const lines: string[] = [];
  for (const problem of known.slice(0, mostProblems)) {
    if ((await gate.check(problem.path)) !== null) continue;
    lines.push(`${problem.path}:${problem.line}: ${problem.severity}: ${problem.message.slice(0, 1000)}`);
  }
  return found(
    lines.length === 0 ? 'No problems are known.' : (await sources.redact([...new Set(lines)].join('\n'))).text,
  );
}
