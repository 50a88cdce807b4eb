import { readFile } from 'node:fs/promises';
import type { GeneratedFile, GenerationPart } from '../../../contract/desktop/generate.ts';
import type { ModelProblem, TokenUsage } from '../../../contract/model/assistant-model.ts';
import { t } from '../../../localization/index.ts';
import type { HiddenValue } from '../assistant/edits/engine/index.ts';
import { createFileStream, type FilePiece } from './file-stream.ts';
import { fillMarks } from './fill-marks.ts';
import { addUsage } from './generation-records.ts';
import type { GenerationModel, ModelMessage } from './ports.ts';
import { findInside, writeInside } from './write-inside.ts';

/** Requests after which a run is given up, each of which has brought at least one file. */
const mostRequests = 20;

export interface WrittenFile {
  readonly path: string;
  readonly text: string;
}

/** The files of these paths that are there, with their texts. */
export async function readWritten(folder: string, paths: readonly string[]): Promise<WrittenFile[]> {
  const read = await Promise.all(
    paths.map(async (path) => {
      const place = await findInside(folder, path);
      return place === null ? [] : [{ path, text: await readFile(place, 'utf8') }];
    }),
  );
  return read.flat();
}

/**
 * Asks for the files that are missing until none is, in as few requests as it takes, and writes each as soon as it is complete.
 * Answers what stopped it, or null. Aborting ends the request; what is complete stays. A file that holds marks of what was blacked out is
 * written with the values, or with a problem that says so.
 */
export async function writeFiles(options: {
  folder: string;
  files: readonly GeneratedFile[];
  usage: TokenUsage;
  model: GenerationModel;
  /** What is sent, and what it shows only marks of. */
  messages: (
    written: readonly WrittenFile[],
    wanted: readonly string[],
  ) => Promise<{ messages: readonly ModelMessage[]; hidden: readonly HiddenValue[] }>;
  emit: (part: GenerationPart) => void;
  /** Called with what is to be remembered, as soon as it is so. */
  onProgress: (progress: { files: readonly GeneratedFile[]; usage: TokenUsage }) => void;
  signal: AbortSignal;
}): Promise<ModelProblem | null> {
  const { folder, model, emit, signal } = options;
  let { files, usage } = options;
  const change = (path: string, wanted: Partial<GeneratedFile>) => {
    files = files.map((file) => (file.path === path ? { ...file, ...wanted } : file));
    const file = files.find((one) => one.path === path);
    if (file) emit({ type: 'file', file });
  };
  const remember = () => options.onProgress({ files, usage });

  const complete = async (path: string, answered: string, hidden: readonly HiddenValue[]) => {
    const before = (await readWritten(folder, [path]))[0]?.text ?? null;
    const { text, problem } = await fillMarks(answered, before, hidden);
    await writeInside(folder, path, text);
    if (text !== answered) {
      // What was shown as it came in is not what the file holds.
      change(path, { status: 'writing', lines: 0 });
      emit({ type: 'text', path, text });
    }
    change(path, { status: 'done', lines: countLines(text), problem });
    remember();
  };

  const take = async (pieces: readonly FilePiece[], hidden: readonly HiddenValue[]) => {
    let finished = 0;
    for (const piece of pieces) {
      const { path } = piece;
      // A file that is there already is not written over by one that nobody asked for again.
      if (files.find((file) => file.path === path)?.status === 'done') continue;
      if (piece.type === 'begin') change(path, { status: 'writing', lines: 0, problem: '' });
      else if (piece.type === 'text') {
        emit({ type: 'text', path, text: piece.text });
      } else if (piece.type === 'tooLong') {
        change(path, { status: 'failed', problem: t('It is longer than a file may be.') });
      } else {
        await complete(path, piece.text, hidden);
        finished++;
      }
    }
    return finished;
  };

  for (let request = 0; request < mostRequests; request++) {
    const wanted = files.filter(({ status }) => status !== 'done').map(({ path }) => path);
    if (wanted.length === 0) return null;
    const done = files.filter(({ status }) => status === 'done').map(({ path }) => path);
    const { messages, hidden } = await options.messages(await readWritten(folder, done), wanted);
    signal.throwIfAborted();
    const stream = createFileStream(wanted);
    let finished = 0;
    let problem: ModelProblem | null = null;
    try {
      for await (const part of model.ask(messages, { purpose: 'generation', counted: request === 0, signal })) {
        if (part.type === 'text') finished += await take(stream.push(part.text), hidden);
        else {
          if (part.problem === null && !part.cut) finished += await take(stream.end(), hidden);
          if (part.usage) usage = addUsage(usage, part.usage);
          emit({ type: 'usage', usage });
          problem = part.problem;
        }
      }
    } finally {
      for (const { path, status } of files) if (status === 'writing') change(path, { status: 'waiting', lines: 0 });
      remember();
    }
    signal.throwIfAborted();
    if (problem) return problem;
    if (finished === 0) return noProgress();
  }
  return files.every(({ status }) => status === 'done') ? null : noProgress();
}

function noProgress(): ModelProblem {
  return {
    reason: 'badAnswer',
    message: t('The model answered without the files that it was asked for. Try again, or choose another model.'),
    retryAfter: null,
    detail: '',
  };
}

function countLines(text: string): number {
  return text === '' ? 0 : text.split('\n').length - (text.endsWith('\n') ? 1 : 0);
}
