import type { FilesLog } from './ports.ts';

type Step = () => Promise<unknown>;

/**
 * Does several things, all or none: `work` hands over, after each, how that is taken back. When it throws, everything is taken back
 * in reverse order, and the error goes on.
 */
export async function allOrNone<Result>(
  log: FilesLog,
  work: (takenBackBy: (step: Step) => void) => Promise<Result>,
): Promise<Result> {
  const steps: Step[] = [];
  try {
    return await work((step) => steps.push(step));
  } catch (error) {
    for (const step of steps.reverse()) {
      await step().catch((failure: unknown) => log.warn({ error: failure }, 'could not take back a step'));
    }
    throw error;
  }
}
