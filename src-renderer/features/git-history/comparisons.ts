import type { FileAtRevision } from '../../../contract/desktop/git/history.ts';
import type { Services } from '../../app/services.ts';
import type { Comparison } from '../../app/text-editors.ts';
import { t } from '../../localize.ts';
import { findChanges } from './changes/build-patch.ts';
import { revertChange } from './changes/revert-change.ts';
import { stageLines, unstageLines } from './changes/stage-lines.ts';
import type { RepositoryWatch } from './repository.ts';

const nameOf = (path: string) => path.slice(path.lastIndexOf('/') + 1);

/** Makes what the editor compares: working copy, index, commits. */
export function createComparisons(services: Services, repository: RepositoryWatch) {
  const { core, editor, workspace, notifications } = services;
  const projectId = () => workspace.getState().project?.id ?? '';
  const encodingOf = (path: string) => editor.state.getState().documents.get(path)?.encoding;

  const read = (path: string, ref: string) => async (): Promise<string> => {
    const encoding = encodingOf(path);
    const file = await core.gitHistory.fileAt({
      projectId: projectId(),
      path,
      ref,
      ...(encoding === undefined ? {} : { encoding }),
    });
    return textOf(file, nameOf(path));
  };
  const failed = (title: string) => (error: unknown) =>
    notifications.error(title, { detail: error instanceof Error ? error.message : String(error) });

  const stage = async (path: string, start: number, end: number) => {
    const text = (await editor.openText(path))?.model.getValue();
    if (text === undefined) return;
    const encoding = encodingOf(path) ?? 'utf-8';
    const stageable = { projectId: projectId(), document: path, text, encoding };
    await stageLines(services, stageable, { start: start - 1, end }, false);
  };
  const revert = async (path: string, ref: 'index' | 'HEAD', start: number, end: number) => {
    const [opened, base] = await Promise.all([editor.openText(path), read(path, ref)()]);
    if (!opened) return;
    const change = findChanges(base, opened.model.getValue()).find(({ newStart, newEnd }) =>
      newStart === newEnd ? newStart >= start - 1 && newStart <= end : newStart < end && newEnd > start - 1,
    );
    if (!change) return;
    const { model } = opened;
    const executor = {
      pushUndoStop: () => model.pushStackElement(),
      executeEdits: (_source: string, edits: Parameters<typeof model.pushEditOperations>[1]) =>
        model.pushEditOperations(null, edits, () => null),
    };
    revertChange({ editor: executor, model, host: opened.host }, base, change);
  };

  return {
    /** The working copy against what is staged, or the last commit. */
    async working(path: string, ref: 'index' | 'HEAD', keepFocus = false): Promise<void> {
      const comparison: Comparison = {
        id: `git:working:${ref}:${path}`,
        document: path,
        title: t('{{name}} (changes)', { name: nameOf(path) }),
        keepFocus,
        left: { label: ref === 'index' ? t('Staged') : t('Last commit'), read: read(path, ref) },
        right: null,
        rightLabel: t('Working copy'),
        changed: repository.changed,
        actions: [
          {
            title: t('Revert change'),
            run: ({ start, end }) => revert(path, ref, start, end).catch(failed(t('The change was not reverted'))),
          },
          {
            title: t('Stage change'),
            run: ({ start, end }) => stage(path, start, end).catch(failed(t('The change was not staged'))),
          },
        ],
      };
      await editor.compare(comparison);
    },
    /** What is staged against the last commit. */
    async staged(path: string, keepFocus = false): Promise<void> {
      await editor.compare({
        id: `git:staged:${path}`,
        document: path,
        title: t('{{name}} (staged)', { name: nameOf(path) }),
        keepFocus,
        left: { label: t('Last commit'), read: read(path, 'HEAD') },
        right: { label: t('Staged'), read: read(path, 'index') },
        rightLabel: t('Staged'),
        changed: repository.changed,
        actions: [
          {
            title: t('Unstage change'),
            run: ({ start, end }) =>
              unstageLines(
                services,
                { projectId: projectId(), document: path, encoding: encodingOf(path) ?? 'utf-8' },
                { start: start - 1, end },
              ).then(() => undefined, failed(t('The change was not unstaged'))),
          },
        ],
      });
    },
    /** What a commit changed in a file. */
    async commit(hash: string, path: string, oldPath: string | null, root: boolean): Promise<void> {
      const short = hash.slice(0, 7);
      await editor.compare({
        id: `git:commit:${hash}:${path}`,
        document: path,
        title: `${nameOf(path)} (${short})`,
        left: {
          label: root ? t('Nothing') : t('Before {{hash}}', { hash: short }),
          read: root ? async () => '' : read(oldPath ?? path, `${hash}^`),
        },
        right: { label: short, read: read(path, hash) },
        rightLabel: short,
        actions: [],
      });
    },
  };
}

export type Comparisons = ReturnType<typeof createComparisons>;

/** A version's text; nothing where the version does not have the file. */
function textOf(file: FileAtRevision, name: string): string {
  switch (file.kind) {
    case 'text':
      return file.text;
    case 'missing':
    case 'same':
      return '';
    case 'none':
      throw new Error(t('This folder is in no git repository.'));
    case 'binary':
      throw new Error(t('{{name}} is not text in that version, so it cannot be compared here.', { name }));
    case 'tooLarge':
      throw new Error(t('{{name}} is too large to compare: versions up to 5 MB are.', { name }));
    default:
      throw file satisfies never;
  }
}
