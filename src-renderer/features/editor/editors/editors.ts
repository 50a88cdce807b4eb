import type * as monaco from 'monaco-editor/editor/editor.api';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Settings } from '../../../../contract/model/settings.ts';
import { createSignal, type Disposable, type Signal } from '../../../app/disposable.ts';
import type { EditorToggles, ShownText } from '../../../monaco/editor-options.ts';
import type { TextModelBuffer } from '../../../monaco/text-buffer.ts';
import { type CursorMove, createGroupEditor, type GroupEditor, goingThere } from './group-editor.ts';
import type { MonacoHost } from './monaco-loader.ts';

/** A place to show as soon as the tab's text is there. */
/** `unlessTyping`: not where somebody has begun to type into something else meanwhile, such as the palette. */
type FocusWish = boolean | 'unlessTyping';

export interface Reveal {
  readonly line: number;
  readonly column: number;
  /** Where the selection ends; without it nothing is selected. */
  readonly end?: { readonly line: number; readonly column: number };
}

/** All Monaco editors of the area, one a group. */
export interface Editors {
  readonly toggles: StoreApi<EditorToggles>;
  readonly focused: Signal<GroupEditor>;
  readonly textBlurred: Signal<GroupEditor>;
  readonly blurred: Signal<GroupEditor>;
  readonly moved: Signal<{ readonly editor: GroupEditor; readonly how: CursorMove }>;
  readonly viewStates: Map<string, monaco.editor.ICodeEditorViewState>;
  get(group: string): GroupEditor | undefined;
  /** Shows a tab's text in the editor of its group, inside `slot`. */
  show(options: {
    readonly host: MonacoHost;
    readonly group: string;
    readonly panel: string;
    readonly buffer: TextModelBuffer;
    readonly text: ShownText;
    readonly slot: HTMLElement;
  }): void;
  /** Focuses the tab, and goes to a place in it, as soon as its text is shown. */
  whenShown(panel: string, wish: { readonly focus?: FocusWish; readonly reveal?: Reveal }): void;
  forgetPanel(panel: string): void;
  forgetGroup(group: string): void;
  /** Editors take part in groups' lives only; what they remember stays until `clear`. */
  clear(): void;
  applyOptions(): void;
  saveViewStates(): void;
}

/** Keeps the groups' editors and what they share. */
export function createEditors(dependencies: {
  settings(): Settings;
  /** Told of every editor that is made; what it answers ends with the editor. */
  made?(editor: GroupEditor): Disposable;
}): Editors & Disposable {
  const editors = new Map<string, GroupEditor>();
  const viewStates = new Map<string, monaco.editor.ICodeEditorViewState>();
  const wishes = new Map<string, { focus: FocusWish; reveal: Reveal | null }>();
  const toggles = createStore<EditorToggles>(() => ({ wordWrap: null, minimap: null, stickyScroll: null }));
  const focused = createSignal<GroupEditor>();
  const blurred = createSignal<GroupEditor>();
  const moved = createSignal<{ editor: GroupEditor; how: CursorMove }>();
  const textBlurred = createSignal<GroupEditor>();

  const make = (host: MonacoHost, group: string): GroupEditor => {
    const editor = createGroupEditor({
      host,
      group,
      viewStates,
      settings: dependencies.settings,
      toggles: () => toggles.getState(),
      events: {
        focused: (shown) => focused.raise(shown),
        blurred: (shown) => blurred.raise(shown),
        moved: (shown, how) => moved.raise({ editor: shown, how }),
        textBlurred: (shown) => textBlurred.raise(shown),
      },
    });
    editors.set(group, editor);
    const following = dependencies.made?.(editor);
    if (following) editor.editor.onDidDispose(() => following.dispose());
    return editor;
  };

  const fulfil = (shown: GroupEditor, panel: string): void => {
    const wish = wishes.get(panel);
    if (!wish) return;
    wishes.delete(panel);
    if (wish.reveal) {
      const { line, column, end = { line, column } } = wish.reveal;
      const range = { startLineNumber: line, startColumn: column, endLineNumber: end.line, endColumn: end.column };
      shown.editor.setSelection(range, goingThere);
      shown.editor.revealRangeInCenterIfOutsideViewport(range, 1);
    }
    if (wish.focus === true || (wish.focus === 'unlessTyping' && !isTypingElsewhere())) shown.editor.focus();
  };

  const applyOptions = (): void => {
    for (const editor of editors.values()) editor.applyOptions();
  };
  const unsubscribe = toggles.subscribe(applyOptions);

  return {
    toggles,
    focused,
    blurred,
    moved,
    textBlurred,
    viewStates,
    get: (group) => editors.get(group),
    show({ host, group, panel, buffer, text, slot }) {
      for (const other of editors.values()) {
        // The tab has moved to another group: what it looked like goes along.
        if (other.group !== group && other.panel === panel) {
          const state = other.editor.saveViewState();
          other.forget(panel);
          if (state) viewStates.set(panel, state);
        }
      }
      const shown = editors.get(group) ?? make(host, group);
      shown.show(panel, buffer.model, text, slot);
      fulfil(shown, panel);
    },
    whenShown(panel, { focus = false, reveal }) {
      const before = wishes.get(panel);
      wishes.set(panel, { focus: focus || (before?.focus ?? false), reveal: reveal ?? before?.reveal ?? null });
      for (const shown of editors.values()) {
        if (shown.panel === panel && shown.element.isConnected) fulfil(shown, panel);
      }
    },
    forgetPanel(panel) {
      wishes.delete(panel);
      viewStates.delete(panel);
      for (const editor of editors.values()) editor.forget(panel);
    },
    forgetGroup(group) {
      editors.get(group)?.dispose();
      editors.delete(group);
    },
    clear() {
      for (const editor of editors.values()) editor.dispose();
      editors.clear();
      viewStates.clear();
      wishes.clear();
    },
    applyOptions,
    saveViewStates() {
      for (const { panel, editor } of editors.values()) {
        const state = panel === null ? null : editor.saveViewState();
        if (panel !== null && state) viewStates.set(panel, state);
      }
    },
    dispose() {
      unsubscribe();
      this.clear();
    },
  };
}

function isTypingElsewhere(): boolean {
  return document.activeElement?.matches('input, textarea, [contenteditable="true"]') ?? false;
}
