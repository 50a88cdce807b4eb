import type * as monaco from 'monaco-editor/editor/editor.api';
import type * as lsp from 'vscode-languageserver-protocol';
import { t } from '../../../localize.ts';
import { fromPosition, fromRange, toMarkdown, toPosition, toRange, toSymbolKind, toTextEdit } from '../convert.ts';
import { ask, documentOf, type ProviderContext } from './context.ts';

/** What is shown in and around the text without changing it: hover, signatures, highlights, symbols, folding, hints, colours. */
export function registerReading(context: ProviderContext): monaco.IDisposable[] {
  const { languages } = context.host.monaco;
  const { capabilities, selector } = context;
  return [
    ...(capabilities.hoverProvider ? [languages.registerHoverProvider(selector, hover(context))] : []),
    ...(capabilities.signatureHelpProvider
      ? [languages.registerSignatureHelpProvider(selector, signatures(context, capabilities.signatureHelpProvider))]
      : []),
    ...(capabilities.documentHighlightProvider
      ? [languages.registerDocumentHighlightProvider(selector, highlights(context))]
      : []),
    ...(capabilities.documentSymbolProvider
      ? [languages.registerDocumentSymbolProvider(selector, symbols(context))]
      : []),
    ...(capabilities.foldingRangeProvider ? [languages.registerFoldingRangeProvider(selector, folding(context))] : []),
    ...(capabilities.selectionRangeProvider
      ? [languages.registerSelectionRangeProvider(selector, selections(context))]
      : []),
    ...(capabilities.linkedEditingRangeProvider
      ? [languages.registerLinkedEditingRangeProvider(selector, linkedRanges(context))]
      : []),
    ...(capabilities.inlayHintProvider ? [languages.registerInlayHintsProvider(selector, inlayHints(context))] : []),
    ...semanticTokens(context),
  ];
}

function hover(context: ProviderContext): monaco.languages.HoverProvider {
  return {
    async provideHover(model, position, token) {
      const textDocument = documentOf(context, model);
      if (!textDocument) return null;
      const params = { textDocument, position: fromPosition(position) };
      const answer = await ask(context, 'textDocument/hover', params, token);
      if (!answer) return null;
      const contents = Array.isArray(answer.contents) ? answer.contents : [answer.contents];
      return { contents: contents.map(toMarkdown), ...(answer.range ? { range: toRange(answer.range) } : {}) };
    },
  };
}

function signatures(
  context: ProviderContext,
  options: lsp.SignatureHelpOptions,
): monaco.languages.SignatureHelpProvider {
  return {
    signatureHelpTriggerCharacters: options.triggerCharacters ?? [],
    signatureHelpRetriggerCharacters: options.retriggerCharacters ?? [],
    async provideSignatureHelp(model, position, token, { triggerKind, triggerCharacter, isRetrigger }) {
      const textDocument = documentOf(context, model);
      if (!textDocument) return null;
      const answer = await ask(
        context,
        'textDocument/signatureHelp',
        {
          textDocument,
          position: fromPosition(position),
          context: { triggerKind, isRetrigger, ...(triggerCharacter === undefined ? {} : { triggerCharacter }) },
        },
        token,
      );
      if (!answer || answer.signatures.length === 0) return null;
      return {
        value: {
          activeSignature: answer.activeSignature ?? 0,
          activeParameter: answer.activeParameter ?? 0,
          signatures: answer.signatures.map(({ label, documentation, parameters, activeParameter }) => ({
            label,
            ...(documentation ? { documentation: toMarkdown(documentation) } : {}),
            ...(typeof activeParameter === 'number' ? { activeParameter } : {}),
            parameters: (parameters ?? []).map((parameter) => ({
              label: parameter.label,
              ...(parameter.documentation ? { documentation: toMarkdown(parameter.documentation) } : {}),
            })),
          })),
        },
        dispose() {},
      };
    },
  };
}

function highlights(context: ProviderContext): monaco.languages.DocumentHighlightProvider {
  return {
    async provideDocumentHighlights(model, position, token) {
      const textDocument = documentOf(context, model);
      if (!textDocument) return null;
      const params = { textDocument, position: fromPosition(position) };
      const answer = await ask(context, 'textDocument/documentHighlight', params, token);
      return answer?.map(({ range, kind }) => ({ range: toRange(range), kind: (kind ?? 1) - 1 })) ?? null;
    },
  };
}

function symbols(context: ProviderContext): monaco.languages.DocumentSymbolProvider {
  return {
    displayName: context.server.name,
    async provideDocumentSymbols(model, token) {
      const textDocument = documentOf(context, model);
      if (!textDocument) return null;
      const answer = await ask(context, 'textDocument/documentSymbol', { textDocument }, token);
      return answer?.map(toSymbol) ?? null;
    },
  };
}

function toSymbol(symbol: lsp.DocumentSymbol | lsp.SymbolInformation): monaco.languages.DocumentSymbol {
  const common = {
    name: symbol.name || t('(anonymous)'),
    kind: toSymbolKind(symbol.kind),
    tags: [...(symbol.tags ?? [])],
  };
  if ('location' in symbol) {
    const range = toRange(symbol.location.range);
    return { ...common, detail: symbol.containerName ?? '', range, selectionRange: range };
  }
  return {
    ...common,
    detail: symbol.detail ?? '',
    range: toRange(symbol.range),
    selectionRange: toRange(symbol.selectionRange),
    children: (symbol.children ?? []).map(toSymbol),
  };
}

function folding(context: ProviderContext): monaco.languages.FoldingRangeProvider {
  const { FoldingRangeKind } = context.host.monaco.languages;
  return {
    async provideFoldingRanges(model, _options, token) {
      const textDocument = documentOf(context, model);
      if (!textDocument) return null;
      const answer = await ask(context, 'textDocument/foldingRange', { textDocument }, token);
      return (
        answer?.map(({ startLine, endLine, kind }) => ({
          start: startLine + 1,
          end: endLine + 1,
          ...(kind ? { kind: FoldingRangeKind.fromValue(kind) } : {}),
        })) ?? null
      );
    },
  };
}

function selections(context: ProviderContext): monaco.languages.SelectionRangeProvider {
  return {
    async provideSelectionRanges(model, positions, token) {
      const textDocument = documentOf(context, model);
      if (!textDocument) return null;
      const params = { textDocument, positions: positions.map(fromPosition) };
      const answer = await ask(context, 'textDocument/selectionRange', params, token);
      return (
        answer?.map((innermost) => {
          const chain: monaco.languages.SelectionRange[] = [];
          for (let at: lsp.SelectionRange | undefined = innermost; at; at = at.parent)
            chain.push({ range: toRange(at.range) });
          return chain;
        }) ?? null
      );
    },
  };
}

function linkedRanges(context: ProviderContext): monaco.languages.LinkedEditingRangeProvider {
  return {
    async provideLinkedEditingRanges(model, position, token) {
      const textDocument = documentOf(context, model);
      if (!textDocument) return null;
      const params = { textDocument, position: fromPosition(position) };
      const answer = await ask(context, 'textDocument/linkedEditingRange', params, token);
      if (!answer) return null;
      const { wordPattern } = answer;
      return {
        ranges: answer.ranges.map(toRange),
        ...(wordPattern === undefined ? {} : { wordPattern: new RegExp(wordPattern) }),
      };
    },
  };
}

function inlayHints(context: ProviderContext): monaco.languages.InlayHintsProvider {
  return {
    onDidChangeInlayHints: context.refreshed.inlayHints,
    async provideInlayHints(model, range, token) {
      const textDocument = documentOf(context, model);
      if (!textDocument) return null;
      const answer = await ask(context, 'textDocument/inlayHint', { textDocument, range: fromRange(range) }, token);
      return { hints: (answer ?? []).map((hint) => toHint(context, hint)), dispose() {} };
    },
  };
}

function toHint({ addresses }: ProviderContext, hint: lsp.InlayHint): monaco.languages.InlayHint {
  const { label, position, kind, tooltip, paddingLeft, paddingRight, textEdits } = hint;
  return {
    position: toPosition(position),
    label:
      typeof label === 'string'
        ? label
        : label.map(({ value, location }) => ({
            label: value,
            ...(location
              ? { location: { uri: addresses.resourceOf(location.uri), range: toRange(location.range) } }
              : {}),
          })),
    ...(kind === undefined ? {} : { kind }),
    ...(tooltip === undefined ? {} : { tooltip: toMarkdown(tooltip) }),
    ...(textEdits === undefined ? {} : { textEdits: textEdits.map(toTextEdit) }),
    paddingLeft: paddingLeft ?? false,
    paddingRight: paddingRight ?? false,
  };
}

function semanticTokens(context: ProviderContext): monaco.IDisposable[] {
  const { capabilities, selector, refreshed, host } = context;
  const options = capabilities.semanticTokensProvider;
  if (!options) return [];
  const legend = { tokenTypes: [...options.legend.tokenTypes], tokenModifiers: [...options.legend.tokenModifiers] };
  const toTokens = (answer: lsp.SemanticTokens | null) => (answer ? { data: new Uint32Array(answer.data) } : null);
  const registered: monaco.IDisposable[] = [];
  if (options.full) {
    registered.push(
      host.monaco.languages.registerDocumentSemanticTokensProvider(selector, {
        onDidChange: refreshed.semanticTokens,
        getLegend: () => legend,
        async provideDocumentSemanticTokens(model, _last, token) {
          const textDocument = documentOf(context, model);
          if (!textDocument) return null;
          return toTokens(await ask(context, 'textDocument/semanticTokens/full', { textDocument }, token));
        },
        releaseDocumentSemanticTokens() {},
      }),
    );
  }
  if (options.range) {
    registered.push(
      host.monaco.languages.registerDocumentRangeSemanticTokensProvider(selector, {
        getLegend: () => legend,
        async provideDocumentRangeSemanticTokens(model, range, token) {
          const textDocument = documentOf(context, model);
          if (!textDocument) return null;
          const params = { textDocument, range: fromRange(range) };
          return toTokens(await ask(context, 'textDocument/semanticTokens/range', params, token));
        },
      }),
    );
  }
  return registered;
}
