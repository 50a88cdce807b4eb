import { ORPCError } from '@orpc/contract';
import type { DesktopErrorCode } from '../../../contract/desktop/errors.ts';
import { t } from '../../../localization/index.ts';
import { desktopError } from '../desktop-error.ts';

/** Whether an error is the system's, with one of these codes. */
export function hasErrorCode(error: unknown, ...codes: readonly string[]): boolean {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' && codes.includes(error.code);
}

/**
 * The contract's error for one of the system's. `path` is shown to people. Errors that are no one's fault, and errors that
 * are the contract's already, come back as they are.
 */
export function toDesktopError(error: unknown, action: 'read' | 'write', path: string): unknown {
  if (error instanceof ORPCError || !(error instanceof Error) || !('code' in error)) return error;
  const translation = translate(String(error.code), action, path);
  return translation ? desktopError(translation.code, { message: translation.message, cause: error }) : error;
}

function translate(
  code: string,
  action: 'read' | 'write',
  path: string,
): { code: DesktopErrorCode; message?: string } | null {
  switch (code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return { code: 'NOT_FOUND', message: t('"{{path}}" is not there any more.', { path }) };
    case 'EACCES':
    case 'EPERM':
      return action === 'read'
        ? { code: 'NOT_READABLE', message: t('"{{path}}" cannot be read: you have no permission.', { path }) }
        : { code: 'NOT_WRITABLE', message: t('"{{path}}" cannot be changed: you have no permission.', { path }) };
    case 'EROFS':
      return { code: 'NOT_WRITABLE', message: t('"{{path}}" is on a read-only disk.', { path }) };
    case 'ETXTBSY':
    case 'EBUSY':
      return {
        code: 'NOT_WRITABLE',
        message: t('"{{path}}" is in use by another program. Close it there and try again.', { path }),
      };
    case 'EISDIR':
      return {
        code: action === 'read' ? 'NOT_READABLE' : 'NOT_WRITABLE',
        message: t('"{{path}}" is a folder.', { path }),
      };
    case 'ENOSPC':
    case 'EDQUOT':
    case 'EFBIG':
      return { code: 'NO_SPACE' };
    case 'EEXIST':
    case 'ENOTEMPTY':
      return { code: 'ALREADY_EXISTS', message: t('"{{path}}" already exists.', { path }) };
    case 'ENAMETOOLONG':
      return {
        code: 'INVALID_NAME',
        message: t('"{{path}}" is too long for this disk. Choose a shorter name.', { path }),
      };
    case 'EINVAL':
      return action === 'write'
        ? { code: 'INVALID_NAME', message: t('This disk cannot hold a name like "{{path}}".', { path }) }
        : null;
    case 'ELOOP':
      return { code: 'NOT_FOUND', message: t('"{{path}}" is a link that leads back to itself.', { path }) };
    default:
      return null;
  }
}

/** Runs a step of the file system and translates what it throws. */
export async function translatingErrors<Result>(
  action: 'read' | 'write',
  path: string,
  step: () => Promise<Result>,
): Promise<Result> {
  try {
    return await step();
  } catch (error) {
    throw toDesktopError(error, action, path);
  }
}

/** Whatever was thrown, as an error. */
export function toError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}
