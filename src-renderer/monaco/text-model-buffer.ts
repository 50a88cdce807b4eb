import { PieceTreeTextBufferBuilder } from 'monaco-editor/editor/common/model/pieceTreeTextBuffer/pieceTreeTextBufferBuilder';
import { IModelService } from 'monaco-editor/editor/common/services/model';
import * as monaco from 'monaco-editor/editor/editor.api';
import { StandaloneServices } from 'monaco-editor/editor/standalone/browser/standaloneServices';
import type { Settings } from '../../contract/model/settings.ts';
import { createSignal } from '../app/disposable.ts';
import { minimalEdits } from './line-diff.ts';
import type { LineEnd, TextBufferDescription, TextModelBuffer } from './text-buffer.ts';

const { EndOfLinePreference, EndOfLineSequence } = monaco.editor;

/**
 * Makes the model for a document. `settings` decides its indentation unless the text itself does. A text in several pieces is
 * taken in with pauses between them, so that the window goes on meanwhile.
 */
export async function createTextModelBuffer(
  description: TextBufferDescription,
  settings: Settings,
): Promise<TextModelBuffer> {
  const model = await createModel(description);
  model.setEOL(toSequence(description.lineEnd));
  const insertSpaces = settings['editor.insertSpaces'];
  const tabSize = settings['editor.tabSize'];
  if (settings['editor.detectIndentation'] && !description.large) model.detectIndentation(insertSpaces, tabSize);
  else model.updateOptions({ insertSpaces, tabSize, indentSize: tabSize });
  colorBrackets(model, settings);

  const changed = createSignal<void>();
  const listener = model.onDidChangeContent(() => changed.raise());
  return {
    model,
    changed,
    version: () => model.getAlternativeVersionId(),
    lineEnd: () => (model.getEndOfLineSequence() === EndOfLineSequence.CRLF ? 'crlf' : 'lf'),
    length: () => model.getValueLength(EndOfLinePreference.LF),
    // Monaco takes a second mark at the start of the text for its own.
    text: () => model.getValue(EndOfLinePreference.LF, true),
    replace(text) {
      const edits = minimalEdits(model.getLinesContent(), text.split(/\r\n|\r|\n/)).map((edit) => ({
        range: new monaco.Range(edit.startLine, edit.startColumn, edit.endLine, edit.endColumn),
        text: edit.text,
      }));
      pushEdits(model, edits);
    },
    tidy({ trimTrailingWhitespace, insertFinalNewline }) {
      const edits: monaco.editor.IIdentifiedSingleEditOperation[] = [];
      if (trimTrailingWhitespace) edits.push(...trailingWhitespace(model));
      const last = model.getLineCount();
      if (insertFinalNewline && model.getLineMaxColumn(last) > 1) {
        const end = { startLineNumber: last, startColumn: model.getLineMaxColumn(last) };
        edits.push({ range: { ...end, endLineNumber: last, endColumn: end.startColumn }, text: '\n' });
      }
      pushEdits(model, edits);
    },
    setLineEnd(lineEnd) {
      if (model.getEndOfLineSequence() !== toSequence(lineEnd)) model.pushEOL(toSequence(lineEnd));
    },
    setLanguage: (languageId) => monaco.editor.setModelLanguage(model, languageId),
    dispose() {
      listener.dispose();
      model.dispose();
    },
  };
}

async function createModel(description: TextBufferDescription): Promise<monaco.editor.ITextModel> {
  const { pieces, languageId } = description;
  if (pieces.length <= 1) return monaco.editor.createModel(pieces[0] ?? '', languageId, freeUri(description));
  const builder = new PieceTreeTextBufferBuilder();
  for (const piece of pieces) {
    for (let start = 0; start < piece.length; start += pieceLength) {
      builder.acceptChunk(piece.slice(start, start + pieceLength));
      await nextTurn();
    }
  }
  const model = StandaloneServices.get(IModelService).createModel(builder.finish(), null, freeUri(description));
  if (languageId !== 'plaintext') monaco.editor.setModelLanguage(model, languageId);
  return model;
}

/** UTF-16 units that are taken in at a time: some milliseconds of work. */
const pieceLength = 1_000_000;

/** Lets whatever waits (a key, a frame) go first. */
function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}

/** A text to look at, beside a document; whoever asks for it disposes of it. */
export function createPlainModel(text: string, languageId: string, settings: Settings): monaco.editor.ITextModel {
  const model = monaco.editor.createModel(text, languageId);
  colorBrackets(model, settings);
  return model;
}

/** Monaco takes this from the text, not from the editor that shows it. */
function colorBrackets(model: monaco.editor.ITextModel, settings: Settings): void {
  const enabled = settings['editor.bracketPairColorization'];
  model.updateOptions({ bracketColorizationOptions: { enabled, independentColorPoolPerBracketType: false } });
}

/** Applies to open texts what a changed setting says about them. */
export function applyTextSettings(settings: Settings): void {
  for (const model of monaco.editor.getModels()) colorBrackets(model, settings);
}

function pushEdits(model: monaco.editor.ITextModel, edits: monaco.editor.IIdentifiedSingleEditOperation[]): void {
  if (edits.length === 0) return;
  model.pushStackElement();
  model.pushEditOperations(null, edits, () => null);
  model.pushStackElement();
}

function trailingWhitespace(model: monaco.editor.ITextModel): monaco.editor.IIdentifiedSingleEditOperation[] {
  const edits: monaco.editor.IIdentifiedSingleEditOperation[] = [];
  for (let line = 1; line <= model.getLineCount(); line += 1) {
    const content = model.getLineContent(line);
    const kept = content.trimEnd().length;
    if (kept < content.length)
      edits.push({ range: new monaco.Range(line, kept + 1, line, content.length + 1), text: '' });
  }
  return edits;
}

function toSequence(lineEnd: LineEnd): monaco.editor.EndOfLineSequence {
  return lineEnd === 'crlf' ? EndOfLineSequence.CRLF : EndOfLineSequence.LF;
}

let untitledCount = 0;

/** Language services find modules by these addresses. A moved document keeps its own, so the plain one may be taken. */
function freeUri({ projectId, path }: TextBufferDescription): monaco.Uri {
  if (path === '') {
    untitledCount += 1;
    return monaco.Uri.from({ scheme: 'untitled', path: `/${untitledCount}` });
  }
  const authority = projectId === 'user' ? 'user' : '';
  for (let attempt = 0; ; attempt += 1) {
    const uri = monaco.Uri.from({
      scheme: 'file',
      authority: attempt === 0 ? authority : `${authority}${attempt}`,
      path: `/${path}`,
    });
    if (!monaco.editor.getModel(uri)) return uri;
  }
}
