import { Fragment, type ReactElement } from 'react';
import { useStore } from 'zustand';
import { ContextMenu, MenuItem, MenuSeparator } from '../ui/menu.tsx';
import { type MenuName, menuGroups } from './menus.ts';
import { useServices } from './services.ts';

interface CommandMenuItemsProps {
  readonly menu: MenuName;
  /** Handed to the command that is chosen. */
  readonly argument?: unknown;
  /** Leaves out what can't be done now, instead of showing it dimmed. */
  readonly onlyEnabled?: boolean;
}

/** The entries that commands have in a menu. */
export function CommandMenuItems({ menu, argument, onlyEnabled = false }: CommandMenuItemsProps) {
  const { commands, contextKeys, keybindings } = useServices();
  const all = useStore(commands);
  const context = useStore(contextKeys);
  const groups = menuGroups(all.values(), menu, context)
    .map((group) => group.filter(({ enabled }) => enabled || !onlyEnabled))
    .filter((group) => group.length > 0);
  return groups.map((group, index) => (
    <Fragment key={group[0]?.command.id}>
      {index > 0 ? <MenuSeparator /> : null}
      {group.map(({ command, enabled }) => (
        <MenuItem
          key={command.id}
          disabled={!enabled}
          keys={keybindings.keysOf(command.id)}
          onSelect={() => void commands.run(command.id, argument)}
        >
          {command.title}
        </MenuItem>
      ))}
    </Fragment>
  ));
}

/** Wraps an element that offers a menu of commands to the right button and the menu key. */
export function CommandContextMenu({
  menu,
  argument,
  children,
}: {
  readonly menu: MenuName;
  readonly argument?: unknown;
  readonly children: ReactElement<Record<string, unknown>>;
}) {
  return <ContextMenu menu={<CommandMenuItems menu={menu} argument={argument} onlyEnabled />}>{children}</ContextMenu>;
}
