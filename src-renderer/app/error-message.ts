import { t, translated } from '../localize.ts';
/** An error's own words, for a notice; Shell says them in English. Never empty. */
export function messageOf(error: unknown): string {
  if (error instanceof Error && error.message) return translated(error.message);
  const text = String(error);
  return text === '' ? t('There is no further information.') : text;
}
