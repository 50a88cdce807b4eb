import { X } from 'lucide-react';
import type { KeyboardEvent } from 'react';
import { useStore } from 'zustand';
import type { Terminal } from '../../../contract/model/terminal.ts';
import { CommandContextMenu } from '../../app/command-menu.tsx';
import { useServices } from '../../app/services.ts';
import { t } from '../../localize.ts';
import { IconButton } from '../../ui/button.tsx';
import { TerminalIcon, terminalDetail } from './terminal-icon.tsx';
import type { Terminals } from './terminals.ts';

/** All terminals, those of a split one below the other with a line beside them. */
export function TerminalList({ terminals }: { readonly terminals: Terminals }) {
  const { commands } = useServices();
  const { terminals: all, groups, active } = useStore(terminals.store);
  const order = groups.flatMap(({ members }) => members);
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const current = active ?? '';
    if (step) {
      const next = order[Math.min(Math.max(order.indexOf(current) + step, 0), order.length - 1)];
      if (!next) return;
      terminals.activate(next);
      const rows = event.currentTarget.querySelectorAll<HTMLElement>('[role="tab"]');
      rows[order.indexOf(next)]?.focus();
    } else if (event.key === 'Enter' || event.key === ' ') terminals.focusActive();
    else if (event.key === 'F2') void commands.run('workbench.action.terminal.rename', current);
    else if (event.key === 'Delete') void commands.run('workbench.action.terminal.kill', current);
    else return;
    event.preventDefault();
  };
  return (
    <div
      className="terminal-list"
      role="tablist"
      aria-orientation="vertical"
      aria-label={t('Terminals')}
      tabIndex={-1}
      onKeyDown={onKeyDown}
    >
      {groups.flatMap(({ members }) =>
        members.map((id, index) => {
          const terminal = all.find((each) => each.id === id);
          if (!terminal) return null;
          const place =
            members.length === 1 ? 'alone' : index === 0 ? 'first' : index === members.length - 1 ? 'last' : 'inner';
          return <TerminalRow key={id} terminals={terminals} terminal={terminal} place={place} />;
        }),
      )}
    </div>
  );
}

interface TerminalRowProps {
  readonly terminals: Terminals;
  readonly terminal: Terminal;
  readonly place: 'alone' | 'first' | 'inner' | 'last';
}

function TerminalRow({ terminals, terminal, place }: TerminalRowProps) {
  const { commands } = useServices();
  const { id, name } = terminal;
  const current = useStore(terminals.store, ({ active }) => active === id);
  const lost = useStore(terminals.store, (state) => state.lost.has(id));
  const ringing = useStore(terminals.store, (state) => state.ringing.has(id));
  return (
    <div className={current ? 'terminal-row terminal-row-current' : 'terminal-row'} role="presentation">
      <CommandContextMenu menu="terminalTab" argument={id}>
        <button
          type="button"
          role="tab"
          className="terminal-row-tab"
          aria-selected={current}
          tabIndex={current ? 0 : -1}
          data-tooltip={name}
          data-tooltip-clipped=""
          onClick={() => terminals.reveal(id)}
          onDoubleClick={() => void commands.run('workbench.action.terminal.rename', id)}
        >
          {place === 'alone' ? null : (
            <span className={`terminal-row-split terminal-row-split-${place}`} aria-hidden="true" />
          )}
          <TerminalIcon terminal={terminal} lost={lost} ringing={ringing} />
          <span className="clip terminal-row-name">{name}</span>
          <RowDetail terminals={terminals} terminal={terminal} lost={lost} />
        </button>
      </CommandContextMenu>
      <IconButton
        label={t('Kill {{name}}', { name })}
        className="terminal-row-close"
        tabIndex={-1}
        aria-hidden="true"
        onClick={() => void commands.run('workbench.action.terminal.kill', id)}
      >
        <X className="icon-small" aria-hidden="true" />
      </IconButton>
    </div>
  );
}

function RowDetail({ terminals, terminal, lost }: { terminals: Terminals; terminal: Terminal; lost: boolean }) {
  const session = useStore(terminals.sessions.store, (all) => all.get(terminal.id));
  return (
    <span className="clip terminal-row-detail">
      {session ? (
        <LiveDetail session={session} terminal={terminal} lost={lost} />
      ) : (
        terminalDetail(terminal, null, lost)
      )}
    </span>
  );
}

function LiveDetail({
  session,
  terminal,
  lost,
}: {
  session: NonNullable<ReturnType<Terminals['sessions']['get']>>;
  terminal: Terminal;
  lost: boolean;
}) {
  const command = useStore(session.state, (state) => state.command);
  return terminalDetail(terminal, command, lost);
}
