import { z } from 'zod';

/**
 * One entry of `keybindings.json`, in VS Code's format: later entries win, a command of `-name` takes keys away. `from` says
 * that it was taken over from VS Code.
 */
export const UserKeybinding = z.object({
  key: z.string().min(1).max(200),
  command: z.string().min(1).max(500),
  when: z.string().max(2000).optional(),
  /** Handed to the command. */
  args: z.unknown().optional(),
  from: z.literal('vscode').optional(),
});
export type UserKeybinding = z.infer<typeof UserKeybinding>;
