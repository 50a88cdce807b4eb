import { createStore, type StoreApi } from 'zustand/vanilla';
import type { EditHunk, StagedFile } from '../../../../contract/model/chat.ts';
import { createDisposables, type Disposable } from '../../../app/disposable.ts';
import type { Services } from '../../../app/services.ts';

/** What answers of this project would change, by the files' ids, for the panel and the editors. */
export interface StagedEdits extends Disposable {
  readonly files: StoreApi<ReadonlyMap<string, StagedFile>>;
  /** Takes in what Core says about some files. */
  take(files: readonly StagedFile[]): void;
  /** Takes in all files of one message; those that it had before and are not among them are gone. */
  takeMessage(messageId: string, files: readonly StagedFile[]): void;
  /** Asks Core for all that is open in the project. */
  refresh(): Promise<void>;
}

/** Hunks that somebody still has to decide about. */
export function openHunks(file: StagedFile): readonly EditHunk[] {
  return file.hunks.filter(({ status }) => status === 'staged' || status === 'conflict');
}

type StagedServices = Pick<Services, 'core' | 'editor' | 'workspace' | 'coreReconnected'>;

/** Milliseconds: a file that is saved as one types turns twice with each pause. */
const dirtyPause = 300;

export function createStagedEdits({ core, editor, workspace, coreReconnected }: StagedServices): StagedEdits {
  const ends = createDisposables();
  const files = createStore<ReadonlyMap<string, StagedFile>>(() => new Map());
  const projectId = () => workspace.getState().project?.id ?? null;

  let refreshes = 0;
  const refresh = async (): Promise<void> => {
    const asked = projectId();
    if (asked === null) return;
    refreshes += 1;
    const own = refreshes;
    const { files: pending } = await core.assistant.edits.pending({
      projectId: asked,
      open: [...editor.texts.unsaved()],
    });
    if (projectId() !== asked || own !== refreshes) return;
    const decided = [...files.getState().values()].filter((file) => openHunks(file).length === 0);
    files.setState(new Map([...decided, ...pending].map((file) => [file.id, file])), true);
  };
  const refreshQuietly = () => void refresh().catch(reportError);
  let soon: ReturnType<typeof setTimeout> | undefined;
  const refreshSoon = () => {
    clearTimeout(soon);
    soon = setTimeout(refreshQuietly, dirtyPause);
  };

  ends.addFunction(
    workspace.subscribe((now, before) => {
      if (now.project?.id === before.project?.id) return;
      files.setState(new Map(), true);
      refreshQuietly();
    }),
  );
  ends.add(coreReconnected.listen(refreshQuietly));
  // What fits goes by the unsaved text, which is there some time after a window has loaded again.
  ends.addFunction(
    editor.state.subscribe(({ documents }, before) => {
      if (documents === before.documents) return;
      const turned = [...files.getState().values()].some(
        (file) =>
          openHunks(file).length > 0 && documents.get(file.path)?.dirty !== before.documents.get(file.path)?.dirty,
      );
      if (turned) refreshSoon();
    }),
  );
  // A change that no longer fits may fit again once the text is as it was.
  ends.add(
    editor.attach(({ document, model }) =>
      model.onDidChangeContent(() => {
        const concerns = [...files.getState().values()].some(
          (file) => openHunks(file).length > 0 && (file.path === document || file.from === document),
        );
        if (concerns) refreshSoon();
      }),
    ),
  );
  ends.addFunction(() => clearTimeout(soon));
  refreshQuietly();

  return {
    files,
    take(some) {
      if (some.length === 0) return;
      files.setState(new Map([...files.getState(), ...some.map((file) => [file.id, file] as const)]), true);
    },
    takeMessage(messageId, some) {
      const others = [...files.getState()].filter(([, file]) => file.messageId !== messageId);
      files.setState(new Map([...others, ...some.map((file) => [file.id, file] as const)]), true);
    },
    refresh,
    dispose: ends.dispose,
  };
}
