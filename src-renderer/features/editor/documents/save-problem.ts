import { ORPCError } from '@orpc/client';
import type { DesktopErrorCode } from '../../../../contract/desktop/errors.ts';

/** Why a file could not be read or saved, for the strip above the text. */
export type FileProblem =
  | { readonly code: Exclude<DesktopErrorCode, 'CANNOT_ENCODE'> | 'UNKNOWN'; readonly message: string }
  | {
      readonly code: 'CANNOT_ENCODE';
      readonly message: string;
      readonly encoding: string;
      readonly character: string;
      readonly line: number;
    };

/** Puts an error of a call to Core into the words that are shown. */
export function toFileProblem(error: unknown): FileProblem {
  if (error instanceof ORPCError && error.defined) {
    const code = error.code as DesktopErrorCode;
    if (code === 'CANNOT_ENCODE') {
      const { encoding, character, line } = error.data as { encoding: string; character: string; line: number };
      return { code, message: error.message, encoding, character, line };
    }
    return { code, message: error.message };
  }
  return { code: 'UNKNOWN', message: error instanceof Error ? error.message : String(error) };
}

/** The version on disk that a CHANGED_ON_DISK answer names; null for every other error. */
export function versionOnDisk(error: unknown): string | null {
  if (!(error instanceof ORPCError) || error.code !== 'CHANGED_ON_DISK') return null;
  return (error.data as { version: string }).version;
}
