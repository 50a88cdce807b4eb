import { createDisposables, type Disposable } from '../../../app/disposable.ts';
import { messageOf } from '../../../app/error-message.ts';
import type { Services } from '../../../app/services.ts';
import type { AttachedEditor } from '../../../app/text-editors.ts';
import { t } from '../../../localize.ts';
import type { LineChange } from '../../../monaco/line-diff.ts';
import { followFileChanges } from '../changes/file-changes.ts';
import { revertChange } from '../changes/revert-change.ts';
import { stageLines } from '../changes/stage-lines.ts';
import { toLines } from '../changes/text-lines.ts';
import type { RepositoryWatch } from '../repository.ts';
import { gutterDecorations, shownLines } from './decorations.ts';
import type { LineDiffs } from './line-diffs.ts';
import { showPeek } from './peek.tsx';
import './gutter.css';

/** Lines of each side that a change in place shows; the comparison shows the others. */
const mostShown = 300;

/** The marks of one editor's text, for commands. */
export interface Gutter extends Disposable {
  readonly shown: AttachedEditor;
  /** Shows the next or previous change, going round at the ends. */
  peek(step: 1 | -1): void;
  close(): void;
  /** The change at the cursor, or null. */
  atCursor(): LineChange | null;
  stage(change: LineChange): Promise<void>;
  revert(change: LineChange): void;
}

/** Draws what has changed beside the lines, and shows a change when its mark is clicked. */
export function attachGutter(
  services: Services,
  shown: AttachedEditor,
  options: { repository: RepositoryWatch; diffs: LineDiffs; ref: 'index' | 'HEAD'; peekChanged(open: boolean): void },
): Gutter {
  const { editor, model, host, document, projectId } = shown;
  const ends = createDisposables();
  const file = ends.add(followFileChanges(services, shown, options));
  const marks = editor.createDecorationsCollection();
  let peek: { readonly view: Disposable; readonly index: number } | null = null;

  const changes = () => file.current()?.changes ?? [];
  const close = () => {
    if (!peek) return;
    peek.view.dispose();
    peek = null;
    options.peekChanged(false);
  };
  const leave = () => {
    close();
    editor.focus();
  };
  const stage = async (change: LineChange) => {
    const encoding = services.editor.state.getState().documents.get(document)?.encoding ?? 'utf-8';
    const lines = { start: change.newStart, end: change.newEnd };
    await stageLines(services, { projectId, document, text: model.getValue(), encoding }, lines, false);
  };
  const revert = (change: LineChange) => {
    const base = file.current()?.base.text;
    if (base !== undefined) revertChange(shown, base, change);
  };
  const open = (index: number) => {
    const found = file.current();
    const change = found?.changes[index];
    if (!found || !change) return;
    close();
    const { start } = shownLines(change, model.getLineCount());
    editor.setPosition({ lineNumber: start, column: 1 });
    const part = (text: string, from: number, to: number) =>
      toLines(text)
        .slice(from, Math.min(to, from + mostShown))
        .map((line, at) => ({ line: from + at + 1, text: line.replace(/\n$/, '') }));
    const view = showPeek(
      shown,
      {
        index,
        count: found.changes.length,
        change,
        removed: part(found.base.text, change.oldStart, change.oldEnd),
        added: part(model.getValue(), change.newStart, change.newEnd),
        hidden:
          Math.max(0, change.oldEnd - change.oldStart - mostShown) +
          Math.max(0, change.newEnd - change.newStart - mostShown),
        against: options.ref === 'index' ? t('against what is staged') : t('against the last commit'),
      },
      {
        stage() {
          leave();
          stage(change).catch((error: unknown) =>
            services.notifications.error(t('The change was not staged'), { detail: messageOf(error) }),
          );
        },
        revert() {
          leave();
          revert(change);
        },
        step: (by) => open((index + by + found.changes.length) % found.changes.length),
        close: leave,
      },
    );
    peek = { view, index };
    options.peekChanged(true);
  };
  const indexAtLine = (line: number) =>
    changes().findIndex((change) => {
      const { start, end } = shownLines(change, model.getLineCount());
      return line >= start && line <= end;
    });

  ends.add(
    file.found.listen(() => {
      marks.set(gutterDecorations(changes(), model.getLineCount(), host.monaco.editor));
      // What is shown may not be what there is now.
      close();
    }),
  );
  ends.add(
    editor.onMouseDown(({ target, event }) => {
      const { MouseTargetType } = host.monaco.editor;
      if (target.type !== MouseTargetType.GUTTER_LINE_DECORATIONS || !event.leftButton) return;
      if (!target.element?.classList.contains('git-gutter')) return;
      const index = indexAtLine(target.position?.lineNumber ?? 0);
      if (index < 0) return;
      event.preventDefault();
      if (peek?.index === index) leave();
      else open(index);
    }),
  );
  return {
    shown,
    close: leave,
    stage,
    revert,
    atCursor() {
      const line = editor.getPosition()?.lineNumber ?? 0;
      return changes()[indexAtLine(line)] ?? null;
    },
    peek(step) {
      const all = changes();
      if (all.length === 0) {
        services.notifications.info(t('No changes in this file'));
        return;
      }
      if (peek) {
        open((peek.index + step + all.length) % all.length);
        return;
      }
      const line = editor.getPosition()?.lineNumber ?? 1;
      const places = all.map((change) => shownLines(change, model.getLineCount()));
      const after = places.findIndex(({ end }) => end >= line);
      const before = places.findLastIndex(({ start }) => start <= line);
      open(step === 1 ? Math.max(0, after) : before < 0 ? all.length - 1 : before);
    },
    dispose() {
      close();
      marks.clear();
      ends.dispose();
    },
  };
}
