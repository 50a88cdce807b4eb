import { type LanguageChoice, rememberLanguage, t } from '../localize.ts';
import type { Disposable } from './disposable.ts';
import type { Services } from './services.ts';

/** Offers to load the window again when `workbench.language` asks for another language than the page was loaded with. */
export function followLanguage({
  workspace,
  notifications,
  commands,
}: Pick<Services, 'workspace' | 'notifications' | 'commands'>): Disposable {
  let offered: LanguageChoice = workspace.getState().settings.effective['workbench.language'];
  const stop = workspace.subscribe(({ settings }) => {
    const choice = settings.effective['workbench.language'];
    if (choice === offered) return;
    offered = choice;
    if (!rememberLanguage(choice)) return;
    notifications.info(t('The language changes when this window is loaded again'), {
      actions: [{ title: t('Reload window'), run: () => commands.run('workbench.action.reloadWindow') }],
    });
  });
  return { dispose: stop };
}
