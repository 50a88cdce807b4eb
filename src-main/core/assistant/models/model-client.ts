import type { ModelProblem, TokenUsage } from '../../../../contract/model/assistant-model.ts';
import { t } from '../../../../localization/index.ts';
import type { RequestPurpose } from '../../database/index.ts';
import type { UsageService } from '../usage/service.ts';
import { askServer, loadSdk, type ServerEnd, type ServerQuestion } from './ask-server.ts';
import { fillFormOf, type Gap } from './fill-in.ts';
import type { AnswerEnd, AnswerPart, ModelMessage } from './model-messages.ts';
import { modelProblem } from './model-problem.ts';
import type { ModelsService, ModelTarget } from './service.ts';

/** What a request is for, and whose it is. */
export interface RequestOrigin {
  readonly projectId: string | null;
  readonly conversationId: string | null;
  readonly purpose: RequestPurpose;
  /** Begun by a person's message or click, and so counted by the limits. */
  readonly counted: boolean;
}

export interface ModelRequest extends Omit<ServerQuestion, 'model' | 'fill'>, RequestOrigin {
  /** Asked for instead of an answer to the messages where the model fills gaps. */
  readonly gap?: Gap;
  readonly signal: AbortSignal;
}

/** The one way to a model: it holds to the limits before anything is sent, and counts what each request took. */
export interface ModelClient {
  /** What would be asked; null when nothing is connected. */
  current(projectId: string | null): Promise<{ model: string; local: boolean; tools: boolean } | null>;
  /** Tokens that the chosen model reads at once, as its server or our list says; null where nobody knows. */
  contextWindow(projectId: string | null): number | null;
  /** Loads what the first question needs, which takes a second and is none of a model's time. */
  ready(): Promise<void>;
  /** An answer as it comes. Ends with the signal; the last part is `done`, whatever became of it. */
  ask(request: ModelRequest): AsyncGenerator<AnswerPart, void, void>;
  /** US dollars for so many tokens; null when nobody knows. */
  cost(projectId: string | null, inputTokens: number, outputTokens: number): Promise<number | null>;
}

export function createModelClient(dependencies: {
  models: Pick<ModelsService, 'contextWindow' | 'target'>;
  usage: Pick<UsageService, 'begin' | 'settle'>;
  countTokens: (text: string) => Promise<number>;
}): ModelClient {
  const { models, usage, countTokens } = dependencies;
  /** Servers' models that have said that they take no tools, by address and model. */
  const toolless = new Set<string>();
  /** Those that have not taken a gap to fill. */
  const gapless = new Set<string>();

  const nameOf = ({ access, model }: ModelTarget) => `${access.baseUrl} ${model}`;
  const target = async (projectId: string | null): Promise<ModelTarget | ModelProblem> => {
    try {
      return (await models.target(projectId)) ?? noModel();
    } catch (error) {
      return modelProblem('noKey', error instanceof Error ? error.message : t('The key cannot be read.'));
    }
  };
  const estimate = async (
    messages: readonly ModelMessage[],
    answer: string,
    cost: ModelTarget['cost'],
  ): Promise<TokenUsage> => {
    const counts = await Promise.all([...messages.map(({ content }) => countTokens(content)), countTokens(answer)]);
    const outputTokens = counts.at(-1) ?? 0;
    const inputTokens = counts.slice(0, -1).reduce((sum, count) => sum + count, 0);
    const tokens = { inputTokens, cachedTokens: 0, outputTokens };
    return { ...tokens, cost: cost(tokens), estimated: true };
  };

  return {
    async current(projectId) {
      const found = await target(projectId);
      if ('reason' in found) return null;
      return { model: found.model, local: found.connection.local, tools: !toolless.has(nameOf(found)) };
    },
    contextWindow: models.contextWindow,
    async cost(projectId, inputTokens, outputTokens) {
      const found = await target(projectId);
      return 'reason' in found ? null : found.cost({ inputTokens, cachedTokens: 0, outputTokens });
    },
    async ready() {
      await Promise.all([loadSdk(), countTokens('ready')]);
    },
    async *ask({ signal, projectId, conversationId, purpose, counted, gap, ...question }) {
      const found = await target(projectId);
      if ('reason' in found) return yield failed(found);
      const { access, connection, model, cost } = found;
      const expected = await estimate(question.messages, '', cost);
      const request = { projectId, conversationId, purpose, counted, model, local: connection.local, usage: expected };
      const begun = await usage.begin(request);
      if ('problem' in begun) return yield failed(begun.problem);
      let answer = '';
      let end: ServerEnd | undefined;
      let settled = false;
      const settle = async () => {
        settled = true;
        const called = end?.calls.map((call) => call.arguments).join('') ?? '';
        const reported = end?.usage;
        const took: TokenUsage | null = reported
          ? { ...reported, cost: cost(reported), estimated: false }
          : (end?.begun ?? true)
            ? { ...(await estimate(question.messages, answer + called, cost)) }
            : null;
        // A message counts as one even where nothing of it was sent: it was a person's try.
        usage.settle(begun.id, took ?? (counted ? { ...expected, inputTokens: 0, cost: 0 } : null));
        return took;
      };
      try {
        const tools = toolless.has(nameOf(found)) ? [] : (question.tools ?? []);
        const form = gap && !gapless.has(nameOf(found)) ? fillFormOf(connection.kind, model, gap) : null;
        const fill = gap && form ? { fill: { gap, form } } : {};
        for await (const part of askServer(access, { ...question, model, tools, ...fill }, signal)) {
          if (part.type === 'text') {
            answer += part.text;
            yield part;
          } else end = part;
        }
        if (end?.withoutTools) toolless.add(nameOf(found));
        // Only where the server went on to answer: what fails both ways says nothing of gaps.
        if (form && end?.begun && !end.filled) gapless.add(nameOf(found));
        const took = await settle();
        yield {
          type: 'done',
          usage: took,
          problem: end?.problem ?? null,
          cut: end?.cut ?? false,
          calls: end?.calls ?? [],
          withoutTools: toolless.has(nameOf(found)),
          filled: end?.filled ?? false,
        };
      } finally {
        // Whoever reads stopped in the middle.
        if (!settled) await settle();
      }
    },
  };
}

function failed(problem: ModelProblem): AnswerEnd {
  return { type: 'done', usage: null, problem, cut: false, calls: [], withoutTools: false, filled: false };
}

/** What is said where no model is connected. */
export function noModel(): ModelProblem {
  return modelProblem('noModel', t('No model is connected. Connect one first. Search and starters work without.'));
}
