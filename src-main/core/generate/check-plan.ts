import { z } from 'zod';
import type { GenerationPlan } from '../../../contract/desktop/generate.ts';
import { t } from '../../../localization/index.ts';
import { pathKey, pathProblem, tidyPath } from './planned-paths.ts';

/** Files that are made in one go. */
export const mostFiles = 80;
const mostDependencies = 60;

/** What a model is asked for; read leniently, since small things can be put right here. */
const AnsweredPlan = z.object({
  name: z.string().min(1).max(300),
  summary: z.string().max(20_000).default(''),
  starter: z.string().nullish(),
  files: z
    .array(z.object({ path: z.string().min(1).max(4096), purpose: z.string().max(5000).default('') }))
    .min(1)
    .max(2000),
  dependencies: z.array(z.string().max(1000)).max(1000).default([]),
});

export type CheckedPlan =
  | { readonly plan: GenerationPlan; readonly notes: readonly string[] }
  | { readonly plan: null; readonly reason: string };

/**
 * Makes a plan of what a model answered. What only needs tidying is put right, what cannot be made is left out, and each is
 * noted; a plan that nothing can be made of is refused, with a reason that a model can act on.
 */
export function readAnsweredPlan(value: unknown, starter: string | null): CheckedPlan {
  const parsed = AnsweredPlan.safeParse(value);
  if (!parsed.success) return { plan: null, reason: reasonOf(parsed.error) };
  const notes: string[] = [];
  const files = tidyFiles(parsed.data.files, notes);
  if (files.length === 0)
    return { plan: null, reason: t('None of the files can be made. {{notes}}', { notes: notes.join(' ') }) };
  const name = folderName(parsed.data.name);
  return {
    plan: {
      name,
      summary: parsed.data.summary.slice(0, 5000),
      starter,
      files,
      dependencies: tidyDependencies(parsed.data.dependencies, notes),
    },
    notes,
  };
}

/** What is wrong with a plan that a person has changed; empty when it can be made. */
export function planProblems(plan: GenerationPlan): string[] {
  const notes: string[] = [];
  if (plan.files.length === 0) notes.push(t('The plan has no files. Add one.'));
  tidyFiles(plan.files, notes);
  tidyDependencies(plan.dependencies, notes);
  return notes;
}

function tidyFiles(answered: readonly { path: string; purpose: string }[], notes: string[]) {
  const known = new Map<string, string>();
  const folders = new Map<string, string>();
  const files: { path: string; purpose: string }[] = [];
  for (const file of answered) {
    const path = tidyPath(file.path);
    const problem = pathProblem(path) ?? placeProblem(path, known, folders);
    if (problem !== null) {
      notes.push(t('{{path}} was left out. {{problem}}', { path: shorten(file.path), problem }));
      continue;
    }
    if (files.length === mostFiles) {
      notes.push(t('Only the first {{amount}} files were taken.', { amount: mostFiles }));
      break;
    }
    known.set(pathKey(path), path);
    for (const folder of foldersOf(path)) folders.set(pathKey(folder), folder);
    files.push({ path, purpose: file.purpose.slice(0, 1000) });
  }
  return files;
}

function placeProblem(path: string, known: ReadonlyMap<string, string>, folders: ReadonlyMap<string, string>) {
  const key = pathKey(path);
  if (known.has(key)) return t('There is already a file of that name.');
  if (folders.has(key)) return t('There is already a folder of that name.');
  for (const folder of foldersOf(path)) {
    if (known.has(pathKey(folder))) return t('{{folder}} is a file in this plan.', { folder });
    const spelled = folders.get(pathKey(folder));
    if (spelled !== undefined && spelled !== folder)
      return t('{{folder}} and {{other}} differ only in case.', { folder, other: spelled });
  }
  return null;
}

function foldersOf(path: string): string[] {
  const parts = path.split('/').slice(0, -1);
  return parts.map((_, at) => parts.slice(0, at + 1).join('/'));
}

/** A name that npm knows packages by, in lower case, with or without a scope. */
const packageName = /^(@[a-z0-9~-][a-z0-9._~-]*\/)?[a-z0-9~-][a-z0-9._~-]*$/;

/** Whether npm could know a package by this name. */
export function isPackageName(name: string): boolean {
  return name.length <= 214 && packageName.test(name) && name !== 'node_modules' && name !== 'favicon.ico';
}

function tidyDependencies(answered: readonly string[], notes: string[]): string[] {
  const names = new Set<string>();
  for (const entry of answered) {
    // A version after the name is left to the model's package.json.
    const name = entry.trim().replace(/(?<=.)@[^/]*$/, '');
    if (!isPackageName(name)) {
      notes.push(t('"{{name}}" was left out: it is no name of a package.', { name: shorten(entry) }));
      continue;
    }
    if (names.size === mostDependencies) {
      notes.push(t('Only the first {{amount}} packages were taken.', { amount: mostDependencies }));
      break;
    }
    names.add(name);
  }
  return [...names];
}

/** A name for a folder that suits npm too; words joined by dashes. */
function folderName(name: string): string {
  const plain = name.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  const dashed = plain
    .replace(/[^a-z0-9._-]+/g, '-')
    .replace(/^[._-]+|[._-]+$/g, '')
    .slice(0, 60);
  return dashed === '' ? 'new-project' : dashed;
}

function shorten(text: string): string {
  return text.length > 120 ? `${text.slice(0, 120)}…` : text;
}

function reasonOf(error: z.ZodError): string {
  return error.issues
    .slice(0, 5)
    .map(({ path, message }) => `${path.join('.') || 'plan'}: ${message}`)
    .join('; ');
}
