import type { EditorService, LiveText } from '../../app/services.ts';
import { hasModel } from '../../monaco/text-buffer.ts';
import type { Closing } from './closing.ts';
import { createOpenTexts } from './documents/open-texts.ts';
import { isReadOnly } from './documents/working-copy.ts';
import { goingThere } from './editors/group-editor.ts';
import type { MonacoHost } from './editors/monaco-loader.ts';
import { flattenSymbols } from './editors/outline.ts';
import { symbolsOf } from './editors/outline-store.ts';
import { openText } from './open-text.ts';
import type { Saving } from './saving.ts';
import type { EditorSession } from './session.ts';
import type { EditorStatus } from './status.ts';

/** The editor as other features see it. */
export function createEditorService(parts: {
  session: EditorSession;
  status: EditorStatus;
  saving: Saving;
  closing: Closing;
}): EditorService {
  const { session, status, saving, closing } = parts;
  const { area, documents, editors } = session;
  let waitingKeybindings: (() => void) | null = null;

  const textOf = (document: string): LiveText[] => {
    const copy = documents.get(document);
    const buffer = copy?.buffer() ?? null;
    if (!copy || !hasModel(buffer)) return [];
    const { content } = copy.state.getState();
    const large = content.kind === 'text' && content.large;
    const { projectId, path } = copy;
    return [{ document, projectId, path, model: buffer.model, large, readOnly: isReadOnly(copy.state.getState()) }];
  };

  return {
    state: status.state,
    outline: status.symbols,
    open: session.open,
    newUntitled: session.newUntitled,
    save: (document, { automatic = false } = {}) => saving.save(document, automatic ? 'automatic' : 'asked'),
    saveAll: saving.saveAll,
    close: closing.closeDocument,
    followMoves(moves) {
      for (const { from, to } of moves) {
        for (const id of [...documents.states.getState().keys()]) {
          if (id === from) session.rename(id, to);
          else if (id.startsWith(`${from}/`)) session.rename(id, to + id.slice(from.length));
        }
      }
    },
    async symbols() {
      const { active } = area.state.getState();
      const buffer = active ? (documents.get(active.document)?.buffer() ?? null) : null;
      if (!hasModel(buffer)) return [];
      const host = await session.loader.load();
      return flattenSymbols(await symbolsOf(host, buffer.model, new AbortController().signal));
    },
    liveTexts: () => [...documents.states.getState().keys()].flatMap(textOf),
    activeText() {
      const shown = session.activeEditor();
      const { active } = area.state.getState();
      const [text] = active ? textOf(active.document) : [];
      return shown && text && shown.editor.getModel() === text.model ? { text, editor: shown.editor } : null;
    },
    beforeSave: saving.beforeSave,
    goTo(line, column = 1) {
      const shown = session.activeEditor();
      if (!shown) return;
      const position = { lineNumber: line, column };
      shown.editor.setPosition(position, goingThere);
      shown.editor.revealPositionInCenterIfOutsideViewport(position, 1);
    },
    recent: session.recent,
    texts: createOpenTexts(documents, {
      activeEditor: () => session.activeEditor()?.editor ?? null,
      hasTab: (id) => area.state.getState().panels.some((panel) => panel.document === id),
      read: (id) => openText(session, id),
    }),
    focus() {
      const { active } = area.state.getState();
      if (active) editors.whenShown(active.id, { focus: true });
    },
    editorActions() {
      const shown = session.activeEditor();
      const host = session.loader.host.getState();
      return shown && host ? host.editorActions(shown.editor) : [];
    },
    loadMonaco: () => session.loader.load(),
    attach: session.attachments.add,
    active() {
      const shown = session.activeEditor();
      return shown ? session.attachments.describe(shown) : null;
    },
    openText: (document) => openText(session, document),
    async compare(comparison) {
      await area.ready();
      documents.open(comparison.document);
      session.comparisons.set(comparison.id, comparison);
      const { id: subject, document, keepFocus = false } = comparison;
      const preview = keepFocus && session.settings()['workbench.previewTabs'];
      area.open({ params: { kind: 'compare', document, subject, preview, pinned: false } });
      // One that is shown already takes the focus now, another as soon as it is shown.
      if (!keepFocus) session.shownComparison.getState()?.focus();
    },
    setLocked: (document, reason) => documents.get(document)?.setLocked(reason),
    goToChange: (step) => session.shownComparison.getState()?.goToChange(step),
    registerView(view) {
      session.views.set(view.id, view);
      return { dispose: () => session.views.delete(view.id) };
    },
    async openView(view, document) {
      await area.ready();
      documents.open(document);
      area.open({ params: { kind: 'view', document, subject: view, preview: false, pinned: false } });
    },
    setBanner(document, banner) {
      const banners = new Map(session.banners.getState());
      if (banner === null && !banners.delete(document)) return;
      if (banner !== null) banners.set(document, banner);
      session.banners.setState(banners, true);
    },
    allEditorActions: () => session.loader.host.getState()?.allEditorActions() ?? [],
    runEditorAction(id) {
      const shown = session.activeEditor();
      const action = shown?.editor.getAction(id);
      if (!shown || !action?.isSupported()) return false;
      action.run().catch(reportError);
      return true;
    },
    setUserKeybindings(user) {
      const apply = (host: MonacoHost | null) => host?.followUserKeybindings(user);
      waitingKeybindings?.();
      waitingKeybindings = null;
      if (session.loader.host.getState()) apply(session.loader.host.getState());
      else waitingKeybindings = session.loader.host.subscribe(apply);
    },
    load: session.load,
    layout: session.layout,
    flush: documents.flush,
  };
}
