import type { editor } from 'monaco-editor/editor/editor.api';
import type { Settings } from '../../contract/model/settings.ts';
import { t } from '../localize.ts';

/** What about a document decides how much the editor does with it. */
export interface ShownText {
  readonly large: boolean;
  readonly longLines: boolean;
  /** Why it cannot be changed; null when it can. */
  readonly readOnly: string | null;
}

/** What a person has set for this window only. */
export interface EditorToggles {
  readonly wordWrap: boolean | null;
  readonly minimap: boolean | null;
  readonly stickyScroll: boolean | null;
}

const fallbackFont = '"JetBrains Mono Variable", "JetBrains Mono", monospace';

/** Monaco's options by the settings, apart from what the text shown decides. */
export function editorOptions(
  settings: Settings,
  toggles: EditorToggles,
  codeFont: string,
): editor.IEditorOptions & editor.IGlobalEditorOptions {
  const fontSize = settings['editor.fontSize'];
  const wrap = toggles.wordWrap ?? settings['editor.wordWrap'] === 'on';
  return {
    fontFamily: settings['editor.fontFamily'] || codeFont || fallbackFont,
    fontSize,
    lineHeight: Math.round((fontSize * 20) / 13),
    fontLigatures: settings['editor.fontLigatures'],
    lineNumbers: settings['editor.lineNumbers'],
    lineNumbersMinChars: 6,
    lineDecorationsWidth: 8,
    glyphMargin: false,
    folding: true,
    showFoldingControls: 'mouseover',
    rulers: [...settings['editor.rulers']],
    renderWhitespace: settings['editor.renderWhitespace'],
    wordWrap: wrap ? 'on' : 'off',
    minimap: { enabled: toggles.minimap ?? settings['editor.minimap'], renderCharacters: false },
    stickyScroll: { enabled: toggles.stickyScroll ?? settings['editor.stickyScroll'] },
    bracketPairColorization: { enabled: settings['editor.bracketPairColorization'] },
    guides: { indentation: true, highlightActiveIndentation: true, bracketPairs: false },
    scrollbar: { verticalScrollbarSize: 12, horizontalScrollbarSize: 12, useShadows: false },
    overviewRulerLanes: 3,
    overviewRulerBorder: true,
    hideCursorInOverviewRuler: true,
    renderLineHighlight: 'all',
    renderLineHighlightOnlyWhenFocus: false,
    cursorWidth: 2,
    roundedSelection: false,
    scrollBeyondLastLine: true,
    smoothScrolling: false,
    padding: { top: 0, bottom: 0 },
    fixedOverflowWidgets: true,
    suggest: { showStatusBar: false },
    inlayHints: { enabled: settings['editor.inlayHints'] ? 'on' : 'off', fontSize: Math.max(9, fontSize - 2) },
    'semanticHighlighting.enabled': settings['editor.semanticHighlighting'],
    linkedEditing: true,
    unicodeHighlight: { nonBasicASCII: false },
    find: { addExtraSpaceOnTop: false, seedSearchStringFromSelection: 'selection' },
    largeFileOptimizations: true,
    multiCursorModifier: 'alt',
    contextmenu: false,
    dropIntoEditor: { enabled: false },
    accessibilitySupport: 'auto',
    ariaLabel: t('Editor'),
  };
}

/** Options by the text shown: a large one loses what costs time in proportion to its length. */
export function textOptions(
  text: ShownText,
  settings: Settings,
  toggles: EditorToggles,
): editor.IEditorOptions & editor.IGlobalEditorOptions {
  const plain = text.large || text.longLines;
  return {
    readOnly: text.readOnly !== null,
    readOnlyMessage: { value: text.readOnly ?? '' },
    folding: !plain,
    links: !plain,
    matchBrackets: plain ? 'never' : 'always',
    occurrencesHighlight: plain ? 'off' : 'singleFile',
    selectionHighlight: !plain,
    wordBasedSuggestions: plain ? 'off' : 'currentDocument',
    minimap: { enabled: !plain && (toggles.minimap ?? settings['editor.minimap']), renderCharacters: false },
    stickyScroll: { enabled: !plain && (toggles.stickyScroll ?? settings['editor.stickyScroll']) },
    wordWrap: !plain && (toggles.wordWrap ?? settings['editor.wordWrap'] === 'on') ? 'on' : 'off',
  };
}

/** Options of the view that shows two texts side by side. */
export function comparisonOptions(
  settings: Settings,
  toggles: EditorToggles,
): editor.IStandaloneDiffEditorConstructionOptions {
  const codeFont = getComputedStyle(document.documentElement).getPropertyValue('--ff-font-code').trim();
  return {
    ...editorOptions(settings, toggles, codeFont),
    automaticLayout: true,
    // Room around the plus and minus of changed lines, which stand between number and text.
    lineDecorationsWidth: 20,
    originalEditable: false,
    minimap: { enabled: false },
    stickyScroll: { enabled: false },
    folding: false,
    renderSideBySide: true,
    useInlineViewWhenSpaceIsLimited: true,
    renderMarginRevertIcon: true,
    ignoreTrimWhitespace: false,
    hideUnchangedRegions: { enabled: true },
    diffWordWrap: 'off',
    renderOverviewRuler: false,
    overviewRulerLanes: 0,
  };
}
