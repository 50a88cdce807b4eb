import type { editor } from 'monaco-editor/editor/editor.api';
import type { Disposable, Signal } from '../app/disposable.ts';

export type LineEnd = 'lf' | 'crlf';

/** The live text of one document. Monaco's model behind it is shared by every editor that shows the document. */
export interface TextBuffer extends Disposable {
  /** Moves with every change and comes back with undo. */
  version(): number;
  lineEnd(): LineEnd;
  /** Number of UTF-16 units. */
  length(): number;
  /** The whole text with `\n` between lines; costs as much as the text is long. */
  text(): string;
  /** Becomes `text` by the fewest edits, so that cursors, folding and undo survive. */
  replace(text: string): void;
  /** One undo step, and none when nothing changes. */
  tidy(rules: { readonly trimTrailingWhitespace: boolean; readonly insertFinalNewline: boolean }): void;
  setLineEnd(lineEnd: LineEnd): void;
  setLanguage(languageId: string): void;
  readonly changed: Signal<void>;
}

/** How a buffer is made. `large` switches off what costs time in proportion to the text. */
export interface TextBufferDescription {
  readonly projectId: string;
  readonly path: string;
  /** The text in the pieces that it arrived in; one for all but large files. */
  readonly pieces: readonly string[];
  readonly lineEnd: LineEnd;
  readonly languageId: string;
  readonly large: boolean;
}

/** A buffer that Monaco can show. */
export interface TextModelBuffer extends TextBuffer {
  readonly model: editor.ITextModel;
}

/** The buffers of a window are all Monaco's; those of tests may not be. */
export function hasModel(buffer: TextBuffer | null): buffer is TextModelBuffer {
  return buffer !== null && 'model' in buffer;
}
