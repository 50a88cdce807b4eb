import type { Attachment } from '../../../../contract/model/chat.ts';
import type { Services } from '../../../app/services.ts';
import { t } from '../../../localize.ts';
import { selectionAttachment } from './selection-attachment.ts';

/** Something that can be named with @. */
export interface MentionEntry {
  readonly key: string;
  readonly label: string;
  readonly detail: string;
  readonly attachment: Attachment;
}

/** What only other features know. */
export interface MentionSources {
  /** The last lines of the terminal that is selected; null when there is none. */
  terminal(): { readonly name: string; readonly text: string } | null;
  /** What the page in the preview has written; empty when nothing. */
  preview(): string;
}

const mostFiles = 12;
const mostSymbols = 8;
const mostProblems = 200;

/** What fits a query, nearest first: what is at hand, then files and folders, then symbols. */
export async function findMentions(
  services: Pick<Services, 'core' | 'editor' | 'languages' | 'problems' | 'workspace'>,
  sources: MentionSources,
  query: string,
  signal: AbortSignal,
): Promise<readonly MentionEntry[]> {
  const { core, languages, workspace } = services;
  const projectId = workspace.getState().project?.id;
  if (projectId === undefined) return [];
  const at = atHand(services, sources).filter(({ label }) => label.toLowerCase().startsWith(query.toLowerCase()));
  const [{ matches }, symbols] = await Promise.all([
    core.files.quickOpen({ projectId, query, limit: 60 }, { signal }),
    query.length < 2 ? null : languages.workspaceSymbols(query, signal).catch(() => null),
  ]);
  const paths = matches.map(({ path }) => path);
  const files = paths.slice(0, mostFiles).map(
    (path): MentionEntry => ({
      key: `file:${path}`,
      label: path.slice(path.lastIndexOf('/') + 1),
      detail: folderOf(path),
      attachment: { kind: 'file', path },
    }),
  );
  const folders = foldersOf(paths, query).map(
    (path): MentionEntry => ({
      key: `folder:${path}`,
      label: `${path.slice(path.lastIndexOf('/') + 1)}/`,
      detail: folderOf(path),
      attachment: { kind: 'folder', path },
    }),
  );
  const named = (symbols ?? []).slice(0, mostSymbols).map(
    ({ name, path, line }): MentionEntry => ({
      key: `symbol:${path}:${line}:${name}`,
      label: name,
      detail: `${path}:${line}`,
      attachment: { kind: 'symbol', name, path, line, endLine: line },
    }),
  );
  return [...at, ...files, ...folders, ...named];
}

function atHand(
  services: Pick<Services, 'editor' | 'problems' | 'workspace'>,
  sources: MentionSources,
): readonly MentionEntry[] {
  const entries: MentionEntry[] = [];
  const selection = selectionAttachment(services);
  if (selection) {
    const lines = t('lines {{line}} to {{endLine}}', { line: selection.line, endLine: selection.endLine });
    entries.push({ key: 'selection', label: t('Selection'), detail: lines, attachment: selection });
  }
  const problems = problemsText(services);
  if (problems !== '') {
    entries.push({
      key: 'problems',
      label: t('Problems'),
      detail: t('of the project'),
      attachment: { kind: 'problems', path: null, text: problems },
    });
  }
  const terminal = sources.terminal();
  if (terminal && terminal.text !== '') {
    const attachment: Attachment = { kind: 'terminal', ...terminal };
    entries.push({ key: 'terminal', label: t('Terminal'), detail: terminal.name, attachment });
  }
  const preview = sources.preview();
  if (preview !== '') {
    entries.push({
      key: 'preview',
      label: t('Preview'),
      detail: t('its messages'),
      attachment: { kind: 'preview', text: preview },
    });
  }
  entries.push({
    key: 'diff',
    label: t('Changes'),
    detail: t('since the last commit'),
    attachment: { kind: 'diff', path: null },
  });
  return entries;
}

function problemsText({ problems, workspace }: Pick<Services, 'problems' | 'workspace'>): string {
  const projectId = workspace.getState().project?.id;
  return problems
    .getState()
    .filter((problem) => problem.projectId === projectId)
    .slice(0, mostProblems)
    .map(
      ({ document, line, severity, message, source }) =>
        `${document}:${line} ${severity} ${message}${source ? ` [${source}]` : ''}`,
    )
    .join('\n');
}

function foldersOf(paths: readonly string[], query: string): readonly string[] {
  const folders = new Set<string>();
  for (const path of paths) {
    for (let folder = folderOf(path); folder !== ''; folder = folderOf(folder)) {
      const name = folder.slice(folder.lastIndexOf('/') + 1);
      if (query !== '' && name.toLowerCase().startsWith(query.toLowerCase())) folders.add(folder);
    }
  }
  return [...folders].slice(0, 5);
}

function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}
