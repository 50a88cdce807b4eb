import { z } from 'zod';
import { ProjectPath } from './path.ts';

/** What a window shows besides its files: sizes, what is folded, and the editor area's own description. */
export const WindowLayout = z.object({
  sideBar: z.object({ visible: z.boolean(), view: z.string(), width: z.number() }),
  panel: z.object({ visible: z.boolean(), view: z.string(), height: z.number() }),
  /** The pane beside the editor. */
  aside: z.object({ visible: z.boolean(), view: z.string(), width: z.number() }).optional(),
  /** What features keep with the window, by their names; opaque to Core. */
  kept: z.record(z.string(), z.unknown()).optional(),
  /** Folders open in the explorer. */
  expanded: z.array(ProjectPath),
  /** The editor area as dockview serialises it; opaque to Core. */
  editorArea: z.unknown(),
  /** Monaco view states by document, for scroll and cursor positions; opaque to Core. */
  viewStates: z.record(z.string(), z.unknown()),
  /** Documents by panel id in the editor area, so that Core can send the active one along with the project. */
  activeDocument: z.string().nullable(),
});
export type WindowLayout = z.infer<typeof WindowLayout>;

export const WindowBounds = z.object({
  x: z.number().int(),
  y: z.number().int(),
  width: z.number().int().min(200),
  height: z.number().int().min(200),
  maximized: z.boolean(),
});
export type WindowBounds = z.infer<typeof WindowBounds>;
