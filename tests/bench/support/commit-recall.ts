import { execFileSync } from 'node:child_process';
import { isSecretFile } from '../../../contract/model/secret-files.ts';
import { type FileRecord, recordOf } from '../../../src-main/core/assistant/context/index/file-record.ts';
import { importNeighbours } from '../../../src-main/core/assistant/context/index/find-in-project.ts';
import { termsOfQuestion } from '../../../src-main/core/assistant/context/index/terms.ts';
import { type PathFacts, pathFacts } from '../../../src-main/core/assistant/context/rank/path-facts.ts';
import { noSurroundings, rankFiles } from '../../../src-main/core/assistant/context/rank/rank-files.ts';
import type { PastCommit } from '../../../src-main/core/assistant/context/rank/rank-history.ts';

/** A commit that changed files which were there before it. */
export interface HistoricCommit {
  readonly id: string;
  readonly parent: string;
  readonly subject: string;
  readonly changed: readonly string[];
  /** Those of them that are still there, and are files. */
  readonly edited: readonly string[];
  /** The commits before it, the newest one first. */
  readonly before: readonly PastCommit[];
}

/** Share of a commit's files among the first ten, for our ranking and for BM25 over whole files. */
export interface Recall {
  readonly commits: number;
  readonly files: number;
  readonly ours: number;
  readonly baseline: number;
  readonly misses: readonly {
    readonly subject: string;
    readonly missed: readonly string[];
    readonly first: readonly string[];
  }[];
}

const pastCommits = 500;
const largestBlob = 768 * 1024;

export function git(folder: string, args: readonly string[], input?: string): Buffer {
  return execFileSync('git', [...args], {
    cwd: folder,
    input,
    maxBuffer: 1024 ** 3,
    stdio: ['pipe', 'pipe', 'ignore'],
  });
}

/** The newest commits without merges of which one to ten changed files existed before. */
export function historyOf(folder: string, most: number): HistoricCommit[] {
  const log = git(folder, [
    'log',
    '--no-merges',
    '--no-renames',
    '-z',
    '--format=%x01%H %P%x00%s',
    '--raw',
    '--no-abbrev',
  ]).toString('utf8');
  const commits: HistoricCommit[] = [];
  const all: PastCommit[] = [];
  for (const entry of log.split('\u0001').slice(1)) {
    const [head = '', subject = '', ...fields] = entry.split('\0').map((field) => field.replace(/^\n/, ''));
    const [id = '', parent] = head.trim().split(' ');
    if (parent === undefined) continue;
    const changed: string[] = [];
    const edited: string[] = [];
    const paths: string[] = [];
    for (let at = 0; at + 1 < fields.length; at += 1) {
      if (!fields[at]?.startsWith(':')) continue;
      paths.push(fields[at + 1] ?? '');
      if (/ [MD]$/.test(fields[at] ?? '')) changed.push(fields[at + 1] ?? '');
      if (/^:10.* M$/.test(fields[at] ?? '')) edited.push(fields[at + 1] ?? '');
      at += 1;
    }
    all.push({ subject, paths });
    const position = all.length;
    if (changed.length >= 1 && changed.length <= 10 && commits.length < most) {
      commits.push({
        id,
        parent,
        subject,
        changed,
        edited,
        get before() {
          return all.slice(position, position + pastCommits);
        },
      });
    }
  }
  return commits;
}

/** Ranks the files of each commit's parent for the commit's subject. Nothing of the commit itself is known to the ranking. */
export function measureRecall(folder: string, commits: readonly HistoricCommit[]): Recall {
  const blobs = new Map<string, { record: FileRecord; counts: Map<string, number>; length: number } | null>();
  const paths = new Map<string, PathFacts>();
  let [ours, baseline, files, measured] = [0, 0, 0, 0];
  const misses: { subject: string; missed: string[]; first: string[] }[] = [];
  for (const { parent, subject, changed, before } of commits) {
    const tree = treeAt(folder, parent).filter(({ path }) => !isSecretFile(path));
    readBlobs(folder, tree, blobs);
    const records: FileRecord[] = [];
    const plain: { path: string; counts: Map<string, number>; length: number }[] = [];
    for (const { path, blob } of tree) {
      const known = blobs.get(blob);
      if (!known) continue;
      records.push({ ...known.record, path });
      plain.push({ path, counts: known.counts, length: known.length });
    }
    const there = new Set(records.map(({ path }) => path));
    const wanted = changed.filter((path) => there.has(path));
    if (wanted.length === 0) continue;
    const neighbours = importNeighbours(records);
    const factsOf = ({ path }: FileRecord) => {
      const facts = paths.get(path) ?? pathFacts(path);
      paths.set(path, facts);
      return facts;
    };
    const ranked = rankFiles(
      records,
      termsOfQuestion(subject),
      subject,
      { ...noSurroundings, history: before },
      (path) => neighbours.get(path) ?? [],
      10,
      factsOf,
    );
    const first = ranked.map(({ path }) => path);
    const hits = wanted.filter((path) => first.includes(path)).length;
    ours += hits / wanted.length;
    const plainFirst = rankPlainly(plain, subject).slice(0, 10);
    baseline += wanted.filter((path) => plainFirst.includes(path)).length / wanted.length;
    files += records.length;
    measured += 1;
    if (hits < wanted.length) misses.push({ subject, missed: wanted.filter((path) => !first.includes(path)), first });
  }
  const n = Math.max(1, measured);
  return { commits: measured, files: Math.round(files / n), ours: ours / n, baseline: baseline / n, misses };
}

function treeAt(folder: string, commit: string): { path: string; blob: string }[] {
  const lines = git(folder, ['ls-tree', '-r', '-z', '-l', commit]).toString('utf8').split('\0');
  return lines.flatMap((line) => {
    const [, kind, blob, size, path] = /^\d+ (\w+) (\S+)\s+(\S+)\t(.*)$/s.exec(line) ?? [];
    return kind === 'blob' && blob && path && Number(size) <= largestBlob ? [{ path, blob }] : [];
  });
}

function readBlobs(
  folder: string,
  tree: readonly { path: string; blob: string }[],
  known: Map<string, { record: FileRecord; counts: Map<string, number>; length: number } | null>,
): void {
  const missing = [
    ...new Map(tree.filter(({ blob }) => !known.has(blob)).map((entry) => [entry.blob, entry])).values(),
  ];
  if (missing.length === 0) return;
  const output = git(folder, ['cat-file', '--batch'], missing.map(({ blob }) => `${blob}\n`).join(''));
  let at = 0;
  for (const { blob, path } of missing) {
    const end = output.indexOf(10, at);
    const size = Number(output.subarray(at, end).toString().split(' ')[2]);
    const bytes = output.subarray(end + 1, end + 1 + size);
    at = end + 1 + size + 1;
    if (bytes.subarray(0, 8000).includes(0)) {
      known.set(blob, null);
      continue;
    }
    const text = bytes.toString('utf8');
    const counts = new Map<string, number>();
    let length = 0;
    for (const word of text.toLowerCase().match(/[a-z0-9]+/g) ?? []) {
      counts.set(word, (counts.get(word) ?? 0) + 1);
      length += 1;
    }
    known.set(blob, { record: recordOf(path, 0, size, text), counts, length });
  }
}

/** BM25 over the whole text of files by their plain words: what ours is compared with. */
function rankPlainly(
  files: readonly { path: string; counts: Map<string, number>; length: number }[],
  question: string,
): string[] {
  const words = [...new Set(question.toLowerCase().match(/[a-z0-9]+/g) ?? [])];
  const average = files.reduce((sum, { length }) => sum + length, 0) / Math.max(1, files.length);
  const scores = files.map(() => 0);
  for (const word of words) {
    const having = files.filter(({ counts }) => counts.has(word)).length;
    const rarity = Math.log(1 + (files.length - having + 0.5) / (having + 0.5));
    for (const [index, { counts, length }] of files.entries()) {
      const count = counts.get(word) ?? 0;
      scores[index] =
        (scores[index] ?? 0) + (rarity * count * 2.2) / (count + 1.2 * (0.25 + (0.75 * length) / average));
    }
  }
  return files
    .map(({ path }, index) => ({ path, score: scores[index] ?? 0 }))
    .sort((one, other) => other.score - one.score)
    .map(({ path }) => path);
}
