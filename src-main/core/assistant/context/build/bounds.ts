/** How many times the tokens of the context a request may have, with definitions of tools and what went back in rounds. */
const mostOfContext = 2;
/** Tokens of a window that are left for the answer: a quarter of a small one. */
const mostForAnswer = 4096;
/** Below this nothing of use could be asked; a server that lists less is not believed. */
const smallestBudget = 1000;

/** Tokens that requests may have. */
export interface ContextBounds {
  /** Of the context of a question. */
  readonly budget: number;
  /** Of the request with all that has come along in rounds of tools. */
  readonly ceiling: number;
  /** The model's window where it leaves less than was set; null otherwise. */
  readonly window: number | null;
}

/** What may be sent: as much as is set, and never more than the model reads at once beside its answer. All in tokens. */
export function boundContext(set: number, window: number | null): ContextBounds {
  if (window === null) return { budget: set, ceiling: set * mostOfContext, window };
  const forAnswer = Math.min(mostForAnswer, Math.floor(window / 4));
  const budget = Math.min(set, Math.max(window - forAnswer, smallestBudget));
  // Tools that are described and asked take some of what was left for the answer; the other half stays for its end.
  const most = Math.max(window - Math.floor(forAnswer / 2), budget);
  return { budget, ceiling: Math.min(budget * mostOfContext, most), window: budget < set ? window : null };
}
