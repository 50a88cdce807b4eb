import { t } from '../localize.ts';
/** An error's own words, for a notice. Never empty. */
export function messageOf(error: unknown): string {
  if (error instanceof Error && error.message) return error.message;
  const text = String(error);
  return text === '' ? t('There is no further information.') : text;
}
