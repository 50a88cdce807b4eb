import { Search } from 'lucide-react';
import { type KeyboardEvent, useEffect, useId, useLayoutEffect, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { messageOf } from '../../app/error-message.ts';
import { useServices } from '../../app/services.ts';
import { t } from '../../localize.ts';
import { takeFocus } from '../../ui/take-focus.ts';
import type { PaletteEntry, PaletteResult } from './entries.ts';
import { Bones, FootText } from './palette-foot.tsx';
import { PaletteList } from './palette-list.tsx';
import { type OpenPalette, type PaletteMode, type PaletteState, splitMode } from './palette-state.ts';
import { usePaletteResult } from './use-palette-result.ts';
import './palette.css';

const prefixes: Readonly<Record<PaletteMode, string | null>> = {
  files: null,
  commands: '›',
  symbols: '@',
  workspaceSymbols: '#',
  line: ':',
  pick: null,
};
const labels: Readonly<Record<PaletteMode, string>> = {
  files: t('Search files by name'),
  commands: t('Search commands'),
  symbols: t('Search symbols of this file'),
  workspaceSymbols: t('Search symbols of the project'),
  line: t('Line number'),
  pick: t('Choose'),
};
const pageRows = 12;

/** The palette while it is open. */
export function Palette({ state, open }: { state: PaletteState; open: OpenPalette }) {
  const services = useServices();
  const { editor, notifications } = services;
  const { result, loading, fresh } = usePaletteResult(open);
  const { entries } = result;
  const [chosen, setChosen] = useState<{ for: PaletteResult; index: number; moved: boolean } | null>(null);
  const index = Math.min(chosen?.for === result ? chosen.index : (result.initial ?? 0), entries.length - 1);
  const moved = chosen?.for === result && chosen.moved;
  const frame = useRef<HTMLDivElement>(null);
  const input = useRef<HTMLInputElement>(null);
  const listId = useId();
  const place = useRef(editor.state.getState().cursor);
  const previewed = useRef(false);
  const finished = useRef(false);

  const highlight = (next: number) => setChosen({ for: result, index: next, moved: true });

  const advance = useStore(state.advance);
  const seenAdvance = useRef(advance);
  useEffect(() => {
    if (seenAdvance.current === advance) return;
    seenAdvance.current = advance;
    if (entries.length > 0) setChosen({ for: result, index: (index + 1) % entries.length, moved: true });
  }, [advance, entries.length, index, result]);

  const entry = entries[index];
  useEffect(() => {
    // A line shows at once; lists only when a person moves in them or has typed.
    if (!entry?.preview || !(open.mode === 'line' || open.mode === 'pick' || moved || open.text !== '')) return;
    previewed.current = open.mode !== 'pick';
    entry.preview();
    input.current?.focus();
  }, [entry, moved, open.mode, open.text]);

  const close = (back: boolean) => {
    finished.current = true;
    if (back && previewed.current && place.current) editor.goTo(place.current.line, place.current.column);
    state.close();
    if (!back) return;
    if (open.opener instanceof HTMLElement && open.opener.isConnected && open.opener !== document.body) {
      open.opener.focus();
    } else editor.focus();
  };

  const choose = (chosenEntry: PaletteEntry | undefined, toSide: boolean) => {
    if (!chosenEntry) return;
    const isPick = open.mode === 'pick';
    finished.current = true;
    // Picks are answered before the palette closes, which would answer them with nothing.
    if (isPick) void chosenEntry.choose({ toSide });
    state.close();
    if (open.mode === 'commands' || isPick) {
      if (open.opener instanceof HTMLElement && open.opener.isConnected) open.opener.focus();
    }
    if (!isPick) {
      Promise.resolve(chosenEntry.choose({ toSide })).catch((error: unknown) =>
        notifications.error(t('{{label}} did not open', { label: chosenEntry.label }), { detail: messageOf(error) }),
      );
    }
  };

  useLayoutEffect(() => {
    input.current?.select();
    // A dialog that has just closed gives the focus back to where it was, which is not where a person types now.
    return input.current ? takeFocus(input.current) : undefined;
  }, []);
  useEffect(() => {
    const onPointerDown = (event: PointerEvent) => {
      if (finished.current || frame.current?.contains(event.target as Node)) return;
      finished.current = true;
      if (previewed.current && place.current) editor.goTo(place.current.line, place.current.column);
      state.close();
    };
    window.addEventListener('pointerdown', onPointerDown, { capture: true });
    return () => window.removeEventListener('pointerdown', onPointerDown, { capture: true });
  }, [editor, state]);

  // Enter pressed before the answer for the typed text has come holds until it has.
  const held = useRef<{ toSide: boolean } | null>(null);
  useEffect(() => {
    if (!fresh || !held.current) return;
    const { toSide } = held.current;
    held.current = null;
    choose(entry, toSide);
  });

  const onType = (typed: string) => {
    held.current = null;
    if (open.mode !== 'files') {
      state.setText(typed);
      return;
    }
    const split = splitMode(typed);
    if (split.mode === 'files') state.setText(typed);
    else state.setMode(split.mode, split.text);
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    const last = entries.length - 1;
    switch (event.key) {
      case 'ArrowDown':
        if (last >= 0) highlight(index >= last ? 0 : index + 1);
        break;
      case 'ArrowUp':
        if (last >= 0) highlight(index <= 0 ? last : index - 1);
        break;
      case 'PageDown':
        if (last >= 0) highlight(Math.min(index + pageRows, last));
        break;
      case 'PageUp':
        if (last >= 0) highlight(Math.max(index - pageRows, 0));
        break;
      case 'Enter':
        if (fresh) choose(entry, event.ctrlKey || event.metaKey);
        else held.current = { toSide: event.ctrlKey || event.metaKey };
        break;
      case 'Escape':
        close(true);
        break;
      case 'Tab':
        break;
      case 'Backspace':
        if (open.text !== '' || open.mode === 'files' || open.mode === 'pick') return;
        state.setMode('files', '');
        break;
      default:
        return;
    }
    event.preventDefault();
    event.stopPropagation();
  };

  const prefix = prefixes[open.mode];
  const placeholder = open.pick?.question.placeholder ?? labels[open.mode];
  return (
    <section className="palette" ref={frame} aria-label={t('Palette')} data-palette>
      <div className="palette-ask">
        {prefix === null ? (
          <Search aria-hidden="true" />
        ) : (
          <span className="palette-prefix" aria-hidden="true">
            {prefix}
          </span>
        )}
        <input
          ref={input}
          className="palette-input"
          role="combobox"
          aria-expanded="true"
          aria-controls={listId}
          aria-autocomplete="list"
          aria-activedescendant={entry ? `${listId}-${index}` : undefined}
          aria-label={placeholder}
          placeholder={placeholder}
          spellCheck={false}
          autoComplete="off"
          value={open.text}
          onChange={(event) => onType(event.currentTarget.value)}
          onKeyDown={onKeyDown}
        />
      </div>
      {entries.length > 0 ? (
        <PaletteList
          id={listId}
          label={placeholder}
          entries={entries}
          index={index}
          onChoose={(target, toSide) => choose(target, toSide)}
        />
      ) : (
        <div id={listId} role="listbox" aria-label={placeholder}>
          {loading ? (
            <Bones />
          ) : result.empty.title === '' ? null : (
            <div className="palette-empty" role="option" tabIndex={-1} aria-disabled="true" aria-selected="false">
              <div>{result.empty.title}</div>
              <div className="palette-empty-body">{result.empty.body}</div>
            </div>
          )}
        </div>
      )}
      <div className="palette-foot">
        <FootText mode={open.mode} shown={entries.length} total={result.total} />
      </div>
    </section>
  );
}
