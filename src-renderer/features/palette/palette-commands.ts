import type { Command } from '../../app/commands.ts';
import { t } from '../../localize.ts';
import type { PaletteState } from './palette-state.ts';

/** The commands that open the palette. */
export function paletteCommands(palette: PaletteState): readonly Command[] {
  return [
    {
      id: 'workbench.action.showCommands',
      title: t('Show every command'),
      category: t('View'),
      keys: ['Ctrl+Shift+P', 'F1'],
      menus: [
        { menu: 'view', group: '1_palette', order: 1 },
        { menu: 'help', group: '1_help', order: 1 },
      ],
      run: () => palette.show('>'),
    },
    {
      id: 'workbench.action.quickOpen',
      title: t('Go to file'),
      category: t('Go'),
      keys: ['Ctrl+P', 'Ctrl+E'],
      menus: [{ menu: 'go', group: '2_places', order: 1 }],
      run: (argument) => palette.show(typeof argument === 'string' ? argument : ''),
    },
    {
      id: 'workbench.action.gotoSymbol',
      title: t('Go to symbol in this file'),
      category: t('Go'),
      keys: ['Ctrl+Shift+O'],
      when: 'textEditorOpen && !terminalFocus',
      menus: [{ menu: 'go', group: '2_places', order: 2 }],
      run: () => palette.show('@'),
    },
    {
      id: 'workbench.action.showAllSymbols',
      title: t('Go to symbol in the project'),
      category: t('Go'),
      keys: ['Ctrl+T'],
      when: 'projectOpen',
      menus: [{ menu: 'go', group: '2_places', order: 4 }],
      run: () => palette.show('#'),
    },
    {
      id: 'workbench.action.gotoLine',
      title: t('Go to line'),
      category: t('Go'),
      keys: ['Ctrl+G'],
      when: 'textEditorOpen',
      menus: [{ menu: 'go', group: '2_places', order: 3 }],
      run: () => palette.show(':'),
    },
  ];
}
