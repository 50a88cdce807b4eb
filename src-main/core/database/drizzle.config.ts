import { defineConfig } from 'drizzle-kit';

export default defineConfig({
  dialect: 'sqlite',
  schema: './src-main/core/database/schema.ts',
  out: './src-main/core/database/migrations',
});
