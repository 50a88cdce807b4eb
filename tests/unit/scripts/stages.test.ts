import { describe, expect, it } from 'vitest';
import {
  describeStages,
  playwrightCounts,
  type StageResult,
  sumCounts,
  vitestCounts,
} from '../../../scripts/testing/stages.ts';

function stage(changes: Partial<StageResult>): StageResult {
  return { name: 'unit', exitCode: 0, duration: 1234, counts: undefined, skipped: false, ...changes };
}

describe('sumCounts', () => {
  it('adds what the runners counted', () => {
    const results = [
      stage({ counts: { passed: 3, failed: 0 } }),
      stage({ counts: { passed: 4, failed: 2 }, exitCode: 1 }),
    ];
    expect(sumCounts(results)).toEqual({ passed: 7, failed: 2 });
  });

  it('counts a stage that failed without a failing test, and one that could not run', () => {
    const results = [
      stage({ exitCode: 2 }),
      stage({ exitCode: 1, counts: { passed: 5, failed: 0 } }),
      stage({ skipped: true }),
    ];
    expect(sumCounts(results)).toEqual({ passed: 5, failed: 3 });
  });
});

describe('describeStages', () => {
  it('gives each stage a line with seconds, outcome and counts', () => {
    const lines = describeStages([
      stage({ name: 'lint' }),
      stage({ name: 'e2e', exitCode: 1, counts: { passed: 1, failed: 2 }, duration: 61_000 }),
      stage({ name: 'package', skipped: true, duration: 0 }),
    ]);
    expect(lines).toEqual([
      'lint        1.2 s  ok',
      'e2e        61.0 s  failed (exit code 1), 1 passed, 2 failed',
      'package     0.0 s  not run',
    ]);
  });
});

describe('counts in reports', () => {
  it('reads vitest’s', () => {
    expect(vitestCounts('{"numTotalTests":5,"numPassedTests":4,"numFailedTests":1}')).toEqual({ passed: 4, failed: 1 });
  });

  it('takes a flaky Playwright test for a failed one', () => {
    const report = '{"stats":{"expected":7,"unexpected":1,"flaky":1,"skipped":0}}';
    expect(playwrightCounts(report)).toEqual({ passed: 7, failed: 2 });
  });
});
