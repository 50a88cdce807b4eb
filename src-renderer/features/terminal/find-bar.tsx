import { ArrowDown, ArrowUp, CaseSensitive, Regex, WholeWord, X } from 'lucide-react';
import { type KeyboardEvent, useEffect, useRef } from 'react';
import { useStore } from 'zustand';
import { formatNumber, t } from '../../localize.ts';
import { IconButton } from '../../ui/button.tsx';
import type { Finder } from './finder.ts';
import type { TerminalSession } from './session.ts';

const switches = [
  { option: 'caseSensitive', label: t('Match case'), Icon: CaseSensitive },
  { option: 'wholeWord', label: t('Match whole word'), Icon: WholeWord },
  { option: 'regex', label: t('Use regular expression'), Icon: Regex },
] as const;

/** Looks for text in the current terminal: Enter goes up, Shift+Enter down, Escape back. */
export function FindBar({ finder, session }: { readonly finder: Finder; readonly session: TerminalSession }) {
  const state = useStore(finder.store);
  const matches = useStore(session.state, (current) => current.matches);
  const field = useRef<HTMLInputElement>(null);
  const { asked } = state;
  useEffect(() => {
    if (asked > 0) field.current?.select();
  }, [asked]);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') finder.close();
    else if (event.key === 'Enter' && event.target === field.current) finder.step(event.shiftKey ? 1 : -1);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <search className="terminal-find" aria-label={t('Find in terminal')} onKeyDown={onKeyDown}>
      <input
        ref={field}
        className="terminal-find-field"
        aria-label={t('Find in terminal')}
        placeholder={t('Find')}
        spellCheck={false}
        value={state.text}
        onChange={(event) => finder.set({ text: event.target.value })}
      />
      {switches.map(({ option, label, Icon }) => (
        <IconButton
          key={option}
          label={label}
          className="terminal-find-switch"
          aria-pressed={state[option]}
          onClick={() => finder.set({ [option]: !state[option] })}
        >
          <Icon className="icon-small" aria-hidden="true" />
        </IconButton>
      ))}
      <span className="terminal-find-count tabular" role="status">
        {describeMatches(state.text, matches)}
      </span>
      <IconButton label={t('Match before')} onClick={() => finder.step(-1)}>
        <ArrowUp className="icon-small" aria-hidden="true" />
      </IconButton>
      <IconButton label={t('Next match')} onClick={() => finder.step(1)}>
        <ArrowDown className="icon-small" aria-hidden="true" />
      </IconButton>
      <IconButton label={t('Close')} keys="Escape" onClick={finder.close}>
        <X className="icon-small" aria-hidden="true" />
      </IconButton>
    </search>
  );
}

function describeMatches(text: string, matches: { index: number; count: number } | null): string {
  if (text === '') return '';
  if (!matches || matches.count === 0) return t('No matches');
  return matches.index === -1
    ? `${formatNumber(matches.count)}+`
    : t('{{index}} of {{total}}', { index: matches.index + 1, total: matches.count });
}
