import type { IDecoration, IMarker, Terminal as Xterm } from '@xterm/xterm';
import type { Disposable } from '../../../app/disposable.ts';
import { t } from '../../../localize.ts';
import { readShellSequence, readWorkingFolder, type ShellReport } from '../shell-sequences.ts';

/** One command that was run, as the shell reported it. */
interface RunCommand {
  readonly line: string;
  readonly marker: IMarker;
  decoration: IDecoration | undefined;
  /** Where its output ends; undefined while it runs. */
  end: IMarker | undefined;
}

/** What the shell has told about itself. */
export interface ShellMarks extends Disposable {
  /** Latest first, each once. */
  commands(): readonly string[];
  goToCommand(direction: 1 | -1): boolean;
  /** The lines of the last command and its output, in the buffer, the last one excluded; null when the shell has told of none. */
  lastCommand(): { readonly start: number; readonly end: number } | null;
  /** Where the shell was when it wrote a line; null when it did not say. */
  cwdAt(line: number): string | null;
  clear(): void;
}

interface ShellMarksOptions {
  readonly nonce: string;
  readonly onChanged: (state: { cwd: string | null; command: string | null }) => void;
}

/** Follows the shell's reports: folder, commands and how they ended. */
export function followShell(xterm: Xterm, { nonce, onChanged }: ShellMarksOptions): ShellMarks {
  let cwd: string | null = null;
  let folders: { readonly marker: IMarker; readonly path: string }[] = [];
  let prompt: IMarker | undefined;
  let typed: string | null = null;
  let running: RunCommand | null = null;
  let commands: RunCommand[] = [];
  let current: IMarker | undefined;

  const tell = () => onChanged({ cwd, command: running?.line ?? null });
  const enter = (path: string) => {
    if (path === cwd) return;
    cwd = path;
    const marker = xterm.registerMarker(0);
    if (marker) folders = [...folders.filter((folder) => !folder.marker.isDisposed), { marker, path }];
    tell();
  };
  const execute = () => {
    const marker = prompt ?? xterm.registerMarker(0);
    prompt = undefined;
    if (!marker) return;
    running = { line: typed ?? '', marker, decoration: undefined, end: undefined };
    typed = null;
    commands = [...commands.filter((command) => !command.marker.isDisposed), running];
    decorate(running, 'running', t('Runs'));
    tell();
  };
  const finish = (exitCode: number | null) => {
    if (!running) return;
    if (exitCode !== null) {
      const failed = exitCode !== 0;
      decorate(
        running,
        failed ? 'failed' : 'done',
        failed ? t('Ended with code {{code}}', { code: exitCode }) : t('Ended well'),
      );
    }
    running.end = xterm.registerMarker(0);
    running = null;
    current = undefined;
    tell();
  };
  const decorate = (command: RunCommand, kind: string, title: string) => {
    command.decoration?.dispose();
    command.decoration = xterm.registerDecoration({ marker: command.marker, width: 1, height: 1, layer: 'top' });
    command.decoration?.onRender((element) => {
      element.className = `xterm-decoration terminal-mark terminal-mark-${kind}`;
      element.dataset.tooltip = title;
    });
  };

  const follow = (report: ShellReport | null): boolean => {
    switch (report?.type) {
      case 'promptStarted':
        prompt = xterm.registerMarker(0);
        break;
      case 'commandLine':
        // Anything may write such a line; only the shell that we started knows the nonce.
        typed = report.nonce === nonce ? report.line : null;
        break;
      case 'commandExecuted':
        execute();
        break;
      case 'commandFinished':
        finish(report.exitCode);
        break;
      case 'cwd':
        enter(report.path);
        break;
      default:
        break;
    }
    return true;
  };

  const handlers = [
    xterm.parser.registerOscHandler(633, (text) => follow(readShellSequence(text))),
    xterm.parser.registerOscHandler(133, (text) => follow(readShellSequence(text))),
    xterm.parser.registerOscHandler(7, (text) => {
      const path = readWorkingFolder(text);
      if (path !== null) enter(path);
      return true;
    }),
  ];

  return {
    commands: () => [
      ...new Set(
        commands
          .map(({ line }) => line)
          .filter((line) => line.trim() !== '')
          .reverse(),
      ),
    ],
    goToCommand(direction) {
      const lines = commands.filter(({ marker }) => !marker.isDisposed).map(({ marker }) => marker);
      const bottom = xterm.buffer.active.baseY;
      const from = current?.isDisposed === false ? current.line : direction === -1 ? Number.POSITIVE_INFINITY : bottom;
      const next = direction === -1 ? lines.findLast(({ line }) => line < from) : lines.find(({ line }) => line > from);
      current = next;
      if (next) xterm.scrollToLine(next.line);
      else if (direction === 1) xterm.scrollToBottom();
      return next !== undefined;
    },
    lastCommand() {
      const last = commands.findLast(({ marker }) => !marker.isDisposed);
      if (!last) return null;
      const { baseY, cursorY } = xterm.buffer.active;
      const end = last.end?.isDisposed === false ? last.end.line : baseY + cursorY + 1;
      return { start: last.marker.line, end };
    },
    cwdAt(line) {
      return folders.findLast(({ marker }) => !marker.isDisposed && marker.line <= line)?.path ?? cwd;
    },
    clear() {
      for (const { decoration, marker, end } of commands) {
        decoration?.dispose();
        marker.dispose();
        end?.dispose();
      }
      commands = [];
      running = null;
      current = undefined;
      tell();
    },
    dispose() {
      for (const handler of handlers) handler.dispose();
    },
  };
}
