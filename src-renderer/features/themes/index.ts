import { createDisposables, type Disposable } from '../../app/disposable.ts';
import { messageOf } from '../../app/error-message.ts';
import type { Services } from '../../app/services.ts';
import { createTheme, importedThemeId } from '../../app/theme.ts';
import { t } from '../../localize.ts';
import type { PaletteFeature } from '../palette/index.ts';
import { themeCommands } from './theme-commands.ts';

/** Shows the theme that the settings name, and has the commands to choose, import and remove themes. */
export function createThemesFeature(services: Services, palette: Pick<PaletteFeature, 'pick'>): Disposable {
  const { core, coreEvents, coreReconnected, commands, notifications, shell, workspace } = services;
  const ends = createDisposables();
  const theme = ends.add(
    createTheme({
      workspace,
      shell,
      read: (id) => core.themes.get({ id }),
      onFailed(id, error) {
        notifications.warning(t('The theme "{{id}}" is not shown', { id }), {
          detail: t("{{error}} The system's theme takes its place.", { error: messageOf(error) }),
          actions: [{ title: t('Choose a theme'), run: () => commands.run('workbench.action.selectTheme') }],
        });
      },
    }),
  );
  const refresh = () => {
    if (importedThemeId(workspace.getState().settings.effective['workbench.theme']) !== null) theme.refresh();
  };
  ends.add(
    coreEvents.listen((event) => {
      if (event.type === 'themes.changed') refresh();
    }),
  );
  ends.add(coreReconnected.listen(refresh));
  ends.add(commands.register(...themeCommands(services, { theme, palette })));
  return ends;
}
