import type { ModelProblem } from '../../../../contract/model/assistant-model.ts';
import { t } from '../../../../localization/index.ts';
import { modelProblem } from '../models/model-problem.ts';

export interface Limits {
  readonly messagesPerMinute: number;
  readonly messagesPerDay: number;
  /** Dollars; null is no cap. */
  readonly dailyCap: number | null;
}

export interface UsedSoFar {
  readonly messagesLastMinute: number;
  readonly messagesToday: number;
  readonly spentToday: number;
  /** Milliseconds until the oldest of the last minute's is older than that. */
  readonly untilNext: number;
  readonly untilTomorrow: number;
}

/** Why nothing is sent now; null when it may be. `cost` is what the request takes at least, null when nobody knows. */
export function findLimit(
  limits: Limits,
  used: UsedSoFar,
  request: { counted: boolean; cost: number | null },
): ModelProblem | null {
  if (request.counted && used.messagesLastMinute >= limits.messagesPerMinute) {
    const seconds = Math.max(1, Math.ceil(used.untilNext / 1000));
    return modelProblem(
      'minuteLimit',
      t('{{limit}} messages a minute are the limit. Wait {{seconds}} s, or raise it in the settings.', {
        limit: limits.messagesPerMinute,
        seconds,
      }),
      { retryAfter: seconds },
    );
  }
  if (request.counted && used.messagesToday >= limits.messagesPerDay) {
    return modelProblem(
      'dayLimit',
      t('{{limit}} messages a day are the limit. Go on tomorrow, or raise it in the settings.', {
        limit: limits.messagesPerDay,
      }),
      { retryAfter: Math.ceil(used.untilTomorrow / 1000) },
    );
  }
  // What costs nothing, such as a model on this machine, has no part in it.
  if (limits.dailyCap !== null && request.cost !== 0 && used.spentToday + (request.cost ?? 0) >= limits.dailyCap) {
    return modelProblem(
      'moneyCap',
      t(
        'This would go over the cap of {{cap}} US dollars a day. Go on tomorrow, raise the cap in the settings, or choose a model on this machine.',
        { cap: limits.dailyCap },
      ),
      { retryAfter: Math.ceil(used.untilTomorrow / 1000) },
    );
  }
  return null;
}

/** The start of the day that a moment is in, in this machine's time. */
export function startOfDay(moment: number): number {
  return new Date(moment).setHours(0, 0, 0, 0);
}

/** The same `days` days later, or earlier: days are not all equally long. */
export function addDays(day: number, days: number): number {
  const date = new Date(day);
  return date.setDate(date.getDate() + days);
}

/** `2026-11-29`, in this machine's time. */
export function nameOfDay(moment: number): string {
  const date = new Date(moment);
  const two = (value: number) => String(value).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}
