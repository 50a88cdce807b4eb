import { z } from 'zod';
import { UserKeybinding } from '../model/keybinding.ts';
import { ProjectId } from '../model/project.ts';
import { SettingsSnapshot } from '../model/settings.ts';
import { procedure } from './errors.ts';

/** One change of `keybindings.json`. Entries are named by what they hold; one that is gone already is left out. */
export const KeybindingEdit = z.discriminatedUnion('type', [
  z.object({ type: z.literal('add'), entry: UserKeybinding }),
  z.object({ type: z.literal('remove'), entry: UserKeybinding }),
  z.object({ type: z.literal('replace'), entry: UserKeybinding, by: UserKeybinding }),
]);
export type KeybindingEdit = z.infer<typeof KeybindingEdit>;

export const keybindings = {
  /** Writes all of the changes or none, comments kept. Answers the settings of the window, which hold the keybindings. */
  change: procedure
    .input(z.object({ projectId: ProjectId.nullable(), edits: z.array(KeybindingEdit).min(1).max(5000) }))
    .output(SettingsSnapshot),
  /** Reads the text of a VS Code `keybindings.json` and writes nothing. INVALID_KEYBINDINGS when nothing of it can be read. */
  read: procedure.input(z.object({ text: z.string().max(2_000_000) })).output(
    z.object({
      entries: z.array(UserKeybinding.extend({ line: z.number() })),
      problems: z.array(z.string()),
    }),
  ),
};
