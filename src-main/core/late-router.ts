import { type Lazy, lazy } from '@orpc/server';
import type { DesktopRouter } from './desktop-router.ts';

/** The routers of windows, each loaded with the first call of any. */
export type LateRouter = { readonly [Name in keyof DesktopRouter]: Lazy<DesktopRouter[Name]> };

// Reading the contract takes a fifth of Core's start, and Shell's first question does without.
const names = Object.keys({
  account: true,
  app: true,
  assistant: true,
  generate: true,
  cloud: true,
  collaboration: true,
  editor: true,
  events: true,
  files: true,
  folders: true,
  preview: true,
  search: true,
  git: true,
  tasks: true,
  terminal: true,
  gitHistory: true,
  languages: true,
  diagnostics: true,
  keybindings: true,
  themes: true,
  projects: true,
  settings: true,
  uploads: true,
} satisfies Record<keyof DesktopRouter, true>) as (keyof DesktopRouter)[];

/** A router that is loaded when it is first needed, or when `load` is called. */
export function createLateRouter(loadRouter: () => Promise<DesktopRouter>): { router: LateRouter; load(): void } {
  let loading: Promise<DesktopRouter> | null = null;
  const load = () => {
    loading ??= loadRouter();
    return loading;
  };
  const router = Object.fromEntries(
    names.map((name) => [name, lazy(async () => ({ default: (await load())[name] }))]),
  ) as unknown as LateRouter;
  // A call says what went wrong.
  return { router, load: () => void load().catch(() => undefined) };
}
