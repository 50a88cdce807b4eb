import { startPostgres } from './postgres.ts';
import { startRedis } from './redis.ts';
import { s3Environment, startS3 } from './s3.ts';

/** What a cloud API keeps its data in: the environment that says so, and the end of what was started for it. */
export interface TestStores {
  readonly environment: Readonly<Record<string, string>>;
  dispose(): Promise<void>;
}

/** The two sets of stores that every suite of the cloud API runs on: all in the process itself, and all real servers. */
export const storeSets: readonly { name: string; start(): Promise<TestStores> }[] = [
  {
    name: 'PGlite, memory and files',
    start: async () => ({ environment: {}, dispose: async () => undefined }),
  },
  {
    name: 'PostgreSQL, Redis and S3',
    async start() {
      const [postgres, redis, s3] = await Promise.all([startPostgres(), startRedis(), startS3()]);
      return {
        environment: {
          DATABASE_URL: await postgres.createDatabase(),
          AUTH_SECRET: 'a secret for tests that is long enough',
          REDIS_URL: redis.url,
          ...s3Environment(s3),
        },
        async dispose() {
          await Promise.all([postgres.dispose(), redis.dispose(), s3.dispose()]);
        },
      };
    },
  },
];
