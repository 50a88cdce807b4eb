import type * as monaco from 'monaco-editor/editor/editor.api';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Disposable } from '../../../app/disposable.ts';
import type { MonacoHost } from './monaco-loader.ts';
import { markdownOutline } from './outline.ts';
import { createQuietTimer } from './quiet-timer.ts';

export type SymbolTree = readonly monaco.languages.DocumentSymbol[];

/** The symbols of the text that is shown, computed some time after it has changed. */
export interface OutlineStore extends Disposable {
  readonly symbols: StoreApi<SymbolTree>;
  /** Follows another text, or none. */
  follow(host: MonacoHost, model: monaco.editor.ITextModel | null): void;
}

const quietMilliseconds = 500;
const maxOutlineLength = 2_000_000;

export function createOutlineStore(): OutlineStore {
  const symbols = createStore<SymbolTree>(() => []);
  let listener: Disposable | null = null;
  let current: monaco.editor.ITextModel | null = null;
  let working: AbortController | null = null;

  const compute = async (host: MonacoHost, model: monaco.editor.ITextModel): Promise<void> => {
    working?.abort();
    working = new AbortController();
    const found = await symbolsOf(host, model, working.signal);
    if (model === current) symbols.setState(found, true);
  };

  const stop = (): void => {
    listener?.dispose();
    listener = null;
    working?.abort();
  };

  return {
    symbols,
    follow(host, model) {
      if (model === current) return;
      stop();
      current = model;
      symbols.setState([], true);
      if (!model) return;
      // Nobody looks at the outline while they type, and the language service has better things to do then.
      const timer = createQuietTimer({ quiet: quietMilliseconds }, () => void compute(host, model));
      const content = model.onDidChangeContent(timer.touch);
      const language = model.onDidChangeLanguage(timer.touch);
      const sources = host.onOutlineSourcesChanged(timer.touch);
      listener = {
        dispose() {
          timer.dispose();
          sources.dispose();
          content.dispose();
          language.dispose();
        },
      };
      void compute(host, model);
    },
    dispose: stop,
  };
}

/** The symbols of a model now; empty where nobody knows any, or the text is too long to ask. */
export async function symbolsOf(
  host: MonacoHost,
  model: monaco.editor.ITextModel,
  signal: AbortSignal,
): Promise<SymbolTree> {
  if (model.isDisposed() || model.getValueLength() > maxOutlineLength) return [];
  if (model.getLanguageId() === 'markdown') return markdownOutline(model.getLinesContent());
  try {
    return await host.outlineOf(model, signal);
  } catch {
    // Cancelled, or the language service is not up yet.
    return [];
  }
}
