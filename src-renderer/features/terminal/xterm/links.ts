import type { IBufferLine, ILink, Terminal as Xterm } from '@xterm/xterm';
import type { Services } from '../../../app/services.ts';
import { t } from '../../../localize.ts';
import { isMac } from '../../../ui/key-names.ts';
import { findPathCandidates, type PathCandidate } from '../path-candidates.ts';
import type { FoundLink } from '../session.ts';
import type { ShellMarks } from './shell-marks.ts';

/** Lines above the last one that are looked through for links. */
const searchedLines = 200;
/** Milliseconds for which an answer about files counts. */
const remembered = 3000;
const address = /https?:\/\/[^\s"'<>`]+[^\s"'<>`.,;:!?)\]}]/g;

/** Whether a click is meant for a link: with Ctrl, on macOS with Cmd, as in an editor. */
export function followsLink(event: MouseEvent): boolean {
  return isMac ? event.metaKey : event.ctrlKey;
}

/** What is said of a link under the pointer. */
export function clickHint(target: string): string {
  return isMac ? t('Cmd+click to open {{target}}', { target }) : t('Ctrl+click to open {{target}}', { target });
}

/** Finds files that exist, and addresses, in what a terminal shows. */
export interface TerminalLinks {
  /** Latest first. */
  list(): Promise<readonly FoundLink[]>;
  openAddress(address: string): void;
  dispose(): void;
}

/** Makes the paths of a terminal's output links to the editor. `hint` is called with words while the pointer is on one. */
export function createLinks(
  services: Services,
  xterm: Xterm,
  marks: Pick<ShellMarks, 'cwdAt'>,
  hint: (words: string | null) => void,
): TerminalLinks {
  const { core, editor, shell, workspace, notifications } = services;
  const answers = new Map<string, { at: number; files: Promise<readonly (string | null)[]> }>();

  const check = (cwd: string | null, paths: readonly string[]) => {
    const key = JSON.stringify([cwd, paths]);
    const known = answers.get(key);
    if (known && performance.now() - known.at < remembered) return known.files;
    const projectId = workspace.getState().project?.id ?? '';
    const files = core.terminal
      .findFiles({ projectId, cwd, paths: [...paths] })
      .then(({ files: found }) => found)
      // Without an answer there are no links; the text stays as it is.
      .catch(() => paths.map(() => null));
    if (answers.size > 100) answers.clear();
    answers.set(key, { at: performance.now(), files });
    return files;
  };

  const openFile = (path: string, { line, column }: PathCandidate) => {
    const projectId = workspace.getState().project?.id;
    void editor.open(path, {
      ...(projectId ? { projectId } : {}),
      ...(line === null ? {} : { line }),
      ...(column === null ? {} : { column }),
    });
  };
  const openAddress = (url: string) => {
    shell.system
      .openExternal({ url })
      .catch((error: Error) => notifications.error(t('The address was not opened'), { detail: error.message }));
  };

  const filesIn = async (text: string, line: number) => {
    const candidates = findPathCandidates(text);
    if (candidates.length === 0) return [];
    const files = await check(
      marks.cwdAt(line),
      candidates.map(({ path }) => path),
    );
    return candidates.flatMap((candidate, index) => {
      const path = files[index];
      return path ? [{ candidate, path }] : [];
    });
  };

  const provider = xterm.registerLinkProvider({
    provideLinks(lineNumber, answer) {
      const shown = readWrapped(xterm, lineNumber - 1);
      filesIn(shown.text, shown.first)
        .then((found) => {
          const links = found.map(
            ({ candidate, path }): ILink => ({
              text: shown.text.slice(candidate.start, candidate.end),
              range: { start: shown.place(candidate.start), end: shown.place(candidate.end - 1) },
              activate: (event) => {
                if (followsLink(event)) openFile(path, candidate);
              },
              hover: () => hint(clickHint(path)),
              leave: () => hint(null),
            }),
          );
          answer(links.length > 0 ? links : undefined);
        })
        .catch(reportError);
    },
  });

  return {
    openAddress,
    async list() {
      const { baseY, cursorY } = xterm.buffer.active;
      const last = baseY + cursorY;
      const found: FoundLink[] = [];
      const seen = new Set<string>();
      const add = (label: string, open: () => void) => {
        if (!seen.has(label)) found.push({ label, open });
        seen.add(label);
      };
      for (let line = last; line >= Math.max(0, last - searchedLines); ) {
        const shown = readWrapped(xterm, line);
        for (const { candidate, path } of (await filesIn(shown.text, shown.first)).reverse()) {
          const { line: row, column } = candidate;
          add([path, row, row === null ? null : column].filter((part) => part !== null).join(':'), () =>
            openFile(path, candidate),
          );
        }
        for (const [url] of shown.text.matchAll(address)) add(url, () => openAddress(url));
        line = shown.first - 1;
      }
      return found;
    },
    dispose: () => provider.dispose(),
  };
}

/** The whole line that a row belongs to, which may fill several rows; `place` answers where one of its characters stands. */
function readWrapped(xterm: Xterm, row: number) {
  const { active } = xterm.buffer;
  let first = row;
  while (first > 0 && active.getLine(first)?.isWrapped) first -= 1;
  const places: { x: number; y: number }[] = [];
  let text = '';
  for (let at = first; ; at += 1) {
    const line = active.getLine(at);
    if (!line || (at > first && !line.isWrapped)) break;
    text += readRow(line, at, places);
  }
  return { text, first, place: (index: number) => places[index] ?? { x: 1, y: first + 1 } };
}

function readRow(line: IBufferLine, row: number, places: { x: number; y: number }[]): string {
  let text = '';
  for (let cell = 0; cell < line.length; cell += 1) {
    const shown = line.getCell(cell);
    if (!shown || shown.getWidth() === 0) continue;
    const chars = shown.getChars() || ' ';
    for (let index = 0; index < chars.length; index += 1) places.push({ x: cell + 1, y: row + 1 });
    text += chars;
  }
  return text;
}
