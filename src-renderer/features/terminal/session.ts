import type { StoreApi } from 'zustand/vanilla';
import type { TerminalSize } from '../../../contract/model/terminal.ts';

/** What one terminal's screen tells the rest of the window. */
export interface SessionState {
  /** Where its shell is, as far as it says so. */
  readonly cwd: string | null;
  /** What runs in it now, as far as the shell says so. */
  readonly command: string | null;
  readonly hasSelection: boolean;
  /** What a click on the link under the pointer does. */
  readonly hint: string | null;
  readonly matches: { readonly index: number; readonly count: number } | null;
}

export interface FindOptions {
  readonly caseSensitive: boolean;
  readonly wholeWord: boolean;
  readonly regex: boolean;
}

/** A place that a line of output names. */
export interface FoundLink {
  readonly label: string;
  open(): void;
}

/** The screen of one terminal. It lives as long as the terminal, shown or not. */
export interface TerminalSession {
  readonly state: StoreApi<SessionState>;
  /** Puts the screen into an element and fits it; disposing takes it out. */
  show(container: HTMLElement): { dispose(): void };
  focus(): void;
  /** Of the screen as it was last shown. */
  size(): TerminalSize;
  selection(): string;
  selectAll(): void;
  clearSelection(): void;
  /** Types or pastes a text, as from the keyboard. */
  type(text: string): void;
  paste(text: string): void;
  readonly bracketedPaste: boolean;
  clear(): void;
  scroll(by: 'line' | 'page' | 'end', direction: 1 | -1): void;
  /** Goes to the command before or after what is shown; false when there is none. */
  goToCommand(direction: 1 | -1): boolean;
  /** The commands that were run here, latest first. */
  commands(): readonly string[];
  /** What the last command wrote, with the command; the last lines where the shell does not tell. */
  lastOutput(): string;
  find(text: string, options: FindOptions, direction: 1 | -1, incremental?: boolean): void;
  endFind(): void;
  /** Files and addresses in the last lines, latest first. */
  links(): Promise<readonly FoundLink[]>;
  dispose(): void;
}

/** How a screen looks and behaves, by the settings and the theme. */
export interface SessionLook {
  readonly fontFamily: string;
  readonly fontSize: number;
  readonly lineHeight: number;
  readonly scrollback: number;
  readonly cursorStyle: 'block' | 'bar' | 'underline';
  readonly cursorBlink: boolean;
  readonly screenReader: boolean;
  readonly gpu: boolean;
  readonly copyOnSelect: boolean;
  readonly theme: 'dark' | 'light' | 'contrast';
}
