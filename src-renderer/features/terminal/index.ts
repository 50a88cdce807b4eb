import { createElement } from 'react';
import { createStore } from 'zustand/vanilla';
import { createDisposables } from '../../app/disposable.ts';
import { late } from '../../app/late.ts';
import type { Services } from '../../app/services.ts';
import { t } from '../../localize.ts';
import { createFinder } from './finder.ts';
import { terminalCommands } from './terminal-commands.ts';
import { createTerminals, type Terminals } from './terminals.ts';

export type { Terminals } from './terminals.ts';

/** What is selected in the terminal that is shown, else what its last command wrote; null when there is no terminal. */
export function lastTerminalOutput({
  store,
  sessions,
}: Terminals): { readonly name: string; readonly text: string } | null {
  const { active, terminals } = store.getState();
  const terminal = terminals.find(({ id }) => id === active);
  const session = sessions.get(active);
  return terminal && session ? { name: terminal.name, text: session.selection() || session.lastOutput() } : null;
}

/** Terminals in the panel. What draws them is loaded when the first is shown. */
export function createTerminalFeature(services: Services): Terminals {
  const { commands, contextKeys, editor, views, workspace } = services;
  const ends = createDisposables();
  const hidePanel = () => {
    const { panel } = workspace.getState();
    if (panel.view !== 'terminal' || !panel.visible) return;
    workspace.setState({ panel: { ...panel, visible: false } });
    editor.focus();
  };
  const terminals = ends.add(createTerminals(services, hidePanel));
  const finder = createFinder(terminals);
  const badge = createStore<number | null>(() => null);
  const keepState = () => {
    const { terminals: all, ringing } = terminals.store.getState();
    contextKeys.set('terminalCount', all.length);
    contextKeys.set('terminalIsOpen', all.length > 0);
    badge.setState(ringing.size > 0 ? ringing.size : null, true);
  };
  keepState();
  ends.addFunction(terminals.store.subscribe(keepState));
  ends.addFunction(finder.store.subscribe(({ open }) => contextKeys.set('terminalFindVisible', open)));
  ends.add(
    views.register({
      id: 'terminal',
      title: t('Terminal'),
      location: 'panel',
      order: 30,
      command: 'workbench.action.terminal.toggleTerminal',
      badge,
      Component: late(async () => {
        const { default: View } = await import('./terminal-view.tsx');
        return { default: () => createElement(View, { terminals, finder }) };
      }),
      Tools: late(async () => {
        const { default: Tools } = await import('./terminal-tools.tsx');
        return { default: () => createElement(Tools, { terminals }) };
      }),
    }),
  );
  ends.add(commands.register(...terminalCommands(services, terminals, finder)));
  return { ...terminals, dispose: ends.dispose };
}
