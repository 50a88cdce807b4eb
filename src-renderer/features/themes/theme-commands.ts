import { createElement } from 'react';
import type { ColorTheme } from '../../../contract/model/color-theme.ts';
import { chooseTextFile } from '../../app/choose-file.ts';
import type { Command } from '../../app/commands.ts';
import { late } from '../../app/late.ts';
import type { Services } from '../../app/services.ts';
import type { Theme, ThemeChoice } from '../../app/theme.ts';
import { t } from '../../localize.ts';
import type { PaletteFeature, PickQuestion } from '../palette/index.ts';

const ImportSummary = late(() => import('./import-summary.tsx'));

const bundled: PickQuestion<ThemeChoice>['items'] = [
  { label: t('System'), description: t('Follows the desktop, high contrast included'), value: 'system' },
  { label: t('Dark'), value: 'dark' },
  { label: t('Light'), value: 'light' },
  { label: t('High contrast'), value: 'contrast' },
];
const kinds = { dark: t('Dark'), light: t('Light'), contrast: t('High contrast') } as const;

interface ThemeCommandOptions {
  readonly theme: Theme;
  readonly palette: Pick<PaletteFeature, 'pick'>;
}

/** Choosing, importing and removing themes. */
export function themeCommands(services: Services, { theme, palette }: ThemeCommandOptions): readonly Command[] {
  const { core, dialogs, notifications, workspace } = services;

  const choose = async (choice: ThemeChoice) => {
    const { settings, project } = workspace.getState();
    const scope = settings.project['workbench.theme'] !== undefined && project ? 'project' : 'user';
    const projectId = project?.id ?? null;
    workspace.setState({
      settings: await core.settings.update({ scope, projectId, key: 'workbench.theme', value: choice }),
    });
  };

  const importFile = async (file: { readonly name: string; readonly text: string }) => {
    const read = await core.themes.read({ text: file.text, fileName: file.name });
    const { corrections } = await theme.map(read);
    const answer = await dialogs.ask({
      title: t('Import {{name}}?', { name: read.name }),
      body: t('{{kind}} theme. It is kept in your own folder, and no code comes with it.', {
        kind: kinds[read.type],
      }),
      content: createElement(ImportSummary, { theme: read, corrections }),
      buttons: [
        { id: 'cancel', title: t('Cancel') },
        { id: 'keep', title: t('Import only') },
        { id: 'use', title: t('Import and use') },
      ],
    });
    if (answer !== 'keep' && answer !== 'use') return;
    const added = await core.themes.add({ text: file.text, fileName: file.name });
    if (answer === 'use') await choose(`user:${added.id}`);
  };

  const remove = async (removed: Pick<ColorTheme, 'id' | 'name'>) => {
    const choice: ThemeChoice = `user:${removed.id}`;
    const wasShown = workspace.getState().settings.effective['workbench.theme'] === choice;
    // First, so that nothing shows a theme that has gone.
    if (wasShown) await choose('system');
    const file = await core.themes.remove({ id: removed.id });
    notifications.info(t('{{name}} was removed', { name: removed.name }), {
      actions: [
        {
          title: t('Undo'),
          async run() {
            const { id } = await core.themes.add(file);
            if (wasShown) await choose(`user:${id}`);
          },
        },
      ],
    });
  };

  return [
    {
      id: 'workbench.action.selectTheme',
      title: t('Choose theme…'),
      category: t('Preferences'),
      keys: ['Ctrl+K Ctrl+T'],
      menus: [{ menu: 'file', group: '8_preferences', order: 3 }],
      async run() {
        const imported = await core.themes.list();
        try {
          const choice = await palette.pick<ThemeChoice>({
            placeholder: t('Choose a theme; the arrow keys show it'),
            items: [
              ...bundled,
              ...imported.map(({ id, name, type }) => ({
                label: name,
                description: t('{{kind}}, imported', { kind: kinds[type] }),
                value: `user:${id}` as const,
              })),
            ],
            current: workspace.getState().settings.effective['workbench.theme'],
            onHighlight: theme.preview,
          });
          if (choice !== null) await choose(choice);
        } finally {
          theme.preview(null);
        }
      },
    },
    {
      id: 'workbench.action.importTheme',
      title: t('Import a VS Code theme…'),
      category: t('Preferences'),
      async run() {
        const file = await chooseTextFile('.json,.jsonc');
        if (file) await importFile(file);
      },
    },
    {
      id: 'workbench.action.removeTheme',
      title: t('Remove an imported theme…'),
      category: t('Preferences'),
      async run(argument) {
        const imported = await core.themes.list();
        const named = imported.find(({ id }) => id === argument);
        if (named) return remove(named);
        if (imported.length === 0) {
          notifications.info(t('There is no imported theme'));
          return;
        }
        const chosen = await palette.pick({
          placeholder: t('Remove which theme?'),
          items: imported.map((value) => ({ label: value.name, description: kinds[value.type], value })),
        });
        if (chosen) await remove(chosen);
      },
    },
  ];
}
