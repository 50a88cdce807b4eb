import type { editor, languages } from 'monaco-editor/editor/editor.api';
import { createContext, useContext } from 'react';
import type { StoreApi } from 'zustand/vanilla';
import type { CoreEvent } from '../../contract/desktop/events.ts';
import type { DesktopClient } from '../../contract/desktop/index.ts';
import type { OpenedProject } from '../../contract/desktop/projects.ts';
import type { Attachment } from '../../contract/model/chat.ts';
import type { GitHead } from '../../contract/model/git-status.ts';
import type { UserKeybinding } from '../../contract/model/keybinding.ts';
import type { Project } from '../../contract/model/project.ts';
import type { SettingsSnapshot } from '../../contract/model/settings.ts';
import type { ShellClient, ShellEvent } from '../../contract/shell.ts';
import type { CommandRegistry, ContextKeys } from './commands.ts';
import type { Disposable, Signal } from './disposable.ts';
import type { FileMarks } from './file-marks.ts';
import type { FileVisitors } from './file-visitors.ts';
import type { FilesToReview } from './files-to-review.ts';
import type { Keybindings } from './keybindings.ts';
import type { Problems } from './problems.ts';
import type { StatusItems } from './status-items.ts';
import type {
  AttachedEditor,
  AttachToEditor,
  Comparison,
  DocumentBanner,
  EditorView,
  MonacoHost,
  OpenText,
} from './text-editors.ts';
import type { ShownColorTheme } from './theme.ts';
import type { Views } from './views.ts';

/** What this window shows: a project, or the welcome view when there is none. */
export interface Workspace {
  readonly status: 'starting' | 'welcome' | 'opening' | 'open';
  readonly project: Project | null;
  readonly settings: SettingsSnapshot;
  readonly branch: string | null;
  readonly coreLost: boolean;
  readonly sideBar: { readonly visible: boolean; readonly view: string; readonly width: number };
  readonly panel: { readonly visible: boolean; readonly view: string; readonly height: number };
  /** The pane beside the editor. */
  readonly aside: { readonly visible: boolean; readonly view: string; readonly width: number };
  /** What features keep with the window's layout, by their names. */
  readonly kept: Readonly<Record<string, unknown>>;
  /** The full view that stands in the editor area's place, such as `settings`; null shows the editor. */
  readonly page: string | null;
  readonly zenMode: boolean;
  readonly zoomLevel: number;
  readonly theme: 'dark' | 'light' | 'contrast';
  /** The imported theme that is shown over `theme`; null while a bundled one is. */
  readonly colorTheme: ShownColorTheme | null;
}

export interface NoticeAction {
  readonly title: string;
  run(): void | Promise<void>;
}

/** Notices at the lower right. Errors that have a place (a row, a field, a line) are shown there instead. */
export interface Notifications {
  info(title: string, options?: { detail?: string; actions?: readonly NoticeAction[] }): void;
  warning(title: string, options?: { detail?: string; actions?: readonly NoticeAction[] }): void;
  error(title: string, options?: { detail?: string; actions?: readonly NoticeAction[] }): void;
  /** Shows progress with a cancel button while `work` runs; rejections are passed on after the notice is gone. */
  progress<T>(
    title: string,
    work: (report: (update: { message?: string; fraction?: number | null }) => void, signal: AbortSignal) => Promise<T>,
  ): Promise<T>;
}

/** Modal questions. Resolve with the chosen button's id, or null on Escape. */
export interface Dialogs {
  ask(question: {
    title: string;
    body: string;
    /** Shown between the body and the buttons, for instance a diff. */
    content?: React.ReactNode;
    /** The last one is the primary; `danger` paints it red. */
    buttons: readonly { id: string; title: string; danger?: boolean }[];
  }): Promise<string | null>;
  /** One line of text; `validate` answers what is wrong, or null. */
  prompt(question: {
    title: string;
    label: string;
    value: string;
    confirm: string;
    /** Shows dots instead of what is typed. */
    secret?: boolean;
    validate?: (value: string) => string | null;
  }): Promise<string | null>;
  /** A quick pick in the palette's place. */
  pick<T>(question: {
    placeholder: string;
    items: readonly { label: string; detail?: string; description?: string; value: T }[];
  }): Promise<T | null>;
}

export interface OpenDocumentOptions {
  /** Opens in the tab that the next preview reuses. Default false. */
  readonly preview?: boolean;
  /** Leaves the focus where it is. Default false. */
  readonly keepFocus?: boolean;
  readonly toSide?: boolean;
  /** From 1. */
  readonly line?: number;
  readonly column?: number;
  /** With `endColumn`: selects from `line` and `column` up to here. */
  readonly endLine?: number;
  readonly endColumn?: number;
}

/** A change of a text: lines and columns from 1, lines end with LF. `expected` is what must be there now. */
export interface TextChange {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  readonly expected: string;
  readonly text: string;
}

/** The open documents as texts, for what works across files. */
export interface OpenTexts {
  /** Raised with a document's id when its text changes. */
  readonly edited: Signal<string>;
  /** The project's files whose text is not what is on disk. */
  unsaved(): readonly { readonly path: string; readonly text: string }[];
  /** What is selected in the active editor; null when nothing is. */
  selected(): string | null;
  /** Changes the text in one undo step. Null, and nothing done, when it is not open or not what is expected. */
  change(document: string, changes: readonly TextChange[]): TextUndo | null;
  /** A text with these changes made; null when it is not what is expected. */
  applied(text: string, changes: readonly TextChange[]): string | null;
  /** Lets open documents that hold nothing unsaved take what is on disk now. */
  followDisk(documents: readonly string[]): Promise<void>;
  /** Why a document's text can't be changed here; null when it can, or is not open. */
  refusal(document: string): string | null;
  /** Has a file's text open while `work` runs, whether or not a tab shows it; what was opened only for that and is saved is closed again. */
  whileOpen<T>(document: string, work: (text: OpenText | null) => Promise<T>): Promise<T>;
}

/** Takes a change back; false when the text has been changed since. */
export type TextUndo = () => boolean;

/** The state of one open document, for tabs, tree, status bar and others. `id` is a project path or `untitled:<n>`. */
export interface DocumentState {
  readonly id: string;
  /** `user` for settings files, the project's id otherwise. */
  readonly projectId: string;
  readonly title: string;
  readonly kind: 'loading' | 'text' | 'image' | 'binary' | 'failed';
  readonly dirty: boolean;
  readonly saving: boolean;
  readonly readOnly: boolean;
  /** Changed or deleted on disk while unsaved. */
  readonly conflict: 'none' | 'changed' | 'deleted';
  readonly languageId: string;
  readonly encoding: string;
  readonly byteOrderMark: boolean;
  readonly lineEnd: 'lf' | 'crlf';
  readonly mixedLineEnds: boolean;
  readonly large: boolean;
}

export interface EditorState {
  readonly documents: ReadonlyMap<string, DocumentState>;
  readonly active: string | null;
  readonly cursor: { readonly line: number; readonly column: number; readonly selected: number } | null;
  readonly indentation: { readonly insertSpaces: boolean; readonly size: number } | null;
}

export interface DocumentSymbol {
  readonly name: string;
  readonly detail: string;
  readonly kind: number;
  readonly depth: number;
  readonly line: number;
  readonly column: number;
}

/** The live text of an open document, and where its file is. */
export interface LiveText {
  /** The document's id. */
  readonly document: string;
  readonly projectId: string;
  /** In the project; null for text without a file. */
  readonly path: string | null;
  readonly model: editor.ITextModel;
  readonly large: boolean;
  readonly readOnly: boolean;
}

/** A place in the project that has a name. Lines and columns count from 1. */
export interface WorkspaceSymbol {
  readonly name: string;
  readonly container: string;
  /** As Monaco counts them. */
  readonly kind: number;
  readonly path: string;
  readonly line: number;
  readonly column: number;
}

/** What other features may ask of the language servers. Implemented in features/languages. */
export interface LanguagesService {
  /** Names in the whole project that fit. Null where no server knows any. */
  workspaceSymbols(query: string, signal: AbortSignal): Promise<readonly WorkspaceSymbol[] | null>;
}

/** What other features may ask of the editor. Implemented in features/editor. */
export interface EditorService {
  readonly state: StoreApi<EditorState>;
  open(document: string, options?: OpenDocumentOptions & { projectId?: string }): Promise<void>;
  /** Opens text that has no file yet; empty unless some is given. */
  newUntitled(content?: { readonly text: string; readonly languageId: string }): Promise<void>;
  /** `automatic` saves without what is done before a save that somebody asked for, and asks nothing. */
  save(document: string, options?: { readonly automatic?: boolean }): Promise<boolean>;
  saveAll(): Promise<boolean>;
  close(document: string): Promise<boolean>;
  /** Files were renamed or moved: open documents follow, unsaved text included. */
  followMoves(moves: readonly { from: string; to: string }[]): void;
  symbols(): Promise<readonly DocumentSymbol[]>;
  /** The symbols of the text that is shown, as a tree; some time after each change. */
  readonly outline: StoreApi<readonly languages.DocumentSymbol[]>;
  /** The documents whose text is there. Changes with `state`. */
  liveTexts(): readonly LiveText[];
  /** The text that the active editor shows, with that editor. */
  activeText(): { readonly text: LiveText; readonly editor: editor.IStandaloneCodeEditor } | null;
  /**
   * Called before a document is written because somebody asked for it, with `automatic` before other writes too; the write waits. It may
   * answer a version of the file whose text is in the document: that this one is on disk is no conflict.
   */
  beforeSave(
    work: (document: string) => Promise<string | null | undefined>,
    options?: { readonly automatic?: boolean },
  ): Disposable;
  /** Moves the cursor of the active editor and shows the place; `preview` only shows it until the next call. */
  goTo(line: number, column?: number): void;
  /** Opened last first, for quick open. */
  recent(): readonly string[];
  focus(): void;
  readonly texts: OpenTexts;
  /** What Monaco offers for the active editor, for the palette. */
  editorActions(): readonly { id: string; title: string; english: string; keys: string | null; run(): Promise<void> }[];
  /** Monaco, as soon as it is there. */
  loadMonaco(): Promise<MonacoHost>;
  /** Draws on texts as they are shown, now and from now on. */
  attach(attach: AttachToEditor): Disposable;
  /** The text that the active tab shows. */
  active(): AttachedEditor | null;
  /** The text of a document that a tab shows; null when it is no text. */
  openText(document: string): Promise<OpenText | null>;
  /** Shows two texts side by side. */
  compare(comparison: Comparison): Promise<void>;
  /** Moves to the next (1) or previous (-1) change of the comparison that is shown. */
  goToChange(step: 1 | -1): void;
  registerView(view: EditorView): Disposable;
  openView(view: string, document: string): Promise<void>;
  /** Says something above a document's text; null takes it back. */
  setBanner(document: string, banner: DocumentBanner | null): void;
  /** Keeps an open document's text from being changed, and says why where somebody tries; null lets it be changed again. */
  setLocked(document: string, reason: string | null): void;
  /** Everything that Monaco can do with some editor, whether or not one is open. Empty until Monaco is there. */
  allEditorActions(): readonly { id: string; title: string; keys: string | null }[];
  /** Runs something of Monaco's in the active editor; false when there is none or it can't. */
  runEditorAction(id: string): boolean;
  /** Takes Monaco's own keys away where the user's `keybindings.json` does. */
  setUserKeybindings(user: readonly UserKeybinding[]): void;
  /** Called when the project is opened, with its layout and backups; and with null when it is left. */
  load(opened: OpenedProject | null): Promise<void>;
  /** For the saved layout. */
  layout(): { editorArea: unknown; viewStates: Record<string, unknown>; activeDocument: string | null };
  /** Writes every backup that is still waiting. */
  flush(): Promise<void>;
}

/** What other features may ask of the explorer. Implemented in features/explorer. */
export interface ExplorerService {
  /** Expands to the path and selects it. */
  reveal(path: string): Promise<void>;
  focus(): void;
  expanded(): readonly string[];
  load(opened: OpenedProject | null): void;
  /** Called before files are renamed or moved, which waits; what it answers is called when that is done. */
  beforeMove(
    work: (moves: readonly { from: string; to: string }[]) => Promise<(() => Promise<void>) | null>,
  ): Disposable;
}

/** What the frame shows of the repository; null where there is none. */
export interface RepositorySummary {
  readonly head: GitHead;
  /** Files that differ from the last commit. */
  readonly changes: number;
  /** A merge, rebase or the like waits. */
  readonly operation: string | null;
  readonly syncing: boolean;
}

/** What other features may ask of source control. Implemented in features/git. */
export interface SourceControlService {
  readonly summary: StoreApi<RepositorySummary | null>;
  /** Shows how a file differs: what is staged from the last commit, otherwise the file from what is staged. */
  openChanges(path: string, staged: boolean, options?: { readonly keepFocus?: boolean }): Promise<void>;
  focus(): void;
}

/** Something to ask the assistant. */
export interface AssistantQuestion {
  readonly text: string;
  readonly attachments?: readonly Attachment[];
  /** Sends it at once, in a new conversation; otherwise it stands in the composer, and somebody may go on writing. Default false. */
  readonly send?: boolean;
}

/** What other features may ask of the assistant. Implemented in features/assistant. */
export interface AssistantService {
  /** Shows the panel, with the focus where one writes. */
  open(): void;
  /** Shows the panel with this question. */
  ask(question: AssistantQuestion): void;
  /** The conversation that the panel shows; null before the first message. `answering` while a model does. */
  readonly state: StoreApi<{ readonly conversationId: string | null; readonly answering: boolean }>;
}

/** What every part of the window may use; built once in main.tsx. */
export interface Services {
  readonly core: DesktopClient;
  readonly shell: ShellClient;
  readonly coreEvents: Signal<CoreEvent>;
  readonly shellEvents: Signal<ShellEvent>;
  readonly coreReconnected: Signal<void>;
  readonly commands: CommandRegistry;
  readonly contextKeys: ContextKeys;
  readonly keybindings: Keybindings;
  readonly views: Views;
  readonly notifications: Notifications;
  readonly dialogs: Dialogs;
  readonly workspace: StoreApi<Workspace>;
  /** Of the open documents, worst first in each, of the rest of the project, and of the tasks that were run. */
  readonly problems: Problems;
  readonly statusItems: StatusItems;
  readonly assistant: AssistantService;
  readonly editor: EditorService;
  readonly explorer: ExplorerService;
  readonly languages: LanguagesService;
  readonly sourceControl: SourceControlService;
  /** What source control says about files, for their rows and tabs. */
  readonly fileMarks: StoreApi<FileMarks>;
  /** Who else is in which file, for their rows and tabs. */
  readonly fileVisitors: StoreApi<FileVisitors>;
  /** What waits for somebody's decision in which file, for their rows and tabs. */
  readonly filesToReview: StoreApi<FilesToReview>;
}

const ServicesContext = createContext<Services | null>(null);
export const ServicesProvider = ServicesContext.Provider;

/** The window's services, inside its component tree. */
export function useServices(): Services {
  const services = useContext(ServicesContext);
  if (!services) throw new Error('useServices outside of ServicesProvider');
  return services;
}
