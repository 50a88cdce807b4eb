import type { FunctionComponent } from 'react';
import type { ExplorerService, Services } from '../../app/services.ts';
import { createChanges } from './changes.ts';
import { createExplorer } from './explorer.ts';
import { explorerCommands } from './explorer-commands.ts';
import { ExplorerPane } from './explorer-view.tsx';

export { projectPathsType } from './drag-and-drop.ts';

export interface ExplorerFeature {
  readonly service: ExplorerService;
  readonly ExplorerView: FunctionComponent;
  dispose(): void;
}

/** Builds the explorer: its service for other features and the view in the side bar. */
export function createExplorerFeature(
  services: Omit<Services, 'explorer'> & { explorer?: ExplorerService },
): ExplorerFeature {
  const explorer = createExplorer(services);
  const changes = createChanges(services, explorer);
  const commands = services.commands.register(...explorerCommands(services, explorer, changes));
  const unsubscribe = explorer.store.subscribe(({ selection, tree }, before) => {
    if (selection === before.selection && tree === before.tree) return;
    const row = explorer.focusedRow();
    services.contextKeys.set('explorerResourceIsFolder', row?.kind === 'folder');
    services.contextKeys.set('explorerHasSubject', row !== null || selection.selected.size > 0);
  });
  return {
    service: {
      reveal: explorer.reveal,
      beforeMove(work) {
        explorer.movePreparations.add(work);
        return { dispose: () => explorer.movePreparations.delete(work) };
      },
      focus: explorer.requestFocus,
      expanded: explorer.keptOpen,
      load(opened) {
        if (opened?.project.id !== explorer.store.getState().project?.id) changes.forget();
        explorer.load(opened);
      },
    },
    // A component of its own for each explorer, without another layer in the page.
    ExplorerView: ExplorerPane.bind(null, { explorer, changes }),
    dispose() {
      unsubscribe();
      commands.dispose();
      explorer.dispose();
    },
  };
}
