import { ArrowUp, Eye, Folder } from 'lucide-react';
import { type KeyboardEvent, useCallback, useEffect, useId, useRef, useState } from 'react';
import type { FolderContents } from '../../../contract/desktop/folders.ts';
import { t } from '../../localize.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Field } from '../../ui/field.tsx';
import { messageOf } from '../error-message.ts';
import { useServices } from '../services.ts';
import type { FolderQuestion } from './folder-layer.ts';
import './folder-dialog.css';

/** Chooses a folder of the machine that the server runs on. */
export default function FolderDialog({ title, answer }: FolderQuestion) {
  const { core, workspace } = useServices();
  const list = useRef<HTMLDivElement>(null);
  const listId = useId();
  const [contents, setContents] = useState<FolderContents | null>(null);
  const [typed, setTyped] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const [hidden, setHidden] = useState(false);
  const [active, setActive] = useState(-1);
  const latest = useRef(0);

  const go = useCallback(
    async (path: string | null, cameFrom?: string) => {
      latest.current += 1;
      const mine = latest.current;
      try {
        const next = await core.folders.list({ path });
        if (latest.current !== mine) return;
        setContents(next);
        setTyped(next.path);
        setProblem(null);
        setActive(cameFrom ? next.folders.findIndex((folder) => folder.path === cameFrom) : -1);
      } catch (error) {
        if (latest.current === mine) setProblem(messageOf(error));
      }
    },
    [core],
  );
  useEffect(() => {
    const { project } = workspace.getState();
    // Beside the project that is open, which is where the next one is as a rule.
    void go(project ? project.path.replace(/[\\/][^\\/]+[\\/]?$/, '') || '/' : null, project?.path);
  }, [go, workspace]);

  const shown = contents?.folders.filter((folder, index) => hidden || !folder.hidden || index === active) ?? [];
  const chosen = active < 0 ? null : (contents?.folders[active] ?? null);
  const target = chosen?.path ?? contents?.path ?? null;
  const goUp = () => {
    if (contents?.parent) void go(contents.parent, contents.path);
  };
  const select = (path: string | undefined) =>
    setActive(contents?.folders.findIndex((folder) => folder.path === path) ?? -1);

  const onKeyDown = (event: KeyboardEvent) => {
    const at = chosen === null ? -1 : shown.indexOf(chosen);
    const steps: Record<string, number> = {
      ArrowDown: Math.min(at + 1, shown.length - 1),
      ArrowUp: Math.max(at - 1, 0),
      Home: 0,
      End: shown.length - 1,
      PageDown: Math.min(at + 8, shown.length - 1),
      PageUp: Math.max(at - 8, 0),
    };
    const step = steps[event.key];
    if (step !== undefined) select(shown[step]?.path);
    else if (event.key === 'Enter' && event.ctrlKey && target) answer(target);
    else if ((event.key === 'Enter' || event.key === 'ArrowRight') && chosen) void go(chosen.path);
    else if (event.key === 'Backspace' || event.key === 'ArrowLeft') goUp();
    else if (/^\S$/.test(event.key) && !event.ctrlKey && !event.metaKey && !event.altKey) {
      const letter = event.key.toLowerCase();
      const after = [...shown.slice(at + 1), ...shown.slice(0, at + 1)];
      select(after.find(({ name }) => name.toLowerCase().startsWith(letter))?.path ?? chosen?.path);
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };
  useEffect(() => {
    if (active >= 0) list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  }, [active]);

  return (
    <Dialog
      open
      wide
      sticky
      onDismiss={() => answer(null)}
      title={title}
      initialFocus={list}
      actions={
        <>
          <span className="folder-dialog-hint">{t('Enter goes into a folder, Backspace goes up')}</span>
          <Button onClick={() => answer(null)}>{t('Cancel')}</Button>
          <Button kind="primary" disabled={target === null} onClick={() => target && answer(target)}>
            <span className="clip">{t('Choose {{target}}', { target: nameOf(target) })}</span>
          </Button>
        </>
      }
    >
      <form
        className="folder-dialog-path"
        onSubmit={(event) => {
          event.preventDefault();
          void go(typed);
        }}
      >
        <IconButton label={t('Up one folder')} disabled={!contents?.parent} onClick={goUp}>
          <ArrowUp aria-hidden="true" />
        </IconButton>
        <Field
          className="folder-dialog-field"
          aria-label={t('Folder')}
          value={typed}
          problem={problem}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
        <IconButton label={t('Show hidden folders')} aria-pressed={hidden} onClick={() => setHidden(!hidden)}>
          <Eye aria-hidden="true" />
        </IconButton>
      </form>
      <div
        ref={list}
        className="folder-dialog-list"
        role="listbox"
        aria-label={t('Folders')}
        aria-activedescendant={chosen ? `${listId}-${active}` : undefined}
        aria-busy={contents === null}
        tabIndex={0}
        onKeyDown={onKeyDown}
      >
        {shown.map((folder) => {
          const index = contents?.folders.indexOf(folder) ?? -1;
          return (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the list takes the keys.
            <div
              key={folder.path}
              id={`${listId}-${index}`}
              className="folder-dialog-row"
              role="option"
              tabIndex={-1}
              aria-selected={folder === chosen}
              onClick={() => setActive(index)}
              onDoubleClick={() => void go(folder.path)}
            >
              <Folder aria-hidden="true" />
              <span className="clip">{folder.name}</span>
            </div>
          );
        })}
      </div>
      {contents && shown.length === 0 ? (
        <div className="folder-dialog-empty">
          <EmptyState icon={<Folder aria-hidden="true" />} title={t('No folders in here')}>
            {t('Choose this one, or go up.')}
          </EmptyState>
        </div>
      ) : null}
      {contents?.truncated ? (
        <p className="folder-dialog-note">{t('Only the first 2,000 are shown. Type the path of another.')}</p>
      ) : null}
    </Dialog>
  );
}

function nameOf(path: string | null): string {
  if (path === null) return t('this folder');
  return path.split(/[\\/]/).filter(Boolean).at(-1) ?? path;
}
