import { createStore, type StoreApi } from 'zustand/vanilla';
import type { OpenedProject } from '../../../contract/desktop/projects.ts';
import type { Settings } from '../../../contract/model/settings.ts';
import { createDisposables, type Disposable } from '../../app/disposable.ts';
import type { EditorService, OpenDocumentOptions, Services } from '../../app/services.ts';
import type { Comparison, DocumentBanner, EditorView } from '../../app/text-editors.ts';
import { t } from '../../localize.ts';
import { hasModel } from '../../monaco/text-buffer.ts';
import { type Area, createArea, type PanelInfo } from './area/area.ts';
import type { PanelParams } from './area/panel-params.ts';
import { createSwitcher, type Switcher } from './area/switcher.ts';
import { documentPlace, fileDocumentId } from './documents/document-id.ts';
import { createDocumentStore, type DocumentStore } from './documents/document-store.ts';
import { type Attachments, createAttachments } from './editors/attachments.ts';
import { createEditors, type Editors, type Reveal } from './editors/editors.ts';
import type { GroupEditor } from './editors/group-editor.ts';
import { createMonacoLoader, type MonacoLoader } from './editors/monaco-loader.ts';
import { createNavigationHistory, type NavigationHistory } from './editors/navigation-history.ts';

/** The window's other services, as the editor gets them while they are being built. */
export type EditorDependencies = Omit<Services, 'editor'> & { editor?: EditorService };

/** A tab that was closed, for opening it again. */
interface ClosedTab {
  readonly document: string;
  readonly pinned: boolean;
}

const maxRemembered = 200;

/** What commands may ask of a comparison in view. */
export interface ComparisonHandle {
  goToChange(step: 1 | -1): void;
  focus(): void;
}

/** Everything that is open in this window's editor: what its service, commands and views work on. */
export interface EditorSession extends Disposable {
  readonly services: EditorDependencies;
  readonly documents: DocumentStore;
  readonly area: Area;
  readonly editors: Editors;
  readonly loader: MonacoLoader;
  readonly history: NavigationHistory;
  readonly switcher: Switcher;
  readonly attachments: Attachments;
  /** Comparisons that tabs show, by their ids. */
  readonly comparisons: Map<string, Comparison>;
  readonly views: Map<string, EditorView>;
  readonly banners: StoreApi<ReadonlyMap<string, DocumentBanner>>;
  /** The comparison that was shown last and is still there. */
  readonly shownComparison: StoreApi<ComparisonHandle | null>;
  /** Tabs that were closed, newest last. */
  readonly closedTabs: StoreApi<readonly ClosedTab[]>;
  settings(): Settings;
  projectId(): string;
  open(document: string, options?: OpenDocumentOptions & { projectId?: string }): Promise<void>;
  newUntitled(content?: { readonly text: string; readonly languageId: string }): Promise<void>;
  /** The editor that has or last had the focus, while its tab shows text. */
  activeEditor(): GroupEditor | null;
  /** Ends a tab without asking. */
  closePanel(panel: PanelInfo): void;
  /** The document goes by another name from now on, in all its tabs. */
  rename(from: string, to: string, version?: string): boolean;
  recent(): readonly string[];
  load(opened: OpenedProject | null): Promise<void>;
  layout(): ReturnType<EditorService['layout']>;
}

/** Builds the editor of a window. Monaco starts to load at once, beside the project. */
export function createEditorSession(services: EditorDependencies): EditorSession {
  const disposables = createDisposables();
  const loader = createMonacoLoader(services.workspace);
  const area = createArea();
  const history = createNavigationHistory();
  const closedTabs = createStore<readonly ClosedTab[]>(() => []);
  const settings = () => services.workspace.getState().settings.effective;
  let projectId = 'user';
  let recent: readonly string[] = [];
  const backupsFailed = new Set<string>();

  const remember = (document: string): void => {
    recent = [document, ...recent.filter((other) => other !== document)].slice(0, maxRemembered);
  };

  const documents = disposables.add(
    createDocumentStore({
      core: services.core,
      coreEvents: services.coreEvents,
      coreReconnected: services.coreReconnected,
      projectId: () => projectId,
      settings,
      async createBuffer(description) {
        const { createTextModelBuffer } = await loader.load();
        return createTextModelBuffer(description, settings());
      },
      backupFailed(id, error) {
        if (backupsFailed.has(id)) return;
        backupsFailed.add(id);
        services.notifications.warning(t('Unsaved text is not kept safe right now'), {
          detail: t('{{id}} could not be written to the backups: {{reason}} Save it soon.', {
            id,
            reason: error instanceof Error ? error.message : String(error),
          }),
        });
      },
    }),
  );

  const attachments = disposables.add(
    createAttachments({
      host: loader.host,
      find(model) {
        for (const id of documents.states.getState().keys()) {
          const copy = documents.get(id);
          const content = copy?.state.getState().content;
          if (!copy || content?.kind !== 'text' || !hasModel(content.buffer)) continue;
          if (content.buffer.model !== model) continue;
          return { document: id, projectId: copy.projectId, large: content.large || content.longLines };
        }
        return null;
      },
    }),
  );
  const editors = disposables.add(createEditors({ settings, made: attachments.follow }));
  const comparisons = new Map<string, Comparison>();
  const views = new Map<string, EditorView>();
  const banners = createStore<ReadonlyMap<string, DocumentBanner>>(() => new Map());
  const shownComparison = createStore<ComparisonHandle | null>(() => null);

  disposables.add(
    documents.edited.listen((id) => {
      const { active, panels } = area.state.getState();
      if (active && !active.preview && active.document === id) return;
      for (const panel of panels) if (panel.document === id && panel.preview) area.update(panel.id, { preview: false });
    }),
  );
  disposables.add(
    area.closed.listen((panel) => {
      editors.forgetPanel(panel.id);
      if (panel.kind === 'compare' && panel.subject !== undefined) comparisons.delete(panel.subject);
      const shownElsewhere = area.state
        .getState()
        .panels.some((other) => other.document === panel.document && other.id !== panel.id);
      if (shownElsewhere) return;
      if (panel.kind === 'document' && documentPlace(panel.document).type === 'file') {
        closedTabs.setState([...closedTabs.getState(), panel].slice(-maxRemembered), true);
      }
      documents.close(panel.document);
    }),
  );
  disposables.add(
    area.dropped.listen(({ paths, group, direction }) => {
      let target = group;
      for (const [index, document] of paths.entries()) {
        documents.open(document);
        const params = { kind: 'document', document, preview: false, pinned: false } as const;
        const panel = area.open({ params, group: target, ...(index === 0 && direction ? { direction } : {}) });
        remember(document);
        target = panel?.group;
        if (panel) editors.whenShown(panel.id, { focus: true });
      }
    }),
  );
  disposables.addFunction(
    area.state.subscribe((state, before) => {
      for (const group of before.groups) if (!state.groups.includes(group)) editors.forgetGroup(group);
    }),
  );
  disposables.addFunction(
    services.workspace.subscribe((state, before) => {
      if (state.settings === before.settings) return;
      editors.applyOptions();
      loader.host.getState()?.applyTextSettings(settings());
    }),
  );
  void loader.load().then(({ registerOpeners }) => {
    disposables.add(
      registerOpeners({
        openLink: (url) => void services.shell.system.openExternal({ url }).catch(reportError),
        openText(model, line, column) {
          const found = [...documents.states.getState().keys()].find((id) => {
            const buffer = documents.get(id)?.buffer() ?? null;
            return hasModel(buffer) && buffer.model === model;
          });
          if (found !== undefined) void session.open(found, { line, column });
          return found !== undefined;
        },
      }),
    );
  });

  const session: EditorSession = {
    services,
    documents,
    area,
    editors,
    loader,
    history,
    attachments,
    comparisons,
    views,
    banners,
    shownComparison,
    switcher: createSwitcher(area, (panel) => editors.whenShown(panel.id, { focus: true })),
    closedTabs,
    settings,
    projectId: () => projectId,
    async open(document, options = {}) {
      const id = options.projectId === undefined ? document : fileDocumentId(document, options.projectId);
      await area.ready();
      const copy = documents.open(id);
      if (copy.state.getState().content.kind === 'failed') void copy.load();
      const params: PanelParams = {
        kind: 'document',
        document: id,
        preview: (options.preview ?? false) && settings()['workbench.previewTabs'],
        pinned: false,
      };
      const panel = area.open({ params, where: options.toSide ? 'side' : 'active' });
      remember(id);
      if (!panel) return;
      editors.whenShown(panel.id, {
        focus: !options.keepFocus,
        ...(options.line === undefined ? {} : { reveal: toReveal(options.line, options) }),
      });
    },
    async newUntitled(content) {
      await area.ready();
      const id = documents.newUntitled();
      const copy = documents.get(id);
      if (content && copy) {
        await copy.load();
        copy.setLanguage(content.languageId);
        copy.buffer()?.replace(content.text);
      }
      await session.open(id);
    },
    activeEditor() {
      const { active } = area.state.getState();
      const shown = active ? editors.get(active.group) : undefined;
      return shown && shown.panel === active?.id ? shown : null;
    },
    closePanel(panel) {
      area.remove(panel.id);
    },
    rename(from, to, version) {
      if (!documents.rename(from, to, version)) return false;
      for (const panel of area.state.getState().panels) {
        if (panel.document === from) area.update(panel.id, { document: to });
      }
      history.rename(from, to);
      attachments.refresh();
      recent = recent.map((document) => (document === from ? to : document));
      return true;
    },
    recent: () => recent,
    async load(opened) {
      documents.closeAll();
      editors.clear();
      history.clear();
      closedTabs.setState([], true);
      comparisons.clear();
      banners.setState(new Map(), true);
      backupsFailed.clear();
      recent = [];
      projectId = opened?.project.id ?? 'user';
      if (!opened) {
        area.restore(null);
        return;
      }
      for (const [panel, state] of Object.entries(opened.layout?.viewStates ?? {})) {
        editors.viewStates.set(panel, state as TextViewState);
      }
      documents.restore(opened.backups);
      const active = opened.layout?.activeDocument;
      const { activeFile } = opened;
      if (active && activeFile && !documents.get(active)) void documents.open(active).load(activeFile.parts);
      const shown = area.restore(opened.layout?.editorArea ?? null);
      for (const { document } of shown) {
        documents.open(document);
        remember(document);
      }
      if (active) remember(active);
      await area.ready();
      const front = area.state.getState().active;
      if (front) editors.whenShown(front.id, { focus: 'unlessTyping' });
      for (const { document } of opened.backups) {
        if (!shown.some((params) => params.document === document)) await session.open(document, { keepFocus: true });
      }
    },
    layout() {
      editors.saveViewStates();
      const { active, panels } = area.state.getState();
      const kept = new Set(panels.map((panel) => panel.id));
      const place = active ? documentPlace(active.document) : null;
      return {
        editorArea: area.serialise(),
        viewStates: Object.fromEntries([...editors.viewStates].filter(([panel]) => kept.has(panel))),
        activeDocument: place?.type === 'file' && !place.inUserFolder ? place.path : null,
      };
    },
    dispose: () => disposables.dispose(),
  };
  return session;
}

function toReveal(line: number, { column = 1, endLine = line, endColumn }: OpenDocumentOptions): Reveal {
  return { line, column, ...(endColumn === undefined ? {} : { end: { line: endLine, column: endColumn } }) };
}

type TextViewState = NonNullable<ReturnType<GroupEditor['editor']['saveViewState']>>;
