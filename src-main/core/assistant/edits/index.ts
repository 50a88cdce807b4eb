export { applyBlackedOut, staysHidden } from './apply-blacked-out.ts';
export type { CheckpointFile } from './edit-texts.ts';
export type { OpenText } from './project-texts.ts';
export { createEdits, type Edits, type EditsDependencies, type TurnOrder } from './service.ts';
export type { AnswerStaging, StagingRequest } from './stage-answer.ts';
