import { hashPassword } from 'better-auth/crypto';
import { type OpenDatabase, schema } from '../../../cloud-api/adapters/database/index.ts';

export const seededPassword = 'a long enough phrase';

/** The address of the n-th person that `seedAccounts` makes. */
export function seededEmail(index: number): string {
  return `person${index}@example.com`;
}

/** Makes accounts with confirmed addresses and one password, in a database that no server has open. */
export async function seedAccounts(database: OpenDatabase, people: number): Promise<void> {
  const password = await hashPassword(seededPassword);
  const users = Array.from({ length: people }, (_, index) => ({
    id: `user-${index}`,
    name: `Person ${index}`,
    email: seededEmail(index),
    emailVerified: true,
  }));
  const accounts = users.map(({ id }) => ({
    id: `account-${id}`,
    accountId: id,
    providerId: 'credential',
    userId: id,
    password,
  }));
  for (let start = 0; start < people; start += 1000) {
    await database.db.insert(schema.user).values(users.slice(start, start + 1000));
    await database.db.insert(schema.account).values(accounts.slice(start, start + 1000));
  }
}
