import { createElement, lazy, Suspense } from 'react';
import type { ColorTheme } from '../../../contract/model/color-theme.ts';
import { chooseTextFile } from '../../app/choose-file.ts';
import type { Command } from '../../app/commands.ts';
import type { Services } from '../../app/services.ts';
import type { Theme, ThemeChoice } from '../../app/theme.ts';
import type { PaletteFeature, PickQuestion } from '../palette/index.ts';

const ImportSummary = lazy(() => import('./import-summary.tsx'));

const bundled: PickQuestion<ThemeChoice>['items'] = [
  { label: 'System', description: 'Follows the desktop, high contrast included', value: 'system' },
  { label: 'Dark', value: 'dark' },
  { label: 'Light', value: 'light' },
  { label: 'High contrast', value: 'contrast' },
];
const kinds = { dark: 'Dark', light: 'Light', contrast: 'High contrast' } as const;

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
      title: `Import ${read.name}?`,
      body: `${kinds[read.type]} theme. It is kept in your own folder, and no code comes with it.`,
      content: createElement(Suspense, null, createElement(ImportSummary, { theme: read, corrections })),
      buttons: [
        { id: 'cancel', title: 'Cancel' },
        { id: 'keep', title: 'Import only' },
        { id: 'use', title: 'Import and use' },
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
    notifications.info(`${removed.name} was removed`, {
      actions: [
        {
          title: 'Undo',
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
      title: 'Choose theme…',
      category: 'Preferences',
      keys: ['Ctrl+K Ctrl+T'],
      menus: [{ menu: 'file', group: '8_preferences', order: 3 }],
      async run() {
        const imported = await core.themes.list();
        try {
          const choice = await palette.pick<ThemeChoice>({
            placeholder: 'Choose a theme; the arrow keys show it',
            items: [
              ...bundled,
              ...imported.map(({ id, name, type }) => ({
                label: name,
                description: `${kinds[type]}, imported`,
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
      title: 'Import a VS Code theme…',
      category: 'Preferences',
      async run() {
        const file = await chooseTextFile('.json,.jsonc');
        if (file) await importFile(file);
      },
    },
    {
      id: 'workbench.action.removeTheme',
      title: 'Remove an imported theme…',
      category: 'Preferences',
      async run(argument) {
        const imported = await core.themes.list();
        const named = imported.find(({ id }) => id === argument);
        if (named) return remove(named);
        if (imported.length === 0) {
          notifications.info('There is no imported theme');
          return;
        }
        const chosen = await palette.pick({
          placeholder: 'Remove which theme?',
          items: imported.map((value) => ({ label: value.name, description: kinds[value.type], value })),
        });
        if (chosen) await remove(chosen);
      },
    },
  ];
}
