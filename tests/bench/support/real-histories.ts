import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { findProgram } from '../../../scripts/find-program.ts';
import { repositoryRoot } from '../../../scripts/repository.ts';
import { runCommand } from '../../../scripts/run-command.ts';
import { git } from './commit-recall.ts';

/** A repository that others wrote, with its whole history. */
export interface RealHistory {
  readonly name: string;
  readonly folder: string;
  /** Share of a commit's files that have to be among the first ten: what plain BM25 over paths and imports found in others of its size. */
  readonly recall: number;
}

/** Repositories, and the packs that hold their histories. */
const repositories = [
  { name: 'spinnaker/spinnaker', pack: 'f2e0a8889a746f7600e07d2246a2e29a72f696be', recall: 0.66 },
  { name: 'rumpkernel/rumprun-xen', pack: '7861f2632868833a35fe5e4ab94f99638ec5129b', recall: 0.66 },
  { name: 'src-d/go-git', pack: '3559b3b47e695b33b0913237a4df3357e739831c', recall: 0.57 },
  { name: 'tyba/storable', pack: '0d3d824fb5c930e7e7e1f0f399f2976847d31fd3', recall: 0.57 },
];

const debianPackage = 'golang-github-go-git-go-git-fixtures-dev';
const cache = join(repositoryRoot, '.cache', 'histories');

/**
 * Repositories of others with all their commits: Debian packs some, with which a git library in Go is tested (`golang-github-go-git-go-git-fixtures-dev`).
 * The package is fetched once and kept; nothing of it is installed. Rejects where there is neither.
 */
export async function realHistories(): Promise<RealHistory[]> {
  const wanted = repositories.map((each) => ({ ...each, folder: join(cache, each.name.replace('/', '-')) }));
  if (wanted.some(({ folder }) => !existsSync(folder))) {
    const source = await fetchSource();
    for (const { pack, folder } of wanted) unpackHistory(source, pack, folder);
  }
  return wanted;
}

/** The Go source in which the packs are, as base64 of gzip. */
async function fetchSource(): Promise<string> {
  const aptGet = findProgram('apt-get');
  const unpack = findProgram('dpkg-deb');
  if (!aptGet || !unpack) {
    throw new Error(
      `The histories of other projects come from Debian's package ${debianPackage}: apt-get is not here.`,
    );
  }
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(join(cache, 'package-'));
  try {
    const download = () => runCommand(aptGet, ['download', debianPackage], { cwd: folder });
    if ((await download()).code !== 0) {
      // A fresh machine has no package lists yet.
      await runCommand(aptGet, ['update']);
      const { code, stderr } = await download();
      if (code !== 0) throw new Error(`apt-get download ${debianPackage} failed: ${stderr.trim()}`);
    }
    const archive = readdirSync(folder).find((name) => name.endsWith('.deb')) ?? '';
    const { code, stderr } = await runCommand(unpack, ['-x', join(folder, archive), join(folder, 'content')]);
    if (code !== 0) throw new Error(`dpkg-deb -x ${archive} failed: ${stderr.trim()}`);
    const sources = 'content/usr/share/gocode/src/github.com/go-git/go-git-fixtures/data.go';
    return readFileSync(join(folder, sources), 'utf8');
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function unpackHistory(source: string, pack: string, folder: string): void {
  if (existsSync(folder)) return;
  const found = new RegExp(`"/data/pack-${pack}\\.pack":[^\`]*compressed:\\s*\`([^\`]*)\``).exec(source)?.[1];
  if (!found) throw new Error(`${debianPackage} has no pack ${pack}`);
  const made = mkdtempSync(join(cache, 'made-'));
  git(made, ['init', '--quiet', '--bare', '--initial-branch=main']);
  const path = join(made, 'objects', 'pack', `pack-${pack}.pack`);
  writeFileSync(path, gunzipSync(Buffer.from(found, 'base64')));
  git(made, ['index-pack', path]);
  git(made, ['update-ref', 'refs/heads/main', newestCommit(made)]);
  renameSync(made, folder);
}

/** The commit that has the most before it: the packs come without names of branches. */
function newestCommit(folder: string): string {
  const objects = git(folder, ['cat-file', '--batch-all-objects', '--batch-check']).toString('utf8').split('\n');
  const commits = objects.filter((line) => line.includes(' commit ')).map((line) => line.slice(0, line.indexOf(' ')));
  const parents = new Set(
    git(folder, ['rev-list', '--parents', '--stdin'], `${commits.join('\n')}\n`)
      .toString('utf8')
      .split('\n')
      .flatMap((line) => line.split(' ').slice(1)),
  );
  const tips = commits.filter((commit) => !parents.has(commit));
  const length = (commit: string) => Number(git(folder, ['rev-list', '--count', commit]).toString());
  return (
    tips.map((tip) => ({ tip, commits: length(tip) })).sort((one, other) => other.commits - one.commits)[0]?.tip ?? ''
  );
}
