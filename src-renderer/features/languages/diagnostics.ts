import type * as monaco from 'monaco-editor/editor/editor.api';
import type * as lsp from 'vscode-languageserver-protocol';
import type { LanguageDiagnostic } from '../../../contract/desktop/languages.ts';
import { createDisposables, type Disposable } from '../../app/disposable.ts';
import type { Problem } from '../../app/problems.ts';
import type { Services } from '../../app/services.ts';
import type { MonacoHost } from '../../monaco/host.ts';
import type { Addresses } from './client/addresses.ts';
import type { SyncedDocuments } from './client/documents.ts';
import type { LanguageClient } from './client/language-client.ts';
import { serverLanguage } from './client/server-language.ts';
import { toMarker } from './convert.ts';

/** Milliseconds after the last change before an open text is checked again: not while somebody types. */
const checkDelay = 250;
/** Milliseconds more before the other open texts are, whose problems may come from it. */
const othersDelay = 400;
const ownerPrefix = 'server:';

/** Keeps what the servers find in open texts as Monaco's markers, and in other files in the list of problems. */
export interface Diagnostics extends Disposable {
  /** What a server said about a part of an open text, as it said it. */
  within(model: monaco.editor.ITextModel, server: string, range: monaco.IRange): lsp.Diagnostic[];
  /** Asks about every open text again. */
  checkAll(): void;
}

export function createDiagnostics(dependencies: {
  services: Pick<Services, 'editor' | 'problems' | 'workspace'>;
  host: MonacoHost;
  client: LanguageClient;
  documents: SyncedDocuments;
  addresses: Addresses;
}): Diagnostics {
  const { services, host, client, documents, addresses } = dependencies;
  const { editor, problems } = services;
  const { monaco } = host;
  const ends = createDisposables();
  const inOpen = new Map<monaco.editor.ITextModel, Map<string, readonly lsp.Diagnostic[]>>();
  /** By server, then by address. */
  const inOthers = new Map<string, Map<string, readonly LanguageDiagnostic[]>>();
  const running = new Map<monaco.editor.ITextModel, AbortController>();
  const timers = new Map<monaco.editor.ITextModel, ReturnType<typeof setTimeout>>();
  let othersTimer: ReturnType<typeof setTimeout> | undefined;
  let publishing = false;

  const show = (model: monaco.editor.ITextModel, server: string, found: readonly lsp.Diagnostic[]) => {
    if (model.isDisposed()) return;
    const own = inOpen.get(model) ?? new Map<string, readonly lsp.Diagnostic[]>();
    inOpen.set(model, own.set(server, found));
    const markers = found.map((diagnostic) => toMarker(diagnostic, addresses.resourceOf));
    monaco.editor.setModelMarkers(model, ownerPrefix + server, markers);
  };

  const check = async (model: monaco.editor.ITextModel) => {
    const uri = addresses.uriOfModel(model);
    if (uri === null || model.isDisposed() || !documents.knows(model)) return;
    running.get(model)?.abort();
    const controller = new AbortController();
    running.set(model, controller);
    const { signal } = controller;
    const language = serverLanguage(model.getLanguageId(), model.uri.path);
    for (const { id } of client.serversFor(language, (can) => can.diagnosticProvider)) {
      try {
        const report = await client.request(id, 'textDocument/diagnostic', { textDocument: { uri } }, signal);
        if (signal.aborted) return;
        if (report.kind === 'full') show(model, id, report.items);
      } catch {
        // Cancelled by the next change, or the server has just ended: it is asked again either way.
      }
    }
    if (running.get(model) === controller) running.delete(model);
  };

  const schedule = (model: monaco.editor.ITextModel, delay: number) => {
    clearTimeout(timers.get(model));
    timers.set(
      model,
      setTimeout(() => {
        timers.delete(model);
        void check(model);
      }, delay),
    );
  };

  const openModels = () =>
    editor
      .liveTexts()
      .filter(({ model }) => documents.knows(model))
      .map(({ model }) => model);

  const checkAll = () => {
    const active = editor.activeText()?.text.model;
    const models = openModels();
    for (const model of models) schedule(model, model === active ? 0 : 50);
  };

  /** Problems of files that no document shows. Those of open ones come from their markers. */
  const publish = () => {
    if (publishing) return;
    publishing = true;
    queueMicrotask(() => {
      publishing = false;
      const project = services.workspace.getState().project;
      const open = new Set(editor.liveTexts().flatMap(({ path, model }) => (documents.knows(model) ? [path] : [])));
      const found: Problem[] = [];
      for (const reports of inOthers.values()) {
        for (const [uri, diagnostics] of reports) {
          const path = addresses.pathOf(uri);
          if (path === null || open.has(path) || !project) continue;
          found.push(...diagnostics.flatMap((diagnostic) => toProblem(path, project.id, diagnostic)));
        }
      }
      problems.publish('languages', found.sort(byPlace));
    });
  };

  ends.add(
    documents.sent.listen((model) => {
      schedule(model, inOpen.has(model) ? checkDelay : 0);
      clearTimeout(othersTimer);
      othersTimer = setTimeout(() => {
        for (const other of openModels()) if (other !== model) schedule(other, 0);
      }, checkDelay + othersDelay);
    }),
  );
  ends.add(
    client.events.listen((event) => {
      switch (event.type) {
        case 'diagnostics.published': {
          const path = addresses.pathOf(event.report.uri);
          const text = path === null ? undefined : editor.liveTexts().find((known) => known.path === path);
          const found = event.report.diagnostics as lsp.Diagnostic[];
          if (text && documents.knows(text.model)) show(text.model, event.server, found);
          else keepOther(event.server, event.report.uri, event.report.diagnostics);
          break;
        }
        case 'project.checked':
          for (const { uri, diagnostics } of event.reports) keepOther(event.server, uri, diagnostics);
          break;
        case 'refresh.requested':
          if (event.feature === 'diagnostics') checkAll();
          break;
        default:
      }
    }),
  );
  ends.addFunction(
    editor.state.subscribe((now, before) => {
      if (now.documents === before.documents) return;
      for (const model of [...inOpen.keys()]) if (model.isDisposed()) inOpen.delete(model);
      publish();
    }),
  );
  ends.addFunction(
    client.servers.subscribe((servers, before) => {
      const alive = new Set(servers.filter(({ status }) => status === 'ready').map(({ id }) => id));
      for (const { id, status } of before) {
        if (status !== 'ready' || alive.has(id)) continue;
        inOthers.delete(id);
        for (const [model, own] of inOpen) {
          own.delete(id);
          if (!model.isDisposed()) monaco.editor.setModelMarkers(model, ownerPrefix + id, []);
        }
        publish();
      }
      const came = servers.some(
        ({ id, status }) => status === 'ready' && !before.some((b) => b.id === id && b.status === 'ready'),
      );
      if (came) checkAll();
    }),
  );
  ends.addFunction(() => {
    clearTimeout(othersTimer);
    for (const timer of timers.values()) clearTimeout(timer);
    for (const controller of running.values()) controller.abort();
    problems.publish('languages', []);
  });

  function keepOther(server: string, uri: string, diagnostics: readonly LanguageDiagnostic[]) {
    const reports = inOthers.get(server) ?? new Map<string, readonly LanguageDiagnostic[]>();
    if (diagnostics.length > 0) reports.set(uri, diagnostics);
    else reports.delete(uri);
    inOthers.set(server, reports);
    publish();
  }

  return {
    checkAll,
    within(model, server, range) {
      const found = inOpen.get(model)?.get(server) ?? [];
      return found.filter(({ range: { start, end } }) =>
        monaco.Range.areIntersectingOrTouching(range, {
          startLineNumber: start.line + 1,
          startColumn: start.character + 1,
          endLineNumber: end.line + 1,
          endColumn: end.character + 1,
        }),
      );
    },
    dispose: ends.dispose,
  };
}

/** Hints are drawn in the text only. */
const severities: Readonly<Record<number, Problem['severity']>> = { 1: 'error', 2: 'warning', 3: 'info' };
const order: Readonly<Record<Problem['severity'], number>> = { error: 0, warning: 1, info: 2 };

function toProblem(document: string, projectId: string, diagnostic: LanguageDiagnostic): Problem[] {
  const severity = severities[diagnostic.severity ?? 1];
  if (!severity) return [];
  const code = diagnostic.code === undefined ? '' : `(${diagnostic.code})`;
  return [
    {
      document,
      projectId,
      severity,
      message: diagnostic.message,
      source: `${diagnostic.source ?? ''}${code}` || null,
      line: diagnostic.range.start.line + 1,
      column: diagnostic.range.start.character + 1,
    },
  ];
}

function byPlace(one: Problem, other: Problem): number {
  return (
    one.document.localeCompare(other.document) ||
    order[one.severity] - order[other.severity] ||
    one.line - other.line ||
    one.column - other.column
  );
}
