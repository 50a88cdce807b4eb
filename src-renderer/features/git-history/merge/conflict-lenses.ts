import type * as monaco from 'monaco-editor/editor/editor.api';
import { createSignal, type Disposable } from '../../../app/disposable.ts';
import type { MonacoHost } from '../../../app/text-editors.ts';
import { t } from '../../../localize.ts';
import { conflictsOf, solveConflict } from './conflict-actions.ts';
import type { Choice } from './parse-conflicts.ts';

/** Actions above the marks of conflicts, in the texts that have been named. */
export interface ConflictLenses extends Disposable {
  add(model: monaco.editor.ITextModel, options: { compare: (() => void) | null }): Disposable;
  refresh(): void;
}

const solve = 'git.conflict.solve';
const compare = 'git.conflict.compare';

const choices: readonly { readonly title: string; readonly choice: Choice }[] = [
  { title: t('Accept current'), choice: 'current' },
  { title: t('Accept incoming'), choice: 'incoming' },
  { title: t('Accept both'), choice: 'both' },
];

/** Registers them with Monaco, once for a window. */
export function createConflictLenses(host: MonacoHost): ConflictLenses {
  const { editor, languages, Range } = host.monaco;
  const models = new Map<string, { model: monaco.editor.ITextModel; compare: (() => void) | null }>();
  const changed = createSignal<void>();
  const onSolve = editor.registerCommand(solve, (_accessor, uri: string, start: number, choice: Choice) => {
    const known = models.get(uri);
    const conflict = known && conflictsOf(known.model).find((found) => found.start === start);
    if (known && conflict) solveConflict(host, known.model, conflict, choice);
  });
  const onCompare = editor.registerCommand(compare, (_accessor, uri: string) => models.get(uri)?.compare?.());
  const provider = languages.registerCodeLensProvider('*', {
    onDidChange: (listener: (value: monaco.languages.CodeLensProvider) => unknown) =>
      changed.listen(() => listener(provided)),
    provideCodeLenses(model) {
      const uri = model.uri.toString();
      const known = models.get(uri);
      if (!known) return { lenses: [], dispose: () => {} };
      const lenses = conflictsOf(model).flatMap(({ start }) => {
        const range = new Range(start + 1, 1, start + 1, 1);
        const accept = choices.map(({ title, choice }) => ({
          range,
          command: { id: solve, title, arguments: [uri, start, choice] },
        }));
        const more = known.compare
          ? [{ range, command: { id: compare, title: t('Open both sides'), arguments: [uri] } }]
          : [];
        return [...accept, ...more];
      });
      return { lenses, dispose: () => {} };
    },
  });
  const provided = {} as monaco.languages.CodeLensProvider;
  return {
    add(model, { compare: open }) {
      const uri = model.uri.toString();
      models.set(uri, { model, compare: open });
      changed.raise();
      return {
        dispose() {
          if (models.get(uri)?.compare === open) models.delete(uri);
          changed.raise();
        },
      };
    },
    refresh: () => changed.raise(),
    dispose() {
      provider.dispose();
      onSolve.dispose();
      onCompare.dispose();
    },
  };
}
