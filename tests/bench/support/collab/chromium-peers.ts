import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { chromium, type Page } from 'playwright';
import { build } from 'vite';
import { findChromium } from '../../../../scripts/chromium.ts';
import type { System } from './group.ts';

const part = 50_000;

export interface ChromiumFigures {
  readonly latencies: readonly number[];
  /** Milliseconds from joining until a project was there; null when it was not in time. */
  readonly syncedAfter: number | null;
}

export interface ChromiumBench {
  measure(system: System, url: string): Promise<ChromiumFigures>;
  close(): Promise<void>;
}

/** Real pages of a real Chromium, each in a context of its own. */
export async function startChromiumBench(people: number, megabytes: number, patience: number): Promise<ChromiumBench> {
  const folder = await mkdtemp(join(tmpdir(), 'flashfusion-bench-'));
  await build({
    configFile: false,
    logLevel: 'error',
    build: {
      outDir: folder,
      lib: { entry: join(import.meta.dirname, 'page.ts'), formats: ['es'], fileName: () => 'page.js' },
    },
    define: { 'process.env.NODE_ENV': '"production"', global: 'globalThis' },
  });
  const pages = createServer(async (request, response) => {
    const isScript = request.url?.endsWith('.js') === true;
    const script = isScript ? await readFile(join(folder, basename(request.url ?? ''))) : null;
    response.setHeader('content-type', `${isScript ? 'text/javascript' : 'text/html'}; charset=utf-8`);
    response.end(script ?? '<!doctype html><title>page</title><script type="module" src="/page.js"></script>');
  });
  await new Promise<void>((resolve) => pages.listen(0, '127.0.0.1', resolve));
  const address = pages.address();
  const port = typeof address === 'object' ? address?.port : 0;
  const browser = await chromium.launch({
    executablePath: findChromium(),
    args: [
      '--disable-background-networking',
      '--allow-loopback-in-peer-connection',
      '--disable-renderer-backgrounding',
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    ],
  });
  let rooms = 0;

  async function openPages(count: number): Promise<Page[]> {
    const opened: Page[] = [];
    for (let at = 0; at < count; at += 1) {
      const page = await (await browser.newContext()).newPage();
      await page.goto(`http://127.0.0.1:${port}/`);
      await page.waitForFunction(() => 'benchPeer' in window);
      opened.push(page);
    }
    return opened;
  }

  async function meet(system: System, url: string, list: readonly Page[], characters: number): Promise<void> {
    const [host, ...guests] = list;
    rooms += 1;
    const room = `ff-bench-chromium-${rooms}-xxxxxxxx`;
    const code =
      system === 'ours'
        ? await host?.evaluate(([to, size]) => window.benchPeer.host(to, size), [url, characters] as const)
        : '';
    if (system === 'stock') {
      await host?.evaluate(([to, name, size]) => window.benchPeer.joinStock(to, name, size), [
        url,
        room,
        characters,
      ] as const);
    }
    for (const guest of guests) {
      if (system === 'ours')
        await guest.evaluate(([to, key]) => window.benchPeer.join(to, key), [url, code ?? ''] as const);
      else {
        // One by one, since otherwise its peers don't all find each other.
        await pause(500);
        await guest.evaluate(([to, name]) => window.benchPeer.joinStock(to, name, 0), [url, room] as const);
      }
    }
  }

  async function until(holds: () => Promise<boolean>, within: number): Promise<boolean> {
    const late = performance.now() + within;
    while (!(await holds())) {
      if (performance.now() > late) return false;
      await pause(5);
    }
    return true;
  }

  return {
    async measure(system, url) {
      const group = await openPages(people);
      await meet(system, url, group, 0);
      const linked = async () =>
        (await Promise.all(group.map((page) => page.evaluate(() => window.benchPeer.links())))).every(
          (links) => links >= people - 1,
        );
      await until(linked, patience);
      await Promise.all(group.map((page) => page.evaluate(() => window.benchPeer.type(5, 100))));
      await Promise.all(group.map((page) => page.evaluate(() => window.benchPeer.takeLatencies())));
      await Promise.all(group.map((page) => page.evaluate(() => window.benchPeer.type(40, 150))));
      await pause(1000);
      const taken = await Promise.all(group.map((page) => page.evaluate(() => window.benchPeer.takeLatencies())));
      for (const page of group) await page.context().close();

      const two = await openPages(2);
      const begun = performance.now();
      await meet(system, url, two, megabytes * 1e6);
      const all = Math.ceil((megabytes * 1e6) / part) * part;
      const isThere = async () => (await two[1]?.evaluate(() => window.benchPeer.project())) === all;
      const came = await until(isThere, patience);
      const syncedAfter = came ? performance.now() - begun : null;
      for (const page of two) await page.context().close();
      return { latencies: taken.flat(), syncedAfter };
    },
    async close() {
      await browser.close();
      pages.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
