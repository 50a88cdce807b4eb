/** How many messages a socket may still send: refilled steadily, with some saved up for the burst of joining. */
export interface MessageBudget {
  left: number;
  /** Milliseconds of the clock when `left` was right. */
  at: number;
}

const burstSeconds = 2;

export function createMessageBudget(perSecond: number, now: number): MessageBudget {
  return { left: perSecond * burstSeconds, at: now };
}

/** Takes one message from the budget; false when there is none left. */
export function takeMessage(budget: MessageBudget, perSecond: number, now: number): boolean {
  const most = perSecond * burstSeconds;
  budget.left = Math.min(most, budget.left + ((now - budget.at) / 1000) * perSecond);
  budget.at = now;
  if (budget.left < 1) return false;
  budget.left -= 1;
  return true;
}
