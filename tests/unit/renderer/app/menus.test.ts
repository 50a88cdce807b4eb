import { describe, expect, it } from 'vitest';
import type { Command } from '../../../../src-renderer/app/commands.ts';
import { menuGroups, systemMenu } from '../../../../src-renderer/app/menus.ts';

const command = (id: string, group: string, order: number, rest: Partial<Command> = {}): Command => ({
  id,
  title: id,
  category: 'Test',
  menus: [{ menu: 'file', group, order }],
  run() {},
  ...rest,
});

describe('menus', () => {
  const commands = [
    command('quit', '9_window', 2),
    command('new', '1_new', 1),
    command('close', '9_window', 1, { when: 'projectOpen' }),
    { ...command('hidden', '1_new', 1), menus: [] },
  ];

  it('sorts by group, then order, and says what can be done now', () => {
    const groups = menuGroups(commands, 'file', {});
    expect(groups.map((group) => group.map(({ command: { id } }) => id))).toEqual([['new'], ['close', 'quit']]);
    expect(groups[1]?.map(({ enabled }) => enabled)).toEqual([false, true]);
    expect(menuGroups(commands, 'edit', {})).toEqual([]);
  });

  it('gives the system its separators and accelerators, and none for chords', () => {
    const keys: Record<string, string> = { new: 'Ctrl+Shift+N', close: 'Ctrl+K F' };
    const [file] = systemMenu(commands, { projectOpen: true }, { keysOf: (id) => keys[id] ?? null });
    expect(file?.entries).toEqual([
      { type: 'command', id: 'new', label: 'new', accelerator: 'CmdOrCtrl+Shift+N', enabled: true },
      { type: 'separator' },
      { type: 'command', id: 'close', label: 'close', accelerator: undefined, enabled: true },
      { type: 'command', id: 'quit', label: 'quit', accelerator: undefined, enabled: true },
    ]);
  });
});
