import { describe, expect, it } from 'vitest';
import { isOwnHost, isOwnOrigin, pathOf, readCookie } from '../../../src-main/serve/request-checks.ts';

describe('hosts', () => {
  it.each(['127.0.0.1:4000', '127.0.0.1', 'localhost:9000', 'LOCALHOST:1', '[::1]:80'])('takes %s', (host) => {
    expect(isOwnHost(host)).toBe(true);
  });
  it.each([
    undefined,
    '',
    'evil.example:4000',
    '127.0.0.1.evil.example',
    'localhost.evil.example:4000',
    'evil.example@127.0.0.1:4000',
    '127.0.0.1:4000 evil',
    '127.0.0.2:4000',
    '0.0.0.0:4000',
    '127.0.0.1:port',
  ])('refuses %s', (host) => {
    expect(isOwnHost(host)).toBe(false);
  });
});

describe('origins', () => {
  it('takes a page of the same host and port only', () => {
    expect(isOwnOrigin('http://127.0.0.1:4000', '127.0.0.1:4000')).toBe(true);
    for (const origin of [
      undefined,
      '',
      'null',
      'http://127.0.0.1:5173',
      'https://127.0.0.1:4000',
      'http://localhost:4000',
      'http://evil.example',
      'http://127.0.0.1:4000.evil.example',
    ]) {
      expect(isOwnOrigin(origin, '127.0.0.1:4000')).toBe(false);
    }
    expect(isOwnOrigin('http://evil.example', 'evil.example')).toBe(false);
  });
});

describe('cookies and paths', () => {
  it('reads one cookie by its whole name', () => {
    expect(readCookie('a=1; flashfusion-40=x=y ;b=2', 'flashfusion-40')).toBe('x=y');
    expect(readCookie('xflashfusion-40=1; flashfusion-4=2', 'flashfusion-40')).toBeNull();
    expect(readCookie(undefined, 'a')).toBeNull();
  });

  it('reads any request target as a path', () => {
    expect(pathOf('/core?x=1')).toBe('/core');
    expect(pathOf('http://other.example/core')).toBe('/core');
    expect(pathOf('//')).toBe('/');
    expect(pathOf('/../../etc/passwd')).toBe('/etc/passwd');
    expect(pathOf(undefined)).toBe('/');
  });
});
