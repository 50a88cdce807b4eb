import { currentLocale, t } from '../localize.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** How long ago that was, in as few words as a list has room for: `4 min`, `yesterday`, `18 Nov`. */
export function timeAgo(at: number, now = Date.now()): string {
  const passed = now - at;
  if (passed < minute) return t('just now');
  if (passed < hour) return t('{{minutes}} min', { minutes: Math.floor(passed / minute) });
  const midnight = new Date(now).setHours(0, 0, 0, 0);
  if (at >= midnight) return t('{{hours}} h', { hours: Math.floor(passed / hour) });
  if (at >= midnight - day) return t('yesterday');
  const date = new Date(at);
  const sameYear = date.getFullYear() === new Date(now).getFullYear();
  return date.toLocaleDateString(currentLocale(), {
    day: 'numeric',
    month: 'short',
    ...(sameYear ? {} : { year: 'numeric' }),
  });
}
