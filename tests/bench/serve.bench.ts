import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { basename, join } from 'node:path';
import type { Page } from 'playwright';
import type { BenchRow } from '../../scripts/benchmarks/rows.ts';
import { ensureChromium } from '../../scripts/chromium.ts';
import { respond } from '../../src-main/shell/app-files.ts';
import { startTestServer, testBrowser } from '../support/browser.ts';
import { copyRealPackage } from '../support/projects.ts';
import { buildReference } from './reference/build.ts';
import { openFromTree, temporaryFolder } from './support/prepared-session.ts';
import { figureRow, median, ratioRow } from './support/statistics.ts';

const pairs = 11;
/** Loads that only fill caches: of files, of compiled code. */
const warmUps = 3;
const openFile = 'src/v4/core/schemas.ts';

/** From a navigation in Chromium to a frame with code in it, beside a bare editor from a static server in the same browser. */
export default async function serve(): Promise<BenchRow[]> {
  await ensureChromium();
  const reference = await serveReference(join(await buildReference(), 'page'));
  const project = await copyRealPackage('zod');
  const data = await temporaryFolder();
  const server = await startTestServer({ dataFolder: data.path, args: [project.path] });
  const browser = await testBrowser();
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const editor: number[] = [];
  const explorer: number[] = [];
  const bare: number[] = [];
  try {
    const page = await context.newPage();
    await page.goto(server.link);
    await openFromTree(page, openFile);
    const ours = page.url();
    const file = join(project.path, openFile);
    const theirs = reference.addressFor(file);
    const loadOurs = async () => {
      await page.goto(ours);
      return [await markedAt(page, 'editor-painted'), await markedAt(page, 'explorer-painted')] as const;
    };
    const loadBare = async () => {
      await page.goto(theirs);
      return markedAt(page, 'editor-painted');
    };
    for (let pair = -warmUps; pair < pairs; pair += 1) {
      const first = pair % 2 === 0;
      const before = first ? await loadBare() : null;
      const [editorAt, explorerAt] = await loadOurs();
      const bareAt = before ?? (await loadBare());
      if (pair < 0) continue;
      editor.push(editorAt);
      explorer.push(explorerAt);
      bare.push(bareAt);
    }
  } finally {
    await context.close();
    await browser.close();
    await server.close();
    await reference.dispose();
    await project.dispose();
    await data.dispose();
  }
  const ready = editor.map((at, index) => Math.max(at, explorer[index] ?? 0));
  return [
    ratioRow('ready in Chromium: editor and explorer painted', 'ms', median(ready), median(bare), {
      most: 2,
      of: 'bare',
    }),
    figureRow('editor painted', 'ms', median(editor), undefined, median(bare)),
    figureRow('explorer painted', 'ms', median(explorer)),
  ];
}

/** The bare page on a port of this machine, with assets that stay in the browser's cache as the product's do. */
async function serveReference(folder: string) {
  let file = '';
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://bare');
    if (pathname === '/document') {
      response.end(await readFile(file));
      return;
    }
    const found = await respond(folder, `app://flashfusion${pathname}`);
    response.setHeader('content-type', found.headers.get('content-type') ?? 'text/plain');
    response.setHeader(
      'cache-control',
      pathname.startsWith('/assets/') ? 'private, max-age=31536000, immutable' : 'no-store',
    );
    response.writeHead(found.status).end(Buffer.from(await found.arrayBuffer()));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    addressFor(path: string) {
      file = path;
      return `http://127.0.0.1:${port}/index.html?name=${encodeURIComponent(basename(path))}`;
    },
    async dispose() {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** When a mark was set, in ms since the navigation began; waits up to 30 s for it. */
function markedAt(page: Page, name: string): Promise<number> {
  return page.evaluate(
    (mark) =>
      new Promise<number>((resolve, reject) => {
        setTimeout(() => reject(new Error(`${mark} was not marked`)), 30_000);
        new PerformanceObserver((list) => {
          for (const entry of list.getEntriesByName(mark)) resolve(entry.startTime);
        }).observe({ type: 'mark', buffered: true });
      }),
    name,
  );
}
