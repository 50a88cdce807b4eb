import { randomUUID } from 'node:crypto';
import { desc, eq, isNull } from 'drizzle-orm';
import type { Generation, GenerationCheck, GenerationPlan } from '../../../contract/desktop/generate.ts';
import type { TokenUsage } from '../../../contract/model/assistant-model.ts';
import { t } from '../../../localization/index.ts';
import { type CoreDatabase, tables } from '../database/index.ts';
import { desktopError } from '../desktop-error.ts';

export type GenerationRecord = typeof tables.generations.$inferSelect;
type Change = Partial<Omit<GenerationRecord, 'id' | 'createdAt'>>;

export const noUsage: TokenUsage = { inputTokens: 0, cachedTokens: 0, outputTokens: 0, cost: 0, estimated: false };

const checkIds = ['parse', 'dependencies', 'install', 'types', 'build'] as const;

/** All checks, before any has run. */
export function waitingChecks(): GenerationCheck[] {
  return checkIds.map((id) => ({ id, status: 'waiting', detail: '', command: '', output: '' }));
}

/** Sums what requests have used; the cost is unknown as soon as one of theirs is. */
export function addUsage(one: TokenUsage, other: TokenUsage): TokenUsage {
  return {
    inputTokens: one.inputTokens + other.inputTokens,
    cachedTokens: one.cachedTokens + other.cachedTokens,
    outputTokens: one.outputTokens + other.outputTokens,
    cost: one.cost === null || other.cost === null ? null : one.cost + other.cost,
    estimated: one.estimated || other.estimated,
  };
}

/** Runs as they are remembered. */
export interface GenerationRecords {
  create(run: {
    prompt: string;
    plan: GenerationPlan;
    folder: string;
    folderIdentity: string;
    model: { model: string; local: boolean } | null;
  }): GenerationRecord;
  /** Fails with NOT_FOUND. */
  get(id: string): GenerationRecord;
  change(id: string, change: Change): GenerationRecord;
  /** Runs that have become no project, newest first. */
  open(): GenerationRecord[];
  remove(id: string): void;
}

/** Makes the store of runs. */
export function createGenerationRecords({ database }: { database: CoreDatabase }): GenerationRecords {
  const { durable } = database;
  const { generations } = tables;
  const gone = () => desktopError('NOT_FOUND', { message: t('This run is not there any more.') });
  return {
    create: ({ model, ...run }) =>
      durable
        .insert(generations)
        .values({
          id: randomUUID(),
          ...run,
          status: 'writing',
          files: run.plan.files.map((file) => ({ ...file, status: 'waiting', lines: 0, problem: '' })),
          checks: waitingChecks(),
          usage: noUsage,
          problem: null,
          repairs: 0,
          model: model?.model ?? null,
          local: model?.local ?? false,
          duration: 0,
          projectId: null,
          createdAt: Date.now(),
        })
        .returning()
        .get(),
    get(id) {
      const record = durable.select().from(generations).where(eq(generations.id, id)).get();
      if (!record) throw gone();
      return record;
    },
    change(id, change) {
      const record = durable.update(generations).set(change).where(eq(generations.id, id)).returning().get();
      if (!record) throw gone();
      return record;
    },
    open: () =>
      durable
        .select()
        .from(generations)
        .where(isNull(generations.projectId))
        .orderBy(desc(generations.createdAt))
        .all(),
    remove: (id) => void durable.delete(generations).where(eq(generations.id, id)).run(),
  };
}

/** A run as windows see it. One that nobody works on was interrupted, whatever it says itself. */
export function generationOf(record: GenerationRecord, running: boolean): Generation {
  const { folderIdentity: _, files, checks, status, ...rest } = record;
  const interrupted = !running && (status === 'writing' || status === 'checking');
  return {
    ...rest,
    status: interrupted ? 'stopped' : status,
    files: files.map((file) => (interrupted && file.status === 'writing' ? { ...file, status: 'waiting' } : file)),
    checks: checks.map((check) => (!running && check.status === 'running' ? { ...check, status: 'waiting' } : check)),
  };
}
