/** How the budget is shared out: sixteenths of it, in the order of their claims. What is over goes to the next. */
export interface Shares {
  readonly named: number;
  readonly found: number;
  readonly map: number;
  readonly messages: number;
}

const sixteenths = { named: 6, found: 5, map: 1.5, messages: 2.5, spare: 1 } as const;
const shared = sixteenths.named + sixteenths.found + sixteenths.map + sixteenths.messages;

/**
 * Shares of a budget, in tokens, after the instructions, the question and the framing have taken theirs: they take the spare sixteenth first, and what they
 * take beyond it is everybody's loss.
 */
export function shareOut(budget: number, fixed: number): Shares {
  const rest = Math.max(0, budget - Math.max(fixed, (budget * sixteenths.spare) / 16));
  const share = (of: number) => Math.floor((rest * of) / shared);
  return {
    named: share(sixteenths.named),
    found: share(sixteenths.found),
    map: share(sixteenths.map),
    messages: share(sixteenths.messages),
  };
}

/** What each of several gets of a total: all that it needs where that is less than an even share, and the others share the rest evenly. */
export function shareEvenly(needs: readonly number[], total: number): number[] {
  const grants = needs.map(() => 0);
  const order = needs.map((_, index) => index).sort((one, other) => (needs[one] ?? 0) - (needs[other] ?? 0));
  let rest = total;
  order.forEach((index, position) => {
    const grant = Math.max(0, Math.min(needs[index] ?? 0, Math.floor(rest / (order.length - position))));
    grants[index] = grant;
    rest -= grant;
  });
  return grants;
}
