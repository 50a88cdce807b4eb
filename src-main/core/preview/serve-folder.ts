import { realpath } from 'node:fs/promises';
import { previewOptions } from './detect.ts';
import { gatherFacts } from './folder-facts.ts';
import { folderInside } from './folder-inside.ts';
import { startPreviewProxy } from './proxy.ts';
import { startStaticServer } from './static-server.ts';

/** Pages of a folder, on an origin that only whoever is told it knows. */
export interface ServedFolder {
  readonly origin: string;
  dispose(): Promise<void>;
}

/** Where builds put a site that its sources are no page of. */
const buildFolders = ['dist', 'build', 'out'];

/**
 * Serves the pages of a folder (absolute) that is no project yet: those that it holds as they are, or what was built of it. Null where there are none.
 * Runs nothing of the folder on this machine; its scripts run in the page.
 */
export async function serveFolder(root: string): Promise<ServedFolder | null> {
  const options = previewOptions(await gatherFacts(root, ''));
  const needsBuild = options[0]?.target.kind === 'script';
  const site = options
    .map(({ target }) => target)
    .find((target) => target.kind === 'static' && (!needsBuild || buildFolders.includes(target.folder)));
  if (site?.kind !== 'static') return null;
  // A link that leads out of the folder shows nothing.
  const folder = await folderInside(await realpath(root), site.folder);
  const server = await startStaticServer({ folder, singlePage: needsBuild });
  const proxy = await startPreviewProxy().catch(async (error) => {
    await server.dispose();
    throw error;
  });
  proxy.setUpstream({ address: server.address, scripts: () => true });
  return {
    origin: proxy.origin,
    async dispose() {
      await proxy.dispose();
      await server.dispose();
    },
  };
}
