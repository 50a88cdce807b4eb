import type { Command } from '../../../app/commands.ts';
import { t } from '../../../localize.ts';
import { openComparison } from '../conflict/ask-about-conflict.ts';
import { documentPlace, documentTitle } from '../documents/document-id.ts';
import type { EditorParts } from '../parts.ts';

/** Making, saving and giving up documents. */
export function fileCommands({ session, saving }: EditorParts): readonly Command[] {
  const { area, documents, services } = session;
  const activeDocument = () => area.state.getState().active?.document ?? null;
  const asked = (argument: unknown) => {
    const panel = area.state.getState().panels.find(({ id }) => id === argument);
    return panel?.document ?? activeDocument();
  };
  return [
    {
      id: 'workbench.action.files.newUntitledFile',
      title: t('New text file'),
      category: t('File'),
      keys: ['Ctrl+N'],
      when: 'projectOpen',
      menus: [{ menu: 'file', group: '1_new', order: 1 }],
      run: () => session.newUntitled(),
    },
    {
      id: 'workbench.action.files.save',
      title: t('Save'),
      category: t('File'),
      keys: ['Ctrl+S'],
      when: 'editorIsOpen',
      menus: [{ menu: 'file', group: '4_save', order: 1 }],
      async run(argument) {
        const id = asked(argument);
        if (id !== null) await saving.save(id);
      },
    },
    {
      id: 'workbench.action.files.saveAs',
      title: t('Save as'),
      category: t('File'),
      keys: ['Ctrl+Shift+S'],
      when: 'activeEditorIsText',
      menus: [{ menu: 'file', group: '4_save', order: 2 }],
      async run(argument) {
        const id = asked(argument);
        if (id !== null) await saving.saveAs(id);
      },
    },
    {
      id: 'workbench.action.files.saveAll',
      title: t('Save all'),
      category: t('File'),
      keys: ['Ctrl+K S'],
      when: 'editorIsOpen',
      menus: [{ menu: 'file', group: '4_save', order: 3 }],
      async run() {
        await saving.saveAll();
      },
    },
    {
      id: 'workbench.action.files.revert',
      title: t('Revert file'),
      category: t('File'),
      when: 'activeEditorIsText',
      menus: [{ menu: 'file', group: '5_revert', order: 1 }],
      async run() {
        const id = activeDocument();
        const copy = id === null ? undefined : documents.get(id);
        if (id === null || !copy || copy.path === null) return;
        if (copy.state.getState().dirty && !(await askToRevert(documentTitle(id)))) return;
        await copy.revert();
      },
    },
    {
      id: 'workbench.files.action.compareWithSaved',
      title: t('Compare with the saved file'),
      category: t('File'),
      keys: ['Ctrl+K D'],
      when: 'activeEditorIsText',
      menus: [{ menu: 'tab', group: '5_compare', order: 1 }],
      run(argument) {
        const id = asked(argument);
        if (id !== null && documentPlace(id).type === 'file') openComparison(session, id);
      },
    },
    {
      id: 'workbench.action.files.copyPathOfActiveFile',
      title: t('Copy path'),
      category: t('File'),
      keys: ['Ctrl+K P'],
      when: 'editorIsOpen',
      menus: [{ menu: 'tab', group: '4_path', order: 1 }],
      async run(argument) {
        const place = documentPlace(asked(argument) ?? '');
        const { project } = services.workspace.getState();
        if (place.type !== 'file' || !project) return;
        const separator = project.path.includes('\\') ? '\\' : '/';
        const path = [project.path, ...place.path.split('/')].join(separator);
        await services.shell.system.writeClipboard({ text: path });
      },
    },
    {
      id: 'editor.revealInExplorer',
      title: t('Reveal in the explorer'),
      category: t('File'),
      when: 'editorIsOpen',
      menus: [{ menu: 'tab', group: '4_path', order: 3 }],
      async run(argument) {
        const panel = area.state.getState().panels.find(({ id }) => id === argument);
        if (panel) area.activate(panel.id);
        await services.commands.run('workbench.files.action.showActiveFileInExplorer');
      },
    },
  ];

  async function askToRevert(name: string): Promise<boolean> {
    const answer = await services.dialogs.ask({
      title: t('Revert {{name}}?', { name }),
      body: t('Your unsaved edits are replaced by the file on disk. Undo brings them back.'),
      buttons: [
        { id: 'cancel', title: t('Cancel') },
        { id: 'revert', title: t('Revert'), danger: true },
      ],
    });
    return answer === 'revert';
  }
}
