import { cpSync, existsSync, mkdirSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { countTokens } from 'gpt-tokenizer/encoding/o200k_base';
import type { BenchRow } from '../../scripts/benchmarks/rows.ts';
import { repositoryRoot } from '../../scripts/repository.ts';
import { findSecrets } from '../../src-main/core/assistant/context/gate/redact.ts';
import {
  type ContextService,
  createContextService,
  createTokenCounter,
} from '../../src-main/core/assistant/context/index.ts';
import { createRunGit } from '../../src-main/core/git/index.ts';
import { createProcessRegister } from '../../src-main/core/processes/index.ts';
import { contextRequest } from '../support/context-request.ts';
import { randomFrom, randomProject } from '../support/random-project.ts';
import { writeTree } from '../support/write-tree.ts';
import { historyOf, measureRecall } from './support/commit-recall.ts';
import { temporaryFolder } from './support/prepared-session.ts';
import { type RealHistory, realHistories } from './support/real-histories.ts';
import { figureRow, median } from './support/statistics.ts';

const projects = 1000;
const files = 10_000;
const commits = 100;
/** Asked one after the other once the index is there: about different things, so that what one has read is of little use to the next. */
const warmQuestions = [
  'Where are query parameters parsed into a schema?',
  'How does the file watcher notice renamed folders?',
  'Why is the cursor drawn twice after scrolling a wrapped line?',
  'How are promises rejected when a request is aborted?',
  'Which function compares two semantic versions?',
  'fix(markdown): nested lists lose their indentation',
  'How is a TypeScript source map written next to its output?',
  'Where are environment variables read and merged into the configuration?',
  'Add a retry with backoff to the upload of large files',
  'How are CSS selectors tokenized?',
  'What happens when a worker thread exits early?',
  'Where are colors converted from hex to RGB?',
  'How are test results reported to the terminal?',
  'Why does the debounce timer fire twice?',
  'How is a stream of bytes decoded as UTF-8?',
];

/**
 * How the assistant chooses what a model is told: whether it ever takes more than its budget, whether it finds the files that commits changed from their subject
 * lines beside BM25 over whole files, and how long it takes in a project of 10,000 files from the sources of installed packages.
 */
export const contextParts = { budgets, recall, largeProject, tokenizer, redaction };

export default async function context(): Promise<BenchRow[]> {
  return [
    await budgets(),
    ...(await recall()),
    ...(await largeProject()),
    ...(await tokenizer()),
    ...(await redaction()),
  ];
}

async function budgets(): Promise<BenchRow> {
  const folder = await temporaryFolder();
  const service = serviceAt(folder.path);
  let overshoots = 0;
  try {
    for (let seed = 1; seed <= projects; seed += 1) {
      const { files: own, request } = randomProject(seed);
      const root = join(folder.path, `p${seed}`);
      writeTree(root, own);
      const { messages, manifest } = await service.context.build({ ...request, projectId: root });
      const tokens = messages.reduce(
        (sum, { content }) => sum + countTokens(content, { disallowedSpecial: new Set() }) + 4,
        3,
      );
      if (Math.max(tokens, manifest.tokens) > (request.budget ?? 0)) overshoots += 1;
    }
  } finally {
    await service.dispose();
    await folder.dispose();
  }
  return figureRow(
    `contexts over their budget, of ${projects} random projects and questions`,
    'contexts',
    overshoots,
    0,
  );
}

/** Of this repository, beside BM25 over whole files; and of some that others wrote, which are compared with a figure. */
async function recall(): Promise<BenchRow[]> {
  const own: Partial<Pick<RealHistory, 'recall'>> & Omit<RealHistory, 'recall'> = {
    name: 'this repository',
    folder: repositoryRoot,
  };
  return [own, ...(await realHistories())].map((history) => {
    const {
      commits: measured,
      files,
      ours,
      baseline,
    } = measureRecall(history.folder, historyOf(history.folder, commits));
    const row = {
      metric: `files of a commit in the first ten from its subject: ${history.name}, ${measured} commits, ${files} files`,
      unit: 'recall@10',
      ours,
      reference: baseline,
      ratio: ours / baseline,
    };
    return history.recall
      ? { ...row, must: `> ${history.recall}, ≥ BM25`, pass: ours > history.recall && ours >= baseline }
      : { ...row, must: '≥ 1.15 × BM25 over whole files', pass: ours >= 1.15 * baseline };
  });
}

async function largeProject(): Promise<BenchRow[]> {
  const folder = await temporaryFolder();
  const indexes = await temporaryFolder();
  try {
    const copied = copySources(folder.path, files);
    const cold = serviceAt(folder.path, indexes.path);
    const question = 'How are query parameters parsed into a schema, and where are validation errors formatted?';
    const started = performance.now();
    const first = await cold.context.build(contextRequest({ projectId: folder.path, question }));
    const coldTime = performance.now() - started;
    await cold.context.indexSettled(folder.path);
    const complete = performance.now() - started;
    const times: number[] = [];
    const timesAgain: number[] = [];
    for (const asked of [question, ...warmQuestions]) {
      for (const list of [times, timesAgain]) {
        const begun = performance.now();
        await cold.context.build(contextRequest({ projectId: folder.path, question: asked }));
        list.push(performance.now() - begun);
      }
    }
    await cold.dispose();
    const again = serviceAt(folder.path, indexes.path);
    const reopened = performance.now();
    await again.context.build(contextRequest({ projectId: folder.path, question }));
    const reopenTime = performance.now() - reopened;
    await again.dispose();
    return [
      // What follows from all files is worked out after the first one.
      figureRow(`${copied} files: context, index warm, p50`, 'ms', median(times.slice(1)), 150),
      reported(
        `${copied} files: the same asked again, as when it is shown and then sent, p50`,
        'ms',
        median(timesAgain),
      ),
      figureRow(`${copied} files: context, nothing indexed yet`, 'ms', coldTime, 5000),
      figureRow(`${copied} files: context after a start, index on disk`, 'ms', reopenTime, 5000),
      reported(`${copied} files: until the index is complete`, 's', complete / 1000),
      reported(`${copied} files: tokens of the first context`, 'tokens', first.manifest.tokens),
    ];
  } finally {
    await folder.dispose();
    await indexes.dispose();
  }
}

async function tokenizer(): Promise<BenchRow[]> {
  const counter = createTokenCounter();
  const random = randomFrom(7);
  const letters = (alphabet: string) =>
    Array.from({ length: 1_000_000 }, () => alphabet[Math.floor(random() * alphabet.length)]).join('');
  try {
    await counter.count('warm');
    const texts = {
      'one letter': 'a'.repeat(1_000_000),
      blanks: ' '.repeat(1_000_000),
      dots: '.'.repeat(1_000_000),
      'random letters': letters('abcdefghijklmnopqrstuvwxyz'),
      ideographs: letters('漢字仮名交文日本'),
    };
    const rows: BenchRow[] = [];
    for (const [name, text] of Object.entries(texts)) {
      const started = performance.now();
      await counter.cut(text, 6000, 'start');
      rows.push(
        figureRow(`a million characters cut to 6,000 tokens: ${name}`, 'ms', performance.now() - started, 1000),
      );
    }
    const started = performance.now();
    await counter.count(texts['one letter']);
    rows.push(figureRow('a million of one letter counted', 'ms', performance.now() - started, 2000));
    return rows;
  } finally {
    await counter.dispose();
  }
}

async function redaction(): Promise<BenchRow[]> {
  const source = `${"const value = compute(input, 'text', 42);\n".repeat(25_000)}password="hunter2hunter2"\n`.slice(
    -1_000_000,
  );
  await findSecrets(source.slice(-10_000));
  const times: number[] = [];
  for (let turn = 0; turn < 5; turn += 1) {
    const started = performance.now();
    await findSecrets(source);
    times.push(performance.now() - started);
  }
  return [figureRow('secrets looked for in a million characters, p50', 'ms', median(times), 200)];
}

function serviceAt(
  folder: string,
  indexFolder = join(folder, '.index'),
): { readonly context: ContextService; dispose(): Promise<void> } {
  const register = createProcessRegister();
  const service = createContextService({
    resolveProject: (path) => ({ path, name: 'Example' }),
    contextTokens: async () => 16_000,
    git: (path) => createRunGit({ folder: path, trusted: false, program: 'git', register }),
    indexFolder,
    onFailed(error) {
      throw error;
    },
  });
  return {
    context: service,
    async dispose() {
      await service.dispose();
      await register.dispose();
    },
  };
}

/** Copies program text of installed packages into a project; answers how many files there were. */
function copySources(target: string, most: number): number {
  let copied = 0;
  const from = join(repositoryRoot, 'node_modules');
  const queue = readdirSync(from)
    .sort()
    .map((name) => name);
  while (queue.length > 0 && copied < most) {
    const path = queue.shift() ?? '';
    const absolute = join(from, path);
    if (!existsSync(absolute)) continue;
    const stats = statSync(absolute);
    if (stats.isDirectory()) {
      for (const name of readdirSync(absolute).sort())
        if (!name.startsWith('.') && name !== 'node_modules') queue.push(join(path, name));
    } else if (/\.(?:ts|tsx|js|mjs|md|css)$/.test(path) && stats.size < 200_000) {
      mkdirSync(join(target, 'packages', path, '..'), { recursive: true });
      cpSync(absolute, join(target, 'packages', path));
      copied += 1;
    }
  }
  return copied;
}

function reported(metric: string, unit: string, ours: number): BenchRow {
  return { metric, unit, ours, reference: null, ratio: null, must: null, pass: true };
}
