import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { startStaticServer } from '../../../../src-main/core/preview/static-server.ts';
import { ask } from '../../../support/preview-client.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

async function site(options: { singlePage?: boolean } = {}) {
  const parent = temporaryFolder('site');
  const folder = join(parent, 'site');
  mkdirSync(join(folder, 'blog'), { recursive: true });
  mkdirSync(join(folder, '.git'));
  writeFileSync(join(parent, 'outside.txt'), 'outside');
  writeFileSync(join(folder, 'index.html'), '<h1>Home</h1>');
  writeFileSync(join(folder, 'about.html'), '<h1>About</h1>');
  writeFileSync(join(folder, 'blog', 'index.html'), '<h1>Blog</h1>');
  writeFileSync(join(folder, 'app.mjs'), 'export {};');
  writeFileSync(join(folder, 'with space é.txt'), 'spaced');
  writeFileSync(join(folder, '.env'), 'SECRET=1');
  writeFileSync(join(folder, '.git', 'config'), '[core]');
  writeFileSync(join(folder, 'digits.bin'), '0123456789');
  symlinkSync(join(parent, 'outside.txt'), join(folder, 'link.txt'));
  symlinkSync(parent, join(folder, 'up'));
  const server = await startStaticServer({ folder, singlePage: options.singlePage ?? false });
  onTestFinished(() => server.dispose());
  return server;
}

test('files are served with their types, folders by their index, and names without an extension', async () => {
  const { address } = await site();
  expect(await ask(address)).toMatchObject({ status: 200, text: '<h1>Home</h1>' });
  expect((await ask(`${address}app.mjs`)).headers['content-type']).toBe('text/javascript; charset=utf-8');
  expect(await ask(`${address}about?x=1`)).toMatchObject({ status: 200, text: '<h1>About</h1>' });
  expect((await ask(`${address}blog?x=1`)).headers.location).toBe('/blog/?x=1');
  expect((await ask(`${address}blog/`)).text).toBe('<h1>Blog</h1>');
  expect((await ask(`${address}with%20space%20%C3%A9.txt`)).text).toBe('spaced');
  expect((await ask(`${address}missing`)).status).toBe(404);
  expect(await ask(address, { method: 'HEAD' })).toMatchObject({ status: 200, text: '' });
  expect((await ask(address, { method: 'POST', body: 'x' })).status).toBe(405);
});

test('nothing outside of the folder is served, by whatever path, and nothing hidden', async () => {
  const { address } = await site();
  const paths = [
    '/../outside.txt',
    '/%2e%2e/outside.txt',
    '/..%2foutside.txt',
    '/%2e%2e%2foutside.txt',
    '/blog/../../outside.txt',
    '/..%5coutside.txt',
    '/link.txt',
    '/up/outside.txt',
    '/%00',
    '//etc/passwd',
    '/.env',
    '/.git/config',
    '/%2eenv',
  ];
  for (const path of paths) {
    const { status, text } = await ask(address, { path });
    expect([400, 404], path).toContain(status);
    expect(text, path).not.toMatch(/outside$|SECRET|\[core\]|root:/);
  }
});

test('other names of this machine are refused, so that no page elsewhere reads the files', async () => {
  const { address, port } = await site();
  expect((await ask(address, { headers: { host: `evil.example:${port}` } })).status).toBe(403);
  expect((await ask(address, { headers: { host: `localhost:${port + 1}` } })).status).toBe(403);
  expect((await ask(address, { headers: { host: `127.0.0.1:${port}` } })).status).toBe(200);
});

test('parts of files are served, and unchanged files are not sent again', async () => {
  const { address } = await site();
  const file = `${address}digits.bin`;
  const part = await ask(file, { headers: { range: 'bytes=2-4' } });
  expect(part).toMatchObject({ status: 206, text: '234' });
  expect(part.headers['content-range']).toBe('bytes 2-4/10');
  expect((await ask(file, { headers: { range: 'bytes=-3' } })).text).toBe('789');
  expect((await ask(file, { headers: { range: 'bytes=20-' } })).status).toBe(416);
  const whole = await ask(file);
  expect(whole.text).toBe('0123456789');
  const again = await ask(file, { headers: { 'if-none-match': whole.headers.etag ?? '' } });
  expect(again).toMatchObject({ status: 304, text: '' });
});

test('a single-page site answers unknown paths with its page, missing files still not', async () => {
  const { address } = await site({ singlePage: true });
  expect(await ask(`${address}users/3`)).toMatchObject({ status: 200, text: '<h1>Home</h1>' });
  expect((await ask(`${address}missing.js`)).status).toBe(404);
});
