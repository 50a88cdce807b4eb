import type { editor } from 'monaco-editor/editor/editor.api';
import type { Disposable } from '../../../app/disposable.ts';
import type { MonacoHost } from '../../../app/text-editors.ts';
import type { ComposingEditor } from '../../../monaco/internals-types.ts';
import { cross, type TextReplacement } from './text-replacement.ts';

/** Changes of others that wait while an input method composes: the method counts on the text around it staying as it is. */
export interface HeldChanges extends Disposable {
  /** Whether changes wait. */
  readonly any: boolean;
  /** Takes a change of the shared text, when it has to wait: the replacements in order, in offsets of the text before. */
  hold(replacements: readonly TextReplacement[]): boolean;
  /** Where a change of the model belongs in the shared text, which is ahead of it. */
  carry(own: TextReplacement): TextReplacement;
}

/** `release` is called when the composition is over and the model may follow again. */
export function createHeldChanges(
  monaco: MonacoHost['monaco'],
  model: editor.ITextModel,
  release: () => void,
): HeldChanges {
  let held: TextReplacement[] | null = null;
  let listener: Disposable | null = null;
  const composing = () =>
    monaco.editor
      .getEditors()
      .find((shown) => shown.getModel() === model && (shown as unknown as ComposingEditor).inComposition);

  const letGo = () => {
    listener?.dispose();
    listener = null;
    held = null;
  };
  const waitForEnd = (shown: editor.ICodeEditor) => {
    listener?.dispose();
    const over = () =>
      // What has been composed becomes text after this event.
      setTimeout(() => {
        if (held === null) return;
        const next = composing();
        if (next) return waitForEnd(next);
        letGo();
        release();
      });
    const ends = [shown.onDidCompositionEnd(over), shown.onDidChangeModel(over), shown.onDidDispose(over)];
    listener = {
      dispose() {
        for (const end of ends) end.dispose();
      },
    };
  };

  return {
    get any() {
      return held !== null;
    },
    hold(replacements) {
      if (held === null) {
        const shown = composing();
        if (!shown) return false;
        held = [];
        waitForEnd(shown);
      }
      // One after the other: the last first, so that the offsets of those before it stay what they are.
      held.push(...[...replacements].reverse());
      return true;
    },
    carry(own) {
      let carried = own;
      held = (held ?? []).map((theirs) => {
        const [next, after] = cross(carried, theirs);
        carried = next;
        return after;
      });
      return carried;
    },
    dispose: letGo,
  };
}
