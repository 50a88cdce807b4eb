import { desktopError } from '../desktop-error.ts';
import type { ProjectRecords } from './project-records.ts';

/**
 * The guard before anything that a folder brings along is run: scripts, tasks, hooks, programs named in its settings. Fails
 * with NOT_TRUSTED.
 */
export function requireTrusted(records: Pick<ProjectRecords, 'get'>, projectId: string): void {
  if (!records.get(projectId).trusted) throw desktopError('NOT_TRUSTED');
}
