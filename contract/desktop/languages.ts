import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { ProjectPath } from '../model/path.ts';
import { ProjectId } from '../model/project.ts';
import { procedure } from './errors.ts';

const inProject = z.object({ projectId: ProjectId });

/** Names a server in its project: `typescript`, or as the setting has it. */
const ServerId = z.string().min(1).max(100);

/** An address as language servers use it, `file:///…`. */
const DocumentUri = z.string().min(1).max(8192);

/** `off`: it is not allowed to run here. `failed`: it has ended too often and waits for somebody to start it again. */
export const LanguageServerStatus = z.enum(['idle', 'starting', 'ready', 'restarting', 'failed', 'off']);

export const LanguageServer = z.object({
  id: ServerId,
  name: z.string(),
  languageIds: z.array(z.string()),
  status: LanguageServerStatus,
  /** Why it is as it is, in words; empty when it works. */
  detail: z.string(),
  version: z.string().nullable(),
  /** Counts its starts: with each one it must be told anew which documents are open. */
  run: z.number().int(),
  /** What it can do, as it says itself; null until it is ready. */
  capabilities: z.record(z.string(), z.unknown()).nullable(),
});
export type LanguageServer = z.infer<typeof LanguageServer>;

const Position = z.object({ line: z.number().int().min(0), character: z.number().int().min(0) });
const Range = z.object({ start: Position, end: Position });

/** One thing that a server says about a text. Lines and columns count from 0, in UTF-16 units. */
export const LanguageDiagnostic = z.looseObject({
  range: Range,
  message: z.string(),
  severity: z.number().int().optional(),
  code: z.union([z.string(), z.number()]).optional(),
  source: z.string().optional(),
});
export type LanguageDiagnostic = z.infer<typeof LanguageDiagnostic>;

/** What a server says about one file: everything, and so nothing of before counts. */
export const LanguageReport = z.object({ uri: DocumentUri, diagnostics: z.array(LanguageDiagnostic) });
export type LanguageReport = z.infer<typeof LanguageReport>;

export const LanguageEvent = z.discriminatedUnion('type', [
  z.object({ type: z.literal('servers.changed'), servers: z.array(LanguageServer) }),
  /** Said by a server of its own accord about a document that is open. */
  z.object({ type: z.literal('diagnostics.published'), server: ServerId, report: LanguageReport }),
  /** Found in files that are not open. */
  z.object({ type: z.literal('project.checked'), server: ServerId, reports: z.array(LanguageReport) }),
  /** What the window shows of this kind must be asked for again. */
  z.object({
    type: z.literal('refresh.requested'),
    server: ServerId,
    feature: z.enum(['diagnostics', 'semanticTokens', 'inlayHints']),
  }),
  /** A server wants texts changed. The window answers with `answerEdit`. */
  z.object({
    type: z.literal('edit.requested'),
    server: ServerId,
    requestId: z.number(),
    edit: z.unknown().optional(),
  }),
  z.object({
    type: z.literal('message.shown'),
    server: ServerId,
    level: z.enum(['error', 'warning']),
    text: z.string(),
  }),
]);
export type LanguageEvent = z.infer<typeof LanguageEvent>;

/** What happens to the documents of a window, in order. `server` names the only one that is to hear of it. */
export const DocumentNotice = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('opened'),
    uri: DocumentUri,
    languageId: z.string().max(100),
    version: z.number().int(),
    text: z.string(),
    server: ServerId.optional(),
  }),
  z.object({
    type: z.literal('changed'),
    uri: DocumentUri,
    version: z.number().int(),
    changes: z.array(z.object({ range: Range.optional(), text: z.string() })).max(100_000),
  }),
  z.object({ type: z.literal('saved'), uri: DocumentUri }),
  z.object({ type: z.literal('closed'), uri: DocumentUri }),
]);
export type DocumentNotice = z.infer<typeof DocumentNotice>;

/** What a window may ask of a server. */
export const LanguageRequest = z.enum([
  'textDocument/completion',
  'completionItem/resolve',
  'textDocument/hover',
  'textDocument/signatureHelp',
  'textDocument/definition',
  'textDocument/declaration',
  'textDocument/typeDefinition',
  'textDocument/implementation',
  'textDocument/references',
  'textDocument/documentHighlight',
  'textDocument/documentSymbol',
  'workspace/symbol',
  'textDocument/prepareRename',
  'textDocument/rename',
  'textDocument/codeAction',
  'codeAction/resolve',
  'workspace/executeCommand',
  'workspace/willRenameFiles',
  'textDocument/inlayHint',
  'inlayHint/resolve',
  'textDocument/semanticTokens/full',
  'textDocument/semanticTokens/range',
  'textDocument/prepareCallHierarchy',
  'callHierarchy/incomingCalls',
  'callHierarchy/outgoingCalls',
  'textDocument/foldingRange',
  'textDocument/selectionRange',
  'textDocument/linkedEditingRange',
  'textDocument/formatting',
  'textDocument/rangeFormatting',
  'textDocument/onTypeFormatting',
  'textDocument/diagnostic',
]);
export type LanguageRequest = z.infer<typeof LanguageRequest>;

export const languages = {
  /**
   * The window's stream for its project; servers run as long as it is read. Whoever connects later takes over, with no documents
   * open. Starts with the servers there are.
   */
  connect: procedure.input(inProject).output(eventIterator(LanguageEvent)),
  /** Tells the servers what happened to documents; a server that is needed now and does not run is started. */
  sync: procedure
    .input(inProject.extend({ sequence: z.number().int(), notices: z.array(DocumentNotice).max(10_000) }))
    .output(z.object({})),
  /**
   * Asks one server. It hears of everything up to the `sync` of that sequence number first. Cancelled with the call. The answer is
   * the protocol's as JSON, checked for what leads to files: thousands of completions pass faster as one text.
   */
  request: procedure
    .input(
      inProject.extend({
        server: ServerId,
        after: z.number().int(),
        method: LanguageRequest,
        params: z.unknown().optional(),
      }),
    )
    .output(z.object({ json: z.string() })),
  answerEdit: procedure
    .input(inProject.extend({ requestId: z.number(), applied: z.boolean(), failure: z.string().optional() }))
    .output(z.object({})),
  /** Starts one server anew, or all of them. */
  restart: procedure.input(inProject.extend({ server: ServerId.optional() })).output(z.object({})),
  /** A text that a server has named and that lies outside the project, such as the types of the standard library. */
  readSource: procedure.input(inProject.extend({ uri: DocumentUri })).output(z.object({ text: z.string() })),
  /**
   * The text as the project's own Prettier or Biome writes it. `formatter` is null where the project has none for such a file.
   * A range is in UTF-16 units of the text.
   */
  format: procedure
    .input(
      inProject.extend({
        path: ProjectPath,
        text: z.string(),
        range: z.object({ start: z.number().int().min(0), end: z.number().int().min(0) }).optional(),
      }),
    )
    .output(z.object({ formatter: z.enum(['Prettier', 'Biome']).nullable(), text: z.string() })),
};
