import type * as monaco from 'monaco-editor/editor/editor.api';
import { t } from '../../../localize.ts';
import type { CommentThread } from '../session/session-comments.ts';
import type { Who } from '../talk/who.ts';
import { placeOf } from './thread-words.ts';

/** Marks at the lines that threads are below, and at the parts of text that they are about. Resolved ones are marked only while open. */
export function commentMarks(
  threads: readonly CommentThread[],
  options: {
    readonly openThread: string | null;
    readonly lineCount: number;
    who(person: string, name: string): Pick<Who, 'color' | 'name'>;
    /** A colour of people as CSS has it. */
    colorOf(color: number | null): string;
    readonly lane: monaco.editor.OverviewRulerLane;
  },
): monaco.editor.IModelDeltaDecoration[] {
  const marks: monaco.editor.IModelDeltaDecoration[] = [];
  const marked = new Set<number>();
  for (const thread of threads) {
    const { lines, columns, wholeLine, resolved, id } = thread;
    const open = id === options.openThread;
    if (!columns || (resolved && !open)) continue;
    const { color, name } = options.who(thread.author, thread.comments[0]?.name ?? '');
    const person = color === null ? 'person-self' : `person-${color + 1}`;
    const last = Math.min(lines.last, options.lineCount);
    if (!marked.has(last)) {
      marked.add(last);
      marks.push({
        range: { startLineNumber: last, startColumn: 1, endLineNumber: last, endColumn: 1 },
        options: {
          isWholeLine: true,
          lineNumberClassName: `comment-mark ${person}`,
          lineNumberHoverMessage: { value: t('Comment of {{name}}. Click to read it.', { name: plain(name) }) },
          overviewRuler: { color: options.colorOf(color), position: options.lane },
        },
      });
    }
    if (wholeLine && !open) continue;
    marks.push({
      range: {
        startLineNumber: Math.min(lines.first, options.lineCount),
        startColumn: columns.first,
        endLineNumber: last,
        endColumn: columns.last,
      },
      options: {
        className: `comment-range ${open ? 'comment-range-open' : ''} ${person}`,
        hoverMessage: open ? undefined : { value: plain(`${placeOf(thread)}: ${thread.comments[0]?.text ?? ''}`) },
      },
    });
  }
  return marks;
}

/** Text of others that Markdown takes for text. */
function plain(text: string): string {
  return text.slice(0, 500).replace(/[\\`*_{}[\]()#+\-.!|<>~]/g, '\\$&');
}
