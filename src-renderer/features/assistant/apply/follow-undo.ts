import type { editor } from 'monaco-editor/editor/editor.api';
import type { Disposable } from '../../../app/disposable.ts';

/** A change that was made in a text that is open: the text's alternative versions around it. */
export interface ChangedModel {
  readonly path: string;
  readonly model: editor.ITextModel;
  readonly before: number;
  readonly after: number;
}

/** Changes that are followed at a time; the oldest are given up. */
const mostFollowed = 200;

/** Hears when changes are undone or redone in the editor. */
export interface FollowedChanges extends Disposable {
  follow(change: ChangedModel, onMoved: (made: boolean) => void): void;
}

export function createFollowedChanges(): FollowedChanges {
  const followed: Disposable[] = [];
  return {
    follow({ model, before, after }, onMoved) {
      if (before === after || model.isDisposed()) return;
      let made = true;
      const changed = model.onDidChangeContent(() => {
        const version = model.getAlternativeVersionId();
        if (made ? version !== before : version !== after) return;
        made = !made;
        onMoved(made);
      });
      followed.push(changed);
      while (followed.length > mostFollowed) followed.shift()?.dispose();
    },
    dispose() {
      for (const each of followed.splice(0)) each.dispose();
    },
  };
}
