import { expect, test } from 'vitest';
import { createProblems, type Problem } from '../../../../src-renderer/app/problems.ts';

const problem = (document: string, message: string): Problem => ({
  document,
  projectId: 'p',
  severity: 'error',
  message,
  source: null,
  line: 1,
  column: 1,
});

test('sources say their problems beside each other, and what two say is listed once', () => {
  const problems = createProblems();
  let told = 0;
  problems.subscribe(() => {
    told += 1;
  });
  problems.publish('tasks', []);
  expect(told).toBe(0);
  problems.publish('editor', [problem('a.ts', 'one')]);
  problems.publish('tasks', [problem('a.ts', 'one'), problem('b.ts', 'two')]);
  expect(problems.getState().map(({ document }) => document)).toEqual(['a.ts', 'b.ts']);
  problems.publish('editor', []);
  expect(problems.getState().map(({ message }) => message)).toEqual(['one', 'two']);
  problems.publish('tasks', []);
  expect(problems.getState()).toEqual([]);
});
