import { expect, test, vi } from 'vitest';
import type { LanguageReport } from '../../../../contract/desktop/languages.ts';
import type { RunningServer } from '../../../../src-main/core/languages/language-server.ts';
import { createProjectCheck } from '../../../../src-main/core/languages/project-check.ts';

/** A server that finds one error in every file, and is asked about them one by one by `answer`. */
function startCheck(names: readonly string[]) {
  const asked: string[] = [];
  const waiting: (() => void)[] = [];
  const reports: LanguageReport[] = [];
  const failed = vi.fn();
  const items = [
    { range: { start: { line: 0, character: 0 }, end: { line: 0, character: 1 } }, severity: 1, message: 'wrong' },
  ];
  const server: Pick<RunningServer, 'pending' | 'isOpen' | 'request'> = {
    pending: 0,
    isOpen: () => false,
    request(_method, params) {
      asked.push(JSON.stringify(params).replace(/.*\/(\w+\.ts).*/, '$1'));
      return new Promise((resolve) => {
        waiting.push(() => resolve({ kind: 'full', items }));
      });
    },
  };
  const check = createProjectCheck({
    server: server as RunningServer,
    root: '/project',
    listFiles: async () => names,
    report: (more) => reports.push(...more),
    onFailed: failed,
  });
  return { check, asked, reports, failed, answer: () => waiting.shift()?.() };
}

test('a check asks about one file after the other, and rests when it is told to', async () => {
  const { check, asked, reports, failed, answer } = startCheck(['a.ts', 'b.ts', 'c.ts']);
  check.schedule('saved');
  await vi.waitFor(() => expect(asked).toEqual(['a.ts']));
  answer();
  await vi.waitFor(() => expect(asked).toEqual(['a.ts', 'b.ts']));
  check.rest();
  answer();
  // Begun anew it asks from the beginning: what the first one had found was never told.
  check.schedule('saved');
  await vi.waitFor(() => expect(asked).toEqual(['a.ts', 'b.ts', 'a.ts']));
  for (const more of [4, 5, 6]) {
    answer();
    if (more < 6) await vi.waitFor(() => expect(asked).toHaveLength(more));
  }
  await vi.waitFor(() => expect(reports).toHaveLength(3));
  expect(failed).not.toHaveBeenCalled();
  check.dispose();
});
