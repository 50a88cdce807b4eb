import type { EditorSituation } from '../../contract/desktop/assistant/chat.ts';
import type { ContextRequest } from '../../src-main/core/assistant/context/index.ts';

export const emptySituation: EditorSituation = {
  activePath: null,
  line: null,
  openPaths: [],
  pinnedPaths: [],
  unsaved: [],
  problems: [],
};

/** A request with nothing but a question. */
export function contextRequest(change: Partial<ContextRequest> = {}): ContextRequest {
  return {
    projectId: 'project',
    question: 'What does this do?',
    attachments: [],
    situation: emptySituation,
    history: [],
    leaveOut: [],
    budget: 16_000,
    ...change,
  };
}
