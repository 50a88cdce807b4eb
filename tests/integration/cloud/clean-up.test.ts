import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { type OpenDatabase, openPostgres, schema } from '../../../cloud-api/adapters/database/index.ts';
import { cleanUp } from '../../../cloud-api/features/accounts/index.ts';
import { databases } from '../../support/accounts.ts';
import { startTestCloud } from '../../support/cloud.ts';
import { startPostgres } from '../../support/postgres.ts';

const day = 24 * 60 * 60 * 1000;
const now = Date.now();
const [past, future] = [new Date(now - 1000), new Date(now + day)];

/** As many of everything that has ended, and one of everything that has not. */
async function fill({ db }: OpenDatabase, ended: number): Promise<void> {
  const userId = randomUUID();
  await db.insert(schema.user).values({ id: userId, name: 'Ada', email: `${userId}@example.com` });
  for (const [count, expiresAt, happenedAt] of [
    [ended, past, new Date(now - 31 * day)],
    [1, future, new Date(now - 29 * day)],
  ] as const) {
    const each = Array.from({ length: count }, () => ({ id: randomUUID(), expiresAt, userId }));
    await db.insert(schema.session).values(each.map((row) => ({ ...row, token: row.id })));
    await db.insert(schema.verification).values(each.map((row) => ({ ...row, identifier: row.id, value: 'x' })));
    const codes = each.map((row) => ({ ...row, deviceCode: row.id, userCode: row.id, status: 'pending' }));
    await db.insert(schema.deviceCode).values(codes);
    await db.insert(schema.auditEvent).values(each.map(({ id }) => ({ id, userId, action: 'x', happenedAt })));
  }
}

async function left({ db }: OpenDatabase): Promise<number[]> {
  const { session, verification, deviceCode, auditEvent } = schema;
  const counts = [db.$count(session), db.$count(verification), db.$count(deviceCode), db.$count(auditEvent)];
  return Promise.all(counts);
}

describe.each(databases)('cleaning up on $name', ({ start }) => {
  let database: OpenDatabase;
  beforeAll(async () => {
    database = await start();
  }, 60_000);
  afterAll(() => database?.dispose());
  beforeEach(async () => {
    await database.db.delete(schema.user);
    await database.db.delete(schema.verification);
    await database.db.delete(schema.auditEvent);
  });

  it('deletes what has ended, and nothing else', async () => {
    await fill(database, 5);
    expect(await left(database)).toEqual([6, 6, 6, 6]);
    const deleted = await cleanUp(database.db, { auditDays: 30, now });
    expect(deleted).toEqual({ sessions: 5, links: 5, deviceCodes: 5, auditEvents: 5 });
    expect(await left(database)).toEqual([1, 1, 1, 1]);
    expect(await cleanUp(database.db, { auditDays: 30, now })).toEqual({
      sessions: 0,
      links: 0,
      deviceCodes: 0,
      auditEvents: 0,
    });
  });

  it('deletes so much at a time, and the rest the next time', async () => {
    await fill(database, 10);
    const bounds = { rows: 3, statements: 2 };
    expect(await cleanUp(database.db, { auditDays: 30, now, bounds })).toMatchObject({ sessions: 6, auditEvents: 6 });
    expect(await left(database)).toEqual([5, 5, 5, 5]);
    await cleanUp(database.db, { auditDays: 30, now, bounds });
    expect(await left(database)).toEqual([1, 1, 1, 1]);
  });

  it('ends between two statements when it is told to', async () => {
    await fill(database, 2);
    expect(await cleanUp(database.db, { auditDays: 30, now, signal: AbortSignal.abort() })).toMatchObject({
      sessions: 0,
    });
    expect(await left(database)).toEqual([3, 3, 3, 3]);
  });
});

it('several processes that clean up at the same time share the work', async () => {
  const postgres = await startPostgres();
  onTestFinished(() => postgres.dispose());
  const database = await openPostgres(await postgres.createDatabase(), () => {});
  onTestFinished(() => database.dispose());
  await fill(database, 200);
  const bounds = { rows: 10, statements: 100 };
  const each = await Promise.all([1, 2, 3].map(() => cleanUp(database.db, { auditDays: 30, now, bounds })));
  expect(each.reduce((sum, { sessions }) => sum + sessions, 0)).toBe(200);
  expect(await left(database)).toEqual([1, 1, 1, 1]);
});

it('a server does so by itself', async () => {
  const postgres = await startPostgres();
  onTestFinished(() => postgres.dispose());
  const url = await postgres.createDatabase();
  const database = await openPostgres(url, () => {});
  onTestFinished(() => database.dispose());
  await fill(database, 5);
  const cloud = await startTestCloud({ DATABASE_URL: url, AUTH_SECRET: 'x'.repeat(32), AUDIT_DAYS: '30' });
  onTestFinished(() => cloud.close());
  await expect.poll(() => left(database), { timeout: 10_000 }).toEqual([1, 1, 1, 1]);
});
