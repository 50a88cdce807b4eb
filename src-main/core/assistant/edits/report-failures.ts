import type { FileRecord } from './edit-records.ts';
import { describeFailuresForModel, type FailureReport } from './engine/index.ts';
import type { OpenText } from './project-texts.ts';

/** The way out for files of a project. */
export interface ReportGate {
  /** Why a file may not leave; null when it may. */
  check(path: string): Promise<string | null>;
  admit(
    path: string,
    options?: { readonly text?: string; readonly madeFrom?: readonly string[] },
  ): Promise<
    | { readonly admitted: true; part(selected: string, line: number): { readonly text: string } | null }
    | { readonly admitted: false }
  >;
}

/**
 * What the model is told about blocks that failed; null when it has nothing to correct. The lines that come nearest are real lines of files: of files that
 * may not leave nothing is said, and those of others are as the gate lets the whole file out, without what is secret in the file before the edits.
 */
export async function reportFailures(
  files: readonly (FileRecord & { readonly before: string | null; readonly after: string | null })[],
  gate: (projectId: string) => ReportGate,
  open: readonly OpenText[],
): Promise<FailureReport | null> {
  const reports: Parameters<typeof describeFailuresForModel>[0][number][] = [];
  for (const file of files) {
    // Of what it has been told before and has not tried again there is nothing to say.
    const failures = file.failures.filter(({ earlier }) => !earlier);
    if (failures.length === 0) continue;
    const way = gate(file.projectId);
    const names = namesOf(file, files).filter((path) => path !== '');
    const held = await Promise.all(names.map((path) => way.check(path)));
    if (held.some((reason) => reason !== null)) continue;
    // The lines were looked for in what earlier blocks had made of the file.
    const text = file.after ?? open.find(({ path }) => path === file.path)?.text;
    const wanted = failures.some(({ nearest }) => nearest !== null);
    const madeFrom = files.flatMap(({ path, before }) => (names.includes(path) && before !== null ? [before] : []));
    const admitted = wanted ? await way.admit(file.path, text === undefined ? { madeFrom } : { text, madeFrom }) : null;
    for (const { reason, search, nearest } of failures) {
      const safe = nearest && admitted?.admitted ? admitted.part(nearest.text, nearest.line) : null;
      reports.push({ path: file.path, reason, search, nearest: nearest && safe && { ...nearest, text: safe.text } });
    }
  }
  return describeFailuresForModel(reports);
}

/** A file's path and those that the answer moved it from. */
function namesOf({ path }: FileRecord, files: readonly FileRecord[]): string[] {
  return [path, ...files.flatMap((other) => (other.path === path && other.from !== null ? [other.from] : []))];
}
