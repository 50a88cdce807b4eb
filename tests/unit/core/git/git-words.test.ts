import { expect, test } from 'vitest';
import { kindOf } from '../../../../src-main/core/git/askpass.ts';
import { explainFailure, gitFailed, withoutSecrets } from '../../../../src-main/core/git/git-failure.ts';
import { createProgressReader, type GitProgress, parseProgress } from '../../../../src-main/core/git/parse-progress.ts';

test.each([
  ['Receiving objects:  45% (450/1000), 1.20 MiB | 2.00 MiB/s', 'Receiving objects, 1.20 MiB at 2.00 MiB/s', 0.45],
  ['remote: Compressing objects: 100% (3/3), done.', 'Compressing objects', 1],
  ['remote: Enumerating objects: 12, done.', 'Enumerating objects', null],
  ['Rebasing (1/2)', null, null],
  ['To https://example.com/ferry.git', null, null],
  ['   abc..def  main -> main', null, null],
])('progress: %s', (line, message, fraction) => {
  expect(parseProgress(line)).toEqual(message === null ? null : { message, fraction });
});

test('progress is read as it comes, in pieces and over carriage returns', () => {
  const told: GitProgress[] = [];
  const read = createProgressReader((progress) => told.push(progress));
  for (const piece of ['Writing obj', 'ects:  50% (1/2)\rWriting objects: 100', '% (2/2)\n']) read(piece);
  expect(told.map(({ fraction }) => fraction)).toEqual([0.5, 1]);
});

test.each([
  ["fatal: Unable to create '/x/.git/index.lock': File exists.", 'locked'],
  ["fatal: detected dubious ownership in repository at '/x'", 'unsafeOwner'],
  ["fatal: Authentication failed for 'https://example.com/'", 'authentication'],
  ['git@example.com: Permission denied (publickey).\nfatal: Could not read from remote repository.', 'authentication'],
  ['ssh: Could not resolve host example.com\nfatal: Could not read from remote repository.', 'unreachable'],
  [' ! [rejected]        main -> main (fetch first)\nerror: failed to push some refs', 'rejected'],
  ['error: failed to push some refs to ...', 'hookFailed'],
  ['CONFLICT (content): Merge conflict in a.txt', 'conflicts'],
  ['error: Your local changes to the following files would be overwritten by checkout:', 'localChanges'],
  ["fatal: a branch named 'a' already exists", 'nameTaken'],
  ["error: The branch 'a' is not fully merged.", 'notMerged'],
  ['*** Please tell me who you are.', 'identityUnknown'],
  ['nothing to commit, working tree clean', 'nothingToCommit'],
  ['error: patch failed: a.txt:1', 'patchDoesNotApply'],
  ['fatal: something new', 'other'],
])('%s means %s', (output, reason) => {
  expect(explainFailure(output).reason).toBe(reason);
});

test('what means nothing known is said in its own words, and no address carries a password', () => {
  expect(explainFailure('hint: try\nfatal: something new\n').message).toBe(
    'Git could not do this. fatal: something new',
  );
  expect(withoutSecrets("fatal: unable to access 'https://mira:secret@example.com/x.git/'")).toBe(
    "fatal: unable to access 'https://example.com/x.git/'",
  );
  const error = gitFailed("fatal: odd thing at 'https://mira:secret@example.com/'");
  expect(JSON.stringify([error.message, error.data, String(error.cause)])).not.toContain('secret');
});

test('questions are told apart: names are shown, keys of hosts are a yes or no, all else is secret', () => {
  expect(kindOf("Username for 'https://example.com': ")).toBe('text');
  expect(kindOf("Password for 'https://mira@example.com': ")).toBe('secret');
  expect(kindOf("Enter passphrase for key '/home/mira/.ssh/id_ed25519': ")).toBe('secret');
  expect(kindOf('Are you sure you want to continue connecting (yes/no/[fingerprint])? ')).toBe('confirm');
});
