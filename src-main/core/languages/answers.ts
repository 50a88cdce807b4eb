import { z } from 'zod';
import { LanguageDiagnostic, type LanguageRequest } from '../../../contract/desktop/languages.ts';

const Uri = z.string().min(1).max(8192);
const Position = z.object({ line: z.number(), character: z.number() });
const Range = z.object({ start: Position, end: Position });
const Location = z.looseObject({ uri: Uri, range: Range });
const LocationLink = z.looseObject({ targetUri: Uri, targetRange: Range, targetSelectionRange: Range });
const Locations = z.union([Location, z.array(z.union([Location, LocationLink]))]).nullable();
const TextEdit = z.looseObject({ range: Range, newText: z.string() });

const ResourceOperation = z.discriminatedUnion('kind', [
  z.looseObject({ kind: z.literal('create'), uri: Uri }),
  z.looseObject({ kind: z.literal('rename'), oldUri: Uri, newUri: Uri }),
  z.looseObject({ kind: z.literal('delete'), uri: Uri }),
]);

export const WorkspaceEdit = z.looseObject({
  changes: z.record(z.string(), z.array(TextEdit)).nullish(),
  documentChanges: z
    .array(
      z.union([
        z.looseObject({ textDocument: z.looseObject({ uri: Uri }), edits: z.array(TextEdit) }),
        ResourceOperation,
      ]),
    )
    .nullish(),
});

const CompletionItem = z.looseObject({
  label: z.string(),
  kind: z.number().nullish(),
  additionalTextEdits: z.array(TextEdit).nullish(),
});
/** There may be thousands, which change nothing but the text in front: a look at each is enough. */
const Completions = z.custom<{ label: string }[] | { items: { label: string }[] }>((answer) => {
  const items: unknown = typeof answer === 'object' && answer !== null && 'items' in answer ? answer.items : answer;
  return (
    Array.isArray(items) &&
    items.every(
      (item: unknown) => typeof item === 'object' && item !== null && 'label' in item && typeof item.label === 'string',
    )
  );
});
const CodeAction = z.looseObject({ title: z.string(), edit: WorkspaceEdit.nullish() });
const CallHierarchyItem = z.looseObject({
  name: z.string(),
  kind: z.number(),
  uri: Uri,
  range: Range,
  selectionRange: Range,
});
const TextEdits = z.array(TextEdit).nullable();

/** The shape that an answer must have before a window gets it: whatever leads to files or changes texts, and what is listed. */
const shapes: { readonly [Method in LanguageRequest]?: z.ZodType } = {
  'textDocument/completion': Completions,
  'completionItem/resolve': CompletionItem,
  'textDocument/hover': z
    .looseObject({ contents: z.union([z.string(), z.array(z.unknown()), z.looseObject({})]) })
    .nullable(),
  'textDocument/signatureHelp': z.looseObject({ signatures: z.array(z.looseObject({ label: z.string() })) }).nullable(),
  'textDocument/definition': Locations,
  'textDocument/declaration': Locations,
  'textDocument/typeDefinition': Locations,
  'textDocument/implementation': Locations,
  'textDocument/references': z.array(Location).nullable(),
  'textDocument/documentHighlight': z.array(z.looseObject({ range: Range })).nullable(),
  'textDocument/documentSymbol': z.array(z.looseObject({ name: z.string(), kind: z.number() })).nullable(),
  'workspace/symbol': z
    .array(z.looseObject({ name: z.string(), kind: z.number(), location: z.looseObject({ uri: Uri }) }))
    .nullable(),
  'textDocument/rename': WorkspaceEdit.nullable(),
  'textDocument/codeAction': z.array(CodeAction).nullable(),
  'codeAction/resolve': CodeAction,
  'workspace/willRenameFiles': WorkspaceEdit.nullable(),
  'textDocument/inlayHint': z.array(z.looseObject({ position: Position })).nullish(),
  'textDocument/semanticTokens/full': z.looseObject({ data: z.array(z.number()) }).nullable(),
  'textDocument/semanticTokens/range': z.looseObject({ data: z.array(z.number()) }).nullable(),
  'textDocument/prepareCallHierarchy': z.array(CallHierarchyItem).nullable(),
  'callHierarchy/incomingCalls': z
    .array(z.looseObject({ from: CallHierarchyItem, fromRanges: z.array(Range) }))
    .nullable(),
  'callHierarchy/outgoingCalls': z
    .array(z.looseObject({ to: CallHierarchyItem, fromRanges: z.array(Range) }))
    .nullable(),
  'textDocument/foldingRange': z.array(z.looseObject({ startLine: z.number(), endLine: z.number() })).nullable(),
  'textDocument/selectionRange': z.array(z.looseObject({ range: Range })).nullable(),
  'textDocument/linkedEditingRange': z.looseObject({ ranges: z.array(Range) }).nullable(),
  'textDocument/formatting': TextEdits,
  'textDocument/rangeFormatting': TextEdits,
  'textDocument/onTypeFormatting': TextEdits,
  'textDocument/diagnostic': z.looseObject({ items: z.array(LanguageDiagnostic).optional() }),
};

/** The answer as it may be passed on; null where the server sent none. Throws where it is not what the method answers. */
export function checkAnswer(method: LanguageRequest, result: unknown): unknown {
  const shape = shapes[method];
  const given = result ?? null;
  return shape && given !== null ? shape.parse(given) : given;
}

/** Every address of a file in an answer that leads to places. */
export function* addressesIn(answer: unknown): Generator<string> {
  if (Array.isArray(answer)) {
    for (const item of answer) yield* addressesIn(item);
  } else if (typeof answer === 'object' && answer !== null) {
    for (const [key, value] of Object.entries(answer)) {
      if ((key === 'uri' || key === 'targetUri') && typeof value === 'string') yield value;
      else if (key === 'location' || key === 'from' || key === 'to') yield* addressesIn(value);
    }
  }
}
