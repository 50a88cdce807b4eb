/** What a machine remembers of a session's folder besides the session; others can't write it. */
export interface Remembered {
  /** Files and folders that stay unshared: ignore rules hid them until others changed the rules, or the session has others of their names. */
  readonly hidden: readonly string[];
  /** Files that are the session's although their names say that they hold secrets. */
  readonly secrets: readonly string[];
}

export interface FolderMemory {
  /** Null where nothing has been written. */
  read(): Remembered | null;
  write(remembered: Remembered): void;
}

/** Keeps what is to be remembered of a session's folder in this browser profile. */
export function openFolderMemory(sessionId: string): FolderMemory {
  const key = `flashfusion.session-folder.${sessionId}`;
  let written: string | null = null;
  return {
    read() {
      try {
        const value: unknown = JSON.parse(localStorage.getItem(key) ?? 'null');
        if (typeof value !== 'object' || value === null) return null;
        const found: Partial<Record<string, unknown>> = { ...value };
        return { hidden: textsOf(found.hidden), secrets: textsOf(found.secrets) };
      } catch {
        return null;
      }
    },
    write({ hidden, secrets }) {
      const text = JSON.stringify({ hidden, secrets });
      if (text === written) return;
      written = text;
      try {
        localStorage.setItem(key, text);
      } catch {
        // Full: it holds for as long as the window is open.
      }
    },
  };
}

function textsOf(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((each) => typeof each === 'string') : [];
}
