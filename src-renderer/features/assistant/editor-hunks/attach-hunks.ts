import type { EditHunk, StagedFile } from '../../../../contract/model/chat.ts';
import { createDisposables, type Disposable } from '../../../app/disposable.ts';
import type { AttachedEditor } from '../../../app/text-editors.ts';
import { t } from '../../../localize.ts';
import { openHunks, type StagedEdits } from '../apply/staged-edits.ts';
import { type AddedLines, showAddedLines } from './added-lines.ts';
import { createHunkBar, type HunkBar } from './hunk-bar.tsx';
import { hunkMarks } from './hunk-marks.ts';
import { expectedStart, hunkAt, neighbourHunk, type PlacedHunk, placeHunk } from './place-hunk.ts';

/** What is done with a hunk from where it is shown. */
export interface HunkActions {
  keep(file: StagedFile, hunks: readonly EditHunk[]): void;
  drop(file: StagedFile, hunks: readonly EditHunk[]): void;
  compare(file: StagedFile): void;
}

/** The staged hunks of one editor's text, for commands. */
export interface ShownHunks extends Disposable {
  readonly shown: AttachedEditor;
  files(): readonly StagedFile[];
  /** The hunk at the cursor, or the nearest one, with its file; null when there is none. */
  atCursor(): { readonly file: StagedFile; readonly hunk: EditHunk } | null;
  /** Moves to the next or previous hunk; false when there is none on that side. `round` goes on from the other end. */
  step(step: 1 | -1, round: boolean): boolean;
}

interface Drawn {
  readonly bar: HunkBar;
  readonly added: AddedLines;
}

interface Placed extends PlacedHunk {
  readonly file: StagedFile;
  /** Empty where it still fits. */
  readonly problem: string;
}

/** Milliseconds after a change of the text in which hunks are looked for again. */
const settleAfter = 60;

/** Shows the hunks that are staged for a text in its editor: what would go in red, what would come in green, and what can be done. */
export function attachHunks(staged: StagedEdits, actions: HunkActions, shown: AttachedEditor): ShownHunks {
  const { editor, model, host, document } = shown;
  const ends = createDisposables();
  const marks = editor.createDecorationsCollection();
  const drawn = new Map<string, Drawn>();
  /** Where each hunk was last seen; moved along by the text's own decorations. */
  const anchors = new Map<string, string>();
  let placed: readonly Placed[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;

  const filesHere = () =>
    [...staged.files.getState().values()].filter(
      ({ path, kind, from }) => (kind === 'rename' ? (from ?? path) : path) === document,
    );

  const place = (): void => {
    const files = filesHere().filter((file) => openHunks(file).length > 0);
    const lines = files.length > 0 ? model.getLinesContent() : [];
    placed = files.flatMap((file) =>
      openHunks(file).map((hunk): Placed => {
        const anchor = anchors.get(hunk.id);
        const range = anchor === undefined ? null : model.getDecorationRange(anchor);
        const hint = range ? range.startLineNumber - 1 : expectedStart(hunk, file.hunks);
        const found = placeHunk(lines, hunk, hint);
        const start = found ?? Math.min(Math.max(hint, 0), Math.max(lines.length - 1, 0));
        const fits = found !== null && hunk.status === 'staged';
        return { hunk, file, start, problem: fits ? '' : hunk.problem || t('These lines have changed since.') };
      }),
    );
    const wanted = new Set(placed.map(({ hunk }) => hunk.id));
    const gone = [...anchors].filter(([id]) => !wanted.has(id));
    model.deltaDecorations(
      gone.map(([, anchor]) => anchor),
      [],
    );
    for (const [id] of gone) anchors.delete(id);
    for (const { hunk, start, problem } of placed) {
      if (problem !== '' && anchors.has(hunk.id)) continue;
      const line = Math.min(start + 1, model.getLineCount());
      const range = { startLineNumber: line, startColumn: 1, endLineNumber: line, endColumn: 1 };
      const known = anchors.get(hunk.id);
      const [anchor] = model.deltaDecorations(known === undefined ? [] : [known], [{ range, options: {} }]);
      if (anchor !== undefined) anchors.set(hunk.id, anchor);
    }
  };

  const draw = (): void => {
    place();
    marks.set(
      hunkMarks(
        placed.filter(({ problem }) => problem === ''),
        model.getLineCount(),
        host.monaco.editor,
      ),
    );
    const wanted = new Set(placed.map(({ hunk }) => hunk.id));
    for (const [id, { bar, added }] of drawn) {
      if (wanted.has(id)) continue;
      drawn.delete(id);
      bar.dispose();
      added.dispose();
    }
    let offset = 0;
    for (const each of [...placed].sort((one, other) => one.start - other.start)) {
      const { hunk, start, problem } = each;
      const fits = problem === '';
      const content = {
        afterLine: fits ? Math.min(start + hunk.oldLines.length, model.getLineCount()) : start,
        lines: fits ? hunk.newLines : [],
        firstNumber: start + 1 + offset,
      };
      if (fits) offset += hunk.newLines.length - hunk.oldLines.length;
      const known = drawn.get(hunk.id);
      if (known) known.added.show(content);
      const own = known ?? makeDrawn(content);
      drawn.set(hunk.id, own);
      own.bar.show({ ...labelled(each), ...actionsOf(each) });
    }
  };

  const makeDrawn = (content: Parameters<AddedLines['show']>[0]): Drawn => {
    const bar = createHunkBar(shown);
    return { bar, added: showAddedLines(shown, content, bar.moveTo) };
  };
  const labelled = ({ hunk, start, problem }: Placed) => ({
    label: t('Change by the assistant at line {{line}}: {{added}} added, {{removed}} removed', {
      line: start + 1,
      added: hunk.newLines.length,
      removed: hunk.oldLines.length,
    }),
    problem,
  });
  const actionsOf = ({ file, hunk }: Placed) => ({
    keep: () => {
      actions.keep(file, [hunk]);
      editor.focus();
    },
    undo: () => {
      actions.drop(file, [hunk]);
      editor.focus();
    },
    compare: () => actions.compare(file),
  });

  const schedule = () => {
    clearTimeout(timer);
    timer = setTimeout(draw, settleAfter);
  };
  ends.add(model.onDidChangeContent(() => placed.length > 0 && schedule()));
  ends.addFunction(staged.files.subscribe(draw));
  ends.addFunction(() => clearTimeout(timer));
  draw();

  const goTo = ({ start }: PlacedHunk) => {
    const lineNumber = Math.min(start + 1, model.getLineCount());
    editor.setPosition({ lineNumber, column: 1 });
    editor.revealLineInCenterIfOutsideViewport(lineNumber, 1);
    editor.focus();
  };
  return {
    shown,
    files: filesHere,
    atCursor() {
      const found = hunkAt(placed, (editor.getPosition()?.lineNumber ?? 1) - 1);
      const own = placed.find(({ hunk }) => hunk.id === found?.hunk.id);
      return own ? { file: own.file, hunk: own.hunk } : null;
    },
    step(step, round) {
      const line = (editor.getPosition()?.lineNumber ?? 1) - 1;
      const next = neighbourHunk(placed, line, step);
      const end = step === 1 ? -1 : Number.MAX_SAFE_INTEGER;
      const target = next ?? (round ? neighbourHunk(placed, end, step) : null);
      if (target) goTo(target);
      return target !== null;
    },
    dispose() {
      ends.dispose();
      marks.clear();
      if (!model.isDisposed()) model.deltaDecorations([...anchors.values()], []);
      anchors.clear();
      for (const { bar, added } of drawn.values()) {
        bar.dispose();
        added.dispose();
      }
      drawn.clear();
    },
  };
}
