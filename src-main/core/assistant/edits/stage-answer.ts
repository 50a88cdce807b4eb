import type { StagedFile } from '../../../../contract/model/chat.ts';
import type { FilesService } from '../../files/index.ts';
import { type EditRecords, editId, type FileRecord, type HunkRecord } from './edit-records.ts';
import type { EditTexts } from './edit-texts.ts';
import {
  type BlockOutcome,
  createAnswerReader,
  createBlockStage,
  type DraftFile,
  describeFailure,
  type EditBlock,
  hunksBetween,
  renderStagedText,
  type TextHunk,
  touches,
} from './engine/index.ts';
import { createProjectTexts, type OpenText } from './project-texts.ts';

export interface StagingRequest {
  readonly messageId: string;
  readonly projectId: string;
  /** Texts that windows hold, in place of those on disk. */
  readonly open?: readonly OpenText[];
  /** Goes on from what the message has staged already: another try of blocks that failed, or the rest of an answer. What failed before is forgotten. */
  readonly goOn?: boolean;
  /** What the answer has said before, which is staged already. */
  readonly said?: string;
}

/** Stages the edits of one answer while it arrives. Calls of `push` may overlap; they are done in their order. */
export interface AnswerStaging {
  /** Takes the next piece of the answer; whether anything came of it. */
  push(text: string): Promise<boolean>;
  /** The answer is over: `cut` when it broke off in between. */
  end(cut?: boolean): Promise<void>;
}

/** Longest text that is kept of a failed block. */
const longestQuote = 4000;

/** Begins staging an answer. */
export function createAnswerStaging(
  dependencies: {
    readonly files: Pick<FilesService, 'read'>;
    readonly records: EditRecords;
    readonly texts: EditTexts;
  },
  request: StagingRequest,
): AnswerStaging {
  const { records, texts } = dependencies;
  const { messageId, projectId, goOn = false, said = '' } = request;
  const current = createProjectTexts(dependencies.files, projectId, request.open ?? []);
  const reader = createAnswerReader();
  const stage = createBlockStage();
  const failed = new Map<string, StagedFile['failures'][number][]>();
  const decided = new Map<string, HunkRecord>();
  let ready: Promise<void> | null = null;
  let last: Promise<unknown> = Promise.resolve();

  const prepare = async () => {
    if (said !== '') reader.goOnFrom(said);
    if (!goOn) return;
    for (const file of records.ofMessage(messageId)) {
      if (file.hunks.length === 0) continue;
      const base = file.base === null ? null : texts.get(file.base);
      const text = file.result === null ? null : texts.get(file.result);
      stage.resume({ path: file.path, from: file.from ?? file.path, base, text });
    }
  };
  const take = async (blocks: readonly EditBlock[]): Promise<boolean> => {
    ready ??= prepare();
    await ready;
    if (blocks.length === 0) return false;
    for (const block of blocks) {
      for (const path of stage.needs(block)) stage.provide(path, await current.read(path));
      note(stage.apply(block));
    }
    write();
    return true;
  };
  const note = ({ path, failure }: BlockOutcome) => {
    if (failure === null) return;
    const { search, nearest } = failure;
    const list = failed.get(path ?? '') ?? [];
    list.push({
      reason: describeFailure(failure),
      search: search.join('\n').slice(0, longestQuote),
      nearest: nearest && { ...nearest, text: nearest.text.slice(0, longestQuote) },
    });
    failed.set(path ?? '', list);
  };
  const write = () => {
    // Somebody may have decided about some while the rest arrives.
    for (const { hunks } of records.ofMessage(messageId)) for (const hunk of hunks) decided.set(hunk.id, hunk);
    const drafts = stage.drafts();
    const files = drafts.flatMap((draft, index) => recordOf(draft, index) ?? []);
    const others = [...failed].filter(([path]) => !files.some((file) => file.path === path));
    for (const [path, failures] of others) {
      const id = editId(messageId, path);
      files.push({
        id,
        messageId,
        projectId,
        position: files.length,
        path,
        kind: 'change',
        from: null,
        base: null,
        result: null,
        failures,
        hunks: [],
      });
    }
    records.replaceMessage(messageId, files);
  };
  const recordOf = (draft: DraftFile, position: number): FileRecord | null => {
    const { path, from, base, staged } = draft;
    const text = staged === null ? null : renderStagedText(staged);
    const renamed = from !== path && base !== null;
    const kind = text === null ? 'delete' : base === null ? 'create' : renamed ? 'rename' : 'change';
    const failures = failed.get(path) ?? [];
    if (base === null && text === null) return null;
    const id = editId(messageId, path);
    const changes: TextHunk[] = hunksBetween(
      base ?? '',
      text ?? '',
      kind === 'change' || kind === 'rename' ? (staged ?? undefined) : undefined,
    );
    if (changes.length === 0 && kind === 'change' && failures.length === 0) return null;
    // Something has to be kept, also of an empty file or of a file that only gets another name.
    if (changes.length === 0 && kind !== 'change')
      changes.push({ oldStart: 0, oldLines: [], newStart: 0, newLines: [] });
    const hunks = changes.map((change): HunkRecord => {
      const hunkId = editId(id, change.oldStart, change.oldLines, change.newLines);
      const flagged = draft.flagged || (staged !== null && touches(change, staged.flagged));
      return { ...change, id: hunkId, state: decided.get(hunkId)?.state ?? 'staged', flagged, problem: '' };
    });
    const hash = (some: string | null) => (some === null ? null : texts.put(some));
    return {
      id,
      messageId,
      projectId,
      position,
      path,
      kind,
      from: renamed ? from : null,
      base: hash(base),
      result: hash(text),
      failures,
      hunks,
    };
  };
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const result = last.then(work);
    last = result.catch(() => {});
    return result;
  };

  return {
    push: (text) =>
      inTurn(async () => {
        ready ??= prepare();
        await ready;
        return take(reader.push(text));
      }),
    end: (cut = false) =>
      inTurn(async () => {
        ready ??= prepare();
        await ready;
        await take(reader.end(cut));
        // An answer without edits leaves none of an earlier one of the same message.
        write();
      }),
  };
}
