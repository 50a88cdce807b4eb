import type { KeptFailure } from '../../database/index.ts';
import type { FilesService } from '../../files/index.ts';
import { applyBlackedOut } from './apply-blacked-out.ts';
import { isDropped, isWhole, openFiles, splitKept, startOf } from './edit-layers.ts';
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
  isSameHunk,
  makeHunks,
  overlap,
  placeHunks,
  renderStagedText,
  touches,
} from './engine/index.ts';
import { createProjectTexts, type OpenText } from './project-texts.ts';

export interface StagingRequest {
  readonly messageId: string;
  readonly projectId: string;
  /** Texts that windows hold, in place of those on disk. */
  readonly open?: readonly OpenText[];
  /** Goes on from what the message has staged already: another try of blocks that failed, or the rest of an answer. */
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
  const apply = applyBlackedOut(stage);
  /** Of paths that have not been tried again. */
  const failedBefore = new Map<string, readonly KeptFailure[]>();
  const failed = new Map<string, KeptFailure[]>();
  const decided = new Map<string, HunkRecord>();
  /** Dropped hunks that the stage goes on without, by their files. */
  const leftOut = new Map<string, string>();
  /** Whether what is recorded of the message is what this has to go on from. */
  let isOwn = goOn;
  let ready: Promise<void> | null = null;
  let last: Promise<unknown> = Promise.resolve();

  const prepare = async () => {
    if (said !== '') reader.goOnFrom(said);
    if (!goOn) return;
    for (const { path, failures } of records.ofMessage(messageId)) {
      const before = failures.map((failure) => ({ ...failure, earlier: true }));
      if (before.length > 0) failedBefore.set(path, [...(failedBefore.get(path) ?? []), ...before]);
    }
    follow();
  };
  const textOf = (hash: string | null) => (hash === null ? null : texts.get(hash));
  const hashOf = (text: string | null) => (text === null ? null : texts.put(text));
  /** Has the stage go on without what a person has dropped meanwhile. */
  const follow = () => {
    if (!isOwn) return;
    for (const file of openFiles(records.ofMessage(messageId))) {
      const dropped = idsOf(file.hunks.filter(({ state }) => state === 'undone'));
      if (file.hunks.length === 0 || leftOut.get(file.id) === dropped) continue;
      leftOut.set(file.id, dropped);
      if (isDropped(file) && file.kind !== 'change') continue;
      const live = file.hunks.filter(({ state }) => state !== 'undone');
      const base = textOf(file.base);
      stage.resume({
        path: file.path,
        from: startOf(file),
        base,
        text: isWhole(file) ? textOf(file.result) : makeHunks(base ?? '', live),
        flagged: live
          .filter(({ flagged }) => flagged)
          .map(({ oldStart, oldLines }) => ({ start: oldStart, end: oldStart + oldLines.length })),
      });
    }
  };
  const take = async (blocks: readonly EditBlock[]): Promise<boolean> => {
    ready ??= prepare();
    await ready;
    if (blocks.length === 0) return false;
    follow();
    for (const block of blocks) {
      for (const path of stage.needs(block)) stage.provide(path, await current.read(path));
      note(await apply(block));
    }
    write();
    return true;
  };
  const note = ({ path, failure }: BlockOutcome) => {
    failedBefore.delete(path ?? '');
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
  const failuresOf = (path: string) => [...(failedBefore.get(path) ?? []), ...(failed.get(path) ?? [])];
  const write = () => {
    // Somebody may have decided about some while the rest arrives.
    const before = records.ofMessage(messageId);
    for (const { hunks } of before) for (const hunk of hunks) decided.set(hunk.id, hunk);
    const known = isOwn ? before : [];
    isOwn = true;
    const open = openFiles(known);
    const drafts = stage.drafts();
    const made: FileRecord[] = [];
    const goneOn = new Set<FileRecord>();
    for (const draft of drafts) {
      const file =
        open.find(({ path }) => path === draft.path) ??
        open.find(
          (other) =>
            startOf(other) === draft.from && !isDropped(other) && !drafts.some(({ path }) => path === other.path),
        );
      if (file) goneOn.add(file);
      made.push(...recordsOf(draft, file, known));
    }
    const stay = open.filter((file) => file.hunks.length > 0 && !goneOn.has(file));
    const files = [...known.filter((file) => !open.includes(file)), ...stay, ...made];
    for (const path of new Set([...failedBefore.keys(), ...failed.keys()])) {
      if (openFiles(files).some((file) => file.path === path)) continue;
      files.push({
        id: newId(path, files),
        messageId,
        projectId,
        position: 0,
        path,
        kind: 'change',
        from: null,
        base: null,
        result: null,
        failures: [],
        hunks: [],
      });
    }
    const last = new Set(openFiles(files));
    records.replaceMessage(
      messageId,
      files.map((file, position) => ({ ...file, position, failures: last.has(file) ? failuresOf(file.path) : [] })),
    );
  };
  /** A file may be there again for each time that something is made over what was kept. */
  const newId = (path: string, others: readonly FileRecord[]) => {
    const count = others.filter((other) => other.path === path).length;
    return count === 0 ? editId(messageId, path) : editId(messageId, path, count);
  };
  /** A draft as it is recorded, over the `file` that it goes on from. Kept hunks that it would change stay, and it is made over them. */
  const recordsOf = (draft: DraftFile, file: FileRecord | undefined, known: readonly FileRecord[]): FileRecord[] => {
    const record = recordOf(draft, file, known);
    const hasAll =
      record?.path === file?.path && file?.hunks.every(({ id, state }) => state !== 'kept' || hasHunk(record, id));
    if (!file || hasAll || !file.hunks.some(({ state }) => state === 'kept')) return record ? [record] : [];
    const { kept, open } = splitKept(file);
    const text = isWhole(file) ? textOf(file.result) : makeHunks(textOf(file.base) ?? '', kept);
    const base = hashOf(text);
    stage.rebase(draft.path, { from: file.path, base: text, made: kept });
    const rebased = stage.drafts().find(({ path }) => path === draft.path);
    const over = { ...file, id: newId(file.path, known), kind: 'change' as const, from: null, base, hunks: open };
    const next = rebased && recordOf(rebased, over, known);
    return [{ ...file, result: base, hunks: kept }, ...(next ? [next] : [])];
  };
  const recordOf = (
    draft: DraftFile,
    file: FileRecord | undefined,
    known: readonly FileRecord[],
  ): FileRecord | null => {
    const { path, from, base, staged } = draft;
    const text = staged === null ? null : renderStagedText(staged);
    const renamed = from !== path && base !== null;
    const kind = text === null ? 'delete' : base === null ? 'create' : renamed ? 'rename' : 'change';
    if (base === null && text === null) return null;
    const id = file?.path === path ? file.id : newId(path, known);
    const baseHash = hashOf(base);
    const before = file?.base === baseHash ? file.hunks : [];
    const isText = kind === 'change' || kind === 'rename';
    const undone = before.filter(({ state }) => isText && state === 'undone');
    const changes = hunksBetween(base ?? '', text ?? '', isText ? (staged ?? undefined) : undefined, undone);
    const dropped = undone.filter((hunk) => !changes.some((change) => overlap(change, hunk)));
    if (changes.length + dropped.length === 0 && kind === 'change' && failuresOf(path).length === 0) return null;
    // Something has to be kept, also of an empty file or of a file that only gets another name.
    if (changes.length + dropped.length === 0 && kind !== 'change')
      changes.push({ oldStart: 0, oldLines: [], newStart: 0, newLines: [] });
    const hunks = changes.map((change): HunkRecord => {
      const same = before.find((hunk) => isSameHunk(hunk, change));
      const hunkId = same && file?.id === id ? same.id : editId(id, change.oldStart, change.oldLines, change.newLines);
      const state = (same ?? decided.get(hunkId))?.state ?? 'staged';
      const flagged = draft.flagged || (staged !== null && touches(change, staged.flagged));
      return { ...change, id: hunkId, state, flagged, problem: '' };
    });
    leftOut.set(id, idsOf(dropped));
    return {
      id,
      messageId,
      projectId,
      position: 0,
      path,
      kind,
      from: renamed ? from : null,
      base: baseHash,
      result: hashOf(text),
      failures: [],
      hunks: placeHunks([...hunks, ...dropped]),
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

function hasHunk(file: FileRecord | null, id: string): boolean {
  return file?.hunks.some((hunk) => hunk.id === id) ?? false;
}

function idsOf(hunks: readonly HunkRecord[]): string {
  return hunks.map(({ id }) => id).join(' ');
}
