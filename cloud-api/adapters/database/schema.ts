import { boolean, index, integer, pgTable, text, timestamp, uniqueIndex } from 'drizzle-orm/pg-core';

const time = (name: string) => timestamp(name, { withTimezone: true });
const id = () => text('id').primaryKey();
const ofUser = () =>
  text('user_id')
    .notNull()
    .references(() => user.id, { onDelete: 'cascade' });

// The names on the left are the ones that better-auth knows.

/** People with an account. */
export const user = pgTable('users', {
  id: id(),
  name: text('name').notNull(),
  email: text('email').notNull().unique(),
  emailVerified: boolean('email_verified').notNull().default(false),
  image: text('image'),
  createdAt: time('created_at').notNull().defaultNow(),
  updatedAt: time('updated_at').notNull().defaultNow(),
});

/** Who is signed in, and from where. */
export const session = pgTable(
  'sessions',
  {
    id: id(),
    expiresAt: time('expires_at').notNull(),
    token: text('token').notNull().unique(),
    createdAt: time('created_at').notNull().defaultNow(),
    updatedAt: time('updated_at').notNull().defaultNow(),
    ipAddress: text('ip_address'),
    userAgent: text('user_agent'),
    userId: ofUser(),
  },
  (table) => [index('sessions_user').on(table.userId), index('sessions_end').on(table.expiresAt)],
);

/** Ways to sign in: a password, or an account at a provider. */
export const account = pgTable(
  'accounts',
  {
    id: id(),
    accountId: text('account_id').notNull(),
    providerId: text('provider_id').notNull(),
    userId: ofUser(),
    accessToken: text('access_token'),
    refreshToken: text('refresh_token'),
    idToken: text('id_token'),
    accessTokenExpiresAt: time('access_token_expires_at'),
    refreshTokenExpiresAt: time('refresh_token_expires_at'),
    scope: text('scope'),
    password: text('password'),
    createdAt: time('created_at').notNull().defaultNow(),
    updatedAt: time('updated_at').notNull().defaultNow(),
  },
  (table) => [
    index('accounts_user').on(table.userId),
    uniqueIndex('accounts_provider').on(table.providerId, table.accountId),
  ],
);

/** Links that were sent out and prove something when they come back. */
export const verification = pgTable(
  'verifications',
  {
    id: id(),
    identifier: text('identifier').notNull(),
    value: text('value').notNull(),
    expiresAt: time('expires_at').notNull(),
    createdAt: time('created_at').notNull().defaultNow(),
    updatedAt: time('updated_at').notNull().defaultNow(),
  },
  (table) => [index('verifications_identifier').on(table.identifier), index('verifications_end').on(table.expiresAt)],
);

/** Devices that wait for someone to approve them in a browser. */
export const deviceCode = pgTable(
  'device_codes',
  {
    id: id(),
    deviceCode: text('device_code').notNull().unique(),
    userCode: text('user_code').notNull().unique(),
    userId: text('user_id').references(() => user.id, { onDelete: 'cascade' }),
    expiresAt: time('expires_at').notNull(),
    status: text('status').notNull(),
    lastPolledAt: time('last_polled_at'),
    pollingInterval: integer('polling_interval'),
    clientId: text('client_id'),
    scope: text('scope'),
  },
  (table) => [index('device_codes_end').on(table.expiresAt)],
);

/** What happened to accounts, for their owners and for whoever runs the server. Outlives the account, without its data. */
export const auditEvent = pgTable(
  'audit_events',
  {
    id: id(),
    userId: text('user_id').notNull(),
    action: text('action').notNull(),
    ipAddress: text('ip_address'),
    happenedAt: time('happened_at').notNull().defaultNow(),
  },
  (table) => [
    index('audit_events_user').on(table.userId, table.happenedAt),
    index('audit_events_time').on(table.happenedAt),
  ],
);

/** What can be had in the catalogue. */
export const template = pgTable(
  'templates',
  {
    id: id(),
    title: text('title').notNull(),
    description: text('description').notNull(),
    category: text('category', { enum: ['web', 'api', 'tool', 'game'] }).notNull(),
    tags: text('tags').array().notNull(),
    licence: text('licence').notNull(),
    /** US cents. */
    price: integer('price').notNull().default(0),
    downloads: integer('downloads').notNull().default(0),
    /** To the millisecond, as pages name it. */
    publishedAt: timestamp('published_at', { withTimezone: true, precision: 3 }).notNull().defaultNow(),
  },
  (table) => [
    index('templates_new').on(table.publishedAt, table.id),
    index('templates_top').on(table.downloads, table.id),
    index('templates_new_in_category').on(table.category, table.publishedAt, table.id),
    index('templates_top_in_category').on(table.category, table.downloads, table.id),
    index('templates_tags').using('gin', table.tags),
  ],
);
