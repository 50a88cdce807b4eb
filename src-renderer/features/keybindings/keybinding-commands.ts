import { createElement } from 'react';
import type { StoreApi } from 'zustand/vanilla';
import { chooseTextFile } from '../../app/choose-file.ts';
import type { Command } from '../../app/commands.ts';
import { late } from '../../app/late.ts';
import type { Services } from '../../app/services.ts';
import { t } from '../../localize.ts';

const ImportSummary = late(() => import('./import-summary.tsx'));

/** The commands of keyboard shortcuts. */
export function keybindingCommands(services: Services, shortcutSheet: StoreApi<boolean>): readonly Command[] {
  const { core, editor, workspace } = services;
  return [
    {
      id: 'workbench.action.openGlobalKeybindings',
      title: t('Keyboard shortcuts'),
      category: t('Preferences'),
      keys: ['Ctrl+K Ctrl+S'],
      menus: [
        { menu: 'file', group: '8_preferences', order: 2 },
        { menu: 'help', group: '1_help', order: 2 },
      ],
      run: () => workspace.setState({ page: 'keybindings' }),
    },
    {
      id: 'workbench.action.openGlobalKeybindingsFile',
      title: t('Open keyboard shortcuts as JSON'),
      category: t('Preferences'),
      async run() {
        const place = await core.settings.locate({ file: 'keybindings', projectId: null });
        workspace.setState({ page: null });
        await editor.open(place.path, { projectId: place.projectId });
      },
    },
    {
      id: 'workbench.action.keybindingsReference',
      title: t('Sheet of keyboard shortcuts'),
      category: t('Help'),
      keys: ['Ctrl+K Ctrl+R'],
      menus: [{ menu: 'help', group: '1_help', order: 3 }],
      run: () => shortcutSheet.setState(true, true),
    },
    {
      id: 'workbench.action.importKeybindings',
      title: t('Import keyboard shortcuts from VS Code…'),
      category: t('Preferences'),
      async run() {
        const file = await chooseTextFile('.json,.jsonc');
        if (file) await importFile(services, file);
      },
    },
  ];
}

async function importFile(services: Services, file: { readonly name: string; readonly text: string }): Promise<void> {
  const { commands, contextKeys, core, dialogs, editor, notifications, workspace } = services;
  const [{ planImport }, { entries, problems }] = await Promise.all([
    import('./plan-import.ts'),
    core.keybindings.read({ text: file.text }),
  ]);
  const plan = planImport(entries, {
    commands: [...commands.getState().values()],
    editorActions: editor.allEditorActions(),
    user: workspace.getState().settings.keybindings,
    contextNames: Object.keys(contextKeys.getState()),
  });
  const amount = plan.added.length;
  const answer = await dialogs.ask({
    title: t('Import shortcuts from {{name}}', { name: file.name }),
    body:
      amount === 0
        ? t('Nothing in this file can be taken over. Why, stands beside each entry.')
        : t('They are added behind your own in keybindings.json, so they win over what they conflict with.'),
    content: createElement(ImportSummary, { plan, problems }),
    buttons:
      amount === 0
        ? [{ id: 'close', title: t('Close') }]
        : [
            { id: 'cancel', title: t('Cancel') },
            {
              id: 'import',
              title: amount === 1 ? t('Import 1 shortcut') : t('Import {{amount}} shortcuts', { amount }),
            },
          ],
  });
  if (answer !== 'import') return;
  const projectId = workspace.getState().project?.id ?? null;
  const change = async (type: 'add' | 'remove') => {
    const edits = plan.added.map(({ entry }) => ({ type, entry }));
    workspace.setState({ settings: await core.keybindings.change({ projectId, edits }) });
  };
  await change('add');
  notifications.info(
    amount === 1 ? t('1 shortcut was imported') : t('{{amount}} shortcuts were imported', { amount }),
    {
      actions: [{ title: t('Undo'), run: () => change('remove') }],
    },
  );
}
