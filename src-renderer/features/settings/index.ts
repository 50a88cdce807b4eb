import { createElement } from 'react';
import { createStore, type StoreApi } from 'zustand/vanilla';
import { createDisposables, type Disposable } from '../../app/disposable.ts';
import { late } from '../../app/late.ts';
import type { Services } from '../../app/services.ts';
import { t } from '../../localize.ts';
import { settingsCommands } from './settings-commands.ts';

const View = late(() => import('./settings-view.tsx'));

function SettingsPage({ search }: { search: StoreApi<string> }) {
  return createElement(View, { search });
}

/** The settings: their page, loaded when it is first opened, and their commands. */
export function createSettingsFeature(services: Services): Disposable {
  const { commands, views } = services;
  const ends = createDisposables();
  /** What the page is searched for when it opens. */
  const search = createStore<string>(() => '');
  ends.add(
    views.register({
      id: 'settings',
      title: t('Settings'),
      location: 'page',
      order: 10,
      Component: SettingsPage.bind(null, { search }),
    }),
  );
  ends.add(commands.register(...settingsCommands(services, search)));
  return ends;
}
