import type { editor } from 'monaco-editor/editor/editor.api';
import { createDisposables, type Disposable, type Signal } from '../../../../app/disposable.ts';
import type { LiveText, Services } from '../../../../app/services.ts';
import type { MonacoHost } from '../../../../app/text-editors.ts';
import type { SessionFiles } from '../../session/session-files.ts';
import { bindText, type TextBinding } from '../../text/bind-text.ts';
import type { OnDisk } from './folder-work.ts';
import type { PastTexts } from './past-texts.ts';
import { applyEdits, diffTexts, rebaseEdits } from './text-edits.ts';

/** Milliseconds after the last change until an open file is saved by itself, so that every folder has what the session has. */
const saveAfter = 1000;

/** Monaco's `EndOfLinePreference.LF`, which is there before Monaco is. */
const lineFeeds = 1;

export interface OpenTextsOptions {
  readonly services: Pick<Services, 'editor' | 'workspace'>;
  readonly monaco: MonacoHost['monaco'];
  readonly projectId: string;
  readonly files: SessionFiles;
  edit(change: () => void): void;
  mayWrite(): boolean;
  /** Null where what is on disk is not the session's. */
  onDisk(id: string): OnDisk | null;
  readonly diskChanged: Signal<void>;
  /** What was kept of the session before this window was in it; null where nothing was. */
  readonly past: PastTexts | null;
  /** An editor does not hold the file's text any more. */
  onClosed(id: string): void;
  onRefused(): void;
  /** Resolves when what an editor holds may get on the disk. */
  maySave(): Promise<void>;
}

/** The open files of a session and what their editors hold. */
export interface OpenSessionTexts extends Disposable {
  has(id: string): boolean;
  binding(id: string): TextBinding | null;
}

interface Bound {
  readonly id: string;
  readonly binding: TextBinding;
  end(): void;
}

/** Binds the text of every open file of the project to the session's, and saves it as it changes. */
export function bindOpenTexts(options: OpenTextsOptions): OpenSessionTexts {
  const { services, files, projectId } = options;
  const ends = createDisposables();
  const bound = new Map<editor.ITextModel, Bound>();
  /** Texts of files that only have the name of one of the session's. */
  const others = new Map<editor.ITextModel, Disposable>();
  /** Binding changes the model, which the editor tells of at once. */
  let binding: editor.ITextModel | null = null;

  const update = (): void => {
    const open = services.editor.liveTexts().filter((text) => text.projectId === projectId && text.path !== null);
    const models = new Set(open.map(({ model }) => model));
    for (const [model, { id, end }] of [...bound]) {
      const gone = !models.has(model) || files.text(id) === null;
      if (!gone) continue;
      bound.delete(model);
      end();
      options.onClosed(id);
    }
    for (const model of [...others.keys()]) if (!models.has(model)) forget(model);
    for (const text of open) {
      if (bound.has(text.model) || binding === text.model) continue;
      binding = text.model;
      bind(text);
      binding = null;
    }
  };

  const bind = ({ model, path }: LiveText): void => {
    const entry = path === null ? null : files.find(path);
    const shared = entry?.kind === 'file' ? files.text(entry.id) : null;
    if (!entry || !shared || path === null) {
      forget(model);
      return;
    }
    if (!isShared(entry.id, path, model)) {
      if (!others.has(model)) others.set(model, model.onDidChangeContent(update));
      return;
    }
    forget(model);
    takeIn(entry.id, model);
    const made = bindText({
      monaco: options.monaco,
      text: shared,
      model,
      mayWrite: options.mayWrite,
      onRefused: options.onRefused,
    });
    let saving: ReturnType<typeof setTimeout> | undefined;
    const save = async () => {
      saving = undefined;
      await options.maySave();
      const document = services.editor.liveTexts().find((text) => text.model === model)?.document;
      if (!document || !bound.has(model)) return;
      const before = options.onDisk(entry.id)?.version;
      const saved = await services.editor.save(document, { automatic: true });
      // It was just being written.
      if (!saved && bound.has(model) && options.onDisk(entry.id)?.version !== before) schedule();
    };
    const schedule = () => {
      clearTimeout(saving);
      saving = setTimeout(() => void save().catch(reportError), saveAfter);
    };
    const listener = model.onDidChangeContent(schedule);
    bound.set(model, {
      id: entry.id,
      binding: made,
      end() {
        clearTimeout(saving);
        listener.dispose();
        made.dispose();
      },
    });
    if (services.editor.state.getState().documents.get(path)?.dirty) schedule();
  };

  /** Whether a text is the session's; one that was not has to be read from the session's file first. */
  const isShared = (id: string, path: string, model: editor.ITextModel): boolean => {
    const known = options.onDisk(id);
    return known?.path === path && (!others.has(model) || model.getValue(lineFeeds, true) === known.text);
  };

  const forget = (model: editor.ITextModel): void => {
    others.get(model)?.dispose();
    others.delete(model);
  };

  /** What the editor holds and the disk did not is this person's own: unsaved text, or a change that nobody has read yet. */
  const takeIn = (id: string, model: editor.ITextModel): void => {
    const known = options.onDisk(id);
    const shared = files.text(id);
    const held = model.getValue(lineFeeds, true);
    if (!known || !shared || !options.mayWrite() || held === known.text) return;
    const now = shared.toString();
    if (held === now) return;
    const base = options.past?.basisOf(id, held, known.text) ?? known.text;
    const edits = rebaseEdits(diffTexts(base, held), diffTexts(base, now));
    if (edits.length > 0) options.edit(() => applyEdits(shared, edits));
  };

  ends.add(
    services.editor.beforeSave(
      async (document) => {
        const text = services.editor.liveTexts().find((each) => each.document === document);
        const file = text && bound.get(text.model);
        if (!file) return;
        await options.maySave();
        const known = options.onDisk(file.id);
        return known?.written ? known.version : null;
      },
      { automatic: true },
    ),
  );
  ends.addFunction(services.editor.state.subscribe(update));
  ends.addFunction(files.onTreeChanged(update));
  ends.add(options.diskChanged.listen(update));
  ends.addFunction(() => {
    for (const { end } of bound.values()) end();
    bound.clear();
    for (const model of [...others.keys()]) forget(model);
  });
  update();

  const ofFile = (id: string) => [...bound.values()].find((each) => each.id === id) ?? null;
  return {
    has: (id) => ofFile(id) !== null,
    binding: (id) => ofFile(id)?.binding ?? null,
    dispose: ends.dispose,
  };
}
