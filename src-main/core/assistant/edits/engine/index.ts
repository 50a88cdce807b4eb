export { changeHunks, type HunkChange } from './change-hunks.ts';
export { describeFailure, describeFailuresForModel, type FailureReport } from './describe-failures.ts';
export type {
  BlockFailure,
  BlockFormat,
  BlockOutcome,
  EditBlock,
  FailureReason,
  NearestLines,
  ReplaceBlock,
  Rung,
  WriteBlock,
} from './edit-block.ts';
export { rungs } from './edit-block.ts';
export { normalizeEditPath } from './edit-path.ts';
export {
  contextOf,
  hunksBetween,
  isSameHunk,
  makeHunks,
  overlap,
  placeHunks,
  splitLines,
  type TextHunk,
  touches,
} from './hunks.ts';
export { type AnswerReader, createAnswerReader, readAnswer } from './read-answer.ts';
export { rematchLines } from './rematch-hunk.ts';
export {
  beforeMark,
  gainsMark,
  type HiddenValue,
  hiddenValues,
  holdsMark,
  type RestoredText,
  restoreMarks,
  restoreText,
} from './restore-marks.ts';
export {
  type BaseFile,
  type BlockStage,
  createBlockStage,
  type DraftFile,
  mostLinesToReplace,
} from './stage-blocks.ts';
export { renderStagedText, type StagedText } from './staged-text.ts';
