import { type DragEvent, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { messageOf } from '../../app/error-message.ts';
import { isServed } from '../../app/host.ts';
import { useServices } from '../../app/services.ts';
import { t } from '../../localize.ts';
import type { Changes } from './changes.ts';
import { droppedPaths } from './dropped-files.ts';
import type { Explorer } from './explorer.ts';
import { canDrop, describePaths } from './moves.ts';
import { parentOf, topmost } from './paths.ts';
import { selectOnly, subjectsOf } from './selection.ts';
import { entryAt } from './tree.ts';
import { pathUnder } from './tree-input.ts';
import { uploadFiles } from './upload-files.ts';

/** The type under which project paths travel in a drag: a JSON array. */
export const projectPathsType = 'application/x-flashfusion-paths';
/** A closed folder opens after the pointer has rested on it this long, in ms. */
const openDelay = 600;

/** Dragging rows, and dropping rows or files of the desktop on folders. `dropFolder` is where a drop would go now. */
export function useDragAndDrop(explorer: Explorer, changes: Changes) {
  const { core, notifications } = useServices();
  const [dropFolder, setDropFolder] = useState<string | null>(null);
  const dragged = useRef<readonly string[]>([]);
  const opening = useRef<{ folder: string; timer: ReturnType<typeof setTimeout> } | null>(null);

  const stopOpening = useCallback(() => {
    clearTimeout(opening.current?.timer);
    opening.current = null;
  }, []);
  useEffect(() => stopOpening, [stopOpening]);

  const handlers = useMemo(() => {
    const end = () => {
      stopOpening();
      setDropFolder(null);
      dragged.current = [];
    };
    const openLater = (path: string | null) => {
      if (opening.current?.folder === path) return;
      stopOpening();
      const row = explorer.store.getState().tree.rows.find((candidate) => candidate.path === path);
      if (path === null || row?.type !== 'entry' || row.kind !== 'folder' || row.expanded) return;
      opening.current = { folder: path, timer: setTimeout(() => void explorer.expand([path], true), openDelay) };
    };
    const folderUnder = (event: DragEvent): string => {
      const path = pathUnder(event.target);
      if (path === null) return '';
      const row = explorer.store.getState().tree.rows.find((candidate) => candidate.path === path);
      return row?.type === 'entry' && row.kind === 'folder' ? path : parentOf(path);
    };

    return {
      onDragStart(event: DragEvent<HTMLDivElement>) {
        const path = pathUnder(event.target);
        if (path === null) return;
        const { selection } = explorer.store.getState();
        const paths = topmost(subjectsOf(selection, path));
        if (!selection.selected.has(path)) explorer.select(selectOnly(path));
        dragged.current = paths;
        event.dataTransfer.effectAllowed = 'copyMove';
        event.dataTransfer.setData(projectPathsType, JSON.stringify(paths));
        event.dataTransfer.setData('text/plain', paths.join('\n'));
        const { tree } = explorer.store.getState();
        showDragged(
          event,
          describePaths(paths, (dragged) => entryAt(tree, dragged)?.kind),
        );
      },
      onDragOver(event: DragEvent<HTMLDivElement>) {
        const fromDesktop = event.dataTransfer.types.includes('Files');
        if (!fromDesktop && dragged.current.length === 0) return;
        const folder = folderUnder(event);
        const copy = fromDesktop || event.ctrlKey || (event.altKey && /Mac/.test(navigator.platform));
        openLater(pathUnder(event.target));
        if (!fromDesktop && !canDrop(dragged.current, folder, copy)) {
          setDropFolder(null);
          return;
        }
        event.preventDefault();
        event.dataTransfer.dropEffect = copy ? 'copy' : 'move';
        setDropFolder(folder);
      },
      onDragLeave(event: DragEvent<HTMLDivElement>) {
        const inside = event.relatedTarget instanceof Node && event.currentTarget.contains(event.relatedTarget);
        if (inside) return;
        stopOpening();
        setDropFolder(null);
      },
      async onDrop(event: DragEvent<HTMLDivElement>) {
        event.preventDefault();
        const folder = folderUnder(event);
        const copy = event.dataTransfer.dropEffect === 'copy' || event.ctrlKey;
        const paths = dragged.current;
        const files = [...event.dataTransfer.files];
        const sources = droppedPaths(files);
        end();
        try {
          if (paths.length > 0 && copy) await changes.copyInto(paths, folder);
          else if (paths.length > 0) await changes.moveInto(paths, folder);
          else if (sources.length > 0) await changes.importInto(sources, folder);
          else if (isServed && files.length > 0) {
            await notifications.progress(t('Copying to the server'), (report, signal) =>
              uploadFiles(core, files, report, signal, (uploaded) => changes.importInto(uploaded, folder)),
            );
          }
        } catch (error) {
          const detail = messageOf(error);
          notifications.error(t('Nothing was moved or copied'), { detail });
        }
      },
      onDragEnd: end,
    };
  }, [explorer, changes, core, notifications, stopOpening]);

  return { dropFolder, handlers };
}

/** Shows what is dragged as a small label; the row itself would be as wide as the pane. */
function showDragged(event: DragEvent, text: string): void {
  const label = document.createElement('div');
  label.className = 'explorer-dragged';
  label.textContent = text;
  document.body.append(label);
  event.dataTransfer.setDragImage(label, -8, 12);
  // The browser takes its picture of the label after this event.
  setTimeout(() => label.remove());
}
