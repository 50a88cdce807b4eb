import type * as monaco from 'monaco-editor/editor/editor.api';
import type { Settings } from '../../../../contract/model/settings.ts';
import { createDisposables, type Disposable } from '../../../app/disposable.ts';
import { type EditorToggles, editorOptions, type ShownText, textOptions } from '../../../monaco/editor-options.ts';
import type { MonacoHost } from './monaco-loader.ts';

/** The source of cursor changes that go to a place someone has asked for. */
export const goingThere = 'goTo';

/** Sources of cursor changes after which one may want to go back; the others are Monaco's own. */
const jumpSources: ReadonlySet<string> = new Set([goingThere, 'api', 'code.jump', 'code.navigation']);

/** Someone went to a place, another text was shown, or the cursor went along with something else, such as typing. */
export type CursorMove = 'jumped' | 'shown' | 'followed';

/** What an editor tells about itself. */
export interface EditorEvents {
  focused(editor: GroupEditor): void;
  /** The text has lost the focus, perhaps to a widget of the editor. */
  textBlurred(editor: GroupEditor): void;
  blurred(editor: GroupEditor): void;
  /** The cursor, the selection or the text's indentation has changed; called for each of Monaco's own events. */
  moved(editor: GroupEditor, how: CursorMove): void;
}

/** The one Monaco editor of a group, which its tabs pass among themselves: making one takes longer than showing one. */
export interface GroupEditor extends Disposable {
  readonly group: string;
  readonly editor: monaco.editor.IStandaloneCodeEditor;
  readonly element: HTMLElement;
  /** The tab that it shows. */
  readonly panel: string | null;
  show(panel: string, model: monaco.editor.ITextModel, text: ShownText, slot: HTMLElement): void;
  /** The tab has gone; its place is not kept. */
  forget(panel: string): void;
  applyOptions(text?: ShownText): void;
}

export interface GroupEditorOptions {
  readonly group: string;
  readonly host: MonacoHost;
  readonly events: EditorEvents;
  /** Where each tab was scrolled to, what was selected and folded. */
  readonly viewStates: Map<string, monaco.editor.ICodeEditorViewState>;
  settings(): Settings;
  toggles(): EditorToggles;
}

/** Makes the editor of a group; it shows nothing yet. */
export function createGroupEditor(options: GroupEditorOptions): GroupEditor {
  const { group, host, events, viewStates } = options;
  const disposables = createDisposables();
  const element = document.createElement('div');
  element.className = 'group-editor';
  const codeFont = getComputedStyle(document.documentElement).getPropertyValue('--ff-font-code').trim();
  const all = () => editorOptions(options.settings(), options.toggles(), codeFont);
  const editor = host.monaco.editor.create(element, { ...all(), model: null, automaticLayout: false });
  let panel: string | null = null;
  let shown: ShownText = { large: false, longLines: false, readOnly: null };

  const remember = (): void => {
    const state = panel === null ? null : editor.saveViewState();
    if (panel !== null && state) viewStates.set(panel, state);
  };

  const observer = new ResizeObserver(([entry]) => {
    const { width = 0, height = 0 } = entry?.contentRect ?? {};
    if (width > 0 && height > 0) editor.layout({ width, height });
  });
  observer.observe(element);
  disposables.addFunction(() => observer.disconnect());
  disposables.addFunction(() => editor.dispose());

  const groupEditor: GroupEditor = {
    group,
    editor,
    element,
    get panel() {
      return panel;
    },
    show(next, model, text, slot) {
      if (element.parentElement !== slot) slot.append(element);
      if (next === panel && editor.getModel() === model) {
        this.applyOptions(text);
        return;
      }
      remember();
      panel = next;
      // Options first: what a large text must not cause would start as soon as it is shown.
      this.applyOptions(text);
      editor.layout({ width: slot.clientWidth, height: slot.clientHeight });
      editor.setModel(model);
      const state = viewStates.get(next);
      if (state) editor.restoreViewState(state);
      events.moved(groupEditor, 'shown');
    },
    forget(gone) {
      viewStates.delete(gone);
      if (panel !== gone) return;
      panel = null;
      editor.setModel(null);
      element.remove();
    },
    applyOptions(text = shown) {
      shown = text;
      editor.updateOptions({ ...all(), ...textOptions(text, options.settings(), options.toggles()) });
    },
    dispose() {
      remember();
      disposables.dispose();
      element.remove();
    },
  };

  disposables.add(editor.onDidFocusEditorText(() => events.focused(groupEditor)));
  disposables.add(editor.onDidBlurEditorWidget(() => events.blurred(groupEditor)));
  disposables.add(
    editor.onDidChangeCursorSelection((event) => {
      const chosen = event.reason === host.monaco.editor.CursorChangeReason.Explicit;
      events.moved(groupEditor, chosen || jumpSources.has(event.source) ? 'jumped' : 'followed');
    }),
  );
  disposables.add(editor.onDidChangeModelOptions(() => events.moved(groupEditor, 'followed')));
  disposables.add(editor.onDidBlurEditorText(() => events.textBlurred(groupEditor)));
  disposables.add(
    editor.onContextMenu(({ target }) => {
      // The menu is about what was pressed on, unless that is selected already.
      const selected = editor
        .getSelections()
        ?.some((selection) => target.range && selection.containsRange(target.range));
      if (target.position && !selected) editor.setPosition(target.position);
    }),
  );
  return groupEditor;
}
