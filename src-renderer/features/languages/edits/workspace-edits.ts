import type * as monaco from 'monaco-editor/editor/editor.api';
import { createElement } from 'react';
import type * as lsp from 'vscode-languageserver-protocol';
import { createStore } from 'zustand/vanilla';
import type { TextFileHead } from '../../../../contract/model/file.ts';
import { messageOf } from '../../../app/error-message.ts';
import type { Services } from '../../../app/services.ts';
import { t } from '../../../localize.ts';
import type { Addresses } from '../client/addresses.ts';
import { toTextEdit } from '../convert.ts';
import { EditPreview, type PreviewedFile } from './edit-preview.tsx';
import { type FileChange, toFileChanges } from './file-changes.ts';
import { applyTextEdits, describeEdit } from './text-edits.ts';

type EditServices = Pick<Services, 'core' | 'editor' | 'dialogs' | 'notifications' | 'workspace'>;

/** Changes that servers ask for, in open texts and in files that are not open. */
export interface WorkspaceEdits {
  /** Applies without asking; false when there was nothing to do. Rejects when nothing could be changed. */
  apply(edit: lsp.WorkspaceEdit, label: string): Promise<boolean>;
  /** Shows what would change first where that is more than the text in front; false when nothing was changed. */
  applyAsked(edit: lsp.WorkspaceEdit, label: string): Promise<boolean>;
  /** Takes back the last change of several files. */
  undo(): Promise<void>;
}

interface ClosedFile {
  readonly head: TextFileHead;
  readonly text: string;
}

type TakeBack = () => Promise<boolean>;

export function createWorkspaceEdits(services: EditServices, addresses: Addresses): WorkspaceEdits {
  const { core, editor, dialogs, notifications } = services;
  let last: { label: string; takeBack(): Promise<void> } | null = null;

  const projectId = () => {
    const { project } = services.workspace.getState();
    if (!project) throw new Error(t('Open a folder first.'));
    return project.id;
  };
  const openText = (path: string) =>
    editor.liveTexts().find((text) => text.path === path && text.projectId !== 'user' && !text.model.isDisposed());

  const readClosed = async (path: string): Promise<ClosedFile> => {
    let head: TextFileHead | null = null;
    let text = '';
    for await (const part of await core.files.read({ projectId: projectId(), path })) {
      if (part.type === 'head') {
        if (part.head.kind !== 'text') throw new Error(t('{{path}} is not text.', { path }));
        head = part.head;
      }
      if (part.type !== 'done') text += part.text ?? '';
    }
    if (!head) throw new Error(t('{{path}} could not be read.', { path }));
    if (head.readOnly)
      throw new Error(t("{{path}} can't be changed: {{reason}}", { path, reason: head.readOnly.reason }));
    return { head, text };
  };

  const readAll = async (changes: readonly FileChange[]) => {
    const closed = new Map<string, ClosedFile>();
    // What this edit makes itself can't be read yet.
    const made = new Set(changes.flatMap((change) => (change.kind === 'create' ? [change.path] : [])));
    for (const change of changes) {
      if (change.kind !== 'edit' || openText(change.path) || made.has(change.path)) continue;
      closed.set(change.path, await readClosed(change.path));
    }
    return closed;
  };

  const editOpen = (model: monaco.editor.ITextModel, edits: readonly lsp.TextEdit[]): TakeBack => {
    let inverse: monaco.editor.IValidEditOperation[] = [];
    model.pushStackElement();
    model.pushEditOperations(
      null,
      edits.map((edit) => ({ ...toTextEdit(edit), forceMoveMarkers: false })),
      (undo) => {
        inverse = undo;
        return null;
      },
    );
    model.pushStackElement();
    const version = model.getAlternativeVersionId();
    return async () => {
      if (model.isDisposed() || model.getAlternativeVersionId() !== version) return false;
      model.pushStackElement();
      model.pushEditOperations(null, inverse, () => null);
      model.pushStackElement();
      return true;
    };
  };

  const writeClosed = async (path: string, { head, text }: ClosedFile, next: string): Promise<TakeBack> => {
    const { encoding, byteOrderMark, lineEnd, mixedLineEnds: keepMixedLineEnds } = head;
    const file = { projectId: projectId(), path, encoding, byteOrderMark, lineEnd, keepMixedLineEnds };
    const { version } = await core.files.save({ ...file, text: next, baseVersion: head.version });
    return async () => {
      try {
        await core.files.save({ ...file, text, baseVersion: version });
        return true;
      } catch {
        return false;
      }
    };
  };

  const undoing =
    (undoId: string): TakeBack =>
    async () => {
      try {
        await core.files.undo({ projectId: projectId(), undoId });
        return true;
      } catch {
        return false;
      }
    };

  const applyOne = async (change: FileChange, closed: ReadonlyMap<string, ClosedFile>): Promise<TakeBack | null> => {
    switch (change.kind) {
      case 'edit': {
        const open = openText(change.path);
        if (open?.readOnly) throw new Error(t("{{path}} can't be changed here.", { path: change.path }));
        if (open) return editOpen(open.model, change.edits);
        const file = closed.get(change.path) ?? (await readClosed(change.path));
        return writeClosed(change.path, file, applyTextEdits(file.text, change.edits));
      }
      case 'create': {
        const { version } = await core.files.version({ projectId: projectId(), path: change.path });
        if (version !== null && change.ignoreIfExists && !change.overwrite) return null;
        if (version !== null && change.overwrite) {
          const file = await readClosed(change.path);
          return writeClosed(change.path, file, '');
        }
        return undoing((await core.files.createFile({ projectId: projectId(), path: change.path })).undoId);
      }
      case 'rename': {
        const moves = [{ from: change.path, to: change.to }];
        const { undoId } = await core.files.move({ projectId: projectId(), moves });
        editor.followMoves(moves);
        const takeBack = undoing(undoId);
        return async () => {
          const done = await takeBack();
          if (done) editor.followMoves([{ from: change.to, to: change.path }]);
          return done;
        };
      }
      case 'delete':
        return undoing((await core.files.trash({ projectId: projectId(), paths: [change.path] })).undoId);
    }
  };

  const run = async (changes: readonly FileChange[], closed: ReadonlyMap<string, ClosedFile>, label: string) => {
    const done: TakeBack[] = [];
    // What is in view changes at once, so that a save right after it saves the change.
    const inOrder = changes.every(({ kind }) => kind === 'edit')
      ? changes.toSorted((one, other) => Number(closed.has(one.path)) - Number(closed.has(other.path)))
      : changes;
    const takeAllBack = async () => {
      let left = 0;
      for (const takeBack of done.toReversed()) if (!(await takeBack())) left += 1;
      return left;
    };
    try {
      for (const change of inOrder) {
        const takeBack = await applyOne(change, closed);
        if (takeBack) done.push(takeBack);
      }
    } catch (error) {
      const left = await takeAllBack();
      const rest =
        left === 0 ? t('Nothing was changed.') : t('{{count}} files could not be put back.', { count: left });
      throw new Error(`${messageOf(error)} ${rest}`);
    }
    if (!changes.some((change) => change.kind !== 'edit' || closed.has(change.path)) && changes.length <= 1) return;
    const change = {
      label,
      async takeBack() {
        if (last === change) last = null;
        const left = await takeAllBack();
        if (left > 0) {
          notifications.warning(t('{{label}}: not everything was taken back', { label }), {
            detail: t('{{count}} files have changed since and were left as they are.', { count: left }),
          });
        }
      },
    };
    last = change;
    const files = new Set(changes.map(({ path }) => path)).size;
    notifications.info(t('{{label}}: {{count}} files changed', { label, count: files }), {
      actions: [{ title: t('Undo'), run: change.takeBack }],
    });
  };

  return {
    async apply(edit, label) {
      const changes = toFileChanges(edit, addresses.pathOf);
      if (changes.length === 0) return false;
      await run(changes, await readAll(changes), label);
      return true;
    },
    async applyAsked(edit, label) {
      try {
        const changes = toFileChanges(edit, addresses.pathOf);
        if (changes.length === 0) {
          notifications.info(t('{{label}}: there is nothing to change', { label }));
          return false;
        }
        const closed = await readAll(changes);
        const [only] = changes;
        if (changes.length === 1 && only?.kind === 'edit' && openText(only.path)) {
          await run(changes, closed, label);
          return true;
        }
        const files = changes.map(
          (change): PreviewedFile => ({
            path: change.path,
            what: change.kind === 'edit' ? null : describeOperation(change),
            lines:
              change.kind === 'edit'
                ? change.edits.map((item) =>
                    describeEdit(openText(change.path)?.model.getValue() ?? closed.get(change.path)?.text ?? '', item),
                  )
                : [],
          }),
        );
        const left = createStore<ReadonlySet<string>>(() => new Set());
        const edits = changes.reduce((sum, change) => sum + (change.kind === 'edit' ? change.edits.length : 1), 0);
        const answer = await dialogs.ask({
          title: label,
          body: t('{{edits}} in {{count}} files. What is not ticked stays as it is.', {
            edits: t('{{count}} edits', { count: edits }),
            count: files.length,
          }),
          content: createElement(EditPreview, { files, left }),
          buttons: [
            { id: 'cancel', title: t('Cancel') },
            { id: 'apply', title: t('Apply') },
          ],
        });
        if (answer !== 'apply') return false;
        const chosen = withoutLeft(changes, left.getState());
        if (chosen.length > 0) await run(chosen, closed, label);
        return chosen.length > 0;
      } catch (error) {
        notifications.error(t('{{label}} did not work', { label }), { detail: messageOf(error) });
        return false;
      }
    },
    async undo() {
      if (last) await last.takeBack();
      else notifications.info(t('There is no change of several files to take back'));
    },
  };
}

/** The changes without those that were unticked, named `file` and `file:edit` by their positions. */
function withoutLeft(changes: readonly FileChange[], left: ReadonlySet<string>): readonly FileChange[] {
  return changes.flatMap((change, file): FileChange[] => {
    if (change.kind !== 'edit') return left.has(`${file}`) ? [] : [change];
    const edits = change.edits.filter((_, index) => !left.has(`${file}:${index}`));
    return edits.length > 0 ? [{ ...change, edits }] : [];
  });
}

function describeOperation(change: Exclude<FileChange, { kind: 'edit' }>): string {
  switch (change.kind) {
    case 'create':
      return t('is created');
    case 'rename':
      return t('becomes {{path}}', { path: change.to });
    case 'delete':
      return t('goes to the trash');
  }
}
