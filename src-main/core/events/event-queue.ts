import type { CoreEvent } from '../../../contract/desktop/events.ts';

/** With more changed files than this waiting, one reader is told to list everything anew instead. */
const largestBacklog = 10_000;
const largestNotices = 100;

/**
 * What waits for one window: never more than it can use. An event that carries a whole state replaces an older one of its
 * kind; file changes add up to a limit, from which on they become a rescan.
 */
export function createEventQueue() {
  let waiting: CoreEvent[] = [];
  let fileChanges = 0;

  return {
    get length() {
      return waiting.length;
    },
    push(event: CoreEvent): void {
      if (event.type === 'files.changed') fileChanges += event.changes.length;
      // A burst of file changes comes as many events, of which none replaces another.
      const burst = event.type === 'files.changed' && !event.rescan;
      const replaced = burst ? -1 : waiting.findIndex((older) => replaces(event, older));
      if (replaced >= 0) waiting.splice(replaced, 1);
      waiting.push(event);
      if (event.type === 'notice.raised') dropOldNotices();
      if (fileChanges > largestBacklog) collapseFileChanges();
    },
    shift(): CoreEvent | undefined {
      const event = waiting.shift();
      if (event?.type === 'files.changed') fileChanges -= event.changes.length;
      return event;
    },
    clear(): void {
      waiting = [];
      fileChanges = 0;
    },
  };

  function collapseFileChanges(): void {
    const projectIds = new Set(waiting.flatMap((event) => (event.type === 'files.changed' ? [event.projectId] : [])));
    waiting = waiting.filter((event) => event.type !== 'files.changed');
    for (const projectId of projectIds) waiting.push({ type: 'files.changed', projectId, changes: [], rescan: true });
    fileChanges = 0;
  }

  function dropOldNotices(): void {
    const notices = waiting.filter((event) => event.type === 'notice.raised');
    const [oldest] = notices;
    if (oldest && notices.length > largestNotices) waiting.splice(waiting.indexOf(oldest), 1);
  }
}

function replaces(event: CoreEvent, older: CoreEvent): boolean {
  switch (event.type) {
    case 'files.changed':
      return older.type === 'files.changed' && older.rescan && older.projectId === event.projectId;
    case 'projects.changed':
      return older.type === 'projects.changed';
    case 'themes.changed':
    case 'cloud.changed':
    case 'account.changed':
    case 'collaboration.identityChanged':
    case 'collaboration.sessionsChanged':
    case 'models.changed':
    case 'usage.changed':
    case 'promptTemplates.changed':
      return older.type === event.type;
    case 'settings.changed':
      return older.type === 'settings.changed' && older.projectId === event.projectId;
    case 'git.changed':
      return older.type === 'git.changed' && older.projectId === event.projectId;
    case 'git.statusChanged':
      return older.type === 'git.statusChanged' && older.projectId === event.projectId;
    case 'terminals.changed':
      return older.type === 'terminals.changed' && older.projectId === event.projectId;
    case 'conversations.changed':
      return older.type === 'conversations.changed' && older.conversationId === event.conversationId;
    case 'tasks.problemsChanged':
      return older.type === 'tasks.problemsChanged' && older.projectId === event.projectId;
    case 'notice.raised':
      return older.type === 'notice.raised' && older.title === event.title && older.detail === event.detail;
    default:
      return event satisfies never;
  }
}
