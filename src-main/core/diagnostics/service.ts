import { arch, availableParallelism, freemem, homedir, hostname, release, totalmem, type, userInfo } from 'node:os';
import { basename, join } from 'node:path';
import type { WindowFacts } from '../../../contract/desktop/diagnostics.ts';
import { USER_FOLDER_ID } from '../../../contract/model/project.ts';
import { type CoreDatabase, describeHealth } from '../database/index.ts';
import type { SettingsService } from '../settings/index.ts';
import { measureProject } from './measure-project.ts';
import { readLogEnd } from './read-log.ts';
import { type PrivateFacts, redact } from './redact.ts';
import { writeReport } from './write-report.ts';

interface KnownProject {
  readonly id: string;
  readonly path: string;
  readonly trusted: boolean;
}

export interface DiagnosticsService {
  /** The report as Markdown, without secrets and names. It is written nowhere. */
  createReport(input: { projectId: string | null; window: WindowFacts }): Promise<string>;
}

/** Collects what is needed to understand a fault, from this machine only. */
export function createDiagnosticsService(dependencies: {
  version: string;
  dataFolder: string;
  database: CoreDatabase;
  settings: Pick<SettingsService, 'get'>;
  projects: { list(): readonly KnownProject[]; get(projectId: string): KnownProject };
}): DiagnosticsService {
  const { version, dataFolder, database, settings, projects } = dependencies;

  return {
    async createReport({ projectId, window }) {
      const project = projectId === null || projectId === USER_FOLDER_ID ? null : projects.get(projectId);
      const [snapshot, measure, coreLog, shellLog] = await Promise.all([
        settings.get(projectId),
        project ? measureProject(project.path) : null,
        readLogEnd(join(dataFolder, 'logs', 'core.log')),
        readLogEnd(join(dataFolder, 'logs', 'shell.log')),
      ]);
      const text = writeReport({
        time: new Date().toISOString().replace(/:\d\d\.\d+Z$/, 'Z'),
        version,
        node: process.versions.node,
        system: `${type()} ${release()} ${arch()}`,
        processors: availableParallelism(),
        memory: { total: totalmem(), free: freemem(), core: process.memoryUsage.rss() },
        uptime: process.uptime(),
        settings: snapshot,
        database: describeHealth(database, dataFolder),
        project: project && measure ? { ...measure, trusted: project.trusted } : null,
        window,
        coreLog,
        shellLog,
      });
      return redact(text, privateFacts(dataFolder, [...projects.list(), ...(project ? [project] : [])]));
    },
  };
}

function privateFacts(dataFolder: string, projects: readonly KnownProject[]): PrivateFacts {
  return {
    homeFolder: homedir(),
    userName: userName(),
    hostName: hostname(),
    folders: [
      { path: dataFolder, as: '[data]' },
      ...projects.flatMap(({ path }) => [
        { path, as: '[project]' },
        // Alone, a short or common name would take words out of the report that have nothing to do with it.
        ...(basename(path).length >= 8 ? [{ path: basename(path), as: '[project]' }] : []),
      ]),
    ],
  };
}

function userName(): string {
  try {
    return userInfo().username;
  } catch {
    // No entry in the list of users, as in some containers.
    return '';
  }
}
