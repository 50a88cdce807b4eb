import { oc } from '@orpc/contract';
import { z } from 'zod';
import { ModelProblem } from '../model/assistant-model.ts';
import { FileVersion } from '../model/file.ts';

/** Why git did not do it, for windows that can help; `output` is what git itself said. */
export const GitFailure = z.object({
  reason: z.enum([
    'missing',
    'noRepository',
    'unsafeOwner',
    'locked',
    'emptyMessage',
    'identityUnknown',
    'nothingToCommit',
    'hookFailed',
    'conflicts',
    'localChanges',
    'nameTaken',
    'notMerged',
    'rejected',
    'noUpstream',
    'noRemote',
    'authentication',
    'unreachable',
    'patchDoesNotApply',
    'other',
  ]),
  output: z.string(),
});
export type GitFailure = z.infer<typeof GitFailure>;

/**
 * Every error a call may answer with on purpose. Messages are for people: what happened, then what to do.
 * Anything else that goes wrong reaches the renderer as INTERNAL_SERVER_ERROR without details.
 */
const errors = {
  PROJECT_NOT_FOUND: { message: 'The folder is not there.' },
  NOT_FOUND: { message: 'The file is not there any more.' },
  ALREADY_EXISTS: { message: 'There is already a file or folder of that name.' },
  INVALID_NAME: { message: 'That name cannot be used for a file.' },
  OUTSIDE_PROJECT: { message: 'The path leads outside the project.' },
  NOT_WRITABLE: { message: 'The file cannot be written: no permission, or it is read-only.' },
  NOT_READABLE: { message: 'The file cannot be read: no permission.' },
  NO_SPACE: { message: 'The disk is full. The file on disk is as it was, and your text is kept here.' },
  CHANGED_ON_DISK: {
    message: 'The file changed on disk since it was opened.',
    data: z.object({ version: FileVersion }),
  },
  CANNOT_ENCODE: {
    message: 'The text holds characters that the encoding does not have.',
    data: z.object({ encoding: z.string(), character: z.string(), line: z.number() }),
  },
  TOO_LARGE: { message: 'The file is too large to open.' },
  NOT_TRUSTED: { message: 'This folder is not trusted yet, so nothing of its own is run.' },
  GIT_FAILED: { message: 'Git could not do this.', data: GitFailure.optional() },
  LANGUAGE_SERVER_FAILED: { message: 'The language server could not answer.' },
  FORMATTER_FAILED: { message: 'The formatter could not format this file.' },
  INVALID_SETTING: { message: 'That value does not fit the setting.' },
  INVALID_SEARCH: {
    message: 'This cannot be searched for.',
    data: z.object({ field: z.enum(['text', 'include', 'exclude']) }),
  },
  INVALID_KEYBINDINGS: { message: 'The keybindings cannot be read.' },
  INVALID_THEME: { message: 'That file is not a colour theme.' },
  THEME_NOT_FOUND: { message: 'That theme is not there any more. Choose another one.' },
  SECRETS_UNAVAILABLE: {
    message:
      'This system has no safe place for keys and tokens, so nothing was kept. Unlock or install its key store, or start the server with FLASHFUSION_PASSPHRASE, and try again.',
  },
  CANNOT_PREVIEW: { message: 'There is nothing to preview at that address.' },
  TERMINAL_NOT_FOUND: { message: 'That terminal has ended. Open a new one.' },
  SHELL_NOT_STARTED: { message: 'The shell could not be started. Choose another one in the settings.' },
  TASK_NOT_FOUND: { message: 'package.json has no such script any more.' },
  CLOUD_UNREACHABLE: { message: 'The server does not answer. Check the network and try again.' },
  NOT_SIGNED_IN: { message: 'You are not signed in. Sign in first.' },
  MODEL_FAILED: { message: 'The model did not answer.', data: ModelProblem },
  CANNOT_UNDO: { message: 'This can no longer be undone.' },
} as const;

/** The start of every desktop procedure: a contract that may answer with the typed errors above. */
export const procedure = oc.errors(errors);
export type DesktopErrorCode = keyof typeof errors;
