import { Ban, CircleX, Ellipsis, Info, TriangleAlert, X } from 'lucide-react';
import { type CSSProperties, type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { CommandButton } from '../../app/command-button.tsx';
import { CommandMenuItems } from '../../app/command-menu.tsx';
import { useServices } from '../../app/services.ts';
import { t } from '../../localize.ts';
import { IconButton } from '../../ui/button.tsx';
import { Menu } from '../../ui/menu.tsx';
import { Resizer } from '../../ui/resizer.tsx';
import { withServerAddress } from './addresses.ts';
import {
  type ConsoleEntry,
  countEntries,
  filterEntries,
  frameLabel,
  isFailure,
  type LevelFilter,
  messageOf,
  type StackFrame,
} from './console-entries.ts';
import type { PreviewSession } from './session.ts';

const filters: readonly { readonly id: LevelFilter; readonly title: string }[] = [
  { id: 'all', title: t('All') },
  { id: 'error', title: t('Errors') },
  { id: 'warning', title: t('Warnings') },
  { id: 'info', title: t('Messages') },
];

/** What the page has logged and what failed in it; a place leads to its line in the project. */
export function ConsoleDrawer({ session }: { readonly session: PreviewSession }) {
  const drawer = useStore(session.state, (state) => state.console);
  if (!drawer.open) return null;
  return (
    <section
      className="preview-console"
      aria-label={t('Console')}
      style={{ '--preview-console-height': `${drawer.height}px` } as CSSProperties}
    >
      <Resizer
        orientation="horizontal"
        label={t('Height of the console')}
        reversed
        value={drawer.height}
        minimum={80}
        maximum={Math.max(80, window.innerHeight - 260)}
        initial={180}
        onResize={(height) => session.state.setState({ console: { ...drawer, height } })}
      />
      <ConsoleHead session={session} />
      <ConsoleList session={session} />
    </section>
  );
}

function ConsoleHead({ session }: { readonly session: PreviewSession }) {
  const filter = useStore(session.state, (state) => state.filter);
  const entries = useStore(session.state, (state) => state.entries);
  const { errors, warnings } = countEntries(entries);
  const counts: Partial<Record<LevelFilter, number>> = { error: errors, warning: warnings };
  const onKeyDown = (event: KeyboardEvent) => {
    const by = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (by === 0) return;
    const at = filters.findIndex(({ id }) => id === filter);
    const next = filters[(at + by + filters.length) % filters.length];
    if (next) session.state.setState({ filter: next.id });
    event.currentTarget.querySelectorAll<HTMLElement>('[role="radio"]')[next ? filters.indexOf(next) : -1]?.focus();
    event.preventDefault();
  };
  return (
    <header className="preview-console-head">
      <h3 className="preview-console-title">{t('Console')}</h3>
      <div className="preview-filters" role="radiogroup" aria-label={t('What the console shows')} onKeyDown={onKeyDown}>
        {filters.map(({ id, title }) => (
          // biome-ignore lint/a11y/useSemanticElements: a segmented control is one stop for Tab.
          <button
            key={id}
            type="button"
            role="radio"
            aria-checked={filter === id}
            tabIndex={filter === id ? 0 : -1}
            className="preview-filter"
            onClick={() => session.state.setState({ filter: id })}
          >
            {title}
            {counts[id] ? <span className="preview-filter-count">{counts[id]}</span> : null}
          </button>
        ))}
      </div>
      <CommandButton command="preview.clearConsole" icon={Ban} label={t('Clear console')} />
      <CommandButton command="preview.toggleConsole" icon={X} label={t('Hide console')} />
    </header>
  );
}

function ConsoleList({ session }: { readonly session: PreviewSession }) {
  const entries = useStore(session.state, (state) => state.entries);
  const filter = useStore(session.state, (state) => state.filter);
  const list = useRef<HTMLUListElement>(null);
  const follows = useRef(true);
  const shown = filterEntries(entries, filter);
  useEffect(() => {
    if (list.current && follows.current && shown.length > 0) list.current.scrollTop = list.current.scrollHeight;
  }, [shown.length]);
  if (shown.length === 0) {
    return (
      <p className="preview-console-empty">
        {entries.length === 0 ? t('Nothing logged, nothing failed.') : t('Nothing of this kind.')}
      </p>
    );
  }
  return (
    <ul
      className="preview-entries"
      ref={list}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it.
      tabIndex={0}
      aria-label={t('Messages of the page')}
      onScroll={({ currentTarget }) => {
        const { scrollTop, clientHeight, scrollHeight } = currentTarget;
        follows.current = scrollTop + clientHeight > scrollHeight - 24;
      }}
    >
      {shown.map((entry) => (
        <EntryRow key={entry.id} entry={entry} session={session} />
      ))}
    </ul>
  );
}

const icons = { error: CircleX, warning: TriangleAlert, info: Info, log: null, debug: null } as const;
const levelNames = {
  error: t('Error'),
  warning: t('Warning'),
  info: t('Note'),
  log: t('Message'),
  debug: t('Debug message'),
} as const;

function EntryRow({ entry, session }: { readonly entry: ConsoleEntry; readonly session: PreviewSession }) {
  const server = useStore(session.state, (state) => state.server);
  const [open, setOpen] = useState(false);
  const { level, frames, count } = entry;
  const Icon = icons[level];
  const [first, ...rest] = frames;
  const text = server.status === 'running' ? withServerAddress(entry.text, server.origin, server.address) : entry.text;
  return (
    <li className={`preview-entry preview-entry-${level}`}>
      <div className="preview-entry-row">
        {Icon ? (
          <Icon className="icon-small preview-entry-icon" aria-label={levelNames[level]} />
        ) : (
          <span className="preview-entry-icon">
            <span className="visually-hidden">{levelNames[level]}</span>
          </span>
        )}
        <span className="preview-entry-text">{messageOf(text)}</span>
        {count > 1 ? (
          <span className="preview-entry-count" data-tooltip={t('{{number}} times', { number: count })}>
            {count}
          </span>
        ) : null}
        {first ? <Place frame={first} session={session} /> : null}
        {isFailure(entry) ? <MessageMenu entry={entry} /> : null}
      </div>
      {rest.length > 0 ? (
        <button type="button" className="preview-entry-more" aria-expanded={open} onClick={() => setOpen(!open)}>
          {open ? t('Hide callers') : t('{{count}} callers', { count: rest.length })}
        </button>
      ) : null}
      {open ? (
        <ul className="preview-entry-frames">
          {rest.map((frame, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a stack never changes, and may hold a place twice.
            <li key={index}>
              <span className="clip">{frame.name || t('(anonymous)')}</span>
              <Place frame={frame} session={session} />
            </li>
          ))}
        </ul>
      ) : null}
    </li>
  );
}

/** What can be done about something that failed: commands that are placed in the menu `previewMessage` are given its entry. */
function MessageMenu({ entry }: { readonly entry: ConsoleEntry }) {
  return (
    <Menu
      align="end"
      trigger={
        <IconButton className="preview-entry-menu" label={t('Actions for this message')}>
          <Ellipsis aria-hidden="true" />
        </IconButton>
      }
    >
      <CommandMenuItems menu="previewMessage" argument={entry} onlyEnabled />
    </Menu>
  );
}

function Place({ frame, session }: { readonly frame: StackFrame; readonly session: PreviewSession }) {
  const { notifications } = useServices();
  const label = frameLabel(frame);
  return (
    <button
      type="button"
      className="preview-place clip"
      data-tooltip={t('Open {{name}}', { name: label })}
      onClick={() =>
        void session.openPlace(frame).catch((error: unknown) =>
          notifications.error(t('{{name}} did not open', { name: label }), {
            detail: error instanceof Error ? error.message : String(error),
          }),
        )
      }
    >
      {label}
    </button>
  );
}
