import { CopyMinus, FilePlus, FolderOpen, FolderPlus, FolderX } from 'lucide-react';
import { useStore } from 'zustand';
import { CommandButton } from '../../app/command-button.tsx';
import { useServices } from '../../app/services.ts';
import { t } from '../../localize.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { PaneHead } from '../../ui/pane-head.tsx';
import type { Changes } from './changes.ts';
import type { Explorer } from './explorer.ts';
import { ExplorerTree } from './explorer-tree.tsx';
import './explorer.css';

/** The explorer in the side bar: its head with tools, and the tree or why there is none. */
export function ExplorerPane({ explorer, changes }: { readonly explorer: Explorer; readonly changes: Changes }) {
  const project = useStore(explorer.store, (state) => state.project);
  return (
    <section className="explorer" aria-label={t('Explorer')}>
      <PaneHead title={t('Explorer')}>
        {project ? (
          <>
            <CommandButton command="explorer.newFile" icon={FilePlus} />
            <CommandButton command="explorer.newFolder" icon={FolderPlus} />
            <CommandButton command="workbench.files.action.collapseExplorerFolders" icon={CopyMinus} />
          </>
        ) : null}
      </PaneHead>
      {project ? <ProjectTree explorer={explorer} changes={changes} /> : <NoProject />}
    </section>
  );
}

function ProjectTree({ explorer, changes }: { readonly explorer: Explorer; readonly changes: Changes }) {
  const failure = useStore(explorer.store, ({ tree }) => {
    const status = tree.status.get('');
    return status?.type === 'failed' ? status.message : null;
  });
  if (failure !== null) {
    return (
      <EmptyState
        failed
        icon={<FolderX aria-hidden="true" />}
        title={t('The folder cannot be read')}
        actions={
          <Button small onClick={() => void explorer.reread([''])}>
            {t('Read again')}
          </Button>
        }
      >
        {failure}
      </EmptyState>
    );
  }
  return <ExplorerTree explorer={explorer} changes={changes} />;
}

function NoProject() {
  const { commands } = useServices();
  return (
    <EmptyState
      icon={<FolderOpen aria-hidden="true" />}
      title={t('No folder is open')}
      actions={
        <Button small onClick={() => void commands.run('workbench.action.files.openFolder')}>
          {t('Open folder')}
        </Button>
      }
    >
      {t('Open one to browse and edit its files.')}
    </EmptyState>
  );
}
