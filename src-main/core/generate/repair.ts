import type { GenerationPart } from '../../../contract/desktop/generate.ts';
import type { ModelProblem, TokenUsage } from '../../../contract/model/assistant-model.ts';
import { t } from '../../../localization/index.ts';
import { createBlockStage, gainsMark, readAnswer, renderStagedText } from '../assistant/edits/engine/index.ts';
import { applyBlackedOut } from '../assistant/edits/index.ts';
import { addUsage, type GenerationRecord } from './generation-records.ts';
import { pathProblem } from './planned-paths.ts';
import type { GenerationGate, GenerationModel, ModelMessage } from './ports.ts';
import { repairMessages } from './prompts.ts';
import { listFiles } from './run-checks.ts';
import { readWritten, type WrittenFile } from './write-files.ts';
import { writeInside } from './write-inside.ts';

/** Tokens that an answer of edits may have, together with what a model thinks before it. */
const mostAnswer = 16_000;

/** Tokens of a repair, at most. */
export async function repairEstimate(record: GenerationRecord, gate: Pick<GenerationGate, 'countTokens'>) {
  const messages = repairMessages({ ...record, files: await filesInQuestion(record) });
  const counts = await Promise.all(messages.map(({ content }) => gate.countTokens(content)));
  return { inputTokens: counts.reduce((sum, count) => sum + count + 8, 0), outputTokens: mostAnswer };
}

/** Sends failed checks back once and applies the edits that fit; those of an answer that was cut off are not all, so none is applied. Answers what stopped it, or what was written. */
export async function askForRepair(options: {
  record: GenerationRecord;
  model: GenerationModel;
  redacted: (messages: readonly ModelMessage[]) => Promise<ModelMessage[]>;
  emit: (part: GenerationPart) => void;
  onUsage: (usage: TokenUsage) => void;
  signal: AbortSignal;
}): Promise<{ problem: ModelProblem | null; written: readonly WrittenFile[] }> {
  const { record, model, emit, signal } = options;
  const files = await filesInQuestion(record);
  const messages = await options.redacted(repairMessages({ ...record, files }));
  let answer = '';
  for await (const part of model.ask(messages, {
    purpose: 'repair',
    counted: true,
    maxOutputTokens: mostAnswer,
    signal,
  })) {
    if (part.type === 'text') answer += part.text;
    else {
      if (part.usage) {
        const usage = addUsage(record.usage, part.usage);
        options.onUsage(usage);
        emit({ type: 'usage', usage });
      }
      if (part.problem) return { problem: part.problem, written: [] };
      if (part.cut) return { problem: cutOff(), written: [] };
    }
  }
  signal.throwIfAborted();
  const changed = await applyAnswer(answer, files);
  signal.throwIfAborted();
  if (changed.length === 0) {
    const message = t(
      'The model answered without an edit that fits. Nothing was changed. Open the project and go on in the chat.',
    );
    return { problem: { reason: 'badAnswer', message, retryAfter: null, detail: '' }, written: [] };
  }
  for (const { path, text } of changed) await writeInside(record.folder, path, text);
  return { problem: null, written: changed };
}

function cutOff(): ModelProblem {
  return {
    reason: 'interrupted',
    message: t(
      'The repair grew longer than it may be and was cut off. Nothing was changed. Try again, or go on in the chat.',
    ),
    retryAfter: null,
    detail: '',
  };
}

/** The files as the edits that certainly fit make them; what is only like the right place is left. */
async function applyAnswer(answer: string, files: readonly WrittenFile[]): Promise<WrittenFile[]> {
  const texts = new Map(files.map(({ path, text }) => [path, text]));
  const stage = createBlockStage({ leaveFlagged: true });
  // Files are sent with their secrets blacked out.
  const apply = applyBlackedOut(stage);
  for (const block of readAnswer(answer)) {
    for (const path of stage.needs(block)) {
      const text = texts.get(path);
      stage.provide(path, text === undefined ? { state: 'missing' } : { state: 'text', text });
    }
    await apply(block);
  }
  return stage.drafts().flatMap(({ path, base, staged, flagged }) => {
    // A repair takes no file away and renames none.
    if (staged === null || flagged) return [];
    const text = renderStagedText(staged);
    return text === base || pathProblem(path) !== null || gainsMark(base, text) ? [] : [{ path, text }];
  });
}

/** Files that the failed checks name, then the others, small ones first. */
async function filesInQuestion(record: GenerationRecord): Promise<WrittenFile[]> {
  const files = await readWritten(record.folder, await listFiles(record.folder));
  const reports = record.checks.map(({ detail, output }) => `${detail}\n${output}`).join('\n');
  const rank = ({ path }: WrittenFile) => (reports.includes(path) ? 0 : path === 'package.json' ? 1 : 2);
  return files
    .filter(({ path }) => !/(^|\/)package-lock\.json$/.test(path))
    .sort((one, other) => rank(one) - rank(other) || one.text.length - other.text.length);
}
