import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { S3Settings } from '../../cloud-api/adapters/objects/index.ts';
import { freePort } from './free-port.ts';

/** A real S3 server of a test's own, with one empty bucket. */
export interface TestS3 {
  readonly settings: S3Settings & { readonly endpoint: string };
  /** Kills it, as a lost machine would be. */
  stop(): Promise<void>;
  /** Starts it again on the same port, with the objects it had. */
  start(): Promise<void>;
  dispose(): Promise<void>;
}

/** Starts the S3 server on a free port; rejects when it does not listen within 20 s. */
export async function startS3(): Promise<TestS3> {
  const port = await freePort();
  const folder = await mkdtemp(join(tmpdir(), 'flashfusion-s3-'));
  const bucket = 'test-bucket';
  let running: ChildProcess | null = null;

  const s3: TestS3 = {
    settings: {
      endpoint: `http://127.0.0.1:${port}`,
      region: 'us-east-1',
      bucket,
      // The only ones that this server knows.
      credentials: { accessKeyId: 'S3RVER', secretAccessKey: 'S3RVER' },
      pathStyle: true,
    },
    async start() {
      const program = join(import.meta.dirname, 's3', 'main.ts');
      const child = spawn(process.execPath, [program, String(port), folder, bucket], {
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      running = child;
      let said = '';
      const listening = new Promise<boolean>((resolve) => {
        for (const stream of [child.stdout, child.stderr]) {
          stream.setEncoding('utf8').on('data', (text: string) => {
            said = (said + text).slice(-2000);
            if (said.includes('listening\n')) resolve(true);
          });
        }
        child.once('exit', () => resolve(false));
      });
      const timer = setTimeout(() => child.kill('SIGKILL'), 20_000);
      const started = await listening;
      clearTimeout(timer);
      if (!started) throw new Error(`The S3 server did not start: ${said}`);
    },
    async stop() {
      const child = running;
      running = null;
      if (!child || child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      await ended;
    },
    async dispose() {
      await s3.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
  await s3.start();
  return s3;
}

/** The settings of an S3 server as the cloud API's environment has them. */
export function s3Environment({ settings }: TestS3): Record<string, string> {
  return {
    S3_ENDPOINT: settings.endpoint,
    S3_BUCKET: settings.bucket,
    S3_ACCESS_KEY_ID: settings.credentials?.accessKeyId ?? '',
    S3_SECRET_ACCESS_KEY: settings.credentials?.secretAccessKey ?? '',
  };
}
