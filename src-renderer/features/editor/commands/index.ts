import type { Disposable } from '../../../app/disposable.ts';
import type { EditorParts } from '../parts.ts';
import { fileCommands } from './file-commands.ts';
import { statusCommands } from './status-commands.ts';
import { tabCommands } from './tab-commands.ts';
import { textCommands } from './text-commands.ts';
import { viewCommands } from './view-commands.ts';

/** Registers everything a person can do with tabs, documents and text. */
export function registerEditorCommands(parts: EditorParts): Disposable {
  return parts.session.services.commands.register(
    ...fileCommands(parts),
    ...tabCommands(parts),
    ...textCommands(parts),
    ...viewCommands(parts),
    ...statusCommands(parts),
  );
}
