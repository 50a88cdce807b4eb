import type * as monaco from 'monaco-editor/editor/editor.api';
import type * as lsp from 'vscode-languageserver-protocol';

/** Monaco counts lines and columns from 1, servers from 0. */
export function toRange({ start, end }: lsp.Range): monaco.IRange {
  return {
    startLineNumber: start.line + 1,
    startColumn: start.character + 1,
    endLineNumber: end.line + 1,
    endColumn: end.character + 1,
  };
}

export function fromRange(range: monaco.IRange): lsp.Range {
  return {
    start: { line: range.startLineNumber - 1, character: range.startColumn - 1 },
    end: { line: range.endLineNumber - 1, character: range.endColumn - 1 },
  };
}

export function fromPosition({ lineNumber, column }: monaco.IPosition): lsp.Position {
  return { line: lineNumber - 1, character: column - 1 };
}

export function toPosition({ line, character }: lsp.Position): monaco.IPosition {
  return { lineNumber: line + 1, column: character + 1 };
}

export function toTextEdit({ range, newText }: lsp.TextEdit): monaco.languages.TextEdit {
  return { range: toRange(range), text: newText };
}

/** Markdown for Monaco. Commands in it are not trusted: it comes from a server. */
export function toMarkdown(text: string | lsp.MarkupContent | lsp.MarkedString): monaco.IMarkdownString {
  if (typeof text === 'string') return { value: text };
  if ('language' in text) return { value: `\`\`\`${text.language}\n${text.value}\n\`\`\`` };
  return { value: text.kind === 'markdown' ? text.value : escapeMarkdown(text.value) };
}

function escapeMarkdown(text: string): string {
  return text.replace(/[\\`*_{}[\]()#+\-.!<>|~]/g, '\\$&').replace(/\n/g, '  \n');
}

/** By the protocol's numbers from 1, in Monaco's order. */
const completionKinds = [18, 0, 1, 2, 3, 4, 5, 7, 8, 9, 12, 13, 15, 17, 28, 19, 20, 21, 23, 16, 14, 6, 10, 11, 24];

/** Monaco's number for the protocol's kind of a completion. */
export function toCompletionKind(kind: lsp.CompletionItemKind | undefined): monaco.languages.CompletionItemKind {
  return completionKinds[(kind ?? 1) - 1] ?? 18;
}

/** Monaco's kinds of symbols are the protocol's, counted from 0. */
export function toSymbolKind(kind: lsp.SymbolKind): monaco.languages.SymbolKind {
  return kind - 1;
}

/** A signal that is aborted when the token is cancelled. */
export function toSignal(token: monaco.CancellationToken): AbortSignal {
  const controller = new AbortController();
  if (token.isCancellationRequested) controller.abort();
  else token.onCancellationRequested(() => controller.abort());
  return controller.signal;
}

/** The protocol's severities, in Monaco's numbers. */
const severities: Readonly<Record<number, monaco.MarkerSeverity>> = { 1: 8, 2: 4, 3: 2, 4: 1 };

/** A diagnostic as Monaco draws it. */
export function toMarker(
  diagnostic: lsp.Diagnostic,
  resourceOf: (uri: string) => monaco.Uri,
): monaco.editor.IMarkerData {
  const { range, message, severity, code, source, tags, relatedInformation } = diagnostic;
  const value = code === undefined ? undefined : String(code);
  return {
    ...toRange(range),
    message: typeof message === 'string' ? message : message.value,
    severity: severities[severity ?? 1] ?? 8,
    ...(source === undefined ? {} : { source }),
    ...(value === undefined ? {} : { code: value }),
    // Unnecessary and deprecated have the same numbers on both sides.
    ...(tags ? { tags: [...tags] as monaco.MarkerTag[] } : {}),
    ...(relatedInformation
      ? {
          relatedInformation: relatedInformation.map(({ location, message: text }) => ({
            ...toRange(location.range),
            resource: resourceOf(location.uri),
            message: text,
          })),
        }
      : {}),
  };
}
