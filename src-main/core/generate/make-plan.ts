import type { PlanPart } from '../../../contract/desktop/generate.ts';
import type { TokenUsage } from '../../../contract/model/assistant-model.ts';
import { t } from '../../../localization/index.ts';
import { type CheckedPlan, readAnsweredPlan } from './check-plan.ts';
import { findJson } from './find-json.ts';
import { addUsage, noUsage } from './generation-records.ts';
import type { GenerationModel, ModelMessage } from './ports.ts';
import { planAgain } from './prompts.ts';

/** Characters of an answer after which it is no plan. */
const longestAnswer = 200_000;

/** Asks for a plan, and once more where the answer is none. The last part is `done`. */
export async function* makePlan(options: {
  messages: readonly ModelMessage[];
  starter: string | null;
  model: GenerationModel;
  signal: AbortSignal;
}): AsyncGenerator<PlanPart, void, void> {
  const { starter, model, signal } = options;
  let messages = options.messages;
  let usage: TokenUsage | null = null;
  let checked: CheckedPlan = { plan: null, reason: '' };
  for (let attempt = 0; attempt < 2; attempt++) {
    let answer = '';
    for await (const part of model.ask(messages, { purpose: 'generation', counted: attempt === 0, signal })) {
      if (part.type === 'text') {
        answer += part.text;
        if (answer.length > longestAnswer) break;
        yield part;
        continue;
      }
      if (part.usage) usage = addUsage(usage ?? noUsage, part.usage);
      if (part.problem) {
        yield { type: 'done', plan: null, notes: [], usage, problem: part.problem };
        return;
      }
    }
    signal.throwIfAborted();
    const value = findJson(answer);
    checked =
      value === undefined ? { plan: null, reason: 'there is no JSON object in it.' } : readAnsweredPlan(value, starter);
    if (checked.plan) {
      yield { type: 'done', plan: checked.plan, notes: [...checked.notes], usage, problem: null };
      return;
    }
    messages = planAgain(messages, answer, checked.reason);
  }
  const problem = {
    reason: 'badAnswer' as const,
    message: t(
      'The model answered twice without a plan that can be used. Say more about what you want, or choose another model.',
    ),
    retryAfter: null,
    detail: checked.reason,
  };
  yield { type: 'done', plan: null, notes: [], usage, problem };
}
