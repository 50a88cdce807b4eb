import { serve } from '@hono/node-server';
import { Hono } from 'hono';

// What the API is compared with: the same framework, one handler, nothing else.
const app = new Hono();
app.all('*', (context) => context.json({ status: 'ok' }));
serve({ fetch: app.fetch, port: Number(process.env.PORT), hostname: '127.0.0.1' });
