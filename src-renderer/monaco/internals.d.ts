// Parts of Monaco that it ships without types.

declare module 'monaco-editor/editor/standalone/browser/standaloneServices' {
  export const StandaloneServices: { get<T>(id: import('./internals-types.ts').ServiceId<T>): T };
}

declare module 'monaco-editor/editor/browser/editorExtensions' {
  export const EditorExtensionsRegistry: {
    getEditorActions(): Iterable<{ readonly id: string; readonly label: string; readonly alias: string }>;
  };
}

declare module 'monaco-editor/editor/contrib/documentSymbols/browser/outlineModel' {
  export const IOutlineModelService: import('./internals-types.ts').ServiceId<
    import('./internals-types.ts').OutlineModelService
  >;
}

declare module 'monaco-editor/editor/common/services/resolverService' {
  export const ITextModelService: import('./internals-types.ts').ServiceId<
    import('./internals-types.ts').TextModelService
  >;
}

declare module 'monaco-editor/editor/common/services/model' {
  export const IModelService: import('./internals-types.ts').ServiceId<import('./internals-types.ts').ModelService>;
}

declare module 'monaco-editor/editor/common/model/pieceTreeTextBuffer/pieceTreeTextBufferBuilder' {
  export const PieceTreeTextBufferBuilder: new () => import('./internals-types.ts').TextBufferBuilder;
}

declare module 'monaco-editor/editor/common/services/languageFeatures' {
  export const ILanguageFeaturesService: import('./internals-types.ts').ServiceId<
    import('./internals-types.ts').LanguageFeaturesService
  >;
}

declare module 'monaco-editor/platform/keybinding/common/keybinding' {
  export const IKeybindingService: import('./internals-types.ts').ServiceId<
    import('./internals-types.ts').KeybindingService
  >;
}

declare module 'monaco-editor/languages/definitions/typescript/typescript' {
  export const language: import('./internals-types.ts').MonarchLanguage;
}

declare module 'monaco-editor/languages/definitions/javascript/javascript' {
  export const language: import('./internals-types.ts').MonarchLanguage;
}

declare module 'monaco-editor/languages/features/json/jsonMode' {
  export function setupMode(
    defaults: import('monaco-editor/languages/features/json/register').LanguageServiceDefaults,
  ): {
    dispose(): void;
  };
}
