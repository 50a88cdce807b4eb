import type { LiveSessions } from '../live/live-sessions.ts';
import type { Places } from './place-words.ts';
import type { Sharing } from './share-state.ts';

/** What the views about the session of a window work on. */
export interface ShareParts {
  readonly sessions: LiveSessions;
  readonly sharing: Sharing;
  readonly places: Places;
}
