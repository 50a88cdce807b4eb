import { and, eq } from 'drizzle-orm';
import { type CoreDatabase, tables } from '../../database/index.ts';

/** What a person has allowed for good in a project. */
export interface ToolPermissions {
  allowed(projectId: string, subject: string): boolean;
  allow(projectId: string, subject: string): void;
}

export function createToolPermissions(dependencies: { database: CoreDatabase; now: () => number }): ToolPermissions {
  const { durable } = dependencies.database;
  const { toolPermissions } = tables;
  return {
    allowed: (projectId, subject) =>
      durable
        .select()
        .from(toolPermissions)
        .where(and(eq(toolPermissions.projectId, projectId), eq(toolPermissions.subject, subject)))
        .get() !== undefined,
    allow: (projectId, subject) =>
      void durable
        .insert(toolPermissions)
        .values({ projectId, subject, savedAt: dependencies.now() })
        .onConflictDoNothing()
        .run(),
  };
}

/**
 * A task with all that ran with it when it was allowed, `pre…` and `post…` as well: another command under one of the names, or one more of them, is
 * another thing to allow.
 */
export function subjectOfTask(scripts: readonly { readonly name: string; readonly script: string }[]): string {
  return `run_task ${JSON.stringify(scripts.flatMap(({ name, script }) => [name, script]))}`;
}
