import { FolderOpen } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useStore } from 'zustand';
import { CommandContextMenu } from '../../app/command-menu.tsx';
import { useServices } from '../../app/services.ts';
import { t } from '../../localize.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import type { Changes } from './changes.ts';
import { useDragAndDrop } from './drag-and-drop.ts';
import type { Explorer } from './explorer.ts';
import { indexOfPath } from './tree.ts';
import { useTreeInput } from './tree-input.ts';
import { rowElementId } from './tree-row.tsx';
import { rowHeight, TreeRows } from './tree-rows.tsx';

/** The tree: one place for keys, mouse and menu, around the rows that are in view. */
export function ExplorerTree({ explorer, changes }: { readonly explorer: Explorer; readonly changes: Changes }) {
  const container = useRef<HTMLDivElement>(null);
  const focusRequested = useStore(explorer.store, (state) => state.focusRequested);
  // Null while nothing has the focus, or what has it is inside a closed folder.
  const focused = useStore(explorer.store, ({ tree, selection: { focused: path } }) =>
    path !== null && indexOfPath(tree.rows, path) >= 0 ? path : null,
  );
  const isEmpty = useStore(
    explorer.store,
    ({ tree, draft }) => tree.rows.length === 0 && tree.listing.has('') && draft === null,
  );

  useEffect(() => {
    explorer.setShown(true);
    return () => explorer.setShown(false);
  }, [explorer]);
  useEffect(() => {
    if (!focusRequested) return;
    container.current?.focus({ preventScroll: true });
    explorer.focusTaken();
  }, [focusRequested, explorer]);

  const input = useTreeInput(explorer, container, rowHeight);
  const { dropFolder, handlers: dragHandlers } = useDragAndDrop(explorer, changes);
  return (
    <CommandContextMenu menu="explorer">
      <div
        ref={container}
        className={dropFolder === '' ? 'explorer-tree explorer-tree-drop' : 'explorer-tree'}
        role="tree"
        tabIndex={0}
        aria-label={t('Files')}
        aria-multiselectable="true"
        aria-activedescendant={focused === null ? undefined : rowElementId(focused)}
        {...input}
        {...dragHandlers}
      >
        {isEmpty ? (
          <EmptyTree />
        ) : (
          <TreeRows explorer={explorer} changes={changes} container={container} dropFolder={dropFolder} />
        )}
      </div>
    </CommandContextMenu>
  );
}

function EmptyTree() {
  const { commands } = useServices();
  return (
    <EmptyState
      icon={<FolderOpen aria-hidden="true" />}
      title={t('This folder is empty')}
      actions={
        <Button small onClick={() => void commands.run('explorer.newFile')}>
          {t('New file')}
        </Button>
      }
    >
      {t('Create a file or drop one here.')}
    </EmptyState>
  );
}
