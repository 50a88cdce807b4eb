import { createStore, type StoreApi } from 'zustand/vanilla';
import type { ContextManifest } from '../../../../contract/model/chat.ts';
import { createDisposables, type Disposable } from '../../../app/disposable.ts';
import { messageOf } from '../../../app/error-message.ts';
import type { Services } from '../../../app/services.ts';
import type { AssistantSession } from '../session/assistant-session.ts';
import { editorSituation } from '../session/situation.ts';

export interface ContextPreviewState {
  readonly manifest: ContextManifest | null;
  readonly problem: string | null;
}

/** What would be sent if it were sent now. */
export interface ContextPreview extends Disposable {
  readonly state: StoreApi<ContextPreviewState>;
}

/** Milliseconds of rest after which it is asked for anew. */
const restFor = 300;

/** Follows the composer and the editor while the panel is there. */
export function createContextPreview(
  services: Pick<Services, 'core' | 'editor' | 'problems' | 'workspace'>,
  session: Pick<AssistantSession, 'state' | 'drafts'>,
): ContextPreview {
  const { core, editor, workspace } = services;
  const ends = createDisposables();
  const state = createStore<ContextPreviewState>(() => ({ manifest: null, problem: null }));
  let timer: ReturnType<typeof setTimeout> | undefined;
  let asking: AbortController | null = null;

  const ask = async () => {
    const { project } = workspace.getState();
    const { conversation, messages, turn } = session.state.getState();
    if (!project || turn) return;
    asking?.abort();
    const controller = new AbortController();
    asking = controller;
    const { text, attachments, leaveOut, pinnedPaths } = session.drafts.get(conversation?.id ?? null);
    const message = {
      text,
      attachments: [...attachments],
      leaveOut: [...leaveOut],
      situation: editorSituation(services, pinnedPaths),
    };
    const parentId = messages.at(-1)?.id ?? null;
    try {
      const manifest = await core.assistant.chat.previewContext(
        { projectId: project.id, conversationId: conversation?.id ?? null, parentId, message },
        { signal: controller.signal },
      );
      if (!controller.signal.aborted) state.setState({ manifest, problem: null });
    } catch (error) {
      if (!controller.signal.aborted) state.setState({ manifest: null, problem: messageOf(error) });
    }
  };
  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(() => void ask(), restFor);
  };

  ends.addFunction(session.drafts.state.subscribe(soon));
  ends.addFunction(
    session.state.subscribe((now, before) => {
      if (now.conversation?.id !== before.conversation?.id || now.turn !== before.turn) soon();
    }),
  );
  ends.addFunction(
    editor.state.subscribe((now, before) => {
      if (now.active !== before.active) soon();
    }),
  );
  ends.add(editor.texts.edited.listen(soon));
  ends.addFunction(() => {
    clearTimeout(timer);
    asking?.abort();
  });
  soon();
  return { state, dispose: ends.dispose };
}
