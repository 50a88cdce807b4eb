import { editor, type IRange, type Uri } from 'monaco-editor/editor/editor.api';

/** Where Monaco's links and "go to definition" lead. */
export interface Openers {
  openLink(address: string): void;
  /** A place in another text; false when nobody knows that text. */
  openText(model: editor.ITextModel, line: number, column: number): boolean;
}

/** Hands over what Monaco would open by itself, as a page would. */
export function registerOpeners({ openLink, openText }: Openers): { dispose(): void } {
  const links = editor.registerLinkOpener({
    open(address: Uri) {
      openLink(address.toString(true));
      return true;
    },
  });
  const texts = editor.registerEditorOpener({
    openCodeEditor(_source, address, place) {
      const model = editor.getModel(address);
      if (!model) return false;
      const start = !place ? { line: 1, column: 1 } : isRange(place) ? startOf(place) : toPlace(place);
      return openText(model, start.line, start.column);
    },
  });
  return {
    dispose() {
      links.dispose();
      texts.dispose();
    },
  };
}

function isRange(place: object): place is IRange {
  return 'startLineNumber' in place;
}

function startOf({ startLineNumber: line, startColumn: column }: IRange) {
  return { line, column };
}

function toPlace({ lineNumber: line, column }: { lineNumber: number; column: number }) {
  return { line, column };
}
