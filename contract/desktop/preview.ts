import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { ProjectPath } from '../model/path.ts';
import { ProjectId } from '../model/project.ts';
import { procedure } from './errors.ts';

/** What is previewed: a script of the project, its files as they are, or a server that somebody else runs. */
export const PreviewTarget = z.discriminatedUnion('kind', [
  /** `folder` is where the package.json is. */
  z.object({ kind: z.literal('script'), folder: ProjectPath, script: z.string().min(1).max(200) }),
  /** With `singlePage` paths that name no file get the folder's index.html. */
  z.object({ kind: z.literal('static'), folder: ProjectPath, singlePage: z.boolean() }),
  /** An http or https address on this machine. */
  z.object({ kind: z.literal('address'), address: z.string().min(1).max(2000) }),
]);
export type PreviewTarget = z.infer<typeof PreviewTarget>;

/** One way to preview the project. */
export const PreviewOption = z.object({
  target: PreviewTarget,
  /** What runs: `npm run dev`, or the folder that is served. */
  label: z.string(),
  /** The framework, or what the script says. */
  detail: z.string(),
  /** Its packages are not installed yet. */
  needsInstall: z.boolean(),
});
export type PreviewOption = z.infer<typeof PreviewOption>;

const running = z.object({ target: PreviewTarget, label: z.string() });

export const PreviewState = z.discriminatedUnion('status', [
  z.object({ status: z.literal('stopped') }),
  running.extend({ status: z.literal('installing') }),
  running.extend({ status: z.literal('starting') }),
  running.extend({
    status: z.literal('running'),
    /** Where the server itself listens, for a browser: `http://localhost:5173/`. */
    address: z.string(),
    port: z.number().int(),
    /** Where the pane finds it: an origin of its own on loopback that only this window knows. */
    origin: z.string(),
    /** False in a restricted folder: its pages are shown without their scripts. */
    scripts: z.boolean(),
  }),
  running.extend({
    status: z.literal('failed'),
    /** What happened, then what to do. */
    message: z.string(),
    reason: z.enum(['ended', 'timeout', 'packages', 'install', 'program', 'unreachable']),
  }),
]);
export type PreviewState = z.infer<typeof PreviewState>;

/** What a window is told: the state first and whenever it changes, output as it comes, and changed files of a static site. */
export const PreviewEvent = z.discriminatedUnion('type', [
  z.object({ type: z.literal('state'), state: PreviewState }),
  /** `restart` means that the text replaces what was there. */
  z.object({ type: z.literal('output'), text: z.string(), restart: z.boolean() }),
  /** `stylesOnly` when every changed file is a style sheet. */
  z.object({ type: z.literal('changed'), stylesOnly: z.boolean() }),
]);
export type PreviewEvent = z.infer<typeof PreviewEvent>;

const inProject = z.object({ projectId: ProjectId });

export const preview = {
  /** Ways to preview the project, the likeliest first. */
  detect: procedure.input(inProject).output(z.object({ options: z.array(PreviewOption) })),
  /**
   * Stops what runs and starts this; what becomes of it comes as events. With `install` its packages are installed first.
   * NOT_TRUSTED for scripts of a restricted folder.
   */
  start: procedure.input(inProject.extend({ target: PreviewTarget, install: z.boolean() })).output(PreviewState),
  /** Ends the server with everything it started; resolves when its port is free again. */
  stop: procedure.input(inProject).output(PreviewState),
  watch: procedure.input(inProject).output(eventIterator(PreviewEvent)),
  /** The place in the project that a place in a script of the preview stands for, by source maps; null when there is none. */
  locate: procedure
    .input(
      inProject.extend({
        address: z.string().max(4096),
        /** From 1. */
        line: z.number().int().min(1),
        column: z.number().int().min(1),
      }),
    )
    .output(z.object({ path: ProjectPath, line: z.number().int().min(1), column: z.number().int().min(1) }).nullable()),
};
