import type { ModelProblem, ModelProblemReason } from '../../../../contract/model/assistant-model.ts';
import { messageOf } from '../../../app/error-message.ts';
import { translated } from '../../../localize.ts';

/** Why a server was not connected, and the part of the form that can mend it. */
export interface ConnectionTrouble {
  readonly place: 'key' | 'address' | 'form';
  /** What happened, then what to do. */
  readonly message: string;
  /** The server's own words; may be empty. */
  readonly detail: string;
}

const places: Partial<Readonly<Record<ModelProblemReason, ConnectionTrouble['place']>>> = {
  noKey: 'key',
  wrongKey: 'key',
  unreachable: 'address',
  badAnswer: 'address',
  modelNotFound: 'address',
};

/** What went wrong with a model, where the error tells. */
export function modelProblemOf(error: unknown): ModelProblem | null {
  if ((error as { code?: unknown } | null)?.code !== 'MODEL_FAILED') return null;
  return (error as { data?: ModelProblem }).data ?? null;
}

/** An error of `models.connect` or `models.list` as the form shows it. */
export function troubleOf(error: unknown): ConnectionTrouble {
  const problem = modelProblemOf(error);
  if (problem)
    return { place: places[problem.reason] ?? 'form', message: translated(problem.message), detail: problem.detail };
  const place = (error as { code?: unknown } | null)?.code === 'SECRETS_UNAVAILABLE' ? 'key' : 'form';
  return { place, message: messageOf(error), detail: '' };
}
