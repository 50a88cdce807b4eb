import { createElement } from 'react';
import { useStore } from 'zustand';
import { createStore, type StoreApi } from 'zustand/vanilla';
import { createDisposables, type Disposable } from '../../app/disposable.ts';
import { late } from '../../app/late.ts';
import type { ProjectWindow } from '../../app/project-window.ts';
import type { Services } from '../../app/services.ts';
import type { WorkbenchState } from '../../app/workbench-state.ts';
import { projectCommands } from './project-commands.ts';

export { joinPath, projectNameProblem } from './project-name.ts';
export { StarterIcon } from './starter-icon.tsx';

/** What the new-project dialog starts from; null while it is closed. */
export interface NewProjectState {
  readonly open: { readonly starterId: string | null } | null;
}

export interface ProjectsFeature extends Disposable {
  readonly newProject: StoreApi<NewProjectState>;
}

interface ProjectsOptions {
  readonly projectWindow: ProjectWindow;
  readonly workbench: StoreApi<WorkbenchState>;
}

const LazyNewProject = late(() => import('./new-project-dialog.tsx'));

/** Shows the new-project dialog while it is open. */
export function NewProjectLayer({ newProject }: { newProject: StoreApi<NewProjectState> }) {
  const open = useStore(newProject, (state) => state.open);
  if (!open) return null;
  const onClose = () => newProject.setState({ open: null });
  return createElement(LazyNewProject, { starterId: open.starterId, onClose });
}

/** Opening, making and remembering projects. */
export function createProjectsFeature(
  services: Services,
  { projectWindow, workbench }: ProjectsOptions,
): ProjectsFeature {
  const { core, commands, coreEvents, coreReconnected } = services;
  const ends = createDisposables();
  const newProject = createStore<NewProjectState>(() => ({ open: null }));

  const readProjects = () => {
    core.projects.list().then((projects) => workbench.setState({ projects, projectsKnown: true }), reportError);
  };
  readProjects();
  ends.add(coreReconnected.listen(readProjects));
  ends.add(
    coreEvents.listen((event) => {
      if (event.type === 'projects.changed') workbench.setState({ projects: event.projects, projectsKnown: true });
    }),
  );
  ends.add(commands.register(...projectCommands(services, { projectWindow, workbench, newProject })));

  return { newProject, dispose: ends.dispose };
}
