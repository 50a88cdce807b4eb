import type { FileAtRevision } from '../../../../contract/desktop/git/history.ts';
import { createSignal, type Disposable, type Signal } from '../../../app/disposable.ts';
import type { Services } from '../../../app/services.ts';
import type { AttachedEditor } from '../../../app/text-editors.ts';
import type { LineChange } from '../../../monaco/line-diff.ts';
import type { LineDiffs } from '../gutter/line-diffs.ts';
import type { RepositoryWatch } from '../repository.ts';

export type BaseText = Extract<FileAtRevision, { kind: 'text' }>;

/** How a document differs from its base in the repository. */
export interface FileChanges extends Disposable {
  /** Raised when changes have been found anew. */
  readonly found: Signal<void>;
  current(): { readonly base: BaseText; readonly changes: readonly LineChange[] } | null;
}

/** Milliseconds without a key before differences are looked for. */
const quiet = 250;

/** Follows a text and its base. Nothing happens while somebody types but the setting of a timer. */
export function followFileChanges(
  services: Pick<Services, 'core' | 'editor'>,
  shown: AttachedEditor,
  options: { readonly repository: RepositoryWatch; readonly diffs: LineDiffs; readonly ref: 'index' | 'HEAD' },
): FileChanges {
  const { model, projectId, document } = shown;
  const { repository, diffs, ref } = options;
  const found = createSignal<void>();
  let base: BaseText | null = null;
  let changes: readonly LineChange[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  let asked = 0;
  let disposed = false;

  const compare = async () => {
    if (!base || disposed) return;
    asked += 1;
    const own = asked;
    const answer = await diffs.find(base.text, model.getValue());
    if (own !== asked || disposed) return;
    changes = answer;
    found.raise();
  };
  const readBase = async () => {
    if (disposed) return;
    const encoding = services.editor.state.getState().documents.get(document)?.encoding;
    const answer = await services.core.gitHistory.fileAt({
      projectId,
      path: document,
      ref,
      ...(encoding === undefined ? {} : { encoding }),
      ...(base ? { known: base.id } : {}),
    });
    if (disposed || answer.kind === 'same') return;
    base = answer.kind === 'text' ? answer : null;
    changes = [];
    if (base) await compare();
    else found.raise();
  };
  const read = () => void readBase().catch(() => undefined);
  const listening = repository.changed.listen(read);
  const typing = model.onDidChangeContent(() => {
    clearTimeout(timer);
    timer = setTimeout(() => void compare(), quiet);
  });
  read();
  return {
    found,
    current: () => (base ? { base, changes } : null),
    dispose() {
      disposed = true;
      clearTimeout(timer);
      listening.dispose();
      typing.dispose();
    },
  };
}
