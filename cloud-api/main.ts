import { readFileSync } from 'node:fs';
import { ConfigError, readConfig } from './config.ts';
import { createLog } from './log.ts';
import { ObjectStoreError } from './objects.ts';
import { startCloud } from './server.ts';

/** The cloud API as a program of its own: configured by the environment, ended by SIGTERM. */
async function main(): Promise<void> {
  const config = readConfig(process.env);
  const log = createLog(config.logLevel);
  const server = await startCloud({ config, version: readVersion(), log });
  let ending = false;
  const end = () => {
    // Who asks twice does not want to wait.
    if (ending) process.exit(1);
    ending = true;
    server.close().then(
      () => process.exit(0),
      (error: unknown) => {
        log.error({ err: error }, 'could not close');
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', end);
  process.on('SIGINT', end);
}

function readVersion(): string {
  const description: { version: string } = JSON.parse(
    readFileSync(new URL('../package.json', import.meta.url), 'utf8'),
  );
  return description.version;
}

main().catch((error: unknown) => {
  const { code, message } = error as NodeJS.ErrnoException;
  if (error instanceof ConfigError || error instanceof ObjectStoreError) console.error(message);
  else if (code === 'EADDRINUSE') console.error('The port is taken. Set PORT to another one, or end what uses it.');
  else console.error(error);
  process.exit(1);
});
