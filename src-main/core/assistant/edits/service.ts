import { randomUUID } from 'node:crypto';
import type { InferContractRouterInputs, InferContractRouterOutputs } from '@orpc/contract';
import type { edits as contract, FileStep } from '../../../../contract/desktop/assistant/edits.ts';
import type { StagedFile } from '../../../../contract/model/chat.ts';
import { t } from '../../../../localization/index.ts';
import type { CoreDatabase } from '../../database/index.ts';
import { desktopError } from '../../desktop-error.ts';
import type { FilesService } from '../../files/index.ts';
import { createEditRecords, type FileRecord, type HunkState } from './edit-records.ts';
import { type CheckpointFile, createEditTexts } from './edit-texts.ts';
import type { FailureReport } from './engine/index.ts';
import { createPathTexts, type PathTexts } from './path-texts.ts';
import { type FileWithTexts, planFile } from './plan-file.ts';
import { pathsOf, planOf, reverseStep, type WorkedFile, withState } from './plan-steps.ts';
import { createProjectTexts, type OpenText } from './project-texts.ts';
import { protectionOf } from './protected-paths.ts';
import { type ReportGate, reportFailures } from './report-failures.ts';
import { showFile } from './show-file.ts';
import { type AnswerStaging, createAnswerStaging, type StagingRequest } from './stage-answer.ts';
import { undoTurn } from './undo-turn.ts';

type Inputs = InferContractRouterInputs<typeof contract>;
type Outputs = InferContractRouterOutputs<typeof contract>;

/** Compressed bytes that checkpoints may take. */
const defaultLargestCheckpoints = 64 * 1024 * 1024;

/** What edits have to know of conversations. */
export interface TurnOrder {
  /** An answer and those after it in its branch, oldest first. */
  turnsFrom(messageId: string): readonly string[];
  /** Shows the conversation as it was before this answer's question. */
  takeBack(messageId: string): void;
}

export interface EditsDependencies {
  readonly database: CoreDatabase;
  readonly files: Pick<FilesService, 'read'>;
  readonly turns: TurnOrder;
  readonly gate: (projectId: string) => ReportGate;
  readonly largestCheckpoints?: number;
  readonly now?: () => number;
}

/** Staged edits: one method for each procedure of the contract, and what turns call. Never writes a file of a project. */
export interface Edits {
  list(input: Inputs['list']): Promise<Outputs['list']>;
  pending(input: Inputs['pending']): Promise<Outputs['pending']>;
  prepare(input: Inputs['prepare']): Promise<Outputs['prepare']>;
  settle(input: Inputs['settle']): Promise<Outputs['settle']>;
  drop(input: Inputs['drop']): Promise<Outputs['drop']>;
  prepareUndoTurn(input: Inputs['prepareUndoTurn']): Promise<Outputs['prepareUndoTurn']>;
  /** Begins staging an answer that arrives in pieces. */
  startStaging(request: StagingRequest): AnswerStaging;
  /** Stages a whole answer, or one that is read to its end, and answers what it would change. */
  stage(
    messageId: string,
    projectId: string,
    answer: string | AsyncIterable<string>,
    options?: Omit<StagingRequest, 'messageId' | 'projectId'>,
  ): Promise<StagedFile[]>;
  /** All that a message has staged so far, without looking at its files. */
  staged(messageId: string): StagedFile[];
  /** What the model is told about the blocks of a message that failed, as it may leave; null when it has nothing to correct. */
  describeFailures(messageId: string, open?: readonly OpenText[]): Promise<FailureReport | null>;
  /** What the files that a turn changed held before it. */
  checkpoint(messageId: string): CheckpointFile[];
  /** Forgets messages that are gone for good. */
  forget(messageIds: readonly string[]): void;
}

export function createEdits(dependencies: EditsDependencies): Edits {
  const now = dependencies.now ?? Date.now;
  const records = createEditRecords({ database: dependencies.database, now });
  const texts = createEditTexts({
    database: dependencies.database,
    largestCheckpoints: dependencies.largestCheckpoints ?? defaultLargestCheckpoints,
    now,
  });

  const withTexts = (file: FileRecord): FileWithTexts => ({
    ...file,
    before: file.base === null ? null : texts.get(file.base),
    after: file.result === null ? null : texts.get(file.result),
  });
  const show = (files: readonly FileRecord[], problems: ReadonlyMap<string, string> = new Map()): StagedFile[] =>
    files.map((file) => showFile(withTexts(file), problems));

  const readersOf = (open: readonly OpenText[]) => {
    const readers = new Map<string, PathTexts>();
    return (projectId: string) => {
      let reader = readers.get(projectId);
      if (!reader) {
        reader = createPathTexts(createProjectTexts(dependencies.files, projectId, open));
        readers.set(projectId, reader);
      }
      return reader;
    };
  };

  /** Looks whether what is only staged still fits the files, and shows it as it is by then: more may have been decided while files were read. */
  const preview = async (read: () => FileRecord[], inWindows: readonly OpenText[]): Promise<StagedFile[]> => {
    const readerOf = readersOf(inWindows);
    const found: { id: string; problem: string }[] = [];
    for (const file of read().map(withTexts)) {
      const open = file.hunks.filter(({ state }) => state === 'staged');
      if (open.length === 0) continue;
      const reader = readerOf(file.projectId);
      await reader.load(pathsOf(file));
      const { conflicts } = planFile(file, open, 'keep', reader.get);
      const problems = new Map(conflicts.map(({ hunk, problem }) => [hunk.id, problem]));
      for (const { id, problem } of open) {
        const next = problems.get(id) ?? '';
        if (next !== problem) found.push({ id, problem: next });
      }
    }
    records.setProblems(found);
    return show(read());
  };

  const prepare: Edits['prepare'] = async ({ messageId, hunkIds, direction, open, confirmed }) => {
    const wanted = new Set(hunkIds);
    const agreed = new Set(confirmed);
    const files = records.ofMessage(messageId).map(withTexts);
    const concerned = files.filter((file) => file.hunks.some(({ id }) => wanted.has(id)));
    const readerOf = readersOf(open);
    let reader: PathTexts | null = null;
    const worked: WorkedFile[] = [];
    const ask: Outputs['prepare']['ask'] = [];
    const problems = new Map<string, string>();
    const kept: CheckpointFile[] = [];
    // What was made over something else is taken back before it.
    for (const file of direction === 'keep' ? concerned : concerned.toReversed()) {
      reader = readerOf(file.projectId);
      await reader.load(pathsOf(file));
      const may = file.hunks.filter(
        ({ id, state }) => wanted.has(id) && state === (direction === 'keep' ? 'staged' : 'kept'),
      );
      const chosen = direction === 'undo' ? may : may.filter((hunk) => !hunk.flagged || agreed.has(hunk.id));
      for (const hunk of may) {
        if (chosen.includes(hunk)) continue;
        ask.push({ id: hunk.id, path: file.path, reason: t('These lines only resemble what the model looked for.') });
      }
      if (chosen.length === 0) continue;
      const result = planFile(file, chosen, direction, reader.get);
      const reason = direction === 'keep' ? protectionOfSteps(file, result.steps) : null;
      if (reason !== null && !agreed.has(file.path)) {
        ask.push({ id: file.path, path: file.path, reason });
        continue;
      }
      for (const { hunk, problem } of result.conflicts) problems.set(hunk.id, problem);
      if (result.steps.length > 0 && direction === 'keep') {
        kept.push(...pathsOf(file).map((path) => ({ path, text: reader?.get(path) ?? null })));
      }
      for (const step of result.steps) reader.apply(step);
      worked.push({ file, states: withState(result.done, direction === 'keep' ? 'kept' : 'undone') });
    }
    const steps = reader?.steps() ?? [];
    const plan = planOf(worked, steps);
    if (kept.length > 0) texts.keepCheckpoint(messageId, kept);
    records.setStates(plan.filter(({ paths }) => paths.length === 0).flatMap(({ hunks }) => hunks));
    const stagedOnes = new Set(
      concerned.flatMap(({ hunks }) => hunks.filter(({ state }) => state === 'staged').map(({ id }) => id)),
    );
    records.setProblems([...problems].filter(([id]) => stagedOnes.has(id)).map(([id, problem]) => ({ id, problem })));
    const stepId = randomUUID();
    records.keepStep(stepId, {
      files: plan.filter(({ paths }) => paths.length > 0),
      messageIds: [messageId],
      takeBack: null,
    });
    return { stepId, steps, ask, files: show(records.get(concerned.map(({ id }) => id)), problems) };
  };

  /** What files held before turns, oldest first; only of files whose first kept hunks have their checkpoint. */
  const textsBefore = (messageIds: readonly string[]): Map<string, string | null> => {
    const seen = new Set<string>();
    const found = new Map<string, string | null>();
    for (const id of messageIds) {
      const checkpoint = texts.checkpointOf(id);
      for (const path of records.ofMessage(id).filter(hasKept).flatMap(pathsOf)) {
        const before = checkpoint.find((file) => file.path === path);
        if (before && !seen.has(path)) found.set(path, before.text);
        seen.add(path);
      }
    }
    return found;
  };

  const prepareUndoTurn: Edits['prepareUndoTurn'] = async ({ messageId, open, withChat, restore }) => {
    const messageIds = dependencies.turns.turnsFrom(messageId);
    const files = messageIds.flatMap((id) => records.ofMessage(id).map(withTexts)).reverse();
    const readerOf = readersOf(open);
    const onlyStaged = files.flatMap((file) => {
      const hunks = file.hunks.filter(({ state }) => state === 'staged');
      return hunks.length === 0 ? [] : [{ fileId: file.id, paths: [], hunks: withState(hunks, 'undone') }];
    });
    let reader: PathTexts | null = null;
    const kept = files.filter(hasKept);
    for (const file of kept) {
      reader = readerOf(file.projectId);
      await reader.load(pathsOf(file));
    }
    const { worked, conflicts } = reader
      ? undoTurn(kept, reader, textsBefore(messageIds), restore)
      : { worked: [], conflicts: [] };
    const steps = reader?.steps() ?? [];
    const plan = [...onlyStaged, ...planOf(worked, steps)];
    const isFutile = steps.length === 0 && conflicts.length > 0;
    const stepId = randomUUID();
    const takeBack = withChat && !isFutile ? messageId : null;
    records.keepStep(stepId, { files: plan, messageIds: [...messageIds], takeBack });
    const again = { stepId: randomUUID(), steps: steps.map(reverseStep).reverse() };
    const keptAgain = worked.map(({ file, states }) => ({ file, states: withState(states, 'kept') }));
    records.keepStep(again.stepId, {
      files: planOf(keptAgain, again.steps),
      messageIds: [...messageIds],
      takeBack: null,
    });
    return { stepId, steps, again, conflicts: [...conflicts] };
  };

  const settle: Edits['settle'] = async ({ stepId, done }) => {
    const plan = records.takeStep(stepId);
    if (plan === null) throw desktopError('CANNOT_UNDO', { message: t('This step is not known any more. Try again.') });
    const paths = new Set(done);
    const settled = plan.files.filter((file) => file.paths.every((path) => paths.has(path)));
    records.setStates(settled.flatMap(({ hunks }) => hunks));
    const nothingDone = done.length === 0 && plan.files.some((file) => file.paths.length > 0);
    if (plan.takeBack !== null && !nothingDone) dependencies.turns.takeBack(plan.takeBack);
    return { files: show(records.get([...new Set(plan.files.map(({ fileId }) => fileId))])) };
  };

  const staged = (messageId: string) => show(records.ofMessage(messageId));

  return {
    list: async ({ messageId, open }) => ({ files: await preview(() => records.ofMessage(messageId), open) }),
    pending: async ({ projectId, open }) => ({ files: await preview(() => records.undecided(projectId), open) }),
    prepare,
    prepareUndoTurn,
    settle,
    async drop({ messageId, hunkIds, dropped, open }) {
      const wanted = new Set(hunkIds);
      const files = records.ofMessage(messageId).filter(({ hunks }) => hunks.some(({ id }) => wanted.has(id)));
      const from: HunkState = dropped ? 'staged' : 'undone';
      const hunks = files.flatMap((file) => file.hunks.filter(({ id, state }) => wanted.has(id) && state === from));
      records.setStates(hunks.map(({ id }) => ({ id, state: dropped ? 'undone' : 'staged' })));
      return { files: await preview(() => records.get(files.map(({ id }) => id)), open) };
    },
    startStaging: (request) => createAnswerStaging({ files: dependencies.files, records, texts }, request),
    async stage(messageId, projectId, answer, options) {
      const staging = createAnswerStaging(
        { files: dependencies.files, records, texts },
        { ...options, messageId, projectId },
      );
      if (typeof answer === 'string') await staging.push(answer);
      else for await (const piece of answer) await staging.push(piece);
      await staging.end();
      return staged(messageId);
    },
    staged,
    describeFailures: (messageId, open = []) =>
      reportFailures(records.ofMessage(messageId).map(withTexts), dependencies.gate, open),
    checkpoint: texts.checkpointOf,
    forget(messageIds) {
      records.forget(messageIds);
      texts.prune();
    },
  };
}

function hasKept({ hunks }: FileRecord): boolean {
  return hunks.some(({ state }) => state === 'kept');
}

/** Why somebody is asked before these steps; judged by what they would do to the file as it is now. */
function protectionOfSteps(file: FileWithTexts, steps: readonly FileStep[]): string | null {
  for (const step of steps) {
    const before = 'before' in step ? step.before : step.type === 'rename' ? file.before : null;
    const after = 'text' in step ? step.text : step.type === 'rename' ? file.after : null;
    const reason =
      protectionOf(step.path, before, after) ??
      (step.type === 'rename' ? protectionOf(step.from, before, after) : null);
    if (reason !== null) return reason;
  }
  return null;
}
