import { Check, LoaderCircle, Search } from 'lucide-react';
import { type KeyboardEvent, useEffect, useId, useMemo, useRef, useState } from 'react';
import { useStore } from 'zustand';
import type { AvailableModel } from '../../../../contract/desktop/assistant/models.ts';
import type { ModelChoice, ModelConnection } from '../../../../contract/model/assistant-model.ts';
import { t } from '../../../localize.ts';
import { Button } from '../../../ui/button.tsx';
import { Field } from '../../../ui/field.tsx';
import { factsOf, searchModels } from './model-facts.ts';
import type { Models } from './models.ts';
import './model-list.css';

/** More than these are not looked through by eye: typing narrows them. */
const mostShown = 200;

interface ModelListProps {
  readonly models: Models;
  readonly connections: readonly ModelConnection[];
  readonly current: ModelChoice | null;
  readonly onChoose: (choice: ModelChoice) => void;
}

interface Row {
  readonly connection: ModelConnection;
  readonly model: AvailableModel;
}

/** The models of some connections with a search above them; the search owns the keys, Enter chooses. */
export function ModelList({ models, connections, current, onChoose }: ModelListProps) {
  const listings = useStore(models.state, (state) => state.listings);
  const [text, setText] = useState('');
  const [active, setActive] = useState<number | null>(null);
  const list = useRef<HTMLDivElement>(null);
  const listId = useId();
  const ids = connections.map(({ id }) => id).join(' ');
  useEffect(() => {
    for (const id of ids.split(' ').filter(Boolean)) void models.list(id);
  }, [ids, models]);

  const fitting = useMemo(
    () =>
      connections.flatMap((connection): Row[] => {
        const listing = listings.get(connection.id);
        const all = listing?.status === 'listed' ? listing.models : [];
        return searchModels(all, text).map((model) => ({ connection, model }));
      }),
    [connections, listings, text],
  );
  const rows = fitting.slice(0, mostShown);
  const isCurrent = (row: Row) =>
    current !== null && row.connection.id === current.connectionId && row.model.id === current.model;
  const index = Math.min(active ?? Math.max(rows.findIndex(isCurrent), 0), rows.length - 1);
  const activeId = index >= 0 ? `${listId}-${index}` : undefined;
  useEffect(() => {
    if (activeId !== undefined) document.getElementById(activeId)?.scrollIntoView({ block: 'nearest' });
  }, [activeId]);

  const choose = (row: Row | undefined) => {
    if (row) onChoose({ connectionId: row.connection.id, model: row.model.id });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    const last = rows.length - 1;
    switch (event.key) {
      case 'ArrowDown':
        setActive(index >= last ? 0 : index + 1);
        break;
      case 'ArrowUp':
        setActive(index <= 0 ? last : index - 1);
        break;
      case 'Enter':
        choose(rows[index]);
        break;
      default:
        return;
    }
    event.preventDefault();
  };

  return (
    <div className="model-list">
      <Field
        className="model-list-search"
        type="search"
        role="combobox"
        aria-label={t('Search models')}
        aria-expanded="true"
        aria-controls={listId}
        aria-activedescendant={activeId}
        aria-autocomplete="list"
        placeholder={t('Search models')}
        icon={<Search aria-hidden="true" />}
        value={text}
        autoFocus
        onChange={(event) => {
          setText(event.currentTarget.value);
          setActive(text === '' ? null : 0);
        }}
        onKeyDown={onKeyDown}
      />
      <div className="model-list-rows" role="listbox" id={listId} aria-label={t('Models')} ref={list} tabIndex={-1}>
        {connections.map((connection) => {
          const own = rows.filter((row) => row.connection === connection);
          const listing = listings.get(connection.id);
          if (own.length === 0 && listing?.status === 'listed') return null;
          return (
            <div role="presentation" key={connection.id}>
              <div className="model-list-group" role="presentation">
                <span className="clip">{connection.name}</span>
                {connection.local ? <span className="model-tag">{t('local')}</span> : null}
              </div>
              {own.map((row) => {
                const at = rows.indexOf(row);
                return (
                  // biome-ignore lint/a11y/useKeyWithClickEvents: the search above owns the keys
                  // biome-ignore lint/a11y/useFocusableInteractive: named by aria-activedescendant of the search
                  <div
                    key={row.model.id}
                    id={`${listId}-${at}`}
                    className={at === index ? 'model-list-row model-list-row-active' : 'model-list-row'}
                    role="option"
                    aria-selected={isCurrent(row)}
                    onPointerDown={(event) => event.preventDefault()}
                    onClick={() => choose(row)}
                  >
                    <span className="model-list-check">{isCurrent(row) ? <Check aria-hidden="true" /> : null}</span>
                    <span className="clip" data-tooltip={row.model.id.length > 32 ? row.model.id : undefined}>
                      {row.model.id}
                    </span>
                    <span className="model-list-facts">{factsOf(row.model)}</span>
                  </div>
                );
              })}
            </div>
          );
        })}
      </div>
      <ModelListState models={models} connections={connections} text={text} shown={rows.length} all={fitting.length} />
    </div>
  );
}

interface ModelListStateProps {
  readonly models: Models;
  readonly connections: readonly ModelConnection[];
  readonly text: string;
  readonly shown: number;
  readonly all: number;
}

/** What is still awaited, what failed, and what the search left. */
function ModelListState({ models, connections, text, shown, all }: ModelListStateProps) {
  const listings = useStore(models.state, (state) => state.listings);
  const waiting = connections.filter(({ id }) => listings.get(id)?.status === 'loading');
  const failed = connections.flatMap((connection) => {
    const listing = listings.get(connection.id);
    return listing?.status === 'failed' ? [{ connection, trouble: listing.trouble }] : [];
  });
  return (
    <div className="model-list-state" role="status">
      {waiting.map(({ id, name }) => (
        <p key={id}>
          <LoaderCircle className="icon-small spinning" aria-hidden="true" /> {t('Asking {{name}} …', { name })}
        </p>
      ))}
      {failed.map(({ connection: { id, name }, trouble }) => (
        <div className="model-list-failed" key={id}>
          <p>{`${name}: ${trouble.message}`}</p>
          <Button small onClick={() => void models.list(id, { anew: true })}>
            {t('Ask again')}
          </Button>
        </div>
      ))}
      {all > shown ? <p>{t('{{number}} more. Type to narrow the list.', { number: all - shown })}</p> : null}
      {all === 0 && waiting.length === 0 && failed.length === 0 ? (
        <p>{text === '' ? t('The server lists no models. Load one there.') : t('No model is called like that.')}</p>
      ) : null}
    </div>
  );
}
