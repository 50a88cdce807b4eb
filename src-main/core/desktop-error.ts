import { ORPCError } from '@orpc/contract';
import { type DesktopErrorCode, procedure } from '../../contract/desktop/errors.ts';
import { translated } from '../../localization/index.ts';

const errorMap = procedure['~orpc'].errorMap;

/** An error that the contract knows, for services to throw. Its message says what happened and what to do. */
export function desktopError(
  code: DesktopErrorCode,
  options: { message?: string; data?: unknown; cause?: unknown } = {},
): ORPCError<DesktopErrorCode, unknown> {
  return new ORPCError(code, {
    message: options.message ?? translated(errorMap[code].message),
    data: options.data,
    cause: options.cause,
  });
}

/** Whether an error is the contract's one of that code. */
export function isDesktopError(error: unknown, code: DesktopErrorCode): boolean {
  return error instanceof ORPCError && error.code === code;
}
