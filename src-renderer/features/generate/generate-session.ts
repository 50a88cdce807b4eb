import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Generation, GenerationPart, GenerationPlan, PromptNote } from '../../../contract/desktop/generate.ts';
import type { ModelProblem, TokenUsage } from '../../../contract/model/assistant-model.ts';
import { createDisposables, type Disposable } from '../../app/disposable.ts';
import { messageOf } from '../../app/error-message.ts';
import type { Services } from '../../app/services.ts';
import { t } from '../../localize.ts';

/** What went wrong, in the place where it did. `reason` where it is the model's matter. */
export interface GenerateProblem {
  readonly message: string;
  readonly detail: string;
  readonly reason: ModelProblem['reason'] | null;
}

export interface GenerateState {
  readonly step: 'prompt' | 'plan' | 'run';
  readonly prompt: string;
  readonly starter: string | null;
  /** Where the project's folder goes. Empty until Core has said where projects are. */
  readonly parent: string;
  readonly notes: readonly PromptNote[];
  /** What a model has said of the plan so far; null while none is asked for one. */
  readonly planning: string | null;
  readonly plan: GenerationPlan | null;
  readonly planNotes: readonly string[];
  readonly planUsage: TokenUsage | null;
  /** Plans before this one, the last one last. */
  readonly earlierPlans: readonly GenerationPlan[];
  readonly generation: Generation | null;
  readonly texts: ReadonlyMap<string, string>;
  /** The file that is shown; null follows the one that is being written. */
  readonly selected: string | null;
  /** What is being done for the run that is shown. */
  readonly working: 'writing' | 'checking' | 'repairing' | null;
  /** When that began, by `performance.now()`. */
  readonly since: number;
  readonly problem: GenerateProblem | null;
  readonly unfinished: readonly Generation[];
}

const fresh = {
  step: 'prompt',
  prompt: '',
  starter: null,
  notes: [],
  planning: null,
  plan: null,
  planNotes: [],
  planUsage: null,
  earlierPlans: [],
  generation: null,
  texts: new Map(),
  selected: null,
  working: null,
  since: 0,
  problem: null,
} as const satisfies Partial<GenerateState>;

export interface GenerateSession extends Disposable {
  readonly state: StoreApi<GenerateState>;
  /** Begins anew, unless something runs: then that is shown. */
  begin(): void;
  setPrompt(prompt: string): void;
  setStarter(starter: string | null): void;
  setParent(parent: string): void;
  lint(): Promise<void>;
  /** Asks for a plan; with a wish for another one from the plan that is there. */
  makePlan(wish?: string): Promise<void>;
  stopPlanning(): void;
  editPlan(plan: GenerationPlan): void;
  undoPlan(): void;
  back(): void;
  start(): Promise<void>;
  stop(): void;
  /** Fails while another one is worked on. */
  show(id: string): Promise<void>;
  resume(id: string): Promise<void>;
  runChecks(): Promise<void>;
  repair(): Promise<void>;
  discard(id: string): Promise<void>;
  select(path: string | null): void;
  /** The text of a file that is done, read when it is first shown. */
  loadText(path: string): Promise<void>;
  /** Makes it a project and opens that, with its preview, or with the chat where one goes on. */
  open(beside: 'preview' | 'chat'): Promise<void>;
  readUnfinished(): Promise<void>;
}

const mostEarlierPlans = 50;

/** What a window knows of the project that it is making. Goes on while the page is closed. */
export function createGenerateSession(services: Services): GenerateSession {
  const { core, commands, coreReconnected, workspace } = services;
  const ends = createDisposables();
  const state = createStore<GenerateState>(() => ({ ...fresh, parent: '', unfinished: [] }));
  let planStop: AbortController | null = null;
  let runStop: AbortController | null = null;
  let lintTurn = 0;

  const fail = (error: unknown): GenerateProblem => ({ message: messageOf(error), detail: '', reason: null });
  const problemOf = (problem: ModelProblem | null): GenerateProblem | null =>
    problem && { message: problem.message, detail: problem.detail, reason: problem.reason };

  const readUnfinished = async () => {
    const { generations } = await core.generate.unfinished({});
    state.setState({ unfinished: generations });
  };

  const take = (part: GenerationPart) => {
    const { generation, texts } = state.getState();
    switch (part.type) {
      case 'started':
        return state.setState({ generation: part.generation, step: 'run' });
      case 'done':
        return state.setState({ generation: part.generation, problem: problemOf(part.generation.problem) });
      case 'text':
        return state.setState({ texts: new Map(texts).set(part.path, (texts.get(part.path) ?? '') + part.text) });
      case 'usage':
        return generation && state.setState({ generation: { ...generation, usage: part.usage } });
      case 'check':
        return (
          generation &&
          state.setState({
            generation: {
              ...generation,
              checks: generation.checks.map((one) => (one.id === part.check.id ? part.check : one)),
            },
          })
        );
      case 'file': {
        if (!generation) return;
        const files = generation.files.map((one) => (one.path === part.file.path ? part.file : one));
        // What is written anew is not what was there before.
        const fromStart = part.file.status === 'writing' || part.file.status === 'waiting';
        const kept = fromStart ? new Map([...texts].filter(([path]) => path !== part.file.path)) : texts;
        return state.setState({ generation: { ...generation, files }, texts: kept });
      }
      default:
        return part satisfies never;
    }
  };

  /** Follows one stream of a run to its end. */
  const follow = async (
    working: NonNullable<GenerateState['working']>,
    begin: (signal: AbortSignal) => Promise<AsyncIterable<GenerationPart>>,
  ) => {
    if (runStop) return;
    const stop = new AbortController();
    runStop = stop;
    state.setState({ working, since: performance.now(), problem: null });
    try {
      for await (const part of await begin(stop.signal)) take(part);
    } catch (error) {
      if (!stop.signal.aborted) state.setState({ problem: fail(error) });
    } finally {
      runStop = null;
      const id = state.getState().generation?.id;
      const settled =
        id === undefined || state.getState().step !== 'run' ? null : await core.generate.get({ id }).catch(() => null);
      state.setState({ working: null, ...(settled ? { generation: settled } : {}) });
      await readUnfinished().catch(() => undefined);
    }
  };

  const requireIdle = () => {
    if (runStop) throw new Error(t('Another project is being written. Stop it first.'));
  };

  readUnfinished().catch(() => undefined);
  ends.add(coreReconnected.listen(() => void readUnfinished().catch(() => undefined)));
  ends.addFunction(() => {
    planStop?.abort();
    runStop?.abort();
  });

  const session: GenerateSession = {
    state,
    readUnfinished,
    begin() {
      const { working, planning, step } = state.getState();
      if (working === null && planning === null && step === 'run') state.setState(fresh);
    },
    setPrompt: (prompt) => state.setState({ prompt, problem: null }),
    setStarter: (starter) => state.setState({ starter }),
    setParent: (parent) => state.setState({ parent }),
    async lint() {
      lintTurn += 1;
      const turn = lintTurn;
      const { prompt } = state.getState();
      const { notes } = prompt.trim() === '' ? { notes: [] } : await core.generate.lint({ prompt });
      if (turn === lintTurn) state.setState({ notes });
    },
    async makePlan(wish) {
      const { prompt, starter, plan, planning, earlierPlans } = state.getState();
      if (planning !== null || prompt.trim() === '') return;
      const stop = new AbortController();
      planStop = stop;
      state.setState({ planning: '', problem: null });
      try {
        const change = wish !== undefined && plan ? { plan, wish } : null;
        const parts = await core.generate.plan({ prompt, starter, change }, { signal: stop.signal });
        for await (const part of parts) {
          if (stop.signal.aborted) break;
          if (part.type === 'text') state.setState((before) => ({ planning: (before.planning ?? '') + part.text }));
          else if (part.plan) {
            state.setState({
              step: 'plan',
              plan: part.plan,
              planNotes: part.notes,
              planUsage: part.usage,
              earlierPlans: change ? [...earlierPlans, change.plan].slice(-mostEarlierPlans) : [],
            });
          } else state.setState({ problem: problemOf(part.problem) });
        }
      } catch (error) {
        if (!stop.signal.aborted) state.setState({ problem: fail(error) });
      } finally {
        planStop = null;
        state.setState({ planning: null });
      }
    },
    stopPlanning: () => planStop?.abort(),
    editPlan(plan) {
      const { plan: before, earlierPlans } = state.getState();
      if (before)
        state.setState({ plan, earlierPlans: [...earlierPlans, before].slice(-mostEarlierPlans), problem: null });
    },
    undoPlan() {
      const { earlierPlans } = state.getState();
      const plan = earlierPlans.at(-1);
      if (plan) state.setState({ plan, earlierPlans: earlierPlans.slice(0, -1), problem: null });
    },
    back: () => state.setState({ step: 'prompt', problem: null }),
    async start() {
      const { prompt, plan, parent } = state.getState();
      if (!plan) return;
      // The one that was shown before is not the one that runs.
      if (!runStop) state.setState({ generation: null, texts: new Map(), selected: null });
      await follow('writing', (signal) => core.generate.start({ prompt, plan, parent }, { signal }));
    },
    stop: () => runStop?.abort(),
    async show(id) {
      if (runStop && state.getState().generation?.id === id) return;
      requireIdle();
      const generation = await core.generate.get({ id });
      requireIdle();
      state.setState({
        ...fresh,
        step: 'run',
        prompt: generation.prompt,
        generation,
        problem: problemOf(generation.problem),
      });
    },
    async resume(id) {
      if (state.getState().generation?.id !== id) await session.show(id);
      await follow('writing', (signal) => core.generate.resume({ id }, { signal }));
    },
    async runChecks() {
      const id = state.getState().generation?.id;
      if (id) await follow('checking', (signal) => core.generate.check({ id }, { signal }));
    },
    async repair() {
      const id = state.getState().generation?.id;
      if (!id) return;
      await follow('repairing', (signal) => core.generate.repair({ id }, { signal }));
      state.setState({ texts: new Map() });
    },
    async discard(id) {
      if (state.getState().generation?.id === id) runStop?.abort();
      await core.generate.discard({ id });
      if (state.getState().generation?.id === id) state.setState(fresh);
      await readUnfinished();
    },
    select: (selected) => state.setState({ selected }),
    async loadText(path) {
      const { generation, texts } = state.getState();
      if (!generation || texts.has(path)) return;
      const { text } = await core.generate.file({ id: generation.id, path });
      state.setState((before) => (before.texts.has(path) ? before : { texts: new Map(before.texts).set(path, text) }));
    },
    async open(beside) {
      const { generation } = state.getState();
      if (!generation) return;
      const { path } = await core.generate.adopt({ id: generation.id });
      workspace.setState({ page: null });
      await commands.run('projects.openPath', { path });
      state.setState(fresh);
      await readUnfinished();
      if (workspace.getState().project?.path !== path) return;
      if (beside === 'preview') return commands.run('preview.open');
      const failed = generation.checks.filter((check) => check.status === 'failed');
      const reports = failed.map(({ command, detail, output }) =>
        [command, output || detail].filter(Boolean).join('\n'),
      );
      services.assistant.ask({ text: [generation.prompt, ...reports, ''].join('\n\n') });
    },
    dispose: ends.dispose,
  };
  return session;
}
