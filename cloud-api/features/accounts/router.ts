import { implement } from '@orpc/server';
import { desc, eq } from 'drizzle-orm';
import { cloudContract } from '../../../contract/cloud/index.ts';
import { type Database, schema } from '../../adapters/database/index.ts';
import type { RequestContext } from '../../context.ts';

const contract = implement(cloudContract.account).$context<RequestContext>();

/** Events that an export holds, newest first. */
const exportedEvents = 1000;

/** Serves what is kept about a person. `database` is opened when it is first needed. */
export function createAccountRouter(database: () => Promise<Database>) {
  return contract.router({
    export: contract.export.handler(async ({ context, errors }) => {
      const userId = await context.userId();
      if (userId === null) throw errors.UNAUTHORIZED();
      const db = await database();
      const [user] = await db.select().from(schema.user).where(eq(schema.user.id, userId));
      if (!user) throw errors.UNAUTHORIZED();
      const { account, session, auditEvent } = schema;
      const accounts = await db.select().from(account).where(eq(account.userId, userId));
      const sessions = await db.select().from(session).where(eq(session.userId, userId));
      const events = await db
        .select()
        .from(auditEvent)
        .where(eq(auditEvent.userId, userId))
        .orderBy(desc(auditEvent.happenedAt))
        .limit(exportedEvents);
      return {
        user: {
          id: user.id,
          name: user.name,
          email: user.email,
          emailVerified: user.emailVerified,
          image: user.image,
          createdAt: user.createdAt.toISOString(),
        },
        signIns: accounts.map(({ providerId, accountId, createdAt }) => ({
          provider: providerId,
          accountId,
          createdAt: createdAt.toISOString(),
        })),
        sessions: sessions.map(({ createdAt, expiresAt, ipAddress, userAgent }) => ({
          createdAt: createdAt.toISOString(),
          expiresAt: expiresAt.toISOString(),
          ipAddress,
          userAgent,
        })),
        events: events.map(({ action, ipAddress, happenedAt }) => ({
          action,
          ipAddress,
          happenedAt: happenedAt.toISOString(),
        })),
      };
    }),
  });
}
