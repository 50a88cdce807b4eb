import { createSignal } from '../../../../src-renderer/app/disposable.ts';
import type { TextBuffer, TextBufferDescription } from '../../../../src-renderer/monaco/text-buffer.ts';

/** A buffer without Monaco: every change gets a number, and undo goes back to the one before. */
export interface FakeBuffer extends TextBuffer {
  type(text: string): void;
  undo(): void;
  readonly description: TextBufferDescription;
  readonly disposed: boolean;
}

export function createFakeBuffer(description: TextBufferDescription): FakeBuffer {
  const changed = createSignal<void>();
  let versions = 1;
  let languageId = description.languageId;
  let current = {
    version: 1,
    text: description.pieces.join('').replaceAll('\r\n', '\n'),
    lineEnd: description.lineEnd,
  };
  const before: (typeof current)[] = [];
  let disposed = false;
  const change = (next: Partial<typeof current>) => {
    before.push(current);
    versions += 1;
    current = { ...current, ...next, version: versions };
    changed.raise();
  };
  return {
    changed,
    get description() {
      return { ...description, languageId };
    },
    get disposed() {
      return disposed;
    },
    version: () => current.version,
    lineEnd: () => current.lineEnd,
    length: () => current.text.length,
    text: () => current.text,
    type: (text) => change({ text: current.text + text }),
    undo() {
      current = before.pop() ?? current;
      changed.raise();
    },
    replace(text) {
      const next = text.replaceAll('\r\n', '\n');
      if (next !== current.text) change({ text: next });
    },
    tidy({ trimTrailingWhitespace, insertFinalNewline }) {
      let { text } = current;
      if (trimTrailingWhitespace) text = text.replaceAll(/[ \t]+$/gm, '');
      if (insertFinalNewline && !text.endsWith('\n')) text += '\n';
      if (text !== current.text) change({ text });
    },
    setLineEnd(lineEnd) {
      if (lineEnd !== current.lineEnd) change({ lineEnd });
    },
    setLanguage(next) {
      languageId = next;
    },
    dispose() {
      disposed = true;
    },
  };
}
