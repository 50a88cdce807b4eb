import type { ReactNode } from 'react';
import { createDisposables, type Disposable } from '../../../app/disposable.ts';
import { type EditorZone, openEditorZone } from '../../../app/editor-zone.tsx';
import type { AttachedEditor } from '../../../app/text-editors.ts';
import { t } from '../../../localize.ts';
import { offsetAt, placeOfComment } from '../session/comment-place.ts';
import type { CommentThread } from '../session/session-comments.ts';
import { whoIs } from '../talk/who.ts';
import { neighbourThread } from './comment-filter.ts';
import { commentMarks } from './comment-marks.ts';
import type { CommentsContext } from './comments-context.ts';
import { ThreadView } from './thread-view.tsx';
import { placeOf } from './thread-words.ts';
import './comment-marks.css';

/** The comments of one editor's text, for commands. */
export interface EditorThreads extends Disposable {
  readonly shown: AttachedEditor;
  /** Begins a thread at the selection, or at the line of the cursor; opens the one that is there already. */
  begin(): void;
  open(thread: string): void;
  /** Opens the next or previous thread, going round at the ends; false when there is none. */
  step(by: 1 | -1): boolean;
}

interface Open {
  readonly zone: EditorZone;
  /** Null for one that is being begun. */
  readonly thread: string | null;
  /** More than 0 once it can take the focus. */
  focusRequest: number;
  render(): void;
}

/** Pixels from the left of the line numbers in which marks are. */
const markWidth = 22;

/** Shows the comments of a text in its editor: marks beside the lines, and one thread at a time below its line. */
export function attachThreads(context: CommentsContext, shown: AttachedEditor): EditorThreads {
  const { editor, model, host } = shown;
  const { live, services } = context;
  const { files, comments } = live.session;
  const { MouseTargetType, OverviewRulerLane } = host.monaco.editor;
  const ends = createDisposables();
  const marks = editor.createDecorationsCollection();
  const hovered = editor.createDecorationsCollection();
  let open: Open | null = null;

  const fileId = () => files.find(shown.document as never)?.id ?? null;
  const threadsHere = () => {
    const file = fileId();
    return context.threads
      .getState()
      .filter((thread) => thread.range !== null && (thread.file === file || thread.path === shown.document));
  };

  const draw = () => {
    const { people } = live.state.getState();
    const style = getComputedStyle(document.documentElement);
    marks.set(
      commentMarks(threadsHere(), {
        openThread: open?.thread ?? null,
        lineCount: model.getLineCount(),
        who: (person, name) => whoIs(people, person, name),
        colorOf: (color) => style.getPropertyValue(color === null ? '--ff-accent' : `--ff-p${color + 1}`).trim(),
        lane: OverviewRulerLane.Right,
      }),
    );
    const thread = open?.thread ? threadsHere().find(({ id }) => id === open?.thread) : undefined;
    if (open?.thread && !thread) close(false);
    else if (open && thread) {
      open.zone.moveTo(Math.min(thread.lines.last, model.getLineCount()));
      open.render();
    }
  };

  const close = (returnFocus: boolean) => {
    if (!open) return;
    open.zone.dispose();
    open = null;
    services.contextKeys.set('commentThreadOpen', false);
    if (returnFocus) editor.focus();
    draw();
  };

  const openAt = (line: number, thread: string | null, content: (made: Open) => ReactNode): void => {
    close(false);
    const laidOut = () => {
      made.focusRequest += 1;
      made.render();
    };
    const zone = openEditorZone(services, shown, line, laidOut);
    const made: Open = { zone, thread, focusRequest: 0, render: () => zone.render(content(made)) };
    open = made;
    made.render();
    services.contextKeys.set('commentThreadOpen', true);
    editor.revealLinesInCenterIfOutsideViewport(line, Math.min(line + 6, model.getLineCount()), 1);
  };

  const openThread = (thread: CommentThread) => {
    const line = Math.min(thread.lines.last, model.getLineCount());
    editor.setPosition({ lineNumber: line, column: 1 });
    openAt(line, thread.id, ({ focusRequest }) => {
      const now = threadsHere().find(({ id }) => id === thread.id) ?? thread;
      context.unread.see(now.comments.map(({ id }) => id));
      return (
        <ThreadView
          context={context}
          thread={now}
          place={placeOf(now)}
          draft={now.id}
          onSend={async (text) => void (await comments.reply(now.id, text))}
          onClose={() => close(true)}
          focusRequest={focusRequest}
        />
      );
    });
    context.selected.setState(thread.id, true);
    draw();
  };

  const begin = (selection: { line: number; column: number; endLine: number; endColumn: number }) => {
    const file = fileId();
    const text = file === null ? null : (files.text(file)?.toString() ?? null);
    if (!context.mayComment()) return;
    if (file === null) {
      return void services.notifications.info(t('This file is not part of the session, so it cannot be commented on.'));
    }
    if (text === null) {
      return void services.notifications.info(
        t('This text is still on its way from the others. Try again in a moment.'),
      );
    }
    const start = offsetAt(text, selection.line, selection.column);
    const end = offsetAt(text, selection.endLine, selection.endColumn);
    const place = placeOfComment(text, { start, end });
    if (!place) return;
    // A selection that ends before the first letter of a line is of the lines before it.
    const last =
      selection.endLine > selection.line && selection.endColumn === 1 ? selection.endLine - 1 : selection.endLine;
    const lines = { first: selection.line, last };
    openAt(last, null, ({ focusRequest }) => (
      <ThreadView
        context={context}
        thread={null}
        place={placeOf({ lines })}
        draft={`${file} ${lines.first} ${lines.last}`}
        onSend={async (words) => {
          const id = await comments.begin({ file, ...place }, words);
          const made = comments.threads().find((thread) => thread.id === id);
          if (made) openThread(made);
        }}
        onClose={() => close(true)}
        focusRequest={focusRequest}
      />
    ));
  };

  const markAt = (line: number) =>
    threadsHere().find(({ lines, resolved }) => !resolved && Math.min(lines.last, model.getLineCount()) === line);

  ends.addFunction(context.threads.subscribe(draw));
  ends.addFunction(live.state.subscribe(draw));
  ends.addFunction(services.workspace.subscribe((now, before) => now.theme !== before.theme && draw()));
  ends.add(
    editor.onMouseMove(({ target }) => {
      const line = target.type === MouseTargetType.GUTTER_LINE_NUMBERS ? target.position?.lineNumber : undefined;
      if (line === hovered.getRange(0)?.startLineNumber) return;
      if (line === undefined || !context.mayComment()) return hovered.clear();
      hovered.set([
        {
          range: { startLineNumber: line, startColumn: 1, endLineNumber: line, endColumn: 1 },
          options: { lineNumberClassName: 'comment-add' },
        },
      ]);
    }),
  );
  ends.add(editor.onMouseLeave(() => hovered.clear()));
  ends.add(
    editor.onMouseDown(({ target, event }) => {
      if (target.type !== MouseTargetType.GUTTER_LINE_NUMBERS || !event.leftButton) return;
      const line = target.position?.lineNumber;
      const left = editor.getDomNode()?.getBoundingClientRect().left ?? 0;
      if (line === undefined || event.posx - left > markWidth) return;
      event.preventDefault();
      const thread = markAt(line);
      if (thread && open?.thread === thread.id) close(true);
      else if (thread) openThread(thread);
      else begin({ line, column: 1, endLine: line, endColumn: 1 });
    }),
  );
  draw();

  return {
    shown,
    begin() {
      const selection = editor.getSelection();
      if (!selection) return;
      const line = selection.endLineNumber;
      const thread = selection.isEmpty() ? markAt(line) : undefined;
      if (thread) return openThread(thread);
      begin({
        line: selection.startLineNumber,
        column: selection.startColumn,
        endLine: selection.endLineNumber,
        endColumn: selection.endColumn,
      });
    },
    open(id) {
      const thread = threadsHere().find((each) => each.id === id);
      if (thread) openThread(thread);
    },
    step(by) {
      const line = editor.getPosition()?.lineNumber ?? 1;
      const unresolved = threadsHere().filter(({ resolved, id }) => !resolved || id === open?.thread);
      const thread = neighbourThread(unresolved, { line, thread: open?.thread ?? null }, by);
      if (thread) openThread(thread);
      return thread !== null;
    },
    dispose() {
      ends.dispose();
      open?.zone.dispose();
      open = null;
      marks.clear();
      hovered.clear();
    },
  };
}
