import { lazy } from 'react';
import { createDisposables, type Disposable } from '../../app/disposable.ts';
import type { Services } from '../../app/services.ts';
import { t } from '../../localize.ts';
import { settingsCommands } from './settings-commands.ts';

/** The settings: their page, loaded when it is first opened, and their commands. */
export function createSettingsFeature(services: Services): Disposable {
  const { commands, views } = services;
  const ends = createDisposables();
  ends.add(
    views.register({
      id: 'settings',
      title: t('Settings'),
      location: 'page',
      order: 10,
      Component: lazy(() => import('./settings-view.tsx')),
    }),
  );
  ends.add(commands.register(...settingsCommands(services)));
  return ends;
}
