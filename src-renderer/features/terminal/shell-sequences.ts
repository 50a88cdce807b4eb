/** What a shell reports by OSC 633 (VS Code's) or OSC 133 (FinalTerm's). */
export type ShellReport =
  | { readonly type: 'promptStarted' }
  | { readonly type: 'commandStarted' }
  | { readonly type: 'commandExecuted' }
  | { readonly type: 'commandFinished'; readonly exitCode: number | null }
  | { readonly type: 'commandLine'; readonly line: string; readonly nonce: string | null }
  | { readonly type: 'cwd'; readonly path: string };

/** Reads the text of an OSC 633 or OSC 133 sequence, without its number; null for what is not known. */
export function readShellSequence(text: string): ShellReport | null {
  const [kind, ...rest] = text.split(';');
  switch (kind) {
    case 'A':
      return { type: 'promptStarted' };
    case 'B':
      return { type: 'commandStarted' };
    case 'C':
      return { type: 'commandExecuted' };
    case 'D': {
      const code = Number(rest[0]);
      return {
        type: 'commandFinished',
        exitCode: rest[0] === undefined || rest[0] === '' || Number.isNaN(code) ? null : code,
      };
    }
    case 'E':
      return { type: 'commandLine', line: decodeValue(rest[0] ?? ''), nonce: rest[1] ?? null };
    case 'P': {
      const [name, value] = splitOnce(rest.join(';'), '=');
      return name === 'Cwd' && value ? { type: 'cwd', path: decodeValue(value) } : null;
    }
    default:
      return null;
  }
}

/** The folder that an OSC 7 sequence names, `file://host/path`; null for other addresses. */
export function readWorkingFolder(text: string): string | null {
  try {
    const { protocol, pathname } = new URL(text);
    if (protocol !== 'file:') return null;
    const path = decodeURIComponent(pathname);
    return /^\/[A-Za-z]:/.test(path) ? path.slice(1) : path;
  } catch {
    return null;
  }
}

function decodeValue(text: string): string {
  return text.replace(/\\(\\|x([0-9a-f]{2}))/gi, (_, kind: string, code?: string) =>
    code === undefined ? kind : String.fromCharCode(Number.parseInt(code, 16)),
  );
}

function splitOnce(text: string, divider: string): [string, string] {
  const at = text.indexOf(divider);
  return at === -1 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
}
