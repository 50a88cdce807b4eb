import type { Command } from '../../app/commands.ts';
import type { PaletteState } from './palette-state.ts';

/** The commands that open the palette. */
export function paletteCommands(palette: PaletteState): readonly Command[] {
  return [
    {
      id: 'workbench.action.showCommands',
      title: 'Show every command',
      category: 'View',
      keys: ['Ctrl+Shift+P', 'F1'],
      menus: [
        { menu: 'view', group: '1_palette', order: 1 },
        { menu: 'help', group: '1_help', order: 1 },
      ],
      run: () => palette.show('>'),
    },
    {
      id: 'workbench.action.quickOpen',
      title: 'Go to file',
      category: 'Go',
      keys: ['Ctrl+P', 'Ctrl+E'],
      menus: [{ menu: 'go', group: '2_places', order: 1 }],
      run: (argument) => palette.show(typeof argument === 'string' ? argument : ''),
    },
    {
      id: 'workbench.action.gotoSymbol',
      title: 'Go to symbol in this file',
      category: 'Go',
      keys: ['Ctrl+Shift+O'],
      when: 'textEditorOpen && !terminalFocus',
      menus: [{ menu: 'go', group: '2_places', order: 2 }],
      run: () => palette.show('@'),
    },
    {
      id: 'workbench.action.showAllSymbols',
      title: 'Go to symbol in the project',
      category: 'Go',
      keys: ['Ctrl+T'],
      when: 'projectOpen',
      menus: [{ menu: 'go', group: '2_places', order: 4 }],
      run: () => palette.show('#'),
    },
    {
      id: 'workbench.action.gotoLine',
      title: 'Go to line',
      category: 'Go',
      keys: ['Ctrl+G'],
      when: 'textEditorOpen',
      menus: [{ menu: 'go', group: '2_places', order: 3 }],
      run: () => palette.show(':'),
    },
  ];
}
