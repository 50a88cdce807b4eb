import type { Command } from '../../app/commands.ts';
import type { Services } from '../../app/services.ts';
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
  const category = 'Git';
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
    if (path === null) notifications.info('This text is no file of the project, so git does not know it.');
    else await run(path);
  };
  const withChange = (run: (tools: EditorTools) => void | Promise<void>) => async () => {
    const tools = parts.tools();
    if (tools) await run(tools);
  };
  const accept = (id: string, title: string, choice: Choice, all: boolean): Command => ({
    id,
    title,
    category: 'Merge conflict',
    when: conflicting,
    run: withChange(({ conflicts }) => conflicts.solve(choice, all)),
  });

  return [
    {
      id: 'git.clone',
      title: 'Clone a repository…',
      category,
      menus: [{ menu: 'file', group: '2_open', order: 4 }],
      run: () => cloneRepository(services),
    },
    {
      id: 'editor.action.dirtydiff.next',
      title: 'Show the next change',
      category,
      keys: ['Alt+F3'],
      when: inFile,
      menus: [{ menu: 'go', group: '6_changes', order: 1 }],
      run: withChange(({ gutter }) => gutter?.peek(1)),
    },
    {
      id: 'editor.action.dirtydiff.previous',
      title: 'Show the previous change',
      category,
      keys: ['Shift+Alt+F3'],
      when: inFile,
      menus: [{ menu: 'go', group: '6_changes', order: 2 }],
      run: withChange(({ gutter }) => gutter?.peek(-1)),
    },
    {
      id: 'closeDirtyDiff',
      title: 'Close the change',
      category,
      keys: ['Escape'],
      when: 'dirtyDiffVisible && editorTextFocus',
      hidden: true,
      run: withChange(({ gutter }) => gutter?.close()),
    },
    {
      id: 'workbench.action.compareEditor.nextChange',
      title: 'Next change in the comparison',
      category: 'Go',
      keys: ['Alt+F5'],
      when: 'isInDiffEditor',
      run: () => editor.goToChange(1),
    },
    {
      id: 'workbench.action.compareEditor.previousChange',
      title: 'Previous change in the comparison',
      category: 'Go',
      keys: ['Shift+Alt+F5'],
      when: 'isInDiffEditor',
      run: () => editor.goToChange(-1),
    },
    {
      id: 'git.stageSelectedRanges',
      title: 'Stage selected lines',
      category,
      keys: ['Ctrl+K Ctrl+Alt+S'],
      when: inFile,
      menus: [{ menu: 'editor', group: '7_git', order: 1 }],
      run: parts.stageSelection,
    },
    {
      id: 'git.unstageSelectedRanges',
      title: 'Unstage selected lines',
      category,
      keys: ['Ctrl+K Ctrl+N'],
      when: inFile,
      run: parts.unstageSelection,
    },
    {
      id: 'git.revertSelectedRanges',
      title: 'Revert the change here',
      category,
      keys: ['Ctrl+K Ctrl+Alt+R'],
      when: inFile,
      menus: [{ menu: 'editor', group: '7_git', order: 2 }],
      run: withChange(({ gutter }) => {
        const change = gutter?.atCursor();
        if (change) gutter?.revert(change);
        else notifications.info('Nothing has changed in this line');
      }),
    },
    {
      id: 'git.compareWithStaged',
      title: 'Compare with what is staged',
      category,
      when: inFile,
      menus: [{ menu: 'tab', group: '5_git', order: 1 }],
      run: withFile((path) => parts.compareWorking(path, 'index')),
    },
    {
      id: 'git.compareWithHead',
      title: 'Compare with the last commit',
      category,
      when: inFile,
      menus: [{ menu: 'tab', group: '5_git', order: 2 }],
      run: withFile((path) => parts.compareWorking(path, 'HEAD')),
    },
    {
      id: 'git.showChanges',
      title: 'Show changes of a file',
      category,
      hidden: true,
      async run(argument) {
        const { path, staged = false, keepFocus } = argument as { path: string; staged?: boolean; keepFocus?: boolean };
        await (staged ? parts.compareStaged(path, keepFocus) : parts.compareWorking(path, 'index', keepFocus));
      },
    },
    {
      id: 'git.viewHistory',
      title: 'Git log',
      category,
      when: 'projectOpen',
      menus: [{ menu: 'view', group: '3_views', order: 9 }],
      run: () => parts.showLog({ kind: 'all' }),
    },
    {
      id: 'git.viewFileHistory',
      title: 'History of this file',
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
      title: 'History of the selected lines',
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
      title: 'Author at the cursor',
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
      title: 'Authors of all lines',
      category,
      when: inFile,
      menus: [{ menu: 'editor', group: '7_git', order: 6 }],
      run: parts.toggleFileBlame,
    },
    {
      id: 'git.openMergeEditor',
      title: 'Solve conflicts in the merge editor',
      category: 'Merge conflict',
      when: 'inRepository && activeEditorIsText',
      run: withFile((path) => parts.openMergeEditor(path)),
    },
    accept('merge-conflict.accept.current', 'Accept current', 'current', false),
    accept('merge-conflict.accept.incoming', 'Accept incoming', 'incoming', false),
    accept('merge-conflict.accept.both', 'Accept both', 'both', false),
    accept('merge-conflict.accept.all-current', 'Accept all current', 'current', true),
    accept('merge-conflict.accept.all-incoming', 'Accept all incoming', 'incoming', true),
    accept('merge-conflict.accept.all-both', 'Accept all both', 'both', true),
    {
      id: 'merge-conflict.next',
      title: 'Next conflict',
      category: 'Merge conflict',
      when: conflicting,
      run: withChange(({ conflicts }) => conflicts.go(1)),
    },
    {
      id: 'merge-conflict.previous',
      title: 'Previous conflict',
      category: 'Merge conflict',
      when: conflicting,
      run: withChange(({ conflicts }) => conflicts.go(-1)),
    },
  ];
}
