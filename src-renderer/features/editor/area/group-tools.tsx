import type { IDockviewHeaderActionsProps } from 'dockview-react';
import { Columns2, Ellipsis } from 'lucide-react';
import { CommandMenuItems } from '../../../app/command-menu.tsx';
import { useServices } from '../../../app/services.ts';
import { t } from '../../../localize.ts';
import { IconButton } from '../../../ui/button.tsx';
import { Menu } from '../../../ui/menu.tsx';
import './group-tools.css';

/** The tools at the end of a group's tab bar. */
export function GroupTools({ activePanel }: IDockviewHeaderActionsProps) {
  const { commands, keybindings } = useServices();
  if (!activePanel) return null;
  return (
    <div className="group-tools">
      <IconButton
        label={t('Split editor right')}
        keys={keybindings.keysOf('workbench.action.splitEditor')}
        onClick={() => void commands.run('workbench.action.splitEditor', activePanel.id)}
      >
        <Columns2 aria-hidden="true" />
      </IconButton>
      <Menu
        align="end"
        trigger={
          <IconButton label={t('More')}>
            <Ellipsis aria-hidden="true" />
          </IconButton>
        }
      >
        <CommandMenuItems menu="tab" argument={activePanel.id} onlyEnabled />
      </Menu>
    </div>
  );
}
