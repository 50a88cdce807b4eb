import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    // Node 24's own type of isolation: native modules such as better-sqlite3 are safe in processes.
    pool: 'forks',
    maxWorkers: '100%',
    projects: [
      {
        extends: true,
        test: { name: 'unit', include: ['tests/unit/**/*.test.{ts,tsx}'], environment: 'node' },
      },
      {
        extends: true,
        test: {
          name: 'integration',
          include: ['tests/integration/**/*.test.{ts,tsx}'],
          exclude: ['**/*.measured.test.ts'],
          environment: 'node',
          globalSetup: ['tests/support/prepare-services.ts'],
          testTimeout: 30_000,
          hookTimeout: 30_000,
        },
      },
      {
        // What is measured against a bar, alone and after the others: a busy machine makes all computing slower.
        extends: true,
        test: {
          name: 'measured',
          include: ['tests/integration/**/*.measured.test.ts'],
          environment: 'node',
          maxWorkers: 1,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
