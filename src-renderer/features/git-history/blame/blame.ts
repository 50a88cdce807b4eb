import type { editor } from 'monaco-editor/editor/editor.api';
import type { BlameCommit } from '../../../../contract/desktop/git/history.ts';
import { createDisposables, type Disposable } from '../../../app/disposable.ts';
import type { Services } from '../../../app/services.ts';
import type { AttachedEditor } from '../../../app/text-editors.ts';
import { t } from '../../../localize.ts';
import type { RepositoryWatch } from '../repository.ts';
import { addBlame, type BlameLines, type LineEdit, longAgo, moveBlame } from './blame-lines.ts';
import './blame.css';

/** What is shown of who wrote lines. */
export interface BlameModes {
  /** At the end of the cursor's line. */
  readonly inline: boolean;
  /** Beside every line. */
  readonly file: boolean;
}

export interface Blame extends Disposable {
  show(modes: BlameModes): void;
}

/** Milliseconds that the cursor rests before its line's author is shown. */
const rest = 180;
const nameWidth = 16;
const timeWidth = 14;

/** Shows who wrote lines. Git is asked when something of it is shown first, and after saves and commits. */
export function attachBlame(
  { core, editor: service, workspace }: Pick<Services, 'core' | 'editor' | 'workspace'>,
  shown: AttachedEditor,
  repository: RepositoryWatch,
): Blame {
  const { editor, model, host, document, projectId } = shown;
  const ends = createDisposables();
  const commits = new Map<string, BlameCommit>();
  const mark = editor.createDecorationsCollection();
  let modes: BlameModes = { inline: false, file: false };
  let lines: BlameLines = [];
  let edits: LineEdit[] = [];
  let reading: AbortController | null = null;
  let known = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let fileShown = false;

  const wanted = () => modes.inline || modes.file;

  const read = async () => {
    reading?.abort();
    const own = new AbortController();
    reading = own;
    known = true;
    const state = service.state.getState().documents.get(document);
    const text =
      state?.dirty === true
        ? {
            value: model.getValue(host.monaco.editor.EndOfLinePreference.TextDefined),
            encoding: state.encoding,
            byteOrderMark: state.byteOrderMark,
          }
        : undefined;
    const fresh: BlameLines = [];
    edits = [];
    const request = { projectId, path: document, ...(text ? { text } : {}) };
    for await (const part of await core.gitHistory.blame(request, { signal: own.signal })) {
      if (own.signal.aborted) return;
      for (const commit of part.commits) commits.set(commit.hash, commit);
      addBlame(fresh, part);
    }
    if (own !== reading || own.signal.aborted) return;
    lines = fresh;
    paint();
  };
  const refresh = () => {
    if (!wanted()) return;
    read().catch(() => {
      known = false;
    });
  };
  const commitAt = (line: number): BlameCommit | null | undefined => {
    if (edits.length > 0) {
      moveBlame(lines, edits);
      edits = [];
    }
    const hash = lines[line - 1];
    return typeof hash === 'string' ? commits.get(hash) : hash;
  };

  const paintInline = () => {
    const position = editor.getPosition();
    const commit = modes.inline && position ? commitAt(position.lineNumber) : undefined;
    if (!position || commit === undefined || model.isDisposed()) {
      mark.clear();
      return;
    }
    const text =
      commit === null
        ? t('You, not committed yet')
        : `${commit.author}, ${longAgo(commit.authoredAt)} · ${commit.subject}`;
    const column = model.getLineMaxColumn(position.lineNumber);
    mark.set([
      {
        range: {
          startLineNumber: position.lineNumber,
          startColumn: column,
          endLineNumber: position.lineNumber,
          endColumn: column,
        },
        options: {
          showIfCollapsed: true,
          after: {
            content: `\u00a0\u00a0\u00a0\u00a0${text.slice(0, 160)}`,
            inlineClassName: 'git-blame-inline',
            cursorStops: host.monaco.editor.InjectedTextCursorStops.None,
          },
        },
      },
    ]);
  };
  const lineLabel = (line: number): string => {
    const commit = commitAt(line);
    const before = line > 1 ? commitAt(line - 1) : undefined;
    const first = line === 1 || commit !== before;
    const name = !first || commit === undefined ? '' : commit === null ? t('Not committed') : commit.author;
    const time = first && commit ? longAgo(commit.authoredAt) : '';
    const cut = name.length > nameWidth ? `${name.slice(0, nameWidth - 1)}…` : name;
    return `${cut.padEnd(nameWidth)} ${time.padEnd(timeWidth)}${String(line).padStart(5)}`.replaceAll(' ', '\u00a0');
  };
  const paintFile = () => {
    if (modes.file) {
      editor.updateOptions({ lineNumbers: (line) => lineLabel(line), lineNumbersMinChars: nameWidth + timeWidth + 7 });
      fileShown = true;
    } else if (fileShown) {
      fileShown = false;
      const lineNumbers = workspace.getState().settings.effective['editor.lineNumbers'];
      editor.updateOptions({ lineNumbers, lineNumbersMinChars: 6 });
    }
  };
  const paint = () => {
    paintInline();
    paintFile();
  };
  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(paintInline, rest);
  };

  ends.add(
    editor.onDidChangeCursorPosition(() => {
      if (modes.inline) soon();
    }),
  );
  ends.add(
    model.onDidChangeContent(({ changes }) => {
      if (!known) return;
      for (const { range, text } of changes) edits.push(toLineEdit(range, text));
      if (modes.inline) soon();
    }),
  );
  ends.add(
    editor.onDidChangeConfiguration((event) => {
      // Settings and toggles put the plain numbers back.
      const { EditorOption } = host.monaco.editor;
      if (!modes.file || !event.hasChanged(EditorOption.lineNumbers)) return;
      const { renderType } = editor.getOption(EditorOption.lineNumbers);
      if (renderType !== host.monaco.editor.RenderLineNumbersType.Custom) paintFile();
    }),
  );
  ends.add(repository.changed.listen(refresh));
  let dirty = service.state.getState().documents.get(document)?.dirty ?? false;
  ends.addFunction(
    service.state.subscribe(({ documents }) => {
      const now = documents.get(document)?.dirty ?? false;
      if (dirty && !now) refresh();
      dirty = now;
    }),
  );
  return {
    show(next) {
      modes = next;
      if (!wanted()) reading?.abort();
      else if (!known) refresh();
      paint();
    },
    dispose() {
      clearTimeout(timer);
      reading?.abort();
      modes = { inline: false, file: false };
      mark.clear();
      paintFile();
      ends.dispose();
    },
  };
}

function toLineEdit(range: editor.IModelContentChange['range'], text: string): LineEdit {
  const newLines = text.split('\n').length;
  return {
    startLine: range.startLineNumber,
    endLine: range.endLineNumber,
    newLines,
    atStart: range.startColumn === 1 && range.endColumn === 1,
  };
}
