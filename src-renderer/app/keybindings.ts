import { createStore, type StoreApi } from 'zustand/vanilla';
import type { UserKeybinding } from '../../contract/model/keybinding.ts';
import { t } from '../localize.ts';
import { keyText } from '../ui/key-names.ts';
import type { Command, CommandRegistry, ContextKeys } from './commands.ts';
import { createDisposables, type Disposable } from './disposable.ts';
import { canonicalKeys, isModifierOnly, isTextEditing, type KeyPress, strokesOf } from './keystrokes.ts';
import { runsInTerminal } from './terminal-keys.ts';
import { type ContextValues, holds } from './when.ts';

/** Keys that run a command while its clause holds. `keys` are canonical. */
export interface Keybinding {
  readonly keys: string;
  readonly command: string;
  readonly when?: string | undefined;
  /** Handed to the command. */
  readonly args?: unknown;
  readonly source: 'default' | 'user' | 'imported';
  /** The entry of `keybindings.json`; defaults have none. */
  readonly entry?: UserKeybinding;
}

/** The bindings that count, weakest first: the commands' own, less what the user removed, then the user's. */
export function resolveKeybindings(
  commands: Iterable<Command>,
  user: readonly UserKeybinding[],
): readonly Keybinding[] {
  let bindings: Keybinding[] = [];
  for (const { id, keys = [], when } of commands) {
    for (const key of keys) bindings.push({ keys: canonicalKeys(key), command: id, when, source: 'default' });
  }
  for (const entry of user) {
    const { key, command, when, args } = entry;
    const keys = canonicalKeys(key);
    if (command.startsWith('-')) {
      const removed = command.slice(1);
      bindings = bindings.filter((binding) => binding.command !== removed || (keys !== '' && binding.keys !== keys));
    } else {
      const source = entry.from === 'vscode' ? 'imported' : 'user';
      bindings.push({ keys, command, when, source, entry, ...(args === undefined ? {} : { args }) });
    }
  }
  return bindings;
}

/** The strongest binding of these keys whose clause holds. */
export function findKeybinding(
  bindings: readonly Keybinding[],
  keys: string,
  context: ContextValues,
): Keybinding | undefined {
  return bindings.findLast((binding) => binding.keys === keys && holds(binding.when, context));
}

/** Whether more keys can follow these. */
export function startsChord(bindings: readonly Keybinding[], keys: string, context: ContextValues): boolean {
  return bindings.some((binding) => binding.keys.startsWith(`${keys} `) && holds(binding.when, context));
}

interface KeybindingsState {
  readonly bindings: readonly Keybinding[];
  /** First keys of a chord that waits for more, canonical. */
  readonly pending: string | null;
  /** Keys that led nowhere, shown for a moment. */
  readonly unknown: string | null;
}

/** Keys to commands: what is bound now, and the listener that runs them. */
export interface Keybindings extends Disposable {
  readonly state: StoreApi<KeybindingsState>;
  /** The keys shown beside a command, as they were written: `Ctrl+Shift+P`. Null when it has none. */
  keysOf(command: string): string | null;
  /** Offers a key press; true when it was used up. In a terminal most keys are the shell's. */
  press(press: KeyPress, place: 'text' | 'terminal' | 'elsewhere'): boolean;
  /** Told that Ctrl or Cmd was let go: keys that are a command and begin chords, too, are the command's soon. */
  release(): void;
  setUserKeybindings(user: readonly UserKeybinding[]): void;
}

export interface KeybindingsOptions {
  readonly commands: CommandRegistry;
  readonly contextKeys: ContextKeys;
  /** The editor's own chords, which it can't see while this listener takes their first keys. True when one ran. */
  readonly runEditorChord: (keys: string) => boolean;
  /** Runs one of the editor's own actions, which users can bind too; false when there is none of that id. */
  readonly runEditorAction: (id: string) => boolean;
}

/**
 * Keys that begin chords and are a default key of a command, too, such as Ctrl+K: how long they wait for a second key while Ctrl is
 * held, and once it was let go, in milliseconds.
 */
export const chordDelay = { held: 600, released: 200 } as const;

/** Milliseconds for which keys that led nowhere stay in the status bar. */
const unknownShown = 2000;

/** Builds the dispatcher. It handles nothing until `press` is called; `listenForKeys` connects it to a window. */
export function createKeybindings(options: KeybindingsOptions): Keybindings {
  const { commands, contextKeys } = options;
  const ends = createDisposables();
  let user: readonly UserKeybinding[] = [];
  let delayTimer: ReturnType<typeof setTimeout> | undefined;
  let unknownTimer: ReturnType<typeof setTimeout> | undefined;
  let own: Keybinding | null = null;
  let delayed = false;
  const state = createStore<KeybindingsState>(() => ({
    bindings: resolveKeybindings(commands.getState().values(), user),
    pending: null,
    unknown: null,
  }));
  const refresh = () => state.setState({ bindings: resolveKeybindings(commands.getState().values(), user) });
  ends.addFunction(commands.subscribe(refresh));

  /** Waits for the rest of a chord; without one, the keys are those of `binding`. */
  const wait = (keys: string, binding: Keybinding | null) => {
    own = binding;
    delayed = false;
    state.setState({ pending: keys, unknown: null });
    clearTimeout(delayTimer);
    if (binding === null) return;
    delayTimer = setTimeout(() => {
      delayed = true;
      run(binding);
    }, chordDelay.held);
  };
  const stopWaiting = (unknown: string | null = null) => {
    clearTimeout(delayTimer);
    clearTimeout(unknownTimer);
    state.setState({ pending: null, unknown });
    if (unknown) unknownTimer = setTimeout(() => state.setState({ unknown: null }), unknownShown);
  };
  const run = (binding: Keybinding) => {
    const { command, args } = binding;
    if (!commands.getState().has(command) && options.runEditorAction(command)) return true;
    void commands.run(command, args);
    return true;
  };

  const finishChord = (pending: string, press: KeyPress): boolean | 'fresh' => {
    const context = contextKeys.getState();
    // Once the wait has led elsewhere, plain keys are typing again.
    const plain = !press.ctrlKey && !press.metaKey && !press.altKey;
    const wasDelayed = delayed;
    if (wasDelayed && plain) {
      stopWaiting();
      return 'fresh';
    }
    const sequences = strokesOf(press).map((stroke) => `${pending} ${stroke}`);
    for (const keys of sequences) {
      const binding = findKeybinding(state.getState().bindings, keys, context);
      if (!binding && !options.runEditorChord(keys)) continue;
      stopWaiting();
      return binding ? run(binding) : true;
    }
    if (wasDelayed) {
      stopWaiting();
      return 'fresh';
    }
    stopWaiting(press.key === 'Escape' ? null : (sequences[0] ?? null));
    return true;
  };

  return {
    state,
    keysOf(command) {
      const own = state.getState().bindings.filter((candidate) => candidate.command === command);
      const binding = own.findLast(({ source }) => source !== 'default') ?? own[0];
      if (!binding) return null;
      const written = binding.source === 'default' ? commands.getState().get(command)?.keys : undefined;
      return written?.find((keys) => canonicalKeys(keys) === binding.keys) ?? binding.keys;
    },
    press(press, place) {
      if (isModifierOnly(press)) return false;
      const { pending, bindings: all } = state.getState();
      if (pending) {
        const outcome = finishChord(pending, press);
        if (outcome !== 'fresh') return outcome;
      }
      if (place === 'text' && isTextEditing(press)) return false;
      const bindings = place === 'terminal' ? all.filter(runsInTerminal) : all;
      const context = contextKeys.getState();
      const strokes = strokesOf(press);
      for (const stroke of strokes) {
        const binding = findKeybinding(bindings, stroke, context);
        if (!binding) continue;
        // Who binds keys that begin chords means them and not the chords.
        if (binding.source !== 'default' || !startsChord(bindings, stroke, context)) return run(binding);
        wait(stroke, binding);
        return true;
      }
      const prefix = strokes.find((stroke) => startsChord(bindings, stroke, context));
      if (!prefix) return false;
      wait(prefix, null);
      return true;
    },
    release() {
      const binding = own;
      if (state.getState().pending === null || binding === null) return;
      if (delayed) {
        stopWaiting();
        return;
      }
      clearTimeout(delayTimer);
      delayTimer = setTimeout(() => {
        stopWaiting();
        run(binding);
      }, chordDelay.released);
    },
    setUserKeybindings(next) {
      user = next;
      refresh();
    },
    dispose() {
      stopWaiting();
      ends.dispose();
    },
  };
}

/** Listens for keys on the window before anything else does; what is bound and meant here goes no further. */
export function listenForKeys(target: Window, keybindings: Keybindings): Disposable {
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.isComposing || event.defaultPrevented) return;
    const element = event.target instanceof Element ? event.target : null;
    if (element?.closest('[role="dialog"], [role="alertdialog"], [role="menu"], [data-keys-of-its-own]')) {
      if (!element.closest('.monaco-editor, [data-palette]')) return;
    }
    if (!keybindings.press(event, placeOf(element))) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  };
  const onKeyUp = ({ key }: KeyboardEvent) => {
    if (key === 'Control' || key === 'Meta') keybindings.release();
  };
  target.addEventListener('keydown', onKeyDown, { capture: true });
  target.addEventListener('keyup', onKeyUp, { capture: true });
  return {
    dispose() {
      target.removeEventListener('keydown', onKeyDown, { capture: true });
      target.removeEventListener('keyup', onKeyUp, { capture: true });
    },
  };
}

/** What the status bar says about a chord that is being typed; null when none is. */
export function chordMessage({ pending, unknown }: Pick<KeybindingsState, 'pending' | 'unknown'>): string | null {
  if (pending) return t('{{pending}} was pressed, waiting for the next key', { pending: keyText(pending) });
  return unknown ? t('{{unknown}} is not a command', { unknown: keyText(unknown) }) : null;
}

function placeOf(element: Element | null): 'text' | 'terminal' | 'elsewhere' {
  if (element?.closest('[data-terminal]')) return 'terminal';
  return isTextField(element) ? 'text' : 'elsewhere';
}

function isTextField(element: Element | null): boolean {
  if (!element || element.closest('.monaco-editor')) return false;
  return element.matches('input, textarea, select, [contenteditable=""], [contenteditable="true"]');
}
