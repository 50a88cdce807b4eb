import type { ChildProcess } from 'node:child_process';
import { basename } from 'node:path';
import type { InferContractRouterInputs, InferContractRouterOutputs } from '@orpc/contract';
import type { LanguageEvent, languages } from '../../../contract/desktop/languages.ts';
import { t } from '../../../localization/index.ts';
import type { EventHub } from '../events/index.ts';
import type { FilesService } from '../files/index.ts';
import type { SettingsService } from '../settings/index.ts';
import { listCheckedFiles, mostFilesChecked } from './project-files.ts';
import { formatWithProject } from './project-formatter.ts';
import { createProjectLanguages, type ProjectLanguages } from './project-languages.ts';
import { definitionOf, type ServerDefinition } from './server-definition.ts';
import { findTypeScript, typescriptDefinition } from './typescript-server.ts';

/** Milliseconds that servers go on after their window has gone: it may only be loading again. */
const graceAfterWindow = 5000;
const restrictedReason = () => t('It runs once this folder is trusted.');

type Inputs = InferContractRouterInputs<typeof languages>;
type Outputs = InferContractRouterOutputs<typeof languages>;

export interface LanguagesService {
  connect(projectId: string, signal?: AbortSignal): AsyncGenerator<LanguageEvent, void, void>;
  sync(input: Inputs['sync']): void;
  request(input: Inputs['request'], signal?: AbortSignal): Promise<unknown>;
  answerEdit(input: Inputs['answerEdit']): void;
  restart(projectId: string, server?: string): Promise<void>;
  readSource(projectId: string, uri: string): Promise<Outputs['readSource']>;
  /** NOT_TRUSTED in a restricted folder whose own formatter would run. */
  format(input: Inputs['format'], signal?: AbortSignal): Promise<Outputs['format']>;
  dispose(): Promise<void>;
}

export interface LanguagesDependencies {
  readonly resolveProject: (projectId: string) => { path: string; trusted: boolean };
  readonly settings: Pick<SettingsService, 'get'>;
  readonly files: Pick<FilesService, 'listPaths'>;
  readonly events: Pick<EventHub, 'emit' | 'listen'>;
  readonly register: (name: string, child: ChildProcess) => { stop(): Promise<void> };
  readonly log: { info(details: object, message: string): void; debug(details: object, message: string): void };
  readonly onFailed: (error: unknown, where: string) => void;
  /** The native TypeScript server, found beside the product's own packages when left out; null runs none. */
  readonly typescript?: string | null;
}

/** Language servers for the projects that windows show. */
export function createLanguagesService(dependencies: LanguagesDependencies): LanguagesService {
  const { resolveProject, settings, files, events, register, log, onFailed } = dependencies;
  const projects = new Map<string, { languages: ProjectLanguages; readers: number; timer?: NodeJS.Timeout }>();
  let typescript = dependencies.typescript;
  let disposed = false;

  const typescriptProgram = () => {
    if (typescript === undefined) typescript = findTypeScript();
    return typescript;
  };

  const definitionsFor = async (projectId: string) => {
    const { effective } = await settings.get(projectId);
    const { trusted } = resolveProject(projectId);
    const program = typescriptProgram();
    const own: { definition: ServerDefinition; refusal: string }[] = program
      ? [{ definition: typescriptDefinition(program), refusal: '' }]
      : [];
    const added = effective['languages.servers'].map((setting, index) => ({
      definition: definitionOf(setting, index),
      // The program is the user's own choice, but what it does with a project is not known.
      refusal: trusted ? '' : restrictedReason(),
    }));
    return { definitions: [...own, ...added], checksProject: effective['languages.checkWholeProject'] };
  };

  const refresh = async (projectId: string) => {
    const project = projects.get(projectId);
    if (!project || disposed) return;
    const { definitions, checksProject } = await definitionsFor(projectId);
    await project.languages.use(definitions, { checksProject });
  };

  const listening = events.listen((event) => {
    if (event.type === 'files.changed') {
      projects.get(event.projectId)?.languages.filesChanged(event.changes, event.rescan);
    }
    const concerned =
      event.type === 'projects.changed'
        ? [...projects.keys()]
        : event.type === 'settings.changed' && event.projectId !== null
          ? [event.projectId]
          : [];
    for (const projectId of concerned) refresh(projectId).catch((error) => onFailed(error, 'languages.refresh'));
  });

  const start = (projectId: string) => {
    const root = resolveProject(projectId).path;
    const project = {
      readers: 0,
      languages: createProjectLanguages({
        root,
        register,
        log,
        async listCheckedFiles(signal) {
          const program = typescriptProgram();
          if (!program) return [];
          const configurations: string[] = [];
          for await (const paths of files.listPaths(projectId, signal)) {
            configurations.push(...paths.filter(isConfiguration));
          }
          const checked = await listCheckedFiles({ program, root, configurations, register, signal });
          return checked.length > mostFilesChecked ? [] : checked;
        },
        notice: (title, detail) => events.emit({ type: 'notice.raised', level: 'warning', title, detail }),
        onFailed,
      }),
    };
    projects.set(projectId, project);
    return project;
  };

  const end = async (projectId: string) => {
    const project = projects.get(projectId);
    projects.delete(projectId);
    await project?.languages.dispose();
  };

  const of = (projectId: string): ProjectLanguages => (projects.get(projectId) ?? start(projectId)).languages;

  return {
    async *connect(projectId, signal) {
      const project: { languages: ProjectLanguages; readers: number; timer?: NodeJS.Timeout } =
        projects.get(projectId) ?? start(projectId);
      clearTimeout(project.timer);
      project.readers += 1;
      try {
        await refresh(projectId);
        yield* project.languages.connect(signal);
      } finally {
        project.readers -= 1;
        if (project.readers === 0 && !disposed && projects.get(projectId) === project) {
          project.languages.rest();
          project.timer = setTimeout(() => {
            end(projectId).catch((error) => onFailed(error, 'languages.end'));
          }, graceAfterWindow).unref();
        }
      }
    },
    sync: ({ projectId, sequence, notices }) => of(projectId).sync(sequence, notices),
    request: ({ projectId, server, after, method, params }, signal) =>
      of(projectId).request({ server, after, method, params }, signal),
    answerEdit: ({ projectId, requestId, applied, failure }) => of(projectId).answerEdit(requestId, applied, failure),
    restart: (projectId, server) => of(projectId).restart(server),
    readSource: (projectId, uri) => of(projectId).readSource(uri),
    async format({ projectId, path, text, range }, signal) {
      const { path: root, trusted } = resolveProject(projectId);
      if (!trusted) return { formatter: null, text };
      return formatWithProject({ root, path, text, range }, register, signal);
    },
    async dispose() {
      disposed = true;
      listening.dispose();
      for (const { timer } of projects.values()) clearTimeout(timer);
      await Promise.all([...projects.keys()].map(end));
    },
  };
}

function isConfiguration(path: string): boolean {
  const name = basename(path);
  return (name === 'tsconfig.json' || name === 'jsconfig.json') && !path.split('/').includes('node_modules');
}
