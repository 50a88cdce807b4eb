import { ChevronDown, Plus, SquareSplitHorizontal, Trash2 } from 'lucide-react';
import { useStore } from 'zustand';
import { CommandButton } from '../../app/command-button.tsx';
import { useServices } from '../../app/services.ts';
import { t } from '../../localize.ts';
import { Button } from '../../ui/button.tsx';
import { Menu, MenuItem } from '../../ui/menu.tsx';
import { TerminalIcon, terminalDetail } from './terminal-icon.tsx';
import type { Terminals } from './terminals.ts';
import './terminal-tools.css';

/** The panel's buttons for terminals: which one is shown, where the list is not, and what can be done with it. */
export default function TerminalTools({ terminals }: { readonly terminals: Terminals }) {
  const { workspace } = useServices();
  const trusted = useStore(workspace, ({ project }) => project?.trusted ?? false);
  const { terminals: all, active, lost } = useStore(terminals.store);
  const current = all.find(({ id }) => id === active);
  if (!trusted) return null;
  return (
    <>
      {current ? (
        <span className={all.length > 1 ? 'terminal-choice terminal-choice-narrow' : 'terminal-choice'}>
          <Menu
            align="end"
            trigger={
              <Button kind="ghost" small aria-label={t('Terminal {{name}}, choose another', { name: current.name })}>
                <TerminalIcon terminal={current} lost={lost.has(current.id)} />
                <span className="clip terminal-choice-name">{current.name}</span>
                <ChevronDown className="icon-small" aria-hidden="true" />
              </Button>
            }
          >
            {all.map((terminal) => (
              <MenuItem
                key={terminal.id}
                checked={terminal.id === active}
                detail={terminalDetail(terminal, null, lost.has(terminal.id))}
                onSelect={() => terminals.reveal(terminal.id)}
              >
                {terminal.name}
              </MenuItem>
            ))}
          </Menu>
        </span>
      ) : null}
      <CommandButton command="workbench.action.terminal.new" icon={Plus} />
      {current ? (
        <>
          <CommandButton command="workbench.action.terminal.split" icon={SquareSplitHorizontal} />
          <CommandButton command="workbench.action.terminal.kill" icon={Trash2} />
        </>
      ) : null}
    </>
  );
}
