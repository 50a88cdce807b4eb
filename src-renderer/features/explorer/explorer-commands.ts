import type { Command, MenuPlacement } from '../../app/commands.ts';
import { t } from '../../localize.ts';
import type { Changes } from './changes.ts';
import type { Explorer, ExplorerServices } from './explorer.ts';
import { absolutePath, topmost } from './paths.ts';

const inTree = 'explorerFocus';

function inMenu(group: string, order: number): readonly MenuPlacement[] {
  return [{ menu: 'explorer', group, order }];
}

/** What the explorer offers, with VS Code's ids and keys. */
export function explorerCommands(services: ExplorerServices, explorer: Explorer, changes: Changes): Command[] {
  const state = explorer.store.getState;

  const startDraft = async (kind: 'file' | 'folder') => {
    await showExplorer(services, explorer);
    const folder = explorer.targetFolder();
    if (folder !== '') {
      const opened = explorer.expand([folder], true);
      // What is typed next belongs in the name: only a folder that is not known yet keeps it waiting.
      if (!state().tree.listing.has(folder)) await opened;
    }
    explorer.setDraft({ type: 'create', kind, folder });
  };

  const open = async (options: { preview?: boolean; keepFocus?: boolean; toSide?: boolean }) => {
    const row = explorer.focusedRow();
    if (row?.kind === 'folder' && !options.toSide) {
      await explorer.expand([row.path], !row.expanded);
      return;
    }
    const files = new Set(explorer.subjects());
    for (const subject of state().tree.rows) {
      if (subject.type !== 'entry' || subject.kind !== 'file' || !files.has(subject.path)) continue;
      await services.editor.open(subject.path, files.size > 1 ? { ...options, preview: false } : options);
    }
  };

  const copyText = async (toText: (path: string, projectFolder: string) => string) => {
    const { project } = state();
    if (!project) return;
    const paths = explorer.subjects();
    const text = (paths.length > 0 ? paths : ['']).map((path) => toText(path, project.path)).join('\n');
    await services.shell.system.writeClipboard({ text });
  };

  const toClipboard = (cut: boolean) => {
    const paths = topmost(explorer.subjects());
    if (paths.length > 0) explorer.setClipboard({ paths, cut });
    services.contextKeys.set('explorerCanPaste', paths.length > 0);
    services.contextKeys.set('explorerHasCut', cut && paths.length > 0);
  };

  const forgetClipboard = () => {
    explorer.setClipboard(null);
    services.contextKeys.set('explorerCanPaste', false);
    services.contextKeys.set('explorerHasCut', false);
  };

  return [
    {
      id: 'explorer.newFile',
      title: t('New file'),
      category: t('File'),
      when: 'projectOpen',
      menus: inMenu('1_new', 1),
      run: () => startDraft('file'),
    },
    {
      id: 'explorer.newFolder',
      title: t('New folder'),
      category: t('File'),
      when: 'projectOpen',
      menus: inMenu('1_new', 2),
      run: () => startDraft('folder'),
    },
    {
      id: 'explorer.openAndPassFocus',
      title: t('Open'),
      category: t('Explorer'),
      keys: ['Enter'],
      when: inTree,
      run: () => open({}),
    },
    {
      id: 'filesExplorer.openFilePreserveFocus',
      title: t('Show in preview tab'),
      category: t('Explorer'),
      keys: ['Space'],
      when: inTree,
      run: () => open({ preview: true, keepFocus: true }),
    },
    {
      id: 'explorer.openToSide',
      title: t('Open to the side'),
      category: t('Explorer'),
      keys: ['Ctrl+Enter'],
      when: `${inTree} && !explorerResourceIsFolder`,
      menus: inMenu('2_open', 1),
      run: () => open({ toSide: true }),
    },
    {
      id: 'revealFileInOS',
      title: t('Show in file manager'),
      category: t('Explorer'),
      keys: ['Shift+Alt+R'],
      when: `${inTree} && !isWeb`,
      menus: inMenu('2_open', 2),
      run: async () => {
        const { project } = state();
        if (!project) return;
        const path = explorer.focusedRow()?.path ?? '';
        await services.shell.system.showInFolder({ path: absolutePath(project.path, path) });
      },
    },
    {
      id: 'filesExplorer.findInFolder',
      title: t('Find in folder'),
      category: t('Explorer'),
      keys: ['Shift+Alt+F'],
      when: inTree,
      menus: inMenu('2_open', 3),
      run: () => services.commands.run('workbench.action.findInFiles', { folder: explorer.targetFolder() }),
    },
    {
      id: 'filesExplorer.cut',
      title: t('Cut'),
      category: t('Explorer'),
      keys: ['Ctrl+X'],
      when: `${inTree} && explorerHasSubject`,
      menus: inMenu('3_clipboard', 1),
      run: () => toClipboard(true),
    },
    {
      id: 'filesExplorer.copy',
      title: t('Copy'),
      category: t('Explorer'),
      keys: ['Ctrl+C'],
      when: `${inTree} && explorerHasSubject`,
      menus: inMenu('3_clipboard', 2),
      run: () => toClipboard(false),
    },
    {
      id: 'filesExplorer.paste',
      title: t('Paste'),
      category: t('Explorer'),
      keys: ['Ctrl+V'],
      when: `${inTree} && explorerCanPaste`,
      menus: inMenu('3_clipboard', 3),
      run: async () => {
        const { clipboard } = state();
        if (!clipboard) return;
        const folder = explorer.targetFolder();
        if (!clipboard.cut) return changes.copyInto(clipboard.paths, folder);
        await changes.moveInto(clipboard.paths, folder);
        forgetClipboard();
      },
    },
    {
      id: 'explorer.duplicate',
      title: t('Duplicate'),
      category: t('Explorer'),
      when: `${inTree} && explorerHasSubject`,
      menus: inMenu('3_clipboard', 4),
      run: () => changes.duplicate(explorer.subjects()),
    },
    {
      id: 'filesExplorer.cancelCut',
      title: t('Cancel cut'),
      category: t('Explorer'),
      keys: ['Escape'],
      when: `${inTree} && explorerHasCut`,
      hidden: true,
      run: forgetClipboard,
    },
    {
      id: 'copyFilePath',
      title: t('Copy path'),
      category: t('Explorer'),
      keys: ['Shift+Alt+C'],
      when: inTree,
      menus: inMenu('4_path', 1),
      run: () => copyText((path, projectFolder) => absolutePath(projectFolder, path)),
    },
    {
      id: 'copyRelativeFilePath',
      title: t('Copy relative path'),
      category: t('Explorer'),
      keys: ['Ctrl+K Shift+Alt+C'],
      when: inTree,
      menus: inMenu('4_path', 2),
      run: () => copyText((path) => path),
    },
    {
      id: 'renameFile',
      title: t('Rename'),
      category: t('Explorer'),
      keys: ['F2'],
      when: `${inTree} && explorerHasSubject`,
      menus: inMenu('5_change', 1),
      run: () => {
        const row = explorer.focusedRow();
        if (row) explorer.setDraft({ type: 'rename', kind: row.kind, path: row.path });
      },
    },
    {
      id: 'moveFileToTrash',
      title: t('Move to trash'),
      category: t('Explorer'),
      keys: ['Delete'],
      when: `${inTree} && explorerHasSubject`,
      menus: inMenu('5_change', 2),
      run: () => changes.trash(explorer.subjects()),
    },
    {
      id: 'explorer.undo',
      title: t('Undo the last change of files'),
      category: t('Explorer'),
      keys: ['Ctrl+Z'],
      when: inTree,
      run: () => changes.undo(),
    },
    {
      id: 'explorer.expandBelow',
      title: t('Expand all below'),
      category: t('Explorer'),
      when: `${inTree} && explorerResourceIsFolder`,
      menus: inMenu('6_view', 1),
      run: () => {
        const row = explorer.focusedRow();
        return row ? explorer.expandAll(row.path) : undefined;
      },
    },
    {
      id: 'explorer.expandAll',
      title: t('Expand all folders'),
      category: t('Explorer'),
      when: 'projectOpen',
      menus: inMenu('6_view', 2),
      run: () => explorer.expandAll(''),
    },
    {
      id: 'workbench.files.action.collapseExplorerFolders',
      title: t('Collapse all folders'),
      category: t('Explorer'),
      keys: ['Ctrl+Left'],
      when: inTree,
      menus: inMenu('6_view', 3),
      run: () => explorer.collapseAll(),
    },
    {
      id: 'workbench.files.action.refreshFilesExplorer',
      title: t('Read folders again'),
      category: t('Explorer'),
      when: 'projectOpen',
      menus: inMenu('6_view', 4),
      run: () => explorer.refresh(),
    },
    {
      id: 'workbench.files.action.showActiveFileInExplorer',
      title: t('Reveal the open file'),
      category: t('Explorer'),
      when: 'projectOpen',
      run: async () => {
        const { active } = services.editor.state.getState();
        await showExplorer(services, explorer);
        if (active !== null) await explorer.reveal(active);
        explorer.requestFocus();
      },
    },
    {
      id: 'workbench.files.action.focusFilesExplorer',
      title: t('Focus the tree'),
      category: t('Explorer'),
      when: 'projectOpen',
      run: async () => {
        await showExplorer(services, explorer);
        explorer.requestFocus();
      },
    },
  ];
}

async function showExplorer(services: ExplorerServices, explorer: Explorer): Promise<void> {
  if (!explorer.store.getState().shown) await services.commands.run('workbench.view.explorer');
}
