import { realpath, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import type { FileReadPart } from '../../../contract/desktop/files.ts';
import type { OpenedProject } from '../../../contract/desktop/projects.ts';
import { firstRows } from '../../../contract/model/first-rows.ts';
import type { WindowLayout } from '../../../contract/model/layout.ts';
import { type Project, USER_FOLDER_ID } from '../../../contract/model/project.ts';
import { t } from '../../../localization/index.ts';
import { desktopError } from '../desktop-error.ts';
import type { Backups } from '../editor/index.ts';
import type { EventHub } from '../events/index.ts';
import type { FilesService } from '../files/index.ts';
import type { GitService } from '../git/index.ts';
import type { SettingsService } from '../settings/index.ts';
import { findMissing } from './missing-folders.ts';
import { createProjectActivity } from './project-activity.ts';
import type { ProjectRecord, ProjectRecords } from './project-records.ts';

export interface ProjectsService {
  /** Remembers a folder, starts watching it, answers all that the first paint needs. PROJECT_NOT_FOUND if it is none. */
  open(path: string): Promise<OpenedProject>;
  list(): Promise<Project[]>;
  pin(projectId: string, pinned: boolean): Promise<Project>;
  forget(projectId: string): Promise<void>;
  trust(projectId: string, trusted: boolean): Promise<Project>;
  saveLayout(projectId: string, layout: WindowLayout): void;
  /** Remembers a folder that we made ourselves: trusted from the start. */
  adopt(path: string): Promise<Project>;
  dispose(): Promise<void>;
}

/** Opens projects and remembers them. */
export function createProjectsService(dependencies: {
  records: ProjectRecords;
  files: Pick<FilesService, 'list' | 'read' | 'watch'>;
  backups: Pick<Backups, 'list'>;
  settings: Pick<SettingsService, 'get' | 'refresh'>;
  git: GitService;
  events: EventHub;
  onFailed: (error: unknown, where: string) => void;
}): ProjectsService {
  const { records, files, backups, settings, git, events, onFailed } = dependencies;

  const activity = createProjectActivity({
    events,
    start(projectId) {
      const watches = [files.watch(projectId), git.watch(projectId, records.get(projectId).path)];
      return { dispose: () => watches.forEach((watch) => void watch.dispose()) };
    },
    onFailed,
  });

  const list = async () => {
    const listed = records.list();
    const missing = await findMissing(listed.map(({ path }) => path));
    return listed.map((record) => projectOf(record, missing.has(record.path)));
  };

  // The reply does not wait for it: other folders may be on drives that take their time.
  let telling: Promise<void> = Promise.resolve();
  const tell = () => {
    telling = telling
      .then(async () => events.emit({ type: 'projects.changed', projects: await list() }))
      .catch((error) => onFailed(error, 'projects.changed'));
  };

  const change = async (projectId: string, wanted: Parameters<ProjectRecords['change']>[1]) => {
    if (projectId === USER_FOLDER_ID) throw desktopError('PROJECT_NOT_FOUND');
    const record = records.change(projectId, wanted);
    tell();
    return projectOf(record, (await findMissing([record.path])).has(record.path));
  };

  return {
    list,
    async open(path) {
      const folder = await resolveFolder(path);
      const record = records.opened({ path: folder, name: basename(folder) || folder });
      activity.keep(record.id);
      const layout = records.layout(record.id);
      const [listing, snapshot, branch, activeFile] = await Promise.all([
        files.list({ projectId: record.id, paths: ['', ...(layout?.expanded ?? [])], maxRows: firstRows }),
        settings.get(record.id),
        git.describe(folder),
        readActiveFile(files, record.id, layout?.activeDocument ?? null),
      ]);
      tell();
      return {
        project: projectOf(record, false),
        layout,
        settings: snapshot,
        listing,
        backups: backups.list(record.id),
        activeFile,
        git: branch,
      };
    },
    pin: (projectId, pinned) => change(projectId, { pinned }),
    forget: async (projectId) => {
      await change(projectId, { listed: false, pinned: false });
    },
    async trust(projectId, trusted) {
      const project = await change(projectId, { trusted });
      await settings.refresh(projectId);
      return project;
    },
    saveLayout: (projectId, layout) => records.saveLayout(projectId, layout),
    async adopt(path) {
      const folder = await resolveFolder(path);
      const record = records.opened({ path: folder, name: basename(folder), trusted: true });
      tell();
      return projectOf(record, false);
    },
    async dispose() {
      activity.dispose();
      await telling;
    },
  };
}

async function resolveFolder(path: string): Promise<string> {
  const folder = await realpath(path).catch((cause) => {
    throw desktopError('PROJECT_NOT_FOUND', { message: t('There is no folder {{path}}.', { path }), cause });
  });
  if (!(await stat(folder)).isDirectory()) {
    throw desktopError('PROJECT_NOT_FOUND', { message: t('{{path}} is a file, not a folder.', { path }) });
  }
  return folder;
}

function projectOf(record: ProjectRecord, missing: boolean): Project {
  const { id, path, name, pinned, trusted, lastOpenedAt } = record;
  return { id, path, name, pinned, trusted, lastOpenedAt, missing };
}

/** The file of the active tab, if its text comes in one piece; a larger one is read by the window itself. */
async function readActiveFile(
  files: Pick<FilesService, 'read'>,
  projectId: string,
  document: string | null,
): Promise<OpenedProject['activeFile']> {
  if (document === null || document.startsWith('untitled:')) return null;
  const parts: FileReadPart[] = [];
  try {
    for await (const part of files.read({ projectId, path: document })) {
      if (part.type === 'text') return null;
      parts.push(part);
    }
  } catch {
    // Gone or not readable: the window finds out when it opens the tab.
    return null;
  }
  return { parts };
}
