import type * as monaco from 'monaco-editor/editor/editor.api';
import type { ComponentType } from 'react';
import type { Disposable, Signal } from './disposable.ts';

/** Monaco and what is built on it, once it has been loaded. */
export type MonacoHost = typeof import('../monaco/monaco.ts');

/** A document's text in the editor that shows it, for features that draw on it. */
export interface AttachedEditor {
  readonly host: MonacoHost;
  readonly document: string;
  readonly projectId: string;
  readonly editor: monaco.editor.IStandaloneCodeEditor;
  readonly model: monaco.editor.ITextModel;
  /** Whatever costs time in proportion to the text is left out. */
  readonly large: boolean;
}

/** Called for every text that an editor comes to show; what it answers ends when the editor shows something else. */
export type AttachToEditor = (shown: AttachedEditor) => Disposable;

/** A document that is open somewhere, whether or not it is in view. */
export interface OpenText {
  readonly host: MonacoHost;
  readonly model: monaco.editor.ITextModel;
  readonly encoding: string;
  readonly byteOrderMark: boolean;
  readonly readOnly: boolean;
  /** Monaco's options by the settings, for editors of one's own. */
  readonly options: monaco.editor.IStandaloneEditorConstructionOptions;
}

/** Lines of the right side, from 1; `end` is the last one, less than `start` where lines are only missing. */
export interface ComparedLines {
  readonly start: number;
  readonly end: number;
}

export interface ComparisonAction {
  readonly title: string;
  run(lines: ComparedLines): void | Promise<void>;
}

/** One side of a comparison. `read` answers its text, or rejects with why there is none. */
export interface ComparedSide {
  readonly label: string;
  read(): Promise<string>;
}

/** Two texts to be shown side by side in a tab. */
export interface Comparison {
  /** The same id is the same tab. */
  readonly id: string;
  /** What it is about: a document's id. */
  readonly document: string;
  readonly title: string;
  readonly left: ComparedSide;
  /** Null takes the document itself, which can be edited. */
  readonly right: ComparedSide | null;
  readonly rightLabel: string;
  /** Raised when the left side may have changed. */
  readonly changed?: Signal<void>;
  /** What can be done with the change at the cursor. */
  readonly actions: readonly ComparisonAction[];
  /** Leaves the focus where it is, in a tab that the next preview reuses. */
  readonly keepFocus?: boolean;
}

/** A tab of a feature's own about a document. */
export interface EditorView {
  readonly id: string;
  title(document: string): string;
  readonly Component: ComponentType<{
    readonly document: string;
    readonly close: () => void;
    readonly active: boolean;
  }>;
}

/** One line above a document's text, with what can be done. */
export interface DocumentBanner {
  readonly tone: 'info' | 'warning';
  readonly text: string;
  readonly actions: readonly { readonly title: string; run(): void }[];
}
