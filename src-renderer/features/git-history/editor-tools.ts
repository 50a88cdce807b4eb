import { createDisposables, type Disposable } from '../../app/disposable.ts';
import type { Services } from '../../app/services.ts';
import type { AttachedEditor } from '../../app/text-editors.ts';
import { attachBlame, type Blame, type BlameModes } from './blame/blame.ts';
import { attachGutter, type Gutter } from './gutter/gutter.ts';
import { createLineDiffs } from './gutter/line-diffs.ts';
import { type ConflictLenses, createConflictLenses } from './merge/conflict-lenses.ts';
import { attachConflicts, type InlineConflicts } from './merge/inline-conflicts.ts';
import type { RepositoryWatch } from './repository.ts';

/** What git adds to one editor's text. */
export interface EditorTools {
  readonly shown: AttachedEditor;
  readonly gutter: Gutter | null;
  readonly blame: Blame;
  readonly conflicts: InlineConflicts;
}

export interface EditorToolsHost extends Disposable {
  attach(shown: AttachedEditor): Disposable;
  /** Those of the active editor. */
  active(): EditorTools | null;
  showBlame(modes: BlameModes): void;
}

/** Attaches marks, blame and conflicts to texts as they are shown. */
export function createEditorTools(
  services: Services,
  options: { repository: RepositoryWatch; blame: BlameModes; openMergeEditor(document: string): void },
): EditorToolsHost {
  const { editor, workspace, contextKeys } = services;
  const ends = createDisposables();
  const diffs = ends.add(createLineDiffs());
  const attached = new Map<AttachedEditor['editor'], EditorTools>();
  let lenses: ConflictLenses | null = null;
  let modes = options.blame;

  return {
    attach(shown) {
      const own = createDisposables();
      lenses ??= ends.add(createConflictLenses(shown.host));
      const settings = workspace.getState().settings.effective;
      const marked = settings['scm.diffDecorations'] === 'all' && !shown.large;
      const gutter = marked
        ? own.add(
            attachGutter(services, shown, {
              repository: options.repository,
              diffs,
              ref: settings['git.gutterBase'] === 'lastCommit' ? 'HEAD' : 'index',
              peekChanged: (open) => contextKeys.set('dirtyDiffVisible', open),
            }),
          )
        : null;
      const blame = own.add(attachBlame(services, shown, options.repository));
      if (!shown.large) blame.show(modes);
      const conflicts = own.add(
        attachConflicts(services, shown, {
          repository: options.repository,
          lenses,
          openMergeEditor: options.openMergeEditor,
        }),
      );
      const tools = { shown, gutter, blame, conflicts };
      attached.set(shown.editor, tools);
      return {
        dispose() {
          if (attached.get(shown.editor) === tools) attached.delete(shown.editor);
          own.dispose();
        },
      };
    },
    active() {
      const shown = editor.active();
      return (shown && attached.get(shown.editor)) ?? null;
    },
    showBlame(next) {
      modes = next;
      for (const { blame, shown } of attached.values()) if (!shown.large) blame.show(next);
    },
    dispose() {
      ends.dispose();
    },
  };
}
