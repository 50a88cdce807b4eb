import type { ApplicationMenu } from '../../contract/shell.ts';
import { t } from '../localize.ts';
import type { Command, MenuPlacement } from './commands.ts';
import type { Keybindings } from './keybindings.ts';
import { type ContextValues, holds } from './when.ts';

export type MenuName = MenuPlacement['menu'];

/** The menus of the application, in the order they stand in. */
export const applicationMenus: readonly { readonly name: MenuName; readonly title: string }[] = [
  { name: 'file', title: t('File') },
  { name: 'edit', title: t('Edit') },
  { name: 'selection', title: t('Selection') },
  { name: 'view', title: t('View') },
  { name: 'go', title: t('Go') },
  { name: 'terminal', title: t('Terminal') },
  { name: 'help', title: t('Help') },
];

export interface MenuCommand {
  readonly command: Command;
  readonly enabled: boolean;
}

/** What a menu holds: its commands by group, then order; a line belongs between the groups. */
export function menuGroups(
  commands: Iterable<Command>,
  menu: MenuName,
  context: ContextValues,
): readonly (readonly MenuCommand[])[] {
  const placed: { group: string; order: number; command: Command }[] = [];
  for (const command of commands) {
    for (const placement of command.menus ?? []) {
      if (placement.menu === menu) placed.push({ group: placement.group, order: placement.order, command });
    }
  }
  placed.sort((one, two) => (one.group === two.group ? one.order - two.order : one.group < two.group ? -1 : 1));
  const groups: MenuCommand[][] = [];
  let current: string | null = null;
  for (const { group, command } of placed) {
    if (group !== current) groups.push([]);
    current = group;
    groups.at(-1)?.push({ command, enabled: holds(command.when, context) });
  }
  return groups;
}

/** The application's menus as the system's menu bar takes them. */
export function systemMenu(
  commands: Iterable<Command>,
  context: ContextValues,
  keybindings: Pick<Keybindings, 'keysOf'>,
): ApplicationMenu {
  const all = [...commands];
  return applicationMenus.map(({ name, title }) => ({
    label: title,
    entries: menuGroups(all, name, context).flatMap((group, index) => [
      ...(index > 0 ? [{ type: 'separator' as const }] : []),
      ...group.map(({ command, enabled }) => ({
        type: 'command' as const,
        id: command.id,
        label: command.title,
        accelerator: accelerator(keybindings.keysOf(command.id)),
        enabled,
      })),
    ]),
  }));
}

/** Electron's way of writing keys. Chords have none. */
function accelerator(keys: string | null): string | undefined {
  if (!keys || keys.includes(' ')) return undefined;
  return keys
    .split('+')
    .map((part) => (/^ctrl$/i.test(part) ? 'CmdOrCtrl' : part.charAt(0).toUpperCase() + part.slice(1)))
    .join('+');
}
