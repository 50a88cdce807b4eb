import type { Attachment, ContextManifest } from '../../../../../contract/model/chat.ts';
import { ProjectPath } from '../../../../../contract/model/path.ts';
import { t } from '../../../../../localization/index.ts';
import type { Admission, Gate } from '../gate/gate.ts';
import { type RedactedText, redact } from '../gate/redact.ts';
import type { LineRange } from '../index/find-definition.ts';
import type { ContextRequest, DraftPart, SentFile } from './request.ts';

type HeldBack = ContextManifest['heldBack'][number];

/** What somebody named by attaching, pinning, selecting or opening it. */
export interface NamedParts {
  readonly drafts: readonly DraftPart[];
  readonly heldBack: readonly HeldBack[];
  readonly files: readonly SentFile[];
  /** Paths that are named whole; they need not be found. */
  readonly wholePaths: ReadonlySet<string>;
}

export interface NamedSources {
  readonly gate: Gate;
  /** Admitted files below a folder, nearest first, at most so many. */
  listFolder(path: string, most: number): Promise<readonly string[]>;
  /** All lines of what a symbol's line is of, in the text of its file. */
  definition(path: string, text: string, symbol: Extract<Attachment, { kind: 'symbol' }>): Promise<LineRange>;
  /** Differences to the last commit of files that may leave. */
  readDiff(path: string | null): Promise<{ readonly text: string; readonly heldBack: readonly HeldBack[] }>;
}

const listedFiles = 300;

/** Collects the parts that somebody named, in the order of their claim on the budget. */
export async function gatherNamed(request: ContextRequest, sources: NamedSources): Promise<NamedParts> {
  const { situation, attachments, signal } = request;
  const { gate } = sources;
  const drafts: DraftPart[] = [];
  const heldBack = new Map<string, HeldBack>();
  const files = new Map<string, SentFile>();
  const wholePaths = new Set<string>();
  const unsaved = new Map(situation.unsaved.map(({ path, text }) => [path, text]));
  const admissions = new Map<string, Promise<Admission>>();

  function admit(path: string): Promise<Admission> {
    const known = admissions.get(path) ?? gate.admit(path, { text: unsaved.get(path) });
    admissions.set(path, known);
    return known;
  }

  /** Adds something of a file if that may leave; `take` answers what of it. */
  async function addOfFile(
    path: string,
    draft: Omit<DraftPart, 'text' | 'redacted' | 'path' | 'removable' | 'title'>,
    take: (file: Extract<Admission, { admitted: true }>) => RedactedText | Promise<RedactedText>,
  ): Promise<void> {
    signal?.throwIfAborted();
    const admission = await admit(path);
    if (!admission.admitted) {
      heldBack.set(path, { path, reason: admission.reason });
      return;
    }
    files.set(path, { path, hash: admission.hash });
    const { text, redacted } = await take(admission);
    // The end of the last line is no line of its own.
    add({ ...draft, title: path, path, text: text.replace(/\n$/, ''), redacted, removable: true });
  }

  function add(draft: DraftPart): void {
    const same = drafts.filter(({ id }) => id === draft.id || id.startsWith(`${draft.id}#`)).length;
    drafts.push(same === 0 ? draft : { ...draft, id: `${draft.id}#${same + 1}` });
  }

  async function addText(
    draft: Pick<DraftPart, 'id' | 'title' | 'tag'> & Partial<Pick<DraftPart, 'kind' | 'keep' | 'detail'>>,
    text: string,
  ): Promise<void> {
    signal?.throwIfAborted();
    const rest = {
      kind: 'attachment',
      detail: '',
      path: null,
      removable: true,
      firstLine: null,
      keep: 'start',
    } as const;
    add({ ...rest, ...draft, ...(await redact(text)) });
  }

  async function addWhole(kind: DraftPart['kind'], path: string, keep: DraftPart['keep'], detail = ''): Promise<void> {
    if (wholePaths.has(path)) return;
    wholePaths.add(path);
    await addOfFile(path, { id: `${kind}:${path}`, kind, tag: 'file', detail, firstLine: 1, keep }, (file) => file);
  }

  async function addSelection(selection: Extract<Attachment, { kind: 'selection' }>): Promise<void> {
    const { path, line, endLine, text } = selection;
    const detail = linesText(line, endLine);
    const id = `selection:${path ?? ''}:${line}-${endLine}`;
    if (path === null) return addText({ id, kind: 'selection', title: t('Selection'), tag: 'selection', detail }, text);
    const draft = { id, kind: 'selection', tag: 'selection', detail, firstLine: line, keep: 'start' } as const;
    if ((await gate.check(path)) === null && (await isMissing(path))) {
      // It was in a file that has gone meanwhile; what was selected is still what is asked about.
      const safe = await redact(text);
      return add({ ...draft, ...safe, title: path, path, removable: true });
    }
    await addOfFile(path, draft, async (file) => file.part(text, line) ?? redact(text));
  }

  async function isMissing(path: string): Promise<boolean> {
    const admission = await admit(path);
    return !admission.admitted && admission.reason === 'missing';
  }

  async function addAttachment(attachment: Attachment): Promise<void> {
    switch (attachment.kind) {
      case 'selection':
        return addSelection(attachment);
      case 'file':
        return addWhole('attachment', attachment.path, aroundCursor(attachment.path));
      case 'symbol': {
        const { path, name } = attachment;
        const id = `symbol:${path}:${name}:${attachment.line}`;
        const { line, endLine } = await linesOfSymbol(attachment);
        const detail = `${name}, ${linesText(line, endLine)}`;
        return addOfFile(
          path,
          { id, kind: 'attachment', tag: 'symbol', detail, firstLine: line, keep: 'start' },
          (file) => file.lines(line, endLine),
        );
      }
      case 'folder': {
        const paths = await sources.listFolder(attachment.path, listedFiles);
        const name = attachment.path || '.';
        return addText(
          { id: `folder:${attachment.path}`, title: `${name}/`, tag: 'files of a folder' },
          paths.join('\n'),
        );
      }
      case 'problems': {
        const { path } = attachment;
        const reason = path === null ? null : await gate.check(path);
        if (path !== null && reason !== null) return void heldBack.set(path, { path, reason });
        const text = await withoutHeldBack(attachment.text);
        const title = path === null ? t('Problems') : t('Problems in {{path}}', { path });
        return addText({ id: `problems:${path ?? ''}`, title, tag: 'problems' }, text);
      }
      case 'terminal':
        return addText(
          {
            id: `terminal:${attachment.name}`,
            title: t('Terminal {{name}}', { name: attachment.name }),
            tag: 'terminal output',
            keep: 'end',
          },
          attachment.text,
        );
      case 'preview':
        return addText(
          { id: 'preview', title: t('Preview'), tag: 'output of the preview', keep: 'end' },
          attachment.text,
        );
      case 'diff': {
        const diff = await sources.readDiff(attachment.path);
        for (const held of diff.heldBack) heldBack.set(held.path, held);
        const { path } = attachment;
        if (diff.text === '' && path !== null && diff.heldBack.length > 0) return;
        const title = path === null ? t('Changes') : t('Changes in {{path}}', { path });
        const text = diff.text || 'Nothing has changed.';
        return addText({ id: `diff:${path ?? ''}`, title, tag: 'changes since the last commit' }, text);
      }
      default:
        return attachment satisfies never;
    }
  }

  /** Language servers often tell only where a name stands. */
  async function linesOfSymbol(symbol: Extract<Attachment, { kind: 'symbol' }>): Promise<LineRange> {
    const file = symbol.endLine > symbol.line ? null : await admit(symbol.path);
    return file?.admitted ? sources.definition(symbol.path, file.text, symbol) : symbol;
  }

  /** Lists of problems say what is in the lines of files; those of files that stay are taken out. */
  async function withoutHeldBack(text: string): Promise<string> {
    const held = new Map<string, boolean>();
    const kept: string[] = [];
    for (const line of text.split('\n')) {
      let drop = false;
      for (const [word] of line.slice(0, 2000).matchAll(/[^\s:"'`()[\],]{1,300}/g)) {
        const path = word.replace(/^\.\//, '');
        if (!held.has(path) && held.size < 3000 && ProjectPath.safeParse(path).success) {
          held.set(path, !['missing', null].includes(await gate.check(path)));
        }
        drop ||= held.get(path) === true;
      }
      if (!drop) kept.push(line);
    }
    return kept.join('\n');
  }

  function aroundCursor(path: string): DraftPart['keep'] {
    return path === situation.activePath && situation.line !== null ? { around: situation.line } : 'start';
  }

  const attachedPaths = new Set(attachments.flatMap((each) => (each.kind === 'file' ? [each.path] : [])));
  for (const path of situation.pinnedPaths) await addWhole('pinned', path, aroundCursor(path));
  for (const each of attachments) if (each.kind === 'selection') await addAttachment(each);
  const { activePath } = situation;
  if (activePath !== null && !attachedPaths.has(activePath))
    await addWhole('active', activePath, aroundCursor(activePath), t('open'));
  for (const each of attachments) if (each.kind !== 'selection') await addAttachment(each);
  return { drafts, heldBack: [...heldBack.values()], files: [...files.values()], wholePaths };
}

/** What a person reads for a range of lines. */
export function linesText(line: number, endLine: number): string {
  return line === endLine ? t('line {{line}}', { line }) : t('lines {{line}} to {{endLine}}', { line, endLine });
}
