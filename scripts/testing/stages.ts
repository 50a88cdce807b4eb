export interface TestCounts {
  readonly passed: number;
  readonly failed: number;
}

/** What a runner's report says of its tests. */
export interface TestReport extends TestCounts {
  /** For each failed test its file and title, and the first lines of its error. */
  readonly failures: readonly string[];
}

export interface StageResult {
  readonly name: string;
  readonly exitCode: number;
  /** Milliseconds. */
  readonly duration: number;
  readonly counts: TestReport | undefined;
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

/** The failed tests of all stages, to be read at the end of a long run. */
export function describeFailures(results: readonly StageResult[]): string[] {
  return results.flatMap(({ name, counts }) => (counts?.failures ?? []).map((failure) => `✗ ${name}: ${failure}`));
}

interface VitestReport {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly message: string;
    readonly assertionResults: readonly {
      readonly fullName: string;
      readonly status: string;
      readonly failureMessages: readonly string[];
    }[];
  }[];
}

/** Reads the report of vitest's `json` reporter. */
export function readVitestReport(text: string): TestReport {
  const { numPassedTests, numFailedTests, testResults }: VitestReport = JSON.parse(text);
  const failures = testResults.flatMap(({ name, status, message, assertionResults }) => {
    const failed = assertionResults.filter((test) => test.status === 'failed');
    if (failed.length === 0) return status === 'failed' ? [describeFailure(name, message)] : [];
    return failed.map((test) => describeFailure(`${name} › ${test.fullName}`, test.failureMessages[0] ?? ''));
  });
  return { passed: numPassedTests, failed: numFailedTests, failures };
}

interface PlaywrightSuite {
  readonly file: string;
  readonly specs: readonly {
    readonly title: string;
    readonly line: number;
    readonly tests: readonly {
      readonly status: string;
      readonly results: readonly { readonly error?: { readonly message?: string } }[];
    }[];
  }[];
  readonly suites?: readonly PlaywrightSuite[];
}

interface PlaywrightReport {
  readonly stats: { readonly expected: number; readonly unexpected: number; readonly flaky: number };
  readonly suites: readonly PlaywrightSuite[];
}

/** Reads the report of Playwright's `json` reporter; a flaky test counts as failed. */
export function readPlaywrightReport(text: string): TestReport {
  const { stats, suites }: PlaywrightReport = JSON.parse(text);
  const inSuite = (suite: PlaywrightSuite): string[] => [
    ...suite.specs.flatMap(({ title, line, tests }) =>
      tests
        .filter(({ status }) => status === 'unexpected' || status === 'flaky')
        .map(({ results }) => {
          const message = results.find(({ error }) => error)?.error?.message ?? '';
          return describeFailure(`${suite.file}:${line} › ${title}`, message);
        }),
    ),
    ...(suite.suites ?? []).flatMap(inSuite),
  ];
  return { passed: stats.expected, failed: stats.unexpected + stats.flaky, failures: suites.flatMap(inSuite) };
}

const linesOfError = 12;

function describeFailure(test: string, message: string): string {
  const lines = message.split('\n').slice(0, linesOfError);
  return [test, ...lines.map((line) => `    ${line}`)].join('\n').trimEnd();
}
