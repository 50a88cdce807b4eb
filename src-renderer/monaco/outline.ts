import { ILanguageFeaturesService } from 'monaco-editor/editor/common/services/languageFeatures';
import { IOutlineModelService } from 'monaco-editor/editor/contrib/documentSymbols/browser/outlineModel';
import type * as monaco from 'monaco-editor/editor/editor.api';
import { CancellationTokenSource } from 'monaco-editor/editor/editor.api';
import { StandaloneServices } from 'monaco-editor/editor/standalone/browser/standaloneServices';

/** Calls when a language service that knows symbols has come up or gone. */
export function onOutlineSourcesChanged(listener: () => void): monaco.IDisposable {
  return StandaloneServices.get(ILanguageFeaturesService).documentSymbolProvider.onDidChange(listener);
}

/** What the model's language service knows about its symbols, as a tree; empty where the language has no service. */
export async function outlineOf(
  model: monaco.editor.ITextModel,
  signal: AbortSignal,
): Promise<readonly monaco.languages.DocumentSymbol[]> {
  const source = new CancellationTokenSource();
  const cancel = () => source.cancel();
  signal.addEventListener('abort', cancel, { once: true });
  try {
    const outline = await StandaloneServices.get(IOutlineModelService).getOrCreate(model, source.token);
    return outline.getTopLevelSymbols();
  } finally {
    signal.removeEventListener('abort', cancel);
    source.dispose();
  }
}
