import * as monaco from 'monaco-editor/editor/editor.api';
import { applyUpdate, Doc, encodeStateAsUpdate } from 'yjs';
import { bindText, type TextBinding } from '../../../src-renderer/features/collaboration/text/bind-text.ts';
import { runSimulation } from './simulation.ts';
import { createStage } from './stage.ts';

/** One person's side: a real model, in a real editor, bound to a document of its own. */
export interface Side {
  readonly doc: Doc;
  readonly model: monaco.editor.ITextModel;
  readonly editor: monaco.editor.IStandaloneCodeEditor;
  readonly binding: TextBinding;
  readonly refused: number;
  mayWrite: boolean;
  type(text: string): void;
  /** Somebody else's edit: what is at `offset` is replaced. */
  remote(offset: number, length: number, text: string): void;
  /** The text with `|` where the caret is, or `[` and `]` around what is selected. */
  shown(): string;
  dispose(): void;
}

declare global {
  interface Window {
    monaco: typeof monaco;
    runSimulation: typeof runSimulation;
    createStage: typeof createStage;
    createSide(options?: {
      readonly text?: string;
      /** The model's own text, where it is another one. */
      readonly model?: string;
      readonly lineEnd?: 'lf' | 'crlf';
      readonly start?: 'shared' | 'model';
      /** Typed in front of `text` before that is shared. */
      readonly typedBefore?: string;
    }): Side;
  }
}

window.monaco = monaco;
window.runSimulation = runSimulation;
window.createStage = createStage;
window.createSide = ({ text = '', model: initial = text, lineEnd = 'lf', start = 'shared', typedBefore = '' } = {}) => {
  const doc = new Doc();
  const other = new Doc();
  const shared = doc.getText('text');
  shared.insert(0, typedBefore + text);
  doc.on('update', (update: Uint8Array, origin: unknown) => {
    if (origin !== other) applyUpdate(other, update, doc);
  });
  other.on('update', (update: Uint8Array, origin: unknown) => {
    if (origin !== doc) applyUpdate(doc, update, other);
  });
  applyUpdate(other, encodeStateAsUpdate(doc), doc);
  const element = document.createElement('div');
  element.style.cssText = 'width:600px;height:400px';
  document.body.append(element);
  const model = monaco.editor.createModel(initial, 'plaintext');
  const { CRLF, LF } = monaco.editor.EndOfLineSequence;
  model.setEOL(lineEnd === 'crlf' ? CRLF : LF);
  const editor = monaco.editor.create(element, { model, autoIndent: 'none', autoClosingBrackets: 'never' });
  if (typedBefore !== '') editor.trigger('keyboard', 'type', { text: typedBefore });
  let mayWrite = true;
  let refused = 0;
  const side: Side = {
    doc,
    model,
    editor,
    get mayWrite() {
      return mayWrite;
    },
    set mayWrite(may: boolean) {
      mayWrite = may;
    },
    get refused() {
      return refused;
    },
    binding: bindText({
      monaco,
      text: shared,
      model,
      start,
      mayWrite: () => mayWrite,
      onRefused: () => {
        refused += 1;
      },
    }),
    type: (added: string) => editor.trigger('keyboard', 'type', { text: added }),
    remote(offset: number, length: number, added: string) {
      other.transact(() => {
        other.getText('text').delete(offset, length);
        other.getText('text').insert(offset, added);
      });
    },
    shown() {
      const value = model.getValue();
      const marks = (editor.getSelections() ?? []).flatMap((selection) => {
        const from = model.getOffsetAt(selection.getStartPosition());
        const to = model.getOffsetAt(selection.getEndPosition());
        return selection.isEmpty()
          ? [{ at: from, mark: '|' }]
          : [
              { at: from, mark: '[' },
              { at: to, mark: ']' },
            ];
      });
      marks.sort((a, b) => b.at - a.at);
      return marks.reduce((shown, { at, mark }) => shown.slice(0, at) + mark + shown.slice(at), value);
    },
    dispose() {
      side.binding.dispose();
      editor.dispose();
      model.dispose();
      element.remove();
      doc.destroy();
      other.destroy();
    },
  };
  return side;
};
