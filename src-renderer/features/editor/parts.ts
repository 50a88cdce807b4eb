import { createContext, useContext } from 'react';
import type { Closing } from './closing.ts';
import type { Saving } from './saving.ts';
import type { EditorSession } from './session.ts';
import type { EditorStatus } from './status.ts';

/** What the views of the editor work on. */
export interface EditorParts {
  readonly session: EditorSession;
  readonly status: EditorStatus;
  readonly saving: Saving;
  readonly closing: Closing;
}

const PartsContext = createContext<EditorParts | null>(null);
export const EditorPartsProvider = PartsContext.Provider;

/** The editor's parts, inside its area. */
export function useEditorParts(): EditorParts {
  const parts = useContext(PartsContext);
  if (!parts) throw new Error('useEditorParts outside of the editor area');
  return parts;
}
