import { createDisposables, type Disposable } from '../../../app/disposable.ts';
import type { Services } from '../../../app/services.ts';
import { t } from '../../../localize.ts';
import type { EditActions } from '../apply/edit-actions.ts';
import { openHunks, type StagedEdits } from '../apply/staged-edits.ts';
import { attachHunks, type HunkActions, type ShownHunks } from './attach-hunks.ts';
import { compareProposal } from './compare-proposal.ts';

/** Shows staged edits in the editors of their files, with commands and keys to decide about them. */
export function createEditorHunks(services: Services, staged: StagedEdits, edits: EditActions): Disposable {
  const { commands, contextKeys, editor, notifications } = services;
  const ends = createDisposables();
  const attached = new Set<ShownHunks>();

  const ids = (hunks: readonly { readonly id: string }[]) => hunks.map(({ id }) => id);
  const failed = (error: unknown) => {
    const detail = error instanceof Error ? error.message : String(error);
    notifications.error(t('The change could not be decided'), { detail });
  };
  const actions: HunkActions = {
    keep: (file, hunks) => void edits.keep(file.messageId, ids(hunks)).catch(failed),
    drop: (file, hunks) => void edits.drop(file.messageId, ids(hunks), true).catch(failed),
    compare: (file) => void compareProposal(services, staged, actions, file).catch(failed),
  };

  const active = (): ShownHunks | null => {
    const shown = editor.active();
    return [...attached].find((each) => each.shown.editor === shown?.editor) ?? null;
  };
  const keepContext = () => {
    const { active: document } = editor.state.getState();
    const files = [...staged.files.getState().values()].filter((file) => openHunks(file).length > 0);
    contextKeys.set(
      'assistantHunks',
      files.some(({ path, from }) => path === document || from === document),
    );
    contextKeys.set('assistantStaged', files.length > 0);
  };
  ends.add(
    editor.attach((shown) => {
      if (shown.large || shown.projectId === 'user') return { dispose() {} };
      const hunks = attachHunks(staged, actions, shown);
      attached.add(hunks);
      return {
        dispose() {
          attached.delete(hunks);
          hunks.dispose();
        },
      };
    }),
  );
  ends.addFunction(staged.files.subscribe(keepContext));
  ends.addFunction(editor.state.subscribe((now, before) => now.active !== before.active && keepContext()));
  keepContext();

  /** Within the file, else in the next one that has any. */
  const step = async (by: 1 | -1): Promise<void> => {
    const here = active();
    if (here?.step(by, false)) return;
    const paths = [
      ...new Set(
        [...staged.files.getState().values()]
          .filter((file) => openHunks(file).length > 0 && file.kind !== 'create')
          .map(({ path, from }) => from ?? path),
      ),
    ].sort();
    const document = editor.state.getState().active ?? '';
    const others = by === 1 ? paths : paths.toReversed();
    const next = others.find((path) => (by === 1 ? path > document : path < document)) ?? others[0];
    if (next === undefined) return;
    if (next === document) {
      here?.step(by, true);
      return;
    }
    const file = [...staged.files.getState().values()].find(({ path, from }) => (from ?? path) === next);
    const starts = (file ? openHunks(file) : []).map(({ oldStart }) => oldStart);
    await editor.open(next, { line: by === 1 ? Math.min(...starts) : Math.max(...starts) });
  };
  const decide = async (what: 'keep' | 'drop'): Promise<void> => {
    const here = active();
    const found = here?.atCursor();
    if (!here || !found) return;
    if (what === 'keep') await edits.keep(found.file.messageId, [found.hunk.id]);
    else await edits.drop(found.file.messageId, [found.hunk.id], true);
    here.step(1, true);
  };
  const decideFile = async (what: 'keep' | 'drop'): Promise<void> => {
    for (const file of active()?.files() ?? []) {
      const hunks = openHunks(file).filter(({ status }) => what === 'drop' || status === 'staged');
      if (what === 'keep') await edits.keep(file.messageId, ids(hunks));
      else await edits.drop(file.messageId, ids(hunks), true);
    }
  };
  const category = t('Assistant');
  const when = 'assistantHunks && editorFocus';
  ends.add(
    commands.register(
      {
        id: 'assistant.nextHunk',
        title: t('Next proposed change'),
        category,
        keys: ['Alt+F5'],
        when: 'assistantStaged && !isInDiffEditor',
        run: () => step(1),
      },
      {
        id: 'assistant.previousHunk',
        title: t('Previous proposed change'),
        category,
        keys: ['Shift+Alt+F5'],
        when: 'assistantStaged && !isInDiffEditor',
        run: () => step(-1),
      },
      {
        id: 'assistant.keepHunk',
        title: t('Keep the proposed change'),
        category,
        keys: ['Alt+Y'],
        when,
        run: () => decide('keep'),
      },
      {
        id: 'assistant.dropHunk',
        title: t('Drop the proposed change'),
        category,
        keys: ['Alt+N'],
        when,
        run: () => decide('drop'),
      },
      {
        id: 'assistant.keepFile',
        title: t('Keep all proposed changes of this file'),
        category,
        keys: ['Shift+Alt+Y'],
        when,
        run: () => decideFile('keep'),
      },
      {
        id: 'assistant.dropFile',
        title: t('Drop all proposed changes of this file'),
        category,
        keys: ['Shift+Alt+N'],
        when,
        run: () => decideFile('drop'),
      },
      {
        id: 'assistant.compare',
        title: t('Compare with what the assistant proposes'),
        category,
        when: 'assistantHunks',
        menus: [{ menu: 'tab', group: '5_assistant', order: 1 }],
        run() {
          const file = active()
            ?.files()
            .find((each) => openHunks(each).length > 0);
          if (file) actions.compare(file);
        },
      },
    ),
  );
  return ends;
}
