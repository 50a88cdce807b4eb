import { EditorExtensionsRegistry } from 'monaco-editor/editor/browser/editorExtensions';
import type * as monaco from 'monaco-editor/editor/editor.api';
import { StandaloneServices } from 'monaco-editor/editor/standalone/browser/standaloneServices';
import { IKeybindingService } from 'monaco-editor/platform/keybinding/common/keybinding';

/** Something that Monaco can do with an editor. */
export interface EditorAction {
  readonly id: string;
  readonly title: string;
  /** The title in English, to be searched for in every language. */
  readonly english: string;
  /** As in a command: `Ctrl+K Ctrl+C`. */
  readonly keys: string | null;
  run(): Promise<void>;
}

const withoutUse = new Set(['editor.action.quickCommand', 'editor.action.gotoLine', 'editor.action.quickOutline']);

/** What Monaco offers for an editor as it is now, with the keys it listens to. */
export function editorActions(editor: monaco.editor.ICodeEditor): readonly EditorAction[] {
  const keybindings = StandaloneServices.get(IKeybindingService);
  return editor
    .getSupportedActions()
    .filter((action) => action.isSupported() && !withoutUse.has(action.id) && action.label !== '')
    .map((action) => ({
      id: action.id,
      title: action.label,
      english: action.alias,
      keys: toKeys(keybindings.lookupKeybinding(action.id)?.getUserSettingsLabel() ?? null),
      run: () => action.run(),
    }));
}

/** Everything that Monaco can do with some editor, with the keys it listens to. */
export function allEditorActions(): readonly Omit<EditorAction, 'run'>[] {
  const keybindings = StandaloneServices.get(IKeybindingService);
  return [...EditorExtensionsRegistry.getEditorActions()]
    .filter(({ id, label }) => !withoutUse.has(id) && label !== '')
    .map(({ id, label, alias }) => ({
      id,
      title: label,
      english: alias,
      keys: toKeys(keybindings.lookupKeybinding(id)?.getUserSettingsLabel() ?? null),
    }));
}

function toKeys(label: string | null): string | null {
  if (!label) return null;
  return label
    .split(' ')
    .map((stroke) =>
      stroke
        .split('+')
        .map((part) => part.charAt(0).toUpperCase() + part.slice(1))
        .join('+'),
    )
    .join(' ');
}
