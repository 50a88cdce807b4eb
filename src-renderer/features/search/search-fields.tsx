import {
  CaseSensitive,
  CaseUpper,
  ChevronDown,
  ChevronRight,
  Ellipsis,
  type LucideIcon,
  Regex,
  ReplaceAll,
  ScanEye,
  WholeWord,
} from 'lucide-react';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { CommandButton } from '../../app/command-button.tsx';
import { t } from '../../localize.ts';
import { QueryField } from './query-field.tsx';
import type { Replacing } from './replace.ts';
import type { Search, SearchField } from './search.ts';

interface SearchFieldsProps {
  readonly search: Search;
  readonly replacing: Replacing;
}

/** The fields: text, what it is replaced by, and which files. */
export function SearchFields({ search, replacing }: SearchFieldsProps) {
  const { form, replaceShown, filtersShown, problem, focusWanted } = useStore(search.store);
  const busy = useStore(replacing.busy);
  const found = useStore(search.store, (state) => state.matchCount > 0);
  const fields = useRef<HTMLDivElement>(null);
  const inHistory = useHistory(search);

  useEffect(() => {
    if (focusWanted === null) return;
    // The results take it themselves.
    if (focusWanted === 'results') return;
    const field = fields.current?.querySelector<HTMLTextAreaElement>(`[data-field="${focusWanted}"]`);
    field?.focus();
    field?.select();
    search.update({ focusWanted: null });
  }, [focusWanted, search]);

  const problemOf = (field: SearchField) => (problem?.field === field ? problem.message : null);
  const replaceProblem = replaceShown ? replacing.problem() : null;
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (event.key === 'Enter' && !event.shiftKey && !event.ctrlKey && !event.altKey && !event.metaKey) {
      search.submit();
      event.preventDefault();
    } else if (event.key === 'ArrowDown' && isLastLine(event.currentTarget) && found && !inHistory.isActive()) {
      search.update({ focusWanted: 'results' });
      event.preventDefault();
    }
  };
  const Twist = replaceShown ? ChevronDown : ChevronRight;

  return (
    <div className="search-fields" ref={fields}>
      <button
        type="button"
        className="search-replace-toggle"
        aria-label={t('Replace')}
        aria-expanded={replaceShown}
        data-tooltip={replaceShown ? t('Hide replacing') : t('Show replacing')}
        onClick={() => search.update({ replaceShown: !replaceShown })}
      >
        <Twist className="icon-small" aria-hidden="true" />
      </button>
      <div className="search-fields-text">
        <QueryField
          field="text"
          label={t('Search')}
          value={form.text}
          problem={problemOf('text')}
          onChange={(text) => search.setForm({ text })}
          onKeyDown={(event) => {
            if (!inHistory.onKeyDown(event)) onKeyDown(event);
          }}
        >
          <Toggle command="toggleSearchCaseSensitive" icon={CaseSensitive} pressed={form.matchCase} />
          <Toggle command="toggleSearchWholeWord" icon={WholeWord} pressed={form.wholeWord} />
          <Toggle command="toggleSearchRegex" icon={Regex} pressed={form.regex} />
        </QueryField>
        {replaceShown ? (
          <QueryField
            field="replacement"
            label={t('Replace')}
            value={form.replacement}
            problem={replaceProblem}
            onChange={(replacement) => search.setForm({ replacement })}
            onKeyDown={onKeyDown}
            after={
              <span className="search-replace-all">
                <CommandButton command="search.action.replaceAll" icon={ReplaceAll} />
              </span>
            }
            busy={busy}
          >
            <Toggle command="toggleSearchPreserveCase" icon={CaseUpper} pressed={form.preserveCase} />
          </QueryField>
        ) : null}
        {filtersShown ? (
          <>
            <QueryField
              field="include"
              label={t('Files to include')}
              labelShown
              placeholder="src, *.ts"
              value={form.include}
              problem={problemOf('include')}
              onChange={(include) => search.setForm({ include })}
              onKeyDown={onKeyDown}
            />
            <QueryField
              field="exclude"
              label={t('Files to exclude')}
              labelShown
              placeholder="dist, **/*.test.ts"
              value={form.exclude}
              problem={problemOf('exclude')}
              onChange={(exclude) => search.setForm({ exclude })}
              onKeyDown={onKeyDown}
            >
              <Toggle command="search.action.toggleIgnoreRules" icon={ScanEye} pressed={form.useIgnoreRules} />
            </QueryField>
          </>
        ) : null}
      </div>
      <span className="search-filters-toggle">
        <CommandButton command="workbench.action.search.toggleQueryDetails" icon={Ellipsis} pressed={filtersShown} />
      </span>
    </div>
  );
}

function Toggle(props: { readonly command: string; readonly icon: LucideIcon; readonly pressed: boolean }) {
  return (
    <span className="search-toggle">
      <CommandButton {...props} />
    </span>
  );
}

/** Up and down at the ends of the field go through what was looked for before; down from the newest leads back to what was typed. */
function useHistory(search: Search) {
  const [at, setAt] = useState(-1);
  const typed = useRef('');
  return {
    isActive: () => at >= 0,
    onKeyDown(event: KeyboardEvent<HTMLTextAreaElement>): boolean {
      const { history, form } = search.store.getState();
      const step = event.key === 'ArrowUp' ? 1 : event.key === 'ArrowDown' ? -1 : 0;
      if (step === 0 || event.altKey || event.ctrlKey || event.shiftKey) {
        if (event.key.length === 1 || event.key === 'Backspace') setAt(-1);
        return false;
      }
      const fits = step === 1 ? isFirstLine(event.currentTarget) : at >= 0 && isLastLine(event.currentTarget);
      const known = history.filter((text) => at >= 0 || text !== form.text);
      const next = at + step;
      if (!fits || next >= known.length) return false;
      if (at < 0) typed.current = form.text;
      setAt(next);
      search.setForm({ text: next < 0 ? typed.current : (known[next] ?? '') });
      event.preventDefault();
      return true;
    },
  };
}

function isFirstLine({ value, selectionStart }: HTMLTextAreaElement): boolean {
  return !value.slice(0, selectionStart).includes('\n');
}

function isLastLine({ value, selectionEnd }: HTMLTextAreaElement): boolean {
  return !value.slice(selectionEnd).includes('\n');
}
