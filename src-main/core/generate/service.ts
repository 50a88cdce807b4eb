import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import type {
  Generation,
  GenerationCheck,
  GenerationPart,
  GenerationPlan,
  PlanPart,
  PromptNote,
} from '../../../contract/desktop/generate.ts';
import type { ModelProblem } from '../../../contract/model/assistant-model.ts';
import type { Project } from '../../../contract/model/project.ts';
import { t } from '../../../localization/index.ts';
import type { CoreDatabase } from '../database/index.ts';
import { desktopError } from '../desktop-error.ts';
import type { ServedFolder } from '../preview/index.ts';
import type { NewProjects } from '../projects/index.ts';
import { planProblems } from './check-plan.ts';
import { commitRepair, commitRun } from './commit-run.ts';
import { blackedOutIn, withoutMarks } from './fill-marks.ts';
import { createGenerationRecords, type GenerationRecord, generationOf } from './generation-records.ts';
import { lintPrompt } from './lint-prompt.ts';
import { makePlan } from './make-plan.ts';
import { streamParts } from './part-stream.ts';
import type { GenerationGate, GenerationModel, ModelMessage } from './ports.ts';
import { fileMessages, planMessages } from './prompts.ts';
import { askForRepair, repairEstimate } from './repair.ts';
import { type CheckTools, runAgreedChecks, runStaticChecks } from './run-checks.ts';
import { readStarterFiles } from './starter-files.ts';
import { readWritten, writeFiles } from './write-files.ts';
import { findInside, folderIdentity, requireSameFolder } from './write-inside.ts';

/** Bytes of a file that are shown. */
const mostShown = 1_000_000;

export interface GenerateService {
  lint(prompt: string): Promise<{ notes: PromptNote[]; tokens: number }>;
  plan(
    input: { prompt: string; starter: string | null; change: { plan: GenerationPlan; wish: string } | null },
    signal?: AbortSignal,
  ): AsyncGenerator<PlanPart, void, void>;
  start(
    input: { prompt: string; plan: GenerationPlan; parent: string },
    signal?: AbortSignal,
  ): AsyncGenerator<GenerationPart, void, void>;
  resume(id: string, signal?: AbortSignal): AsyncGenerator<GenerationPart, void, void>;
  check(id: string, signal?: AbortSignal): AsyncGenerator<GenerationPart, void, void>;
  get(id: string): Promise<Generation>;
  file(id: string, path: string): Promise<{ text: string }>;
  preview(id: string, signal?: AbortSignal): AsyncGenerator<{ origin: string | null }, void, void>;
  unfinished(): Promise<{ generations: Generation[] }>;
  discard(id: string): Promise<void>;
  repairCost(id: string): Promise<{ inputTokens: number; outputTokens: number; cost: number | null }>;
  repair(id: string, signal?: AbortSignal): AsyncGenerator<GenerationPart, void, void>;
  adopt(id: string): Promise<Project>;
  dispose(): Promise<void>;
}

/** A run that something is being done for. */
interface Work {
  readonly controller: AbortController;
  readonly settled: Promise<void>;
}

/** Makes projects from prompts. */
export function createGenerateService(
  dependencies: CheckTools & {
    database: CoreDatabase;
    model: GenerationModel;
    gate: GenerationGate;
    newProjects: Pick<NewProjects, 'makeFolder' | 'find'>;
    adopt: (path: string) => Promise<Project>;
    moveToTrash: (path: string) => Promise<void>;
    gitProgram: () => Promise<string>;
    serveFolder: (folder: string) => Promise<ServedFolder | null>;
    onFailed: (error: unknown, where: string) => void;
  },
): GenerateService {
  const { model, gate, newProjects, typescript, register } = dependencies;
  const records = createGenerationRecords(dependencies);
  const working = new Map<string, Work>();
  const ending = new AbortController();

  const starterOf = async (id: string | null) => {
    if (id === null) return null;
    const { title, filesFolder } = await newProjects.find(id);
    return readStarterFiles(title, filesFolder);
  };

  /** Nothing is sent that has not been through here. */
  const redacted = (messages: readonly ModelMessage[]): Promise<ModelMessage[]> =>
    Promise.all(messages.map(async ({ role, content }) => ({ role, content: (await gate.redact(content)).text })));

  const view = (record: GenerationRecord) => generationOf(record, working.has(record.id));

  /** Does something for a run, alone, and ends what it tells with what has become of the run. */
  const work = (
    id: string,
    signal: AbortSignal | undefined,
    steps: (tools: RunTools) => Promise<void>,
  ): AsyncGenerator<GenerationPart, void, void> =>
    streamParts(signal, async (emit, ended) => {
      if (working.has(id)) {
        throw desktopError('ALREADY_EXISTS', { message: t('This project is being worked on in another window.') });
      }
      const controller = new AbortController();
      const stop = () => controller.abort();
      ended.addEventListener('abort', stop);
      if (ended.aborted) stop();
      const began = performance.now();
      const { duration } = records.get(id);
      const run = async () => {
        try {
          await steps(createRunTools(id, emit, controller.signal));
        } catch (error) {
          if (!controller.signal.aborted) throw error;
        } finally {
          ended.removeEventListener('abort', stop);
          settle(id, controller.signal.aborted, duration + Math.round(performance.now() - began));
          working.delete(id);
        }
      };
      const settled = run();
      working.set(id, { controller, settled: settled.catch(() => undefined) });
      await settled;
      emit({ type: 'done', generation: view(records.get(id)) });
    });

  /** What is left of a run that nobody works on any more. */
  const settle = (id: string, stopped: boolean, duration: number) => {
    const record = records.get(id);
    const unfinished = record.status === 'writing' || record.status === 'checking';
    records.change(id, {
      duration,
      status: unfinished ? (stopped ? 'stopped' : 'failed') : record.status,
      files: record.files.map((file) => (file.status === 'writing' ? { ...file, status: 'waiting' } : file)),
      checks: record.checks.map((check) => (check.status === 'running' ? { ...check, status: 'waiting' } : check)),
    });
  };

  interface RunTools {
    readonly signal: AbortSignal;
    readonly emit: (part: GenerationPart) => void;
    readonly onCheck: (check: GenerationCheck) => void;
    record(): GenerationRecord;
    change(change: Parameters<typeof records.change>[1]): void;
  }

  const createRunTools = (id: string, emit: (part: GenerationPart) => void, signal: AbortSignal): RunTools => ({
    signal,
    emit,
    record: () => records.get(id),
    change: (change) => void records.change(id, change),
    onCheck(check) {
      const { checks } = records.get(id);
      records.change(id, { checks: checks.map((one) => (one.id === check.id ? check : one)) });
      emit({ type: 'check', check });
    },
  });

  const startStep = ({ record, emit }: RunTools) => emit({ type: 'started', generation: generationOf(record(), true) });

  const writeStep = async (tools: RunTools): Promise<ModelProblem | null> => {
    const { prompt, plan, folder, folderIdentity: identity, files, usage } = tools.record();
    await requireSameFolder(folder, identity);
    const there = new Set(
      (
        await readWritten(
          folder,
          files.map(({ path }) => path),
        )
      ).map(({ path }) => path),
    );
    const current = await model.current();
    const starter = await starterOf(plan.starter);
    const kept = files.map((file) =>
      file.status === 'done' && there.has(file.path) ? file : { ...file, status: 'waiting' as const, problem: '' },
    );
    tools.change({
      status: 'writing',
      problem: null,
      files: kept,
      ...(current ? { model: current.model, local: current.local } : {}),
    });
    startStep(tools);
    const problem = await writeFiles({
      folder,
      files: kept,
      usage,
      model,
      async messages(written, wanted) {
        const messages = fileMessages({ prompt, plan, starter, written, wanted });
        return { messages: await redacted(messages), hidden: await blackedOutIn(messages, prompt) };
      },
      emit: tools.emit,
      onProgress: tools.change,
      signal: tools.signal,
    });
    if (problem) tools.change({ problem, status: problem.reason === 'badAnswer' ? 'failed' : 'stopped' });
    return problem;
  };

  const checkStep = async (tools: RunTools) => {
    const { folder } = tools.record();
    tools.change({ status: 'checking' });
    await runStaticChecks({ folder, typescript, register, onCheck: tools.onCheck, signal: tools.signal });
  };

  const commitStep = async (folder: string, signal?: AbortSignal) =>
    commitRun(folder, { program: await dependencies.gitProgram(), signal });

  /** A repair counts without its commit. */
  const commitRepairStep = async ({ folder, files, checks }: GenerationRecord, written: readonly string[]) => {
    await commitRepair(folder, {
      written,
      files: files.map(({ path }) => path),
      failed: checks.flatMap(({ id, status }) => (status === 'failed' ? [id] : [])),
      program: await dependencies.gitProgram(),
    }).catch((error) => dependencies.onFailed(error, 'generate.commitRepair'));
  };

  const runFrom = (id: string, signal?: AbortSignal) =>
    work(id, signal, async (tools) => {
      if ((await writeStep(tools)) !== null) return;
      await checkStep(tools);
      await commitStep(tools.record().folder, tools.signal);
      tools.change({ status: 'finished' });
    });

  const requireFinished = (record: GenerationRecord) => {
    if (record.status === 'finished') return;
    throw desktopError('NOT_FOUND', {
      message: t('The files of this project are not all written yet. Go on with it first.'),
    });
  };

  const service: GenerateService = {
    async lint(prompt) {
      const [{ redacted: secrets }, tokens] = await Promise.all([gate.redact(prompt), gate.countTokens(prompt)]);
      return { notes: lintPrompt(prompt, secrets), tokens };
    },
    async *plan({ prompt, starter, change }, signal = new AbortController().signal) {
      const messages = planMessages({ prompt, starter: await starterOf(starter), change });
      yield* makePlan({ messages: await redacted(messages), starter, model, signal });
    },
    async *start({ prompt, plan, parent }, signal) {
      const problems = planProblems(plan);
      if (problems.length > 0) throw desktopError('INVALID_NAME', { message: problems.join(' ') });
      const current = await model.current();
      const folder = await newProjects.makeFolder(
        { starterId: plan.starter, parentPath: parent, name: plan.name },
        signal,
      );
      const record = records.create({
        prompt,
        plan,
        folder,
        folderIdentity: await folderIdentity(folder),
        model: current,
      });
      yield* runFrom(record.id, signal);
    },
    async *resume(id, signal) {
      const record = records.get(id);
      if (record.status === 'finished') {
        yield { type: 'done', generation: view(record) };
        return;
      }
      yield* runFrom(id, signal);
    },
    async *check(id, signal) {
      requireFinished(records.get(id));
      yield* work(id, signal, async (tools) => {
        const { folder, folderIdentity: identity, checks } = tools.record();
        await requireSameFolder(folder, identity);
        startStep(tools);
        const agreed = checks.flatMap(({ command }) => (command === '' ? [] : [command]));
        await runAgreedChecks({ folder, agreed, typescript, register, onCheck: tools.onCheck, signal: tools.signal });
      });
    },
    async get(id) {
      const current = working.get(id);
      if (current?.controller.signal.aborted) await current.settled;
      return view(records.get(id));
    },
    async file(id, path) {
      const { folder } = records.get(id);
      const place = await findInside(folder, path);
      if (place === null) throw desktopError('NOT_FOUND');
      const bytes = await readFile(place);
      return { text: bytes.subarray(0, mostShown).toString('utf8') };
    },
    async *preview(id, signal) {
      const { folder, folderIdentity: identity } = records.get(id);
      await requireSameFolder(folder, identity);
      const served = await dependencies.serveFolder(folder);
      const ended = AbortSignal.any([ending.signal, ...(signal ? [signal] : [])]);
      try {
        yield { origin: served?.origin ?? null };
        if (served && !ended.aborted) await once(ended, 'abort');
      } finally {
        await served?.dispose();
      }
    },
    async unfinished() {
      return { generations: records.open().map(view) };
    },
    async discard(id) {
      const record = records.get(id);
      const current = working.get(id);
      current?.controller.abort();
      await current?.settled;
      if (record.projectId === null) {
        const same = await requireSameFolder(record.folder, record.folderIdentity).then(
          () => true,
          () => false,
        );
        // What is in its place now is somebody else's.
        if (same) await dependencies.moveToTrash(record.folder);
      }
      records.remove(id);
    },
    async repairCost(id) {
      const { inputTokens, outputTokens } = await repairEstimate(records.get(id), gate);
      return { inputTokens, outputTokens, cost: await model.cost(inputTokens, outputTokens) };
    },
    async *repair(id, signal) {
      const record = records.get(id);
      requireFinished(record);
      if (record.repairs > 0) {
        throw desktopError('NOT_FOUND', {
          message: t('This project has been repaired once. Open it and go on in the chat.'),
        });
      }
      if (!record.checks.some(({ status }) => status === 'failed')) {
        throw desktopError('NOT_FOUND', { message: t('No check has failed, so there is nothing to repair.') });
      }
      yield* work(id, signal, async (tools) => {
        const before = tools.record();
        await requireSameFolder(before.folder, before.folderIdentity);
        tools.change({ problem: null });
        startStep(tools);
        const { problem, written } = await askForRepair({
          record: before,
          model,
          redacted,
          emit: tools.emit,
          onUsage: (usage) => tools.change({ usage }),
          signal: tools.signal,
        });
        if (problem) return tools.change({ problem });
        tools.change({ repairs: before.repairs + 1, files: withoutMarks(before.files, written) });
        await commitRepairStep(
          before,
          written.map(({ path }) => path),
        );
        // Only what somebody has agreed to before is run again without asking.
        const ran = before.checks.filter(
          ({ command, status }) => command !== '' && (status === 'passed' || status === 'failed'),
        );
        await runStaticChecks({
          folder: before.folder,
          typescript,
          register,
          onCheck: tools.onCheck,
          signal: tools.signal,
        });
        if (ran.length === 0) return;
        const agreed = before.checks.flatMap(({ command }) => (command === '' ? [] : [command]));
        await runAgreedChecks({
          folder: before.folder,
          agreed,
          typescript,
          register,
          onCheck: tools.onCheck,
          signal: tools.signal,
        });
      });
    },
    async adopt(id) {
      const { folder, folderIdentity: identity } = records.get(id);
      await requireSameFolder(folder, identity);
      if (working.has(id)) {
        throw desktopError('ALREADY_EXISTS', { message: t('This project is still being worked on. Stop that first.') });
      }
      await commitStep(folder);
      const project = await dependencies.adopt(folder);
      records.change(id, { projectId: project.id });
      return project;
    },
    async dispose() {
      ending.abort();
      for (const { controller } of working.values()) controller.abort();
      await Promise.all([...working.values()].map(({ settled }) => settled));
    },
  };
  return service;
}
