export interface TestCounts {
  readonly passed: number;
  readonly failed: number;
}

export interface StageResult {
  readonly name: string;
  readonly exitCode: number;
  /** Milliseconds. */
  readonly duration: number;
  readonly counts: TestCounts | undefined;
  readonly skipped: boolean;
}

/**
 * Adds up what the runners counted. A stage that failed without a failing test of its own (a type error, a crash, a stage
 * that could not run) counts as one failure, so that the sum never looks better than the exit codes.
 */
export function sumCounts(results: readonly StageResult[]): TestCounts {
  let passed = 0;
  let failed = 0;
  for (const { exitCode, counts, skipped } of results) {
    passed += counts?.passed ?? 0;
    failed += counts?.failed ?? 0;
    if ((exitCode !== 0 || skipped) && !counts?.failed) failed += 1;
  }
  return { passed, failed };
}

/** One line for each stage, with its outcome, counts and seconds. */
export function describeStages(results: readonly StageResult[]): string[] {
  const width = Math.max(...results.map((result) => result.name.length));
  return results.map(({ name, exitCode, duration, counts, skipped }) => {
    const outcome = skipped ? 'not run' : exitCode === 0 ? 'ok' : `failed (exit code ${exitCode})`;
    const tests = counts ? `, ${counts.passed} passed, ${counts.failed} failed` : '';
    return `${name.padEnd(width)}  ${(duration / 1000).toFixed(1).padStart(6)} s  ${outcome}${tests}`;
  });
}

/** Counts in the report of vitest's `json` reporter. */
export function vitestCounts(report: string): TestCounts {
  const { numPassedTests, numFailedTests }: { numPassedTests: number; numFailedTests: number } = JSON.parse(report);
  return { passed: numPassedTests, failed: numFailedTests };
}

/** Counts in the report of Playwright's `json` reporter; a flaky test counts as failed. */
export function playwrightCounts(report: string): TestCounts {
  const { stats }: { stats: { expected: number; unexpected: number; flaky: number } } = JSON.parse(report);
  return { passed: stats.expected, failed: stats.unexpected + stats.flaky };
}
