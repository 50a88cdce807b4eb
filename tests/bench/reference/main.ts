import { readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { app, BrowserWindow, protocol } from 'electron';
import { respond } from '../../../src-main/shell/app-files.ts';
import { writeDurably } from './write-durably.ts';

/**
 * A bare window with a bare editor: the product's runtime, protocol and window options, and one page that shows the file in
 * BENCH_FILE. What FlashFusion costs is measured against it.
 */
const file = process.env.BENCH_FILE ?? '';
if (process.env.BENCH_USER_DATA) app.setPath('userData', process.env.BENCH_USER_DATA);

protocol.registerSchemesAsPrivileged([
  {
    scheme: 'app',
    privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true, codeCache: true },
  },
]);

app.whenReady().then(() => {
  protocol.handle('app', async (request) => {
    if (new URL(request.url).pathname === '/document') {
      if (request.method === 'GET') return new Response(await readFile(file));
      await writeDurably(dirname(file), basename(file), await request.text());
      return new Response('saved');
    }
    return respond(join(app.getAppPath(), 'page'), request.url);
  });
  const window = new BrowserWindow({
    width: 1440,
    height: 900,
    show: false,
    frame: false,
    backgroundColor: '#0f1113',
    webPreferences: { sandbox: true, contextIsolation: true, spellcheck: false, v8CacheOptions: 'bypassHeatCheck' },
  });
  window.once('ready-to-show', () => window.show());
  const page = new URL('app://flashfusion/index.html');
  page.searchParams.set('name', basename(file));
  for (const name of ['large', 'typescript', 'wait']) {
    if (process.env[`BENCH_${name.toUpperCase()}`] === '1') page.searchParams.set(name, '1');
  }
  void window.loadURL(page.href);
});

app.on('window-all-closed', () => app.quit());
