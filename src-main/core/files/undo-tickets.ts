import { randomUUID } from 'node:crypto';
import { t } from '../../../localization/index.ts';
import { desktopError } from '../desktop-error.ts';

const maximumTickets = 200;

/** One change of a project's tree that can be taken back. */
export interface UndoTicket {
  /** Takes the change back, whole or not at all. Answers the project paths that are there again. */
  takeBack(): Promise<string[]>;
  /** Gives up what was kept for it. */
  forget(): Promise<void>;
}

export interface UndoTickets {
  add(projectId: string, ticket: UndoTicket): string;
  /** Throws CANNOT_UNDO. A ticket that could not be used stays usable. */
  use(projectId: string, undoId: string): Promise<string[]>;
}

/** Keeps the newest 200 tickets of this session. */
export function createUndoTickets(): UndoTickets {
  const tickets = new Map<string, { readonly projectId: string; readonly ticket: UndoTicket }>();
  const inUse = new Set<string>();

  function add(projectId: string, ticket: UndoTicket): string {
    const undoId = randomUUID();
    tickets.set(undoId, { projectId, ticket });
    for (const [oldest, { ticket: old }] of tickets) {
      if (tickets.size <= maximumTickets) break;
      tickets.delete(oldest);
      // Tidying: what stays behind is removed at the next start.
      old.forget().catch(() => {});
    }
    return undoId;
  }

  async function use(projectId: string, undoId: string): Promise<string[]> {
    const entry = tickets.get(undoId);
    if (entry?.projectId !== projectId || inUse.has(undoId)) {
      throw desktopError('CANNOT_UNDO', {
        message: t('This change has been undone already, or is too long ago to be undone.'),
      });
    }
    inUse.add(undoId);
    try {
      const restored = await entry.ticket.takeBack();
      tickets.delete(undoId);
      return restored;
    } finally {
      inUse.delete(undoId);
    }
  }

  return { add, use };
}
