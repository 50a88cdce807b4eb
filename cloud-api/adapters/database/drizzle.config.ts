import { defineConfig } from 'drizzle-kit';

export default defineConfig({
  dialect: 'postgresql',
  schema: './cloud-api/adapters/database/schema.ts',
  out: './cloud-api/adapters/database/migrations',
});
