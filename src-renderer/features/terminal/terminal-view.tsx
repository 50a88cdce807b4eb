import { CircleX, ShieldAlert, SquareTerminal } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useStore } from 'zustand';
import type { Terminal } from '../../../contract/model/terminal.ts';
import { CommandContextMenu } from '../../app/command-menu.tsx';
import { useServices } from '../../app/services.ts';
import { t } from '../../localize.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { FindBar } from './find-bar.tsx';
import type { Finder } from './finder.ts';
import type { TerminalSession } from './session.ts';
import { TerminalList } from './terminal-list.tsx';
import type { Terminals } from './terminals.ts';
import './terminal.css';

interface TerminalViewProps {
  readonly terminals: Terminals;
  readonly finder: Finder;
}

/** The terminals of the project: the current one with those beside it, and the list of all. */
export default function TerminalView({ terminals, finder }: TerminalViewProps) {
  const { workspace } = useServices();
  const trusted = useStore(workspace, ({ project }) => project?.trusted ?? false);
  const { known, terminals: all, groups, active, failure, creating } = useStore(terminals.store);
  const empty = known && all.length === 0;
  useEffect(() => {
    // Whoever shows the terminal wants one. What goes wrong is said below.
    if (trusted && empty && failure === null) terminals.ensure().catch(() => undefined);
  }, [trusted, empty, failure, terminals]);

  if (!trusted) return <Restricted />;
  if (failure !== null && empty) return <Failed terminals={terminals} failure={failure} />;
  if (empty && !creating) return null;
  const shown = groups.find(({ members }) => members.includes(active ?? ''));
  return (
    <div className="terminal-view">
      <div className="terminal-panes">
        {shown?.members.map((id) => {
          const terminal = all.find((each) => each.id === id);
          return terminal ? <Pane key={id} terminals={terminals} terminal={terminal} finder={finder} /> : null;
        })}
      </div>
      {all.length > 1 ? <TerminalList terminals={terminals} /> : null}
    </div>
  );
}

interface PaneProps extends TerminalViewProps {
  readonly terminal: Terminal;
}

function Pane({ terminals, terminal, finder }: PaneProps) {
  const { id, name } = terminal;
  const session = useStore(terminals.sessions.store, (all) => all.get(id));
  const current = useStore(terminals.store, ({ active }) => active === id);
  const finding = useStore(finder.store, ({ open }) => open);
  useEffect(() => terminals.sessions.open(id), [terminals, id]);
  return (
    <section
      className={current ? 'terminal-pane terminal-pane-current' : 'terminal-pane'}
      aria-label={t('Terminal {{name}}', { name })}
      onFocus={() => {
        if (terminals.store.getState().active !== id) terminals.activate(id);
      }}
    >
      <CommandContextMenu menu="terminalView">
        <div className="terminal-place" data-terminal={id}>
          {session ? <Screen terminals={terminals} id={id} session={session} /> : null}
        </div>
      </CommandContextMenu>
      {session ? <Hint session={session} /> : null}
      {session && current && finding ? <FindBar finder={finder} session={session} /> : null}
      <Ended terminals={terminals} terminal={terminal} />
    </section>
  );
}

function Screen({ terminals, id, session }: { terminals: Terminals; id: string; session: TerminalSession }) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!place.current) return;
    const shown = session.show(place.current);
    if (terminals.sessions.takeFocus(id)) session.focus();
    return () => shown.dispose();
  }, [session, terminals, id]);
  return <div className="terminal-host" ref={place} />;
}

/** What a click would do, in the corner, as browsers show it. */
function Hint({ session }: { readonly session: TerminalSession }) {
  const hint = useStore(session.state, (state) => state.hint);
  return hint === null ? null : <div className="terminal-hint clip">{hint}</div>;
}

/** Below a terminal whose program has ended: how, and what can be done. */
function Ended({ terminals, terminal }: { readonly terminals: Terminals; readonly terminal: Terminal }) {
  const { commands } = useServices();
  const lost = useStore(terminals.store, (state) => state.lost.has(terminal.id));
  if (!lost && terminal.state.kind === 'running') return null;
  return (
    <div className="terminal-ended" role="status">
      <span className="clip">{describeEnd(terminal, lost)}</span>
      <Button small onClick={() => void commands.run('workbench.action.terminal.restart', terminal.id)}>
        {terminal.task === null || lost ? t('Open a new shell here') : t('Run again')}
      </Button>
      <Button small kind="ghost" onClick={() => void commands.run('workbench.action.terminal.kill', terminal.id)}>
        {t('Close')}
      </Button>
    </div>
  );
}

function describeEnd({ name, task, state }: Terminal, lost: boolean): string {
  const what = task === null ? name : t('Task {{name}}', { name: task });
  if (lost || state.kind === 'running') return t('{{name}} ended, since the background process did.', { name: what });
  if (state.code === null)
    return t('{{name}} was ended by signal {{signal}}.', { name: what, signal: state.signal ?? '' });
  return state.code === 0
    ? t('{{name}} is done.', { name: what })
    : t('{{name}} ended with code {{code}}.', { name: what, code: state.code });
}

function Restricted() {
  const { commands } = useServices();
  return (
    <EmptyState
      icon={<ShieldAlert aria-hidden="true" />}
      title={t('No terminals in a restricted folder')}
      actions={
        <Button small onClick={() => void commands.run('workbench.trust.grant')}>
          {t('Trust this folder')}
        </Button>
      }
    >
      {t('A shell runs what the folder brings along. Trust it to open one.')}
    </EmptyState>
  );
}

function Failed({ terminals, failure }: { readonly terminals: Terminals; readonly failure: string }) {
  const { commands } = useServices();
  return (
    <EmptyState
      failed
      icon={<CircleX aria-hidden="true" />}
      title={t('The shell did not start')}
      actions={
        <>
          <Button small onClick={() => terminals.create().catch(() => undefined)}>
            <SquareTerminal className="icon-small" aria-hidden="true" />
            {t('Try again')}
          </Button>
          <Button small onClick={() => void commands.run('workbench.action.terminal.newWithProfile')}>
            {t('Choose another shell')}
          </Button>
        </>
      }
    >
      {failure}
    </EmptyState>
  );
}
