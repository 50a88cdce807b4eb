import { and, desc, eq, ne } from 'drizzle-orm';
import type { KeptSession, SessionRecord } from '../../../contract/desktop/collaboration.ts';
import { type CoreDatabase, tables } from '../database/index.ts';
import { isDesktopError } from '../desktop-error.ts';
import type { Secrets } from '../secrets/index.ts';

/** Sessions that a list has room for. */
const mostListed = 100;

type Change = Omit<SessionRecord, 'startedAt' | 'lastActiveAt'>;

/** The sessions that this person is or was in. */
export interface SessionRecords {
  /** The one that was active last first. */
  list(): SessionRecord[];
  find(sessionId: string): SessionRecord | null;
  get(sessionId: string): Promise<KeptSession | null>;
  ofProject(projectId: string): Promise<{ kept: KeptSession | null; last: SessionRecord | null }>;
  keep(session: Change, state?: string): Promise<SessionRecord>;
  forget(sessionId: string): void;
}

/** Makes the store. What lets others into a session is kept as a secret, or for this run where there is no safe place. */
export function createSessionRecords(dependencies: {
  database: CoreDatabase;
  secrets: Secrets;
  now: () => number;
}): SessionRecords {
  const { database, secrets, now } = dependencies;
  const { durable } = database;
  const { collaborationSessions: sessions } = tables;
  const inMemory = new Map<string, string>();

  const find = (sessionId: string): SessionRecord | null =>
    durable.select().from(sessions).where(eq(sessions.id, sessionId)).get() ?? null;

  const readState = async (sessionId: string): Promise<string | null> => {
    const known = inMemory.get(sessionId);
    if (known !== undefined) return known;
    return secrets.get(secretOf(sessionId)).catch((error: unknown) => {
      if (!isDesktopError(error, 'SECRETS_UNAVAILABLE')) throw error;
      return null;
    });
  };

  const writeState = async (sessionId: string, state: string): Promise<void> => {
    try {
      await secrets.store(secretOf(sessionId), state);
      inMemory.delete(sessionId);
    } catch (error) {
      if (!isDesktopError(error, 'SECRETS_UNAVAILABLE')) throw error;
      inMemory.set(sessionId, state);
    }
  };

  const withState = async (session: SessionRecord): Promise<KeptSession> => ({
    session,
    state: await readState(session.id),
  });

  return {
    find,
    list: () => durable.select().from(sessions).orderBy(desc(sessions.lastActiveAt)).limit(mostListed).all(),
    async get(sessionId) {
      const session = find(sessionId);
      return session && withState(session);
    },
    async ofProject(projectId) {
      const [last = null, ...others] = durable
        .select()
        .from(sessions)
        .where(eq(sessions.projectId, projectId))
        .orderBy(desc(sessions.live), desc(sessions.lastActiveAt))
        .limit(2)
        .all();
      if (!last?.live) return { kept: null, last };
      const [latest = last] = [last, ...others].sort((a, b) => b.lastActiveAt - a.lastActiveAt);
      return { kept: await withState(last), last: latest };
    },
    async keep(session, state) {
      // Before the row: a session that is live can be gone back into.
      if (state !== undefined) await writeState(session.id, state);
      const { id, ...rest } = session;
      return durable.transaction((transaction) => {
        if (session.live) {
          transaction
            .update(sessions)
            .set({ live: false })
            .where(and(eq(sessions.projectId, session.projectId), ne(sessions.id, id)))
            .run();
        }
        return transaction
          .insert(sessions)
          .values({ ...session, startedAt: now(), lastActiveAt: now() })
          .onConflictDoUpdate({ target: sessions.id, set: { ...rest, lastActiveAt: now() } })
          .returning()
          .get();
      });
    },
    forget(sessionId) {
      inMemory.delete(sessionId);
      secrets.delete(secretOf(sessionId));
      durable.delete(sessions).where(eq(sessions.id, sessionId)).run();
    },
  };
}

function secretOf(sessionId: string): string {
  return `collaboration.session.${sessionId}`;
}
