import { createStore, type StoreApi } from 'zustand/vanilla';
import { createDisposables, type Disposable } from '../../app/disposable.ts';
import type { EditorState } from '../../app/services.ts';
import { hasModel } from '../../monaco/text-buffer.ts';
import type { GroupEditor } from './editors/group-editor.ts';
import { createOutlineStore, type SymbolTree } from './editors/outline-store.ts';
import { createQuietTimer } from './editors/quiet-timer.ts';
import type { EditorSession } from './session.ts';

/** What others see of the editor: the open documents, where the cursor is, and the facts that keys depend on. */
export interface EditorStatus extends Disposable {
  readonly state: StoreApi<EditorState>;
  /** Symbols of the active text, for breadcrumbs. */
  readonly symbols: StoreApi<SymbolTree>;
}

/**
 * The status bar follows the cursor late, in milliseconds: nothing of it shall fall into a key's own frame, and while somebody
 * types it shall make few frames of its own.
 */
const lateness = { quiet: 120, most: 480 };

export function createEditorStatus(session: EditorSession): EditorStatus {
  const { area, documents, editors, history, loader, services } = session;
  const { contextKeys } = services;
  const disposables = createDisposables();
  const outline = disposables.add(createOutlineStore());
  const state = createStore<EditorState>(() => ({
    documents: documents.states.getState(),
    active: null,
    cursor: null,
    indentation: null,
  }));
  let jumped = false;
  let readingPlace = false;

  const readCursor = (): void => {
    const shown = session.activeEditor();
    const model = shown?.editor.getModel();
    const selections = shown?.editor.getSelections();
    const position = shown?.editor.getPosition();
    if (!shown || !model || !selections || !position) {
      state.setState({ cursor: null, indentation: null });
      readFocus(null);
      return;
    }
    const { insertSpaces, tabSize } = model.getOptions();
    const selected = selections.reduce((sum, selection) => sum + model.getValueLengthInRange(selection), 0);
    const { cursor, indentation } = state.getState();
    const { lineNumber: line, column } = position;
    if (cursor?.line !== line || cursor.column !== column || cursor.selected !== selected) {
      state.setState({ cursor: { line, column, selected } });
    }
    if (indentation?.insertSpaces !== insertSpaces || indentation.size !== tabSize) {
      state.setState({ indentation: { insertSpaces, size: tabSize } });
    }
    readFocus(shown);
    readPlace();
  };

  /** What the next key may depend on: it can't wait as the status bar does. */
  const readPlace = (): void => {
    readingPlace = false;
    const editor = session.activeEditor()?.editor;
    const position = editor?.getPosition();
    contextKeys.set('editorHasSelection', editor?.getSelections()?.some((selection) => !selection.isEmpty()) ?? false);
    const active = area.state.getState().active;
    if (position && active?.kind === 'document') {
      history.visit({ document: active.document, line: position.lineNumber, column: position.column }, jumped);
      jumped = false;
    }
    contextKeys.set('canNavigateBack', history.canGoBack());
    contextKeys.set('canNavigateForward', history.canGoForward());
  };

  /** After all that is done in one go: a text is shown first, and the cursor put in its place then. */
  const schedulePlace = (): void => {
    if (readingPlace) return;
    readingPlace = true;
    queueMicrotask(readPlace);
  };

  const timer = disposables.add(createQuietTimer(lateness, readCursor));
  const scheduleCursor = timer.touch;

  const readActive = (): void => {
    const { active, panels, groups } = area.state.getState();
    const id = active?.document ?? null;
    const known = documents.states.getState();
    const document = id === null ? undefined : known.get(id);
    if (state.getState().active !== id || state.getState().documents !== known) {
      state.setState({ active: id, documents: known });
    }
    contextKeys.set('editorIsOpen', panels.length > 0);
    contextKeys.set('multipleEditorGroups', groups.length > 1);
    contextKeys.set('activeEditorIsPreview', active?.preview ?? false);
    contextKeys.set('activeEditorIsPinned', active?.pinned ?? false);
    contextKeys.set('isInDiffEditor', active !== null && active.kind !== 'document');
    contextKeys.set('activeEditorKind', document?.kind ?? '');
    contextKeys.set('activeEditorIsText', document?.kind === 'text');
    contextKeys.set('activeEditorIsDirty', document?.dirty ?? false);
    contextKeys.set('editorReadonly', document?.readOnly ?? false);
    contextKeys.set('editorLangId', document?.languageId ?? '');
    const host = loader.host.getState();
    const buffer = id === null ? null : (documents.get(id)?.buffer() ?? null);
    if (host) outline.follow(host, hasModel(buffer) && !document?.large ? buffer.model : null);
    scheduleCursor();
  };

  const readFocus = (editor: GroupEditor | null): void => {
    const focused = editor?.editor.hasWidgetFocus() ?? false;
    contextKeys.set('editorFocus', focused);
    contextKeys.set('editorTextFocus', editor?.editor.hasTextFocus() ?? false);
  };

  disposables.addFunction(area.state.subscribe(readActive));
  disposables.addFunction(documents.states.subscribe(readActive));
  disposables.addFunction(loader.host.subscribe(readActive));
  disposables.addFunction(
    session.closedTabs.subscribe((closed) => contextKeys.set('canReopenEditor', closed.length > 0)),
  );
  disposables.add(
    editors.moved.listen(({ how }) => {
      jumped ||= how === 'jumped';
      if (how !== 'followed') schedulePlace();
      scheduleCursor();
    }),
  );
  disposables.add(
    editors.focused.listen((editor) => {
      readFocus(editor);
      const { panels, active } = area.state.getState();
      const panel = panels.find((other) => other.id === editor.panel);
      if (panel && panel.id !== active?.id) area.activate(panel.id);
    }),
  );
  disposables.add(editors.textBlurred.listen(readFocus));
  disposables.add(editors.blurred.listen(readFocus));
  return { state, symbols: outline.symbols, dispose: disposables.dispose };
}
