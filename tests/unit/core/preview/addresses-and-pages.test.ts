import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { findAddresses, normaliseAddress, plainText } from '../../../../src-main/core/preview/find-address.ts';
import { resolveSource } from '../../../../src-main/core/preview/locate-source.ts';
import { createOutputLog } from '../../../../src-main/core/preview/output-log.ts';
import {
  adaptCookie,
  adaptPolicy,
  findScriptPlace,
  insertIntoPage,
} from '../../../../src-main/core/preview/page-changes.ts';
import { decodePath, readRange } from '../../../../src-main/core/preview/static-server.ts';
import { mayShowInFrame } from '../../../../src-main/shell/preview-addresses.ts';

describe('addresses in what servers write', () => {
  it.each([
    [
      '  \u001b[32m➜\u001b[39m  Local:   \u001b[36mhttp://localhost:\u001b[1m5173\u001b[22m/\u001b[39m',
      ['http://localhost:5173/'],
    ],
    ['- Local: http://localhost:3000\n- Network: http://192.168.1.4:3000', ['http://localhost:3000/']],
    ['Listening on http://0.0.0.0:8080.', ['http://localhost:8080/']],
    ['Server running at http://[::]:4000', ['http://localhost:4000/']],
    ['see https://example.com and http://localhost.evil.com', []],
    ['http://127.0.0.1:4321/base/ (ctrl-c)', ['http://127.0.0.1:4321/base/']],
  ])('%j', (output, found) => {
    expect(findAddresses(plainText(output)).filter((address) => !address.endsWith('localhost/'))).toEqual(found);
  });

  it('are of this machine only', () => {
    for (const wrong of [
      'https://example.com',
      'file:///etc/passwd',
      'http://10.0.0.1',
      'nothing',
      'http://localhost.evil.com/',
    ]) {
      expect(normaliseAddress(wrong), wrong).toBeNull();
    }
    expect(normaliseAddress('http://me:secret@localhost:3000/#x')).toBe('http://localhost:3000/');
  });
});

describe('the output of a server', () => {
  it('is kept up to a limit, newest last, from the start of a line', () => {
    const log = createOutputLog();
    for (let line = 0; line < 40_000; line += 1) log.add(`line ${line}\n`);
    expect(log.text().length).toBeLessThanOrEqual(200_000);
    expect(log.text()).toMatch(/^line \d+\n/);
    expect(log.text().endsWith('line 39999\n')).toBe(true);
  });
});

describe('the reporter’s place in a page', () => {
  it.each([
    ['<!doctype html><html><head><title>', '<!doctype html><html><head>'],
    [
      '\n<!-- a < b -->\n<!DOCTYPE html>\n<html lang="en">\n<head data-x="1">\n',
      '\n<!-- a < b -->\n<!DOCTYPE html>\n<html lang="en">\n<head data-x="1">',
    ],
    ['<!doctype html><header>', '<!doctype html>'],
    ['Hello', ''],
  ])('%j', (page, before) => {
    expect(findScriptPlace(page)).toBe(before.length);
  });

  it.each(['', '<!doc', '<!doctype html>\n<he', '<!-- <head>', '<html'])('is not known yet after %j', (page) => {
    expect(findScriptPlace(page)).toBeNull();
  });

  it.each([1, 7, 1000])('is found in pieces of %i bytes', async (size) => {
    const page = '<!doctype html><html><head><title>Übung</title></head></html>';
    const bytes = Buffer.from(page);
    const pieces = Array.from({ length: Math.ceil(bytes.length / size) }, (_, at) =>
      bytes.subarray(at * size, at * size + size),
    );
    const changed = await text(Readable.from(pieces).pipe(insertIntoPage('<script></script>')));
    expect(changed).toBe(page.replace('<head>', '<head><script></script>'));
  });

  it('is the start of a page that has none', async () => {
    expect(await text(Readable.from([Buffer.from('<!-- open')]).pipe(insertIntoPage('X')))).toBe('<!-- openX');
  });
});

describe('a server’s policy', () => {
  it.each([
    ["default-src 'self'", "default-src 'self'; script-src 'self' HASH"],
    ["script-src 'none'; img-src *", 'script-src HASH; img-src *'],
    ["script-src 'self' 'unsafe-inline'", "script-src 'self' 'unsafe-inline'"],
    [
      "script-src 'nonce-1' 'strict-dynamic' 'unsafe-inline'",
      "script-src 'nonce-1' 'strict-dynamic' 'unsafe-inline' HASH",
    ],
    ["script-src-elem 'self'; script-src 'none'", "script-src-elem 'self' HASH; script-src 'none'"],
    ["frame-ancestors 'none'; report-uri /csp", ''],
    ["style-src 'self'", "style-src 'self'"],
  ])('%j lets our script run and nothing more', (policy, adapted) => {
    expect(adaptPolicy(policy, 'HASH')).toBe(adapted);
  });
});

describe('cookies', () => {
  it('are kept in a frame', () => {
    expect(adaptCookie('a=b=c; Path=/x; Domain=.localhost; SameSite=Strict; Max-Age=5')).toBe(
      'a=b=c; Path=/x; Max-Age=5; SameSite=None; Secure',
    );
  });
});

describe('paths of a static site', () => {
  it.each(['/a/../b', '/%2e%2e/b', '/a%00', '/.git/config', '/a/.env', '/a%5cb', '/%', 'a'])('refuses %j', (path) => {
    expect(decodePath(path)).toBeNull();
  });
  it('takes others', () => {
    expect(decodePath('/a%20b/%C3%A9.html')).toBe('/a b/é.html');
    expect(decodePath('/.well-known/x')).toBe('/.well-known/x');
  });
  it('reads ranges', () => {
    expect(readRange('bytes=0-4', 10)).toEqual({ start: 0, end: 4 });
    expect(readRange('bytes=4-', 10)).toEqual({ start: 4, end: 9 });
    expect(readRange('bytes=-20', 10)).toEqual({ start: 0, end: 9 });
    expect(readRange('bytes=10-', 10)).toBe('unsatisfiable');
    expect(readRange('bytes=0-1,3-4', 10)).toBeNull();
    expect(readRange(undefined, 10)).toBeNull();
  });
});

describe('sources as maps name them', () => {
  const base = new URL('http://localhost:5173/src/main.js');
  it.each([
    ['App.tsx', '/src/App.tsx'],
    ['../lib/a.ts', '/lib/a.ts'],
    ['webpack://_N_E/./src/page.js', '/src/page.js'],
    ['turbopack:///[project]/src/page.js', '/src/page.js'],
    ['/home/me/project/src/a.ts', '/home/me/project/src/a.ts'],
    ['file:///home/me/a%20b.ts', '/home/me/a b.ts'],
  ])('%j', (source, path) => {
    expect(resolveSource(source, base)).toBe(path);
  });
});

describe('what a frame of the app may show', () => {
  const secret = 'a'.repeat(32);
  it('is previews and empty documents', () => {
    expect(mayShowInFrame(`http://preview-${secret}.localhost:4000/x`)).toBe(true);
    expect(mayShowInFrame('about:srcdoc')).toBe(true);
  });
  it.each([
    'http://localhost:4000/',
    'http://127.0.0.1:4000/',
    `https://preview-${secret}.localhost:4000/`,
    `http://preview-${secret}.localhost.evil.com/`,
    `http://preview-${secret}.localhost:4000@evil.com/`,
    `http://evil.com/?http://preview-${secret}.localhost:4000/`,
    'http://preview-short.localhost:4000/',
    'app://flashfusion/index.html',
    'data:text/html,x',
  ])('is not %s', (address) => {
    expect(mayShowInFrame(address)).toBe(false);
  });
});
