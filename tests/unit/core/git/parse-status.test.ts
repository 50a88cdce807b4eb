import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createStatusReader } from '../../../../src-main/core/git/parse-status.ts';

function read(records: readonly string[], most = 100, pieces = 1) {
  const reader = createStatusReader(most);
  const output = Buffer.from(records.map((record) => `${record}\0`).join(''));
  const size = Math.max(1, Math.ceil(output.length / pieces));
  for (let at = 0; at < output.length; at += size) if (!reader.read(output.subarray(at, at + size))) break;
  return reader.result();
}

const hashes = `${'a'.repeat(40)} ${'b'.repeat(40)}`;
const sample = [
  `# branch.oid ${'c'.repeat(40)}`,
  '# branch.head feature/ümlaut',
  '# branch.upstream origin/feature',
  '# branch.ab +2 -3',
  '# stash 4',
  `1 .M N... 100644 100644 100644 ${hashes} a file with spaces.txt`,
  `1 A. N... 000000 100644 100644 ${hashes} new.txt`,
  `1 .M S.M. 160000 160000 160000 ${hashes} module`,
  `2 RM N... 100644 100644 100644 ${hashes} R100 to\nthere.txt`,
  'from here.txt',
  `u UU N... 100644 100644 100644 100644 ${hashes} ${'d'.repeat(40)} both.txt`,
  `u DU N... 100644 100644 100644 100644 ${hashes} ${'d'.repeat(40)} gone.txt`,
  '? untracked/ö.txt',
  '? nested/',
];

test('every kind of record is read, whatever the names', () => {
  const { head, stashes, changes, truncated } = read(sample);
  expect(head).toEqual({
    branch: 'feature/ümlaut',
    commit: 'c'.repeat(40),
    upstream: 'origin/feature',
    upstreamGone: false,
    ahead: 2,
    behind: 3,
  });
  expect([stashes, truncated]).toEqual([4, false]);
  expect(
    changes.map(({ path, from, staged, unstaged, untracked, conflict, repository }) => [
      path,
      from,
      staged ?? conflict,
      unstaged,
      untracked,
      repository,
    ]),
  ).toEqual([
    ['a file with spaces.txt', null, null, 'modified', false, false],
    ['new.txt', null, 'added', null, false, false],
    ['module', null, null, 'modified', false, true],
    ['to\nthere.txt', 'from here.txt', 'renamed', 'modified', false, false],
    ['both.txt', null, 'bothModified', null, false, false],
    ['gone.txt', null, 'deletedByUs', null, false, false],
    ['untracked/ö.txt', null, null, null, true, false],
    ['nested', null, null, null, true, true],
  ]);
});

test('output that is cut anywhere reads the same', () => {
  const whole = read(sample);
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 400 }), (pieces) => {
      expect(read(sample, 100, pieces)).toEqual(whole);
    }),
  );
});

test('a head without a branch, without a commit, or whose upstream has gone', () => {
  expect(read(['# branch.oid (initial)', '# branch.head main']).head).toMatchObject({ branch: 'main', commit: null });
  expect(read([`# branch.oid ${'c'.repeat(40)}`, '# branch.head (detached)']).head.branch).toBeNull();
  expect(
    read([`# branch.oid ${'c'.repeat(40)}`, '# branch.head main', '# branch.upstream origin/main']).head.upstreamGone,
  ).toBe(true);
});

test('reading stops where there is too much', () => {
  const many = Array.from({ length: 20 }, (_, index) => `? file-${index}`);
  expect(read(many, 20).truncated).toBe(false);
  const cut = read(many, 10);
  expect([cut.truncated, cut.changes.length]).toEqual([true, 10]);
});
