import type * as lsp from 'vscode-languageserver-protocol';

/** What each request takes and answers, by the protocol. Core has checked what leads to files. */
export interface Requests {
  'textDocument/completion': [lsp.CompletionParams, lsp.CompletionItem[] | lsp.CompletionList | null];
  'completionItem/resolve': [lsp.CompletionItem, lsp.CompletionItem];
  'textDocument/hover': [lsp.HoverParams, lsp.Hover | null];
  'textDocument/signatureHelp': [lsp.SignatureHelpParams, lsp.SignatureHelp | null];
  'textDocument/definition': [lsp.DefinitionParams, lsp.Definition | lsp.DefinitionLink[] | null];
  'textDocument/declaration': [lsp.DeclarationParams, lsp.Declaration | lsp.DeclarationLink[] | null];
  'textDocument/typeDefinition': [lsp.TypeDefinitionParams, lsp.Definition | lsp.DefinitionLink[] | null];
  'textDocument/implementation': [lsp.ImplementationParams, lsp.Definition | lsp.DefinitionLink[] | null];
  'textDocument/references': [lsp.ReferenceParams, lsp.Location[] | null];
  'textDocument/documentHighlight': [lsp.DocumentHighlightParams, lsp.DocumentHighlight[] | null];
  'textDocument/documentSymbol': [lsp.DocumentSymbolParams, lsp.DocumentSymbol[] | lsp.SymbolInformation[] | null];
  'workspace/symbol': [lsp.WorkspaceSymbolParams, (lsp.SymbolInformation | lsp.WorkspaceSymbol)[] | null];
  'textDocument/prepareRename': [lsp.PrepareRenameParams, lsp.PrepareRenameResult | null];
  'textDocument/rename': [lsp.RenameParams, lsp.WorkspaceEdit | null];
  'textDocument/codeAction': [lsp.CodeActionParams, (lsp.Command | lsp.CodeAction)[] | null];
  'codeAction/resolve': [lsp.CodeAction, lsp.CodeAction];
  'workspace/executeCommand': [lsp.ExecuteCommandParams, unknown];
  'workspace/willRenameFiles': [lsp.RenameFilesParams, lsp.WorkspaceEdit | null];
  'textDocument/inlayHint': [lsp.InlayHintParams, lsp.InlayHint[] | null];
  'inlayHint/resolve': [lsp.InlayHint, lsp.InlayHint];
  'textDocument/semanticTokens/full': [lsp.SemanticTokensParams, lsp.SemanticTokens | null];
  'textDocument/semanticTokens/range': [lsp.SemanticTokensRangeParams, lsp.SemanticTokens | null];
  'textDocument/prepareCallHierarchy': [lsp.CallHierarchyPrepareParams, lsp.CallHierarchyItem[] | null];
  'callHierarchy/incomingCalls': [lsp.CallHierarchyIncomingCallsParams, lsp.CallHierarchyIncomingCall[] | null];
  'callHierarchy/outgoingCalls': [lsp.CallHierarchyOutgoingCallsParams, lsp.CallHierarchyOutgoingCall[] | null];
  'textDocument/foldingRange': [lsp.FoldingRangeParams, lsp.FoldingRange[] | null];
  'textDocument/selectionRange': [lsp.SelectionRangeParams, lsp.SelectionRange[] | null];
  'textDocument/linkedEditingRange': [lsp.LinkedEditingRangeParams, lsp.LinkedEditingRanges | null];
  'textDocument/formatting': [lsp.DocumentFormattingParams, lsp.TextEdit[] | null];
  'textDocument/rangeFormatting': [lsp.DocumentRangeFormattingParams, lsp.TextEdit[] | null];
  'textDocument/onTypeFormatting': [lsp.DocumentOnTypeFormattingParams, lsp.TextEdit[] | null];
  'textDocument/diagnostic': [lsp.DocumentDiagnosticParams, lsp.DocumentDiagnosticReport];
}

export type Method = keyof Requests;
export type Params<M extends Method> = Requests[M][0];
export type Answer<M extends Method> = Requests[M][1];

/** What a server says that it can do. */
export type Capabilities = lsp.ServerCapabilities;
