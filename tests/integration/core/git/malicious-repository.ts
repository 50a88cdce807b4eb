import { chmodSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeRepository, runGit } from '../../../support/git-repository.ts';

const hooks = [
  'applypatch-msg',
  'commit-msg',
  'fsmonitor-watchman',
  'post-checkout',
  'post-commit',
  'post-index-change',
  'pre-auto-gc',
  'pre-commit',
  'prepare-commit-msg',
  'reference-transaction',
];

/**
 * A repository as somebody with bad intent would hand it over: every hook, the file system monitor, filters, diff and merge
 * programs, an included file and a configured transport write a line to `ran.txt` when they are run.
 */
export function makeMaliciousRepository(folder: string): { ran(): string[] } {
  makeRepository(folder);
  const trace = join(folder, '..', 'ran.txt');
  const program = (name: string, passOn = name.startsWith('filter-')) => {
    const path = join(folder, '.git', `run-${name}.sh`);
    writeFileSync(path, `#!/bin/sh\necho ${name} >> '${trace}'\n${passOn ? 'cat' : ''}\n`);
    chmodSync(path, 0o755);
    return path;
  };
  writeFileSync(join(folder, 'filtered.txt'), 'text\n');
  writeFileSync(join(folder, '.gitattributes'), '*.txt filter=bad diff=bad merge=bad\n*.odd filter=a=b\n');
  writeFileSync(join(folder, 'name.odd'), 'odd\n');
  runGit(folder, 'add', '--all');
  runGit(folder, 'commit', '--quiet', '--message=First');

  for (const hook of hooks) {
    writeFileSync(join(folder, '.git', 'hooks', hook), `#!/bin/sh\necho hook-${hook} >> '${trace}'\n`);
    chmodSync(join(folder, '.git', 'hooks', hook), 0o755);
  }
  const included = join(folder, '.git', 'more-config');
  writeFileSync(included, `[filter "included"]\n\tclean = ${program('filter-included')}\n`);
  writeFileSync(
    join(folder, '.git', 'config'),
    `${readFileSync(join(folder, '.git', 'config'), 'utf8')}
[core]
	fsmonitor = ${program('fsmonitor')}
	sshCommand = ${program('ssh')}
	pager = ${program('pager')}
	editor = ${program('editor')}
	askPass = ${program('askpass')}
[pager]
	status = ${program('pager-status')}
	log = ${program('pager-log')}
[filter "bad"]
	clean = ${program('filter-clean')}
	smudge = ${program('filter-smudge')}
	required = true
[filter "a=b"]
	clean = ${program('filter-odd-name')}
[diff]
	external = ${program('diff-external')}
[diff "bad"]
	textconv = ${program('diff-textconv')}
	command = ${program('diff-command')}
[merge "bad"]
	driver = ${program('merge-driver')}
[gpg]
	program = ${program('gpg')}
[commit]
	gpgSign = true
[log]
	showSignature = true
[credential]
	helper = ${program('credential')}
[protocol]
	allow = always
[protocol "ext"]
	allow = always
[remote "origin"]
	url = ext::${program('transport')}
[hook "configured"]
	command = ${program('configured-hook')}
	event = pre-commit
[gc]
	auto = 1
[include]
	path = ${included}
`,
  );
  writeFileSync(join(folder, 'more.txt'), 'more\n');
  writeFileSync(join(folder, 'filtered.txt'), 'other\n');
  rmSync(trace, { force: true });
  return {
    ran: () => (existsSync(trace) ? readFileSync(trace, 'utf8').trim().split('\n') : []),
  };
}

/** How many programs of `folder/.git` exist, so that a test can tell that its trap was set. */
export function countTraps(folder: string): number {
  return readdirSync(join(folder, '.git')).filter((name) => name.startsWith('run-')).length;
}
