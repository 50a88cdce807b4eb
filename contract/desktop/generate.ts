import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { ModelProblem, TokenUsage } from '../model/assistant-model.ts';
import { AbsolutePath, ProjectPath } from '../model/path.ts';
import { Project, ProjectId } from '../model/project.ts';
import { procedure } from './errors.ts';

/** What is to be made, before anything is written. A person may change all of it. */
export const GenerationPlan = z.object({
  /** The folder's name. */
  name: z.string().min(1).max(100),
  summary: z.string().max(5000),
  /** The starter it begins from, by its id; null begins with an empty folder. */
  starter: z.string().max(100).nullable(),
  files: z.array(z.object({ path: ProjectPath, purpose: z.string().max(1000) })).max(200),
  /** npm packages that it needs beyond those of the starter. */
  dependencies: z.array(z.string().max(214)).max(100),
});
export type GenerationPlan = z.infer<typeof GenerationPlan>;

export const GenerationId = z.uuid();

export const GeneratedFile = z.object({
  path: ProjectPath,
  purpose: z.string(),
  status: z.enum(['waiting', 'writing', 'done', 'failed']),
  lines: z.number().int(),
  problem: z.string(),
});
export type GeneratedFile = z.infer<typeof GeneratedFile>;

export const GenerationCheck = z.object({
  id: z.enum(['parse', 'dependencies', 'install', 'types', 'build']),
  status: z.enum(['waiting', 'running', 'passed', 'failed', 'skipped']),
  /** How many files, or what is wrong. */
  detail: z.string(),
  /** What is run on this machine for it; empty where nothing is. */
  command: z.string(),
  /** The end of what that wrote. */
  output: z.string(),
});
export type GenerationCheck = z.infer<typeof GenerationCheck>;

/** A project that is being made, or was. Kept, so that it can go on after an interruption. */
export const Generation = z.object({
  id: GenerationId,
  prompt: z.string(),
  plan: GenerationPlan,
  /** Where it is made. */
  folder: z.string(),
  status: z.enum(['writing', 'checking', 'stopped', 'failed', 'finished']),
  files: z.array(GeneratedFile),
  checks: z.array(GenerationCheck),
  usage: TokenUsage,
  problem: ModelProblem.nullable(),
  /** How often a failed check was sent back to the model; once at most. */
  repairs: z.number().int(),
  /** The model that wrote it. Null before it was asked. */
  model: z.string().nullable(),
  local: z.boolean(),
  /** Milliseconds spent on it, pauses left out. */
  duration: z.number(),
  /** The project that it has become. */
  projectId: ProjectId.nullable(),
  createdAt: z.number(),
});
export type Generation = z.infer<typeof Generation>;

export const PlanPart = z.discriminatedUnion('type', [
  z.object({ type: z.literal('text'), text: z.string() }),
  z.object({
    type: z.literal('done'),
    plan: GenerationPlan.nullable(),
    /** What of the model's plan was left out or put right, and why. */
    notes: z.array(z.string()),
    usage: TokenUsage.nullable(),
    problem: ModelProblem.nullable(),
  }),
]);
export type PlanPart = z.infer<typeof PlanPart>;

/** A project as it is made. The last part is `done`, whatever became of it. */
export const GenerationPart = z.discriminatedUnion('type', [
  z.object({ type: z.literal('started'), generation: Generation }),
  z.object({ type: z.literal('file'), file: GeneratedFile }),
  z.object({ type: z.literal('text'), path: ProjectPath, text: z.string() }),
  z.object({ type: z.literal('check'), check: GenerationCheck }),
  z.object({ type: z.literal('usage'), usage: TokenUsage }),
  z.object({ type: z.literal('done'), generation: Generation }),
]);
export type GenerationPart = z.infer<typeof GenerationPart>;

/** Something about a prompt that is worth knowing before it is sent; found without a model. */
export const PromptNote = z.object({
  kind: z.enum(['short', 'long', 'contradiction', 'secret']),
  message: z.string(),
});
export type PromptNote = z.infer<typeof PromptNote>;

const byId = z.object({ id: GenerationId });

export const generate = {
  /** Reads a prompt through before it is sent. */
  lint: procedure
    .input(z.object({ prompt: z.string().max(50_000) }))
    .output(z.object({ notes: z.array(PromptNote), tokens: z.number().int() })),
  /** Asks the model for a plan; ending the stream stops it. `change` asks for another one, from the plan before. */
  plan: procedure
    .input(
      z.object({
        prompt: z.string().min(1).max(50_000),
        starter: z.string().max(100).nullable(),
        change: z.object({ plan: GenerationPlan, wish: z.string().min(1).max(20_000) }).nullable(),
      }),
    )
    .output(eventIterator(PlanPart)),
  /**
   * Makes the project of a plan in a new folder under `parent`: files, then the checks that run nothing of it, then the first commit. Ending the stream
   * stops it, and what is finished is kept. Fails with ALREADY_EXISTS, INVALID_NAME or NOT_WRITABLE before anything is asked.
   */
  start: procedure
    .input(z.object({ prompt: z.string().min(1).max(50_000), plan: GenerationPlan, parent: AbsolutePath }))
    .output(eventIterator(GenerationPart)),
  /** Goes on where a run was stopped or interrupted. */
  resume: procedure.input(byId).output(eventIterator(GenerationPart)),
  /** Runs what is left of the checks: programs of the project, on this machine. Somebody has seen their commands and agreed. */
  check: procedure.input(byId).output(eventIterator(GenerationPart)),
  get: procedure.input(byId).output(Generation),
  /** The text of a file that has been made. */
  file: procedure.input(byId.extend({ path: ProjectPath })).output(z.object({ text: z.string() })),
  /**
   * Serves the pages of a run as long as the stream is read, and tells at what origin: those that it has as they are, or what its build made. Null where
   * there are none to show.
   */
  preview: procedure.input(byId).output(eventIterator(z.object({ origin: z.string().nullable() }))),
  /** Runs that have not become a project, newest first. */
  unfinished: procedure.input(z.object({})).output(z.object({ generations: z.array(Generation) })),
  /** Moves what was made to the trash and forgets the run. */
  discard: procedure.input(byId).output(z.object({})),
  /** What it would take, at most, to send failed checks back to the model once. */
  repairCost: procedure
    .input(byId)
    .output(z.object({ inputTokens: z.number().int(), outputTokens: z.number().int(), cost: z.number().nullable() })),
  repair: procedure.input(byId).output(eventIterator(GenerationPart)),
  /** Makes the folder a project, with its first commit where that is not there yet, whatever its checks say. */
  adopt: procedure.input(byId).output(Project),
};
