import { describe, expect, it } from 'vitest';
import {
  describeFailures,
  describeStages,
  readPlaywrightReport,
  readVitestReport,
  type StageResult,
  sumCounts,
} from '../../../scripts/testing/stages.ts';

function stage(changes: Partial<StageResult>): StageResult {
  return { name: 'unit', exitCode: 0, duration: 1234, counts: undefined, skipped: false, ...changes };
}

describe('sumCounts', () => {
  it('adds what the runners counted', () => {
    const results = [
      stage({ counts: { passed: 3, failed: 0, failures: [] } }),
      stage({ counts: { passed: 4, failed: 2, failures: [] }, exitCode: 1 }),
    ];
    expect(sumCounts(results)).toEqual({ passed: 7, failed: 2 });
  });

  it('counts a stage that failed without a failing test, and one that could not run', () => {
    const results = [
      stage({ exitCode: 2 }),
      stage({ exitCode: 1, counts: { passed: 5, failed: 0, failures: [] } }),
      stage({ skipped: true }),
    ];
    expect(sumCounts(results)).toEqual({ passed: 5, failed: 3 });
  });
});

describe('describeStages', () => {
  it('gives each stage a line with seconds, outcome and counts', () => {
    const lines = describeStages([
      stage({ name: 'lint' }),
      stage({ name: 'e2e', exitCode: 1, counts: { passed: 1, failed: 2, failures: [] }, duration: 61_000 }),
      stage({ name: 'package', skipped: true, duration: 0 }),
    ]);
    expect(lines).toEqual([
      'lint        1.2 s  ok',
      'e2e        61.0 s  failed (exit code 1), 1 passed, 2 failed',
      'package     0.0 s  not run',
    ]);
  });
});

describe('reports of the runners', () => {
  it('reads vitest’s, with tests that failed and files that could not run', () => {
    const report = {
      numPassedTests: 4,
      numFailedTests: 1,
      testResults: [
        {
          name: 'a.test.ts',
          status: 'failed',
          message: '',
          assertionResults: [
            { fullName: 'adds', status: 'passed', failureMessages: [] },
            { fullName: 'takes away', status: 'failed', failureMessages: ['expected 1\nto be 2'] },
          ],
        },
        { name: 'b.test.ts', status: 'failed', message: 'no such module', assertionResults: [] },
      ],
    };
    expect(readVitestReport(JSON.stringify(report))).toEqual({
      passed: 4,
      failed: 1,
      failures: ['a.test.ts › takes away\n    expected 1\n    to be 2', 'b.test.ts\n    no such module'],
    });
  });

  it('takes a flaky Playwright test for a failed one, and finds it in nested suites', () => {
    const spec = (title: string, status: string, message?: string) => ({
      title,
      line: 7,
      tests: [{ status, results: [{ error: message === undefined ? undefined : { message } }, {}] }],
    });
    const report = {
      stats: { expected: 7, unexpected: 1, flaky: 1, skipped: 0 },
      suites: [
        {
          file: 'a.spec.ts',
          specs: [spec('opens', 'expected'), spec('saves', 'unexpected', 'too late')],
          suites: [{ file: 'a.spec.ts', specs: [spec('closes', 'flaky', Array(40).fill('line').join('\n'))] }],
        },
      ],
    };
    const read = readPlaywrightReport(JSON.stringify(report));
    expect(read).toMatchObject({ passed: 7, failed: 2 });
    expect(read.failures[0]).toBe('a.spec.ts:7 › saves\n    too late');
    expect(read.failures[1]?.split('\n')).toHaveLength(13);
  });

  it('names the stage of each failure', () => {
    const counts = { passed: 0, failed: 1, failures: ['a.spec.ts:7 › saves'] };
    expect(describeFailures([stage({ counts: undefined }), stage({ name: 'e2e', counts })])).toEqual([
      '✗ e2e: a.spec.ts:7 › saves',
    ]);
  });
});
