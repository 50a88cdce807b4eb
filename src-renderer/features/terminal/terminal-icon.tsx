import { Bell, CircleCheck, CircleX, LoaderCircle, SquareTerminal } from 'lucide-react';
import type { Terminal } from '../../../contract/model/terminal.ts';
import { t } from '../../localize.ts';

interface TerminalIconProps {
  readonly terminal: Terminal;
  readonly lost: boolean;
  readonly ringing?: boolean;
}

/** What a terminal is and how it is, as an icon: a shell, a task that runs, one that ended. */
export function TerminalIcon({ terminal, lost, ringing = false }: TerminalIconProps) {
  const { state, task } = terminal;
  if (ringing) return <Bell className="icon-small terminal-icon-ringing" aria-label={t('Rang its bell')} />;
  if (lost) return <CircleX className="icon-small terminal-icon-failed" aria-label={t('Ended')} />;
  if (state.kind === 'exited') {
    if (state.code === 0) return <CircleCheck className="icon-small terminal-icon-done" aria-label={t('Done')} />;
    return <CircleX className="icon-small terminal-icon-failed" aria-label={t('Failed')} />;
  }
  if (task !== null) return <LoaderCircle className="icon-small spinning" aria-label={t('Runs')} />;
  return <SquareTerminal className="icon-small" aria-hidden="true" />;
}

/** What stands behind a terminal's name: what runs in it, or how it ended. */
export function terminalDetail(terminal: Terminal, command: string | null, lost: boolean): string {
  const { state, task } = terminal;
  if (lost) return 'ended';
  if (state.kind === 'exited')
    return state.code === null
      ? t('signal {{signal}}', { signal: state.signal ?? '' })
      : t('code {{code}}', { code: state.code });
  if (task !== null) return 'task';
  return command?.trim().split(/\s+/).slice(0, 2).join(' ') ?? '';
}
