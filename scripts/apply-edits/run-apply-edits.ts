import { text } from 'node:stream/consumers';
import { parseArgs } from 'node:util';
import {
  type BlockOutcome,
  createBlockStage,
  type DraftFile,
  describeFailure,
  hiddenValues,
  readAnswer,
  renderStagedText,
} from '../../src-main/core/assistant/edits/engine/index.ts';
import { protectionOf } from '../../src-main/core/assistant/edits/protected-paths.ts';
import { existingFolder } from '../folder-argument.ts';
import { openFolder, type ProjectFolder } from './project-folder.ts';

const usage = `Usage: npm run -s apply-edits -- <folder> [--write] < answer.md

Reads an answer of a model with edits of the folder's files and prints as JSON, for each block, the file, the rung of the ladder at
which it matched and its lines, or why it failed. With --write, what is certain is written: not what only resembles, and nothing outside
of the folder or in its .git. Exit code 0 when everything could be applied, 1 when something could not, 2 for wrong usage.`;

/** Applies the edits of an answer on standard input to a folder. Answers the exit code. */
export async function runApplyEdits(words: readonly string[]): Promise<number> {
  const request = readWords(words);
  if (request === null) {
    console.error(usage);
    return 2;
  }
  const folder = openFolder(request.folder);
  const stage = createBlockStage({ leaveFlagged: true });
  const outcomes: BlockOutcome[] = [];
  for (const block of readAnswer(await text(process.stdin))) {
    for (const path of stage.needs(block)) stage.provide(path, await folder.read(path));
    // Nobody here knows what a mark stands for, besides those that the file holds itself.
    outcomes.push(stage.apply(block, hiddenValues(stage.baseOf(block) ?? '', [])));
  }
  const drafts = stage.drafts();
  const written = request.write ? await writeDrafts(folder, drafts) : new Map<string, string | null>();
  const files = drafts.map((draft) => ({
    path: draft.path,
    kind: kindOf(draft),
    ...(draft.from === draft.path ? {} : { from: draft.from }),
    protected: protectionOfDraft(draft),
    ...(request.write ? { written: written.get(draft.path) === null } : {}),
    ...(written.get(draft.path) ? { problem: written.get(draft.path) } : {}),
  }));
  console.log(JSON.stringify({ blocks: outcomes.map(describeOutcome), files }, null, 2));
  const applied = outcomes.every(({ status }) => status === 'staged' || status === 'repeated');
  return applied && [...written.values()].every((problem) => problem === null) ? 0 : 1;
}

function readWords(words: readonly string[]): { readonly folder: string; readonly write: boolean } | null {
  try {
    const { values, positionals } = parseArgs({
      args: [...words],
      allowPositionals: true,
      options: { write: { type: 'boolean', default: false } },
    });
    const [folder, ...others] = positionals;
    return folder === undefined || others.length > 0 ? null : { folder: existingFolder(folder), write: values.write };
  } catch (error) {
    if (error instanceof Error) console.error(error.message);
    return null;
  }
}

/** For each path what kept it from being written; null when it was. */
async function writeDrafts(folder: ProjectFolder, drafts: readonly DraftFile[]): Promise<Map<string, string | null>> {
  const written = new Map<string, string | null>();
  for (const draft of drafts) {
    try {
      if (draft.staged === null) await folder.remove(draft.from);
      else {
        await folder.write(draft.path, renderStagedText(draft.staged), draft.from);
        if (draft.from !== draft.path) await folder.remove(draft.from);
      }
      written.set(draft.path, null);
    } catch (error) {
      written.set(draft.path, error instanceof Error ? error.message : String(error));
    }
  }
  return written;
}

function protectionOfDraft({ path, from, base, staged }: DraftFile): string | null {
  const after = staged === null ? null : renderStagedText(staged);
  return protectionOf(path, base, after) ?? (from === path ? null : protectionOf(from, base, after));
}

function kindOf({ path, from, base, staged }: DraftFile): string {
  if (staged === null) return 'delete';
  if (base === null) return 'create';
  return path === from ? 'change' : 'rename';
}

function describeOutcome({ block, path, status, rung, line, endLine, failure }: BlockOutcome) {
  const common = {
    file: path ?? block.path,
    format: block.format,
    kind: block.kind,
    answerLine: block.answerLine,
    status: status === 'staged' ? 'applied' : status,
  };
  if (failure === null) return { ...common, rung, line, endLine };
  return {
    ...common,
    reason: failure.reason,
    message: describeFailure(failure),
    places: failure.places,
    nearest: failure.nearest,
  };
}
