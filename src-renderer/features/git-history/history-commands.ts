import type { Command } from '../../app/commands.ts';
import type { Services } from '../../app/services.ts';
import { t } from '../../localize.ts';
import { cloneRepository } from './clone/clone-command.ts';
import type { EditorTools } from './editor-tools.ts';
import type { LogTarget } from './log/log-store.ts';
import type { Choice } from './merge/parse-conflicts.ts';

/** What the commands work on; heavy parts are loaded when they are asked for. */
export interface HistoryParts {
  /** Git's part of the active editor. */
  tools(): EditorTools | null;
  compareWorking(path: string, ref: 'index' | 'HEAD', keepFocus?: boolean): Promise<void>;
  compareStaged(path: string, keepFocus?: boolean): Promise<void>;
  stageSelection(): Promise<void>;
  unstageSelection(): Promise<void>;
  showLog(target: LogTarget | null): void;
  toggleFileBlame(): void;
  openMergeEditor(document: string): Promise<void>;
}

/** Commands of history, marks, blame and conflicts. */
export function historyCommands(services: Services, parts: HistoryParts): readonly Command[] {
  const { core, editor, workspace, notifications } = services;
  const category = t('Git');
  const inFile = 'inRepository && activeEditorIsText';
  const conflicting = 'editorHasConflicts && activeEditorIsText';
  const activeFile = (): string | null => {
    const { active, documents } = editor.state.getState();
    const document = active === null ? undefined : documents.get(active);
    const own = document?.projectId === workspace.getState().project?.id && !document?.id.startsWith('untitled:');
    return own ? active : null;
  };
  const withFile = (run: (path: string) => void | Promise<void>) => async () => {
    const path = activeFile();
    if (path === null) notifications.info(t('This text is no file of the project, so git does not know it.'));
    else await run(path);
  };
  const withChange = (run: (tools: EditorTools) => void | Promise<void>) => async () => {
    const tools = parts.tools();
    if (tools) await run(tools);
  };
  const accept = (id: string, title: string, choice: Choice, all: boolean): Command => ({
    id,
    title,
    category: t('Merge conflict'),
    when: conflicting,
    run: withChange(({ conflicts }) => conflicts.solve(choice, all)),
  });

  return [
    {
      id: 'git.clone',
      title: t('Clone a repository…'),
      category,
      menus: [{ menu: 'file', group: '2_open', order: 4 }],
      run: () => cloneRepository(services),
    },
    {
      id: 'editor.action.dirtydiff.next',
      title: t('Show the next change'),
      category,
      keys: ['Alt+F3'],
      when: inFile,
      menus: [{ menu: 'go', group: '6_changes', order: 1 }],
      run: withChange(({ gutter }) => gutter?.peek(1)),
    },
    {
      id: 'editor.action.dirtydiff.previous',
      title: t('Show the previous change'),
      category,
      keys: ['Shift+Alt+F3'],
      when: inFile,
      menus: [{ menu: 'go', group: '6_changes', order: 2 }],
      run: withChange(({ gutter }) => gutter?.peek(-1)),
    },
    {
      id: 'closeDirtyDiff',
      title: t('Close the change'),
      category,
      keys: ['Escape'],
      when: 'dirtyDiffVisible && editorTextFocus',
      hidden: true,
      run: withChange(({ gutter }) => gutter?.close()),
    },
    {
      id: 'workbench.action.compareEditor.nextChange',
      title: t('Next change in the comparison'),
      category: t('Go'),
      keys: ['Alt+F5'],
      when: 'isInDiffEditor',
      run: () => editor.goToChange(1),
    },
    {
      id: 'workbench.action.compareEditor.previousChange',
      title: t('Previous change in the comparison'),
      category: t('Go'),
      keys: ['Shift+Alt+F5'],
      when: 'isInDiffEditor',
      run: () => editor.goToChange(-1),
    },
    {
      id: 'git.stageSelectedRanges',
      title: t('Stage selected lines'),
      category,
      keys: ['Ctrl+K Ctrl+Alt+S'],
      when: inFile,
      menus: [{ menu: 'editor', group: '7_git', order: 1 }],
      run: parts.stageSelection,
    },
    {
      id: 'git.unstageSelectedRanges',
      title: t('Unstage selected lines'),
      category,
      keys: ['Ctrl+K Ctrl+N'],
      when: inFile,
      run: parts.unstageSelection,
    },
    {
      id: 'git.revertSelectedRanges',
      title: t('Revert the change here'),
      category,
      keys: ['Ctrl+K Ctrl+Alt+R'],
      when: inFile,
      menus: [{ menu: 'editor', group: '7_git', order: 2 }],
      run: withChange(({ gutter }) => {
        const change = gutter?.atCursor();
        if (change) gutter?.revert(change);
        else notifications.info(t('Nothing has changed in this line'));
      }),
    },
    {
      id: 'git.compareWithStaged',
      title: t('Compare with what is staged'),
      category,
      when: inFile,
      menus: [{ menu: 'tab', group: '5_git', order: 1 }],
      run: withFile((path) => parts.compareWorking(path, 'index')),
    },
    {
      id: 'git.compareWithHead',
      title: t('Compare with the last commit'),
      category,
      when: inFile,
      menus: [{ menu: 'tab', group: '5_git', order: 2 }],
      run: withFile((path) => parts.compareWorking(path, 'HEAD')),
    },
    {
      id: 'git.showChanges',
      title: t('Show changes of a file'),
      category,
      hidden: true,
      async run(argument) {
        const { path, staged = false, keepFocus } = argument as { path: string; staged?: boolean; keepFocus?: boolean };
        await (staged ? parts.compareStaged(path, keepFocus) : parts.compareWorking(path, 'index', keepFocus));
      },
    },
    {
      id: 'git.viewHistory',
      title: t('Git log'),
      category,
      when: 'projectOpen',
      menus: [{ menu: 'view', group: '3_views', order: 9 }],
      run: () => parts.showLog({ kind: 'all' }),
    },
    {
      id: 'git.viewFileHistory',
      title: t('History of this file'),
      category,
      when: inFile,
      menus: [
        { menu: 'tab', group: '5_git', order: 3 },
        { menu: 'editor', group: '7_git', order: 4 },
      ],
      run: withFile((path) => parts.showLog({ kind: 'file', path, range: null })),
    },
    {
      id: 'git.viewLineHistory',
      title: t('History of the selected lines'),
      category,
      when: inFile,
      menus: [{ menu: 'editor', group: '7_git', order: 5 }],
      run: withFile((path) => {
        const selection = editor.active()?.editor.getSelection();
        if (!selection) return;
        const { startLineNumber: start, endLineNumber: end } = selection;
        parts.showLog({ kind: 'file', path, range: { start, end } });
      }),
    },
    {
      id: 'git.blame.toggleEditorDecoration',
      title: t('Author at the cursor'),
      category,
      when: 'inRepository',
      async run() {
        const key = 'git.blame.editorDecoration.enabled';
        const value = !workspace.getState().settings.effective[key];
        workspace.setState({
          settings: await core.settings.update({
            scope: 'user',
            projectId: workspace.getState().project?.id ?? null,
            key,
            value,
          }),
        });
      },
    },
    {
      id: 'git.blame.toggleFileAnnotations',
      title: t('Authors of all lines'),
      category,
      when: inFile,
      menus: [{ menu: 'editor', group: '7_git', order: 6 }],
      run: parts.toggleFileBlame,
    },
    {
      id: 'git.openMergeEditor',
      title: t('Solve conflicts in the merge editor'),
      category: t('Merge conflict'),
      when: 'inRepository && activeEditorIsText',
      run: withFile((path) => parts.openMergeEditor(path)),
    },
    accept('merge-conflict.accept.current', t('Accept current'), 'current', false),
    accept('merge-conflict.accept.incoming', t('Accept incoming'), 'incoming', false),
    accept('merge-conflict.accept.both', t('Accept both'), 'both', false),
    accept('merge-conflict.accept.all-current', t('Accept all current'), 'current', true),
    accept('merge-conflict.accept.all-incoming', t('Accept all incoming'), 'incoming', true),
    accept('merge-conflict.accept.all-both', t('Accept all both'), 'both', true),
    {
      id: 'merge-conflict.next',
      title: t('Next conflict'),
      category: t('Merge conflict'),
      when: conflicting,
      run: withChange(({ conflicts }) => conflicts.go(1)),
    },
    {
      id: 'merge-conflict.previous',
      title: t('Previous conflict'),
      category: t('Merge conflict'),
      when: conflicting,
      run: withChange(({ conflicts }) => conflicts.go(-1)),
    },
  ];
}
