import { realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { CreateProjectPart } from '../../../contract/desktop/projects.ts';
import type { Project } from '../../../contract/model/project.ts';
import type { Starter } from '../../../contract/model/starter.ts';
import { t } from '../../../localization/index.ts';
import { desktopError } from '../desktop-error.ts';
import { createProjectFolder } from './create-project.ts';
import { checkProjectName } from './project-name.ts';
import { readStarters, type StarterSource } from './starters.ts';

/** The starter and the name of the project that the very first start shows. */
const sample = { starterId: 'canvas-game', name: 'skyline' };

export interface NewProjects {
  starters(): Promise<{ starters: Starter[]; defaultFolder: string }>;
  create(
    input: { starterId: string; parentPath: string; name: string },
    signal?: AbortSignal,
  ): AsyncGenerator<CreateProjectPart, void, void>;
  /** Makes the folder of a project with a starter's files in it, or none, and no commit yet; answers its real path. */
  makeFolder(
    input: { starterId: string | null; parentPath: string; name: string },
    signal?: AbortSignal,
  ): Promise<string>;
  /** A starter's title and the folder with its files. NOT_FOUND where there is none. */
  find(starterId: string): Promise<{ title: string; filesFolder: string }>;
  /** Makes the sample, or finds the one made before. */
  openSample(): Promise<{ path: string; open: string[] }>;
}

/** Makes projects from starters. */
export function createNewProjects(dependencies: {
  startersFolder: string;
  /** Where new projects go unless somewhere else is chosen. */
  defaultFolder: string;
  adopt: (path: string) => Promise<Project>;
  gitProgram: () => Promise<string>;
  onFailed: (error: unknown, where: string) => void;
}): NewProjects {
  const { startersFolder, defaultFolder, adopt, gitProgram, onFailed } = dependencies;
  let reading: Promise<StarterSource[]> | undefined;
  const read = () => {
    reading ??= readStarters(startersFolder, onFailed);
    return reading;
  };
  const findStarter = async (id: string) => {
    const source = (await read()).find(({ starter }) => starter.id === id);
    if (!source) throw desktopError('NOT_FOUND', { message: t('There is no starter "{{id}}".', { id }) });
    return source;
  };
  let makingSample: Promise<{ path: string; open: string[] }> | undefined;

  return {
    starters: async () => ({ starters: (await read()).map(({ starter }) => starter), defaultFolder }),
    async *create({ starterId, parentPath, name }, signal) {
      const folderName = checkProjectName(name);
      const { starter, filesFolder } = await findStarter(starterId);
      const steps = createProjectFolder({
        filesFolder,
        parentPath,
        name: folderName,
        gitProgram: await gitProgram(),
        signal,
      });
      let step = await steps.next();
      try {
        for (; !step.done; step = await steps.next()) yield { type: 'progress' as const, ...step.value };
      } finally {
        // When the reader stops here the folder is half made.
        if (!step.done) await steps.return(folderName);
      }
      if (step.done) yield { type: 'created' as const, project: await adopt(step.value), open: [...starter.open] };
    },
    async makeFolder({ starterId, parentPath, name }, signal) {
      const steps = createProjectFolder({
        filesFolder: starterId === null ? null : (await findStarter(starterId)).filesFolder,
        parentPath,
        name: checkProjectName(name),
        commit: false,
        signal,
      });
      let step = await steps.next();
      while (!step.done) step = await steps.next();
      return realpath(step.value);
    },
    async find(starterId) {
      const { starter, filesFolder } = await findStarter(starterId);
      return { title: starter.title, filesFolder };
    },
    openSample() {
      makingSample ??= makeSample().finally(() => {
        makingSample = undefined;
      });
      return makingSample;
    },
  };

  async function makeSample(): Promise<{ path: string; open: string[] }> {
    const path = join(defaultFolder, sample.name);
    const { filesFolder, starter } = await findStarter(sample.starterId);
    const open = [...starter.open];
    if (await isFolder(path)) return { path: await realpath(path), open };
    const steps = createProjectFolder({
      filesFolder,
      parentPath: defaultFolder,
      name: sample.name,
      gitProgram: await gitProgram(),
    });
    let step = await steps.next();
    while (!step.done) step = await steps.next();
    return { path: (await adopt(step.value)).path, open };
  }
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}
