import { createElement } from 'react';
import { useStore } from 'zustand';
import { createStore, type StoreApi } from 'zustand/vanilla';
import { createDisposables, type Disposable } from '../../app/disposable.ts';
import { late } from '../../app/late.ts';
import type { Services } from '../../app/services.ts';
import { t } from '../../localize.ts';
import { keybindingCommands } from './keybinding-commands.ts';

export interface KeybindingsFeature extends Disposable {
  /** Whether the sheet of shortcuts is shown. */
  readonly shortcutSheet: StoreApi<boolean>;
}

const ShortcutSheet = late(() => import('./shortcut-sheet.tsx'));

/** Shows the sheet of shortcuts over the window while it is open. */
export function ShortcutSheetLayer({ sheet }: { sheet: StoreApi<boolean> }) {
  const open = useStore(sheet);
  if (!open) return null;
  return createElement(ShortcutSheet, { onClose: () => sheet.setState(false, true) });
}

/** Keeps the user's keybindings in force, and has the editor for them, the import from VS Code and the sheet of shortcuts. */
export function createKeybindingsFeature(services: Services): KeybindingsFeature {
  const { commands, editor, keybindings, views, workspace } = services;
  const ends = createDisposables();
  const shortcutSheet = createStore<boolean>(() => false);
  const apply = () => {
    const user = workspace.getState().settings.keybindings;
    keybindings.setUserKeybindings(user);
    editor.setUserKeybindings(user);
  };
  apply();
  ends.addFunction(
    workspace.subscribe((now, before) => {
      // Every answer of Core is a new list; most say the same.
      if (now.settings === before.settings) return;
      if (JSON.stringify(now.settings.keybindings) !== JSON.stringify(before.settings.keybindings)) apply();
    }),
  );
  ends.add(
    views.register({
      id: 'keybindings',
      title: t('Keyboard shortcuts'),
      location: 'page',
      order: 20,
      Component: late(() => import('./keybindings-view.tsx')),
    }),
  );
  ends.add(commands.register(...keybindingCommands(services, shortcutSheet)));
  return { shortcutSheet, dispose: ends.dispose };
}
