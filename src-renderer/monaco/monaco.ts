import './environment.ts';
import * as monaco from 'monaco-editor/editor/editor.api';
import 'monaco-editor/features/register.all';
import 'monaco-editor/languages/definitions/register.all';
import './monaco.css';
import { takeKeysBack } from './keybindings.ts';
import { registerLanguageServices } from './language-services.ts';

registerLanguageServices();
takeKeysBack();

export { followTheme } from './apply-theme.ts';
export { allEditorActions, editorActions } from './editor-actions.ts';
export { followUserKeybindings } from './keybindings.ts';
export { minimalEdits } from './line-diff.ts';
export { registerOpeners } from './openers.ts';
export { onOutlineSourcesChanged, outlineOf } from './outline.ts';
export { provideTexts } from './provided-texts.ts';
export { applyTextSettings, createPlainModel, createTextModelBuffer } from './text-model-buffer.ts';
export { monaco };
