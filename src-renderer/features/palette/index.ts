import { createElement } from 'react';
import { useStore } from 'zustand';
import { createDisposables, type Disposable } from '../../app/disposable.ts';
import { canonicalKeys } from '../../app/keystrokes.ts';
import type { Services } from '../../app/services.ts';
import { Palette } from './palette.tsx';
import { paletteCommands } from './palette-commands.ts';
import { createPaletteState, type PaletteState, type PickQuestion } from './palette-state.ts';

export type { PickQuestion } from './palette-state.ts';

export interface PaletteFeature {
  readonly state: PaletteState;
  /** Opens the palette on a text: '' looks for files, '>' for commands, '@' for symbols, ':' for a line. */
  show(text: string): void;
  /** Asks for one of several things in the palette's place. */
  pick<T>(question: PickQuestion<T>): Promise<T | null>;
  /** Runs the editor action that has these keys; false when there is none. */
  runEditorAction(keys: string): boolean;
  /** Registers the palette's commands, once the services are complete. */
  start(services: Services): Disposable;
}

/** Shows the palette while it is open. Loaded with the window, so that what is typed right after its keys arrives. */
export function PaletteLayer({ state }: { state: PaletteState }) {
  const open = useStore(state.store, (current) => current.open);
  return open ? createElement(Palette, { state, open, key: open.id }) : null;
}

/** Builds the palette: one place to look for files, commands, symbols and lines, and to pick from lists. */
export function createPaletteFeature(): PaletteFeature {
  let services: Services | null = null;
  const state = createPaletteState(() => services?.contextKeys.getState() ?? {});

  return {
    state,
    show: state.show,
    pick: state.pick,
    runEditorAction(keys) {
      const action = services?.editor
        .editorActions()
        .find((candidate) => candidate.keys !== null && canonicalKeys(candidate.keys) === keys);
      if (!action || document.activeElement?.closest('.monaco-editor') === null) return false;
      action.run().catch(reportError);
      return true;
    },
    start(complete) {
      services = complete;
      const ends = createDisposables();
      ends.addFunction(state.store.subscribe(({ open }) => complete.contextKeys.set('paletteOpen', open !== null)));
      ends.add(complete.commands.register(...paletteCommands(state)));
      ends.addFunction(() => {
        services = null;
      });
      return ends;
    },
  };
}
