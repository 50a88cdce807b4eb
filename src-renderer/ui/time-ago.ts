const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** How long ago that was, in as few words as a list has room for: `4 min`, `yesterday`, `18 Nov`. */
export function timeAgo(at: number, now = Date.now()): string {
  const passed = now - at;
  if (passed < minute) return 'just now';
  if (passed < hour) return `${Math.floor(passed / minute)} min`;
  const midnight = new Date(now).setHours(0, 0, 0, 0);
  if (at >= midnight) return `${Math.floor(passed / hour)} h`;
  if (at >= midnight - day) return 'yesterday';
  const date = new Date(at);
  const sameYear = date.getFullYear() === new Date(now).getFullYear();
  return date.toLocaleDateString('en-GB', { day: 'numeric', month: 'short', ...(sameYear ? {} : { year: 'numeric' }) });
}
