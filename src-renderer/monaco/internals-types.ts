import type * as monaco from 'monaco-editor/editor/editor.api';

/** Names one of Monaco's own services. */
export interface ServiceId<T> {
  readonly service?: T;
}

/** The outline of a model from whatever provider its language has; results are kept until the model changes. */
export interface OutlineModelService {
  getOrCreate(
    model: monaco.editor.ITextModel,
    token: monaco.CancellationToken,
  ): Promise<{ getTopLevelSymbols(): monaco.languages.DocumentSymbol[] }>;
}

/** What a text consists of before there is a model of it. */
export interface TextBufferFactory {
  readonly create: unknown;
}

/** Takes a text piece by piece: finding its lines is most of the work of making a model. */
export interface TextBufferBuilder {
  acceptChunk(text: string): void;
  finish(): TextBufferFactory;
}

/** Makes models of texts that are not one string. */
export interface ModelService {
  createModel(text: TextBufferFactory, language: null, resource: monaco.Uri): monaco.editor.ITextModel;
}

/** Where Monaco's parts get texts from that they do not show yet. */
export interface TextModelService {
  createModelReference(resource: monaco.Uri): Promise<unknown>;
}

/** The language services that have registered themselves. */
export interface LanguageFeaturesService {
  readonly documentSymbolProvider: { readonly onDidChange: monaco.IEvent<number> };
}

/** Which keys run which of Monaco's commands. */
export interface KeybindingService {
  lookupKeybinding(command: string): { getUserSettingsLabel(): string | null } | undefined;
}

/** A tokenizer as Monaco's language definitions export it. */
export interface MonarchLanguage extends monaco.languages.IMonarchLanguage {
  tokenizer: Record<string, monaco.languages.IMonarchLanguageRule[]>;
}

/** What a model leaves its undo to. */
export interface EditStack {
  pushStackElement(): void;
  popStackElement(): void;
  clear(): void;
  pushEOL(lineEnd: monaco.editor.EndOfLineSequence): void;
  pushEditOperation(
    before: monaco.Selection[] | null,
    operations: monaco.editor.IIdentifiedSingleEditOperation[],
    computeSelections: monaco.editor.ICursorStateComputer | null,
    group: unknown,
    reason: unknown,
  ): monaco.Selection[] | null;
}

/** An editor as it is while an input method composes text in it. */
export interface ComposingEditor {
  readonly inComposition: boolean;
}

/** The parts of Monaco's models that take part in undo. */
export interface UndoableModel {
  _commandManager: EditStack;
  applyEdits(
    operations: readonly monaco.editor.IIdentifiedSingleEditOperation[],
    computeInverse: boolean,
    reason: unknown,
  ): monaco.editor.IValidEditOperation[];
  /** Changes the text as undo and redo do: the editor with the focus takes the selections and shows them. */
  _applyUndoRedoEdits(
    operations: readonly monaco.editor.IIdentifiedSingleEditOperation[],
    lineEnd: monaco.editor.EndOfLineSequence,
    isUndoing: boolean,
    isRedoing: boolean,
    alternativeVersion: number,
    selections: monaco.Selection[] | null,
  ): void;
}
