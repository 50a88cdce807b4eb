import type * as monaco from 'monaco-editor/editor/editor.api';
import { createDisposables, type Disposable } from '../../app/disposable.ts';
import type { Problem } from '../../app/problems.ts';
import { hasModel } from '../../monaco/text-buffer.ts';
import type { EditorSession } from './session.ts';

/** Monaco's severities, from which smaller ones are left out: hints are drawn in the text only. */
const severities: Readonly<Record<number, Problem['severity']>> = { 8: 'error', 4: 'warning', 2: 'info' };
const order: Readonly<Record<Problem['severity'], number>> = { error: 0, warning: 1, info: 2 };

/** Keeps the window's list of problems in step with Monaco's markers. */
export function followProblems(session: EditorSession): Disposable {
  const disposables = createDisposables();
  const { documents, loader, services } = session;

  const read = (): void => {
    const host = loader.host.getState();
    if (!host) return;
    const problems: Problem[] = [];
    for (const id of documents.states.getState().keys()) {
      const copy = documents.get(id);
      const buffer = copy?.buffer() ?? null;
      if (!copy || !hasModel(buffer)) continue;
      const markers = host.monaco.editor.getModelMarkers({ resource: buffer.model.uri });
      problems.push(...markers.flatMap((marker) => toProblem(id, copy.projectId, marker)).sort(compare));
    }
    services.problems.publish('editor', problems);
  };

  const start = (): void => {
    const host = loader.host.getState();
    if (!host) return;
    disposables.add(host.monaco.editor.onDidChangeMarkers(read));
    disposables.addFunction(
      documents.states.subscribe((now, before) => {
        if (now.size !== before.size) read();
      }),
    );
  };
  if (loader.host.getState()) start();
  else disposables.addFunction(loader.host.subscribe(start));
  return disposables;
}

function toProblem(document: string, projectId: string, marker: monaco.editor.IMarker): Problem[] {
  const severity = severities[marker.severity];
  if (!severity) return [];
  const code = typeof marker.code === 'object' ? marker.code.value : marker.code;
  const source = [marker.source, code ? `(${code})` : ''].join('') || null;
  return [
    {
      document,
      projectId,
      severity,
      message: marker.message,
      source,
      line: marker.startLineNumber,
      column: marker.startColumn,
    },
  ];
}

function compare(one: Problem, other: Problem): number {
  return order[one.severity] - order[other.severity] || one.line - other.line || one.column - other.column;
}
