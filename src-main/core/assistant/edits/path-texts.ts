import type { FileStep } from '../../../../contract/desktop/assistant/edits.ts';
import type { CurrentText } from './plan-file.ts';
import type { ProjectTexts } from './project-texts.ts';

/** What paths hold, and what they would hold after steps that are only thought of. */
export interface PathTexts {
  /** Reads these, so that `get` knows them. */
  load(paths: readonly string[]): Promise<void>;
  get(path: string): CurrentText;
  /** Does a step in thought: what is read later sees it. */
  apply(step: FileStep): void;
  /** The fewest steps that come to the same as all that were applied. */
  steps(): FileStep[];
}

/** A file by where it is on disk (null: nowhere yet) and where it has been moved to. */
interface Moved {
  readonly origin: string | null;
  text: string;
}

/** Makes the texts of one project's paths. */
export function createPathTexts(texts: ProjectTexts): PathTexts {
  const disk = new Map<string, CurrentText>();
  const now = new Map<string, Moved>();
  const touched = new Set<string>();
  return {
    async load(paths) {
      for (const path of paths) {
        if (disk.has(path)) continue;
        const read = await texts.read(path);
        const text = read.state === 'text' ? read.text : read.state === 'missing' ? null : undefined;
        disk.set(path, text);
        if (typeof text === 'string') now.set(path, { origin: path, text });
      }
    },
    get: (path) => now.get(path)?.text ?? (disk.get(path) === undefined ? undefined : null),
    apply(step) {
      touched.add(step.path);
      const file = now.get(step.type === 'rename' ? step.from : step.path);
      if (step.type === 'write' && file) file.text = step.text;
      if (step.type === 'create') {
        // What was removed and is made again is a change.
        const origin = typeof disk.get(step.path) === 'string' ? step.path : null;
        now.set(step.path, { origin, text: step.text });
      }
      if (step.type === 'delete') now.delete(step.path);
      if (step.type === 'rename' && file) {
        touched.add(step.from);
        now.delete(step.from);
        now.set(step.path, file);
      }
    },
    steps() {
      const steps: FileStep[] = [];
      const left = new Set([...touched].filter((path) => typeof disk.get(path) === 'string'));
      for (const [path, { origin, text }] of now) {
        if (origin !== null) left.delete(origin);
        if (!touched.has(path)) continue;
        const before = origin === null ? null : disk.get(origin);
        if (origin === null || typeof before !== 'string') steps.push({ type: 'create', path, text });
        else {
          if (before !== text) steps.push({ type: 'write', path: origin, before, text });
          if (origin !== path) steps.push({ type: 'rename', from: origin, path });
        }
      }
      for (const path of left) steps.push({ type: 'delete', path, before: disk.get(path) ?? '' });
      return steps;
    },
  };
}
