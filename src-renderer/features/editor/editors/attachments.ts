import type { editor } from 'monaco-editor/editor/editor.api';
import type { StoreApi } from 'zustand/vanilla';
import type { Disposable } from '../../../app/disposable.ts';
import type { AttachedEditor, AttachToEditor, MonacoHost } from '../../../app/text-editors.ts';
import type { GroupEditor } from './group-editor.ts';

type Found = Pick<AttachedEditor, 'document' | 'projectId' | 'large'>;

/** What other features draw on the texts that editors show. */
export interface Attachments extends Disposable {
  add(attach: AttachToEditor): Disposable;
  /** Keeps a new editor's attachments in step with what it shows. */
  follow(shown: GroupEditor): Disposable;
  describe(shown: GroupEditor): AttachedEditor | null;
  /** Documents have other names now. */
  refresh(): void;
}

export function createAttachments(dependencies: {
  host: StoreApi<MonacoHost | null>;
  find(model: editor.ITextModel): Found | null;
}): Attachments {
  const attachers = new Set<AttachToEditor>();
  const followed = new Map<GroupEditor, Map<AttachToEditor, Disposable>>();

  const describeShown = (shown: GroupEditor): AttachedEditor | null => {
    const host = dependencies.host.getState();
    const model = shown.editor.getModel();
    const found = host && model ? dependencies.find(model) : null;
    return host && model && found ? { host, model, editor: shown.editor, ...found } : null;
  };
  const attach = (shown: GroupEditor, attacher: AttachToEditor) => {
    const described = describeShown(shown);
    if (described) followed.get(shown)?.set(attacher, attacher(described));
  };
  const detach = (shown: GroupEditor) => {
    const attached = followed.get(shown);
    if (!attached) return;
    for (const attachment of attached.values()) attachment.dispose();
    attached.clear();
  };
  const rebuild = (shown: GroupEditor) => {
    detach(shown);
    for (const attacher of attachers) attach(shown, attacher);
  };

  return {
    describe: describeShown,
    add(attacher) {
      attachers.add(attacher);
      for (const shown of followed.keys()) attach(shown, attacher);
      return {
        dispose() {
          attachers.delete(attacher);
          for (const attached of followed.values()) {
            attached.get(attacher)?.dispose();
            attached.delete(attacher);
          }
        },
      };
    },
    follow(shown) {
      followed.set(shown, new Map());
      rebuild(shown);
      const listener = shown.editor.onDidChangeModel(() => rebuild(shown));
      return {
        dispose() {
          listener.dispose();
          detach(shown);
          followed.delete(shown);
        },
      };
    },
    refresh() {
      for (const shown of followed.keys()) rebuild(shown);
    },
    dispose() {
      for (const shown of followed.keys()) detach(shown);
      attachers.clear();
      followed.clear();
    },
  };
}
