const storageKey = 'flashfusion.recentCommands';
const kept = 50;

/** Ids of the commands chosen in the palette, last first. */
export function readRecentCommands(): readonly string[] {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(storageKey) ?? '[]');
    return Array.isArray(stored) ? stored.filter((id) => typeof id === 'string') : [];
  } catch {
    return [];
  }
}

/** Puts a command first in the list. */
export function rememberCommand(id: string): void {
  const others = readRecentCommands().filter((known) => known !== id);
  localStorage.setItem(storageKey, JSON.stringify([id, ...others].slice(0, kept)));
}
