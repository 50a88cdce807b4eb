import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { createContextService } from '../../src-main/core/assistant/context/index.ts';
import { createRunGit } from '../../src-main/core/git/index.ts';
import { createProcessRegister } from '../../src-main/core/processes/index.ts';
import { existingFolder } from '../folder-argument.ts';

const usage = `Usage: npm run -s build-context -- <folder> --question "…" [--budget 16000] [--active <path>] [--messages]

Prints, as JSON, what a model would be sent for a question about a folder: the manifest, and how its files and parts of files
rank, with the reasons. --messages prints the messages too. Nothing is sent anywhere.`;

const badUsage = 2;
const budgets = { least: 2000, most: 1_000_000, default: 16_000 };

/** Builds the context of a question about any folder and prints it. Answers the exit code: 2 when it was asked wrongly. */
export async function runBuildContext(words: readonly string[]): Promise<number> {
  const asked = readArguments(words);
  if (typeof asked === 'string') {
    console.error(`${asked}\n\n${usage}`);
    return badUsage;
  }
  const { folder, question, budget, active, messages } = asked;
  const register = createProcessRegister();
  const indexFolder = mkdtempSync(join(tmpdir(), 'flashfusion-context-'));
  const context = createContextService({
    resolveProject: () => ({ path: folder, name: basename(folder) }),
    contextTokens: async () => budget,
    git: () => createRunGit({ folder, trusted: false, program: 'git', register }),
    indexFolder,
    onFailed(error) {
      throw error;
    },
  });
  try {
    const request = {
      projectId: folder,
      question,
      attachments: [],
      situation: { activePath: active, line: null, openPaths: [], pinnedPaths: [], unsaved: [], problems: [] },
      history: [],
      leaveOut: [],
      budget,
    };
    await context.indexSettled(folder);
    const [built, ranking] = [await context.build(request), await context.rank(request)];
    const printed = {
      manifest: built.manifest,
      ranking: {
        files: ranking.files.map(({ path, score, why }) => ({ path, score: round(score), why: rounded(why) })),
        chunks: ranking.chunks.map((chunk) => ({ ...chunk, score: round(chunk.score) })),
        indexedFiles: ranking.indexedFiles,
      },
      ...(messages ? { messages: built.messages } : {}),
    };
    process.stdout.write(`${JSON.stringify(printed, null, 2)}\n`);
    return 0;
  } finally {
    await context.dispose();
    await register.dispose();
    rmSync(indexFolder, { recursive: true, force: true });
  }
}

interface Asked {
  readonly folder: string;
  readonly question: string;
  readonly budget: number;
  readonly active: string | null;
  readonly messages: boolean;
}

/** What was asked for, or what is wrong with it. */
export function readArguments(words: readonly string[]): Asked | string {
  try {
    const { values, positionals } = parseArgs({
      args: [...words],
      allowPositionals: true,
      options: {
        question: { type: 'string' },
        budget: { type: 'string', default: String(budgets.default) },
        active: { type: 'string' },
        messages: { type: 'boolean', default: false },
      },
    });
    const [folder, ...more] = positionals;
    if (folder === undefined) return 'No folder was given.';
    if (more.length > 0) return `One folder at a time: ${positionals.join(', ')}.`;
    if (!values.question?.trim()) return 'No question was given.';
    const budget = Number(values.budget);
    if (!Number.isInteger(budget) || budget < budgets.least || budget > budgets.most) {
      return `The budget has to be a whole number from ${budgets.least} to ${budgets.most}, not ${values.budget}.`;
    }
    const { question, active = null, messages } = values;
    return { folder: realpathSync(existingFolder(folder)), question, budget, active, messages };
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function rounded(why: Readonly<Record<string, number>>): Record<string, number> {
  return Object.fromEntries(
    Object.entries(why)
      .filter(([, value]) => value > 0)
      .map(([name, value]) => [name, round(value)]),
  );
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}
