import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Page } from 'playwright';
import { build } from 'vite';
import { findChromium } from '../../../scripts/chromium.ts';

const types: Readonly<Record<string, string>> = { '.js': 'text/javascript', '.css': 'text/css' };

/** Opens a page with Monaco and the binding in this machine's Chromium. */
export async function openBindingPage(): Promise<{ readonly page: Page; close(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'flashfusion-binding-'));
  await build({
    configFile: false,
    logLevel: 'error',
    build: {
      outDir: folder,
      minify: false,
      cssMinify: false,
      lib: { entry: join(import.meta.dirname, 'page.ts'), formats: ['es'], fileName: 'page', cssFileName: 'page' },
    },
    define: { 'process.env.NODE_ENV': '"production"' },
  });
  const files = new Map<string, Buffer>();
  for (const file of await readdir(folder)) files.set(`/${file}`, await readFile(join(folder, file)));
  await rm(folder, { recursive: true, force: true });
  const head = '<!doctype html><title>page</title><link rel="stylesheet" href="/page.css">';
  const pages = createServer((request, response) => {
    const path = request.url ?? '/';
    response.setHeader('content-type', `${types[path.slice(path.lastIndexOf('.'))] ?? 'text/html'}; charset=utf-8`);
    response.end(files.get(path) ?? `${head}<body><script type="module" src="/page.js"></script>`);
  });
  await new Promise<void>((resolve) => pages.listen(0, '127.0.0.1', resolve));
  const address = pages.address();
  if (address === null || typeof address === 'string') throw new Error('no address');
  const browser = await chromium.launch({
    executablePath: findChromium(),
    args: ['--no-sandbox', '--disable-background-networking'],
  });
  const page = await browser.newPage();
  await page.goto(`http://127.0.0.1:${address.port}/`);
  await page.waitForFunction(() => 'createSide' in window);
  return {
    page,
    async close() {
      await browser.close();
      pages.close();
    },
  };
}
