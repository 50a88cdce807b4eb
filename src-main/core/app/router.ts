import { homedir } from 'node:os';
import { implement } from '@orpc/server';
import { desktopContract } from '../../../contract/desktop/index.ts';

const contract = implement(desktopContract.app);

/** Serves the `app` contract. */
export function createAppRouter(about: { version: string; dataFolder: string }) {
  return contract.router({
    about: contract.about.handler(() => ({
      version: about.version,
      node: process.versions.node,
      platform: process.platform,
      homeFolder: homedir(),
      dataFolder: about.dataFolder,
    })),
    echo: contract.echo.handler(({ input }) => ({ payload: input.payload })),
  });
}
