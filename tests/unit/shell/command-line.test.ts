import { describe, expect, it } from 'vitest';
import { parseCommandLine, serveArguments } from '../../../src-main/shell/command-line.ts';

describe('parseCommandLine', () => {
  it('resolves a folder against the working folder', () => {
    expect(parseCommandLine(['site'], '/home/mira')).toEqual({
      path: '/home/mira/site',
      line: null,
      newWindow: false,
      join: null,
    });
    expect(parseCommandLine(['/srv/site'], '/home/mira').path).toBe('/srv/site');
  });

  it('takes a line after a file', () => {
    expect(parseCommandLine(['src/main.ts:27'], '/home/mira')).toEqual({
      path: '/home/mira/src/main.ts',
      line: 27,
      newWindow: false,
      join: null,
    });
  });

  it('passes over switches that are not ours', () => {
    expect(parseCommandLine(['--no-sandbox', '--new-window', '--inspect=0', 'site'], '/home/mira')).toEqual({
      path: '/home/mira/site',
      line: null,
      newWindow: true,
      join: null,
    });
    expect(parseCommandLine(['--no-sandbox'], '/home/mira').path).toBeNull();
  });
});

describe('a link on the command line', () => {
  const code = '0123-4567-89AB-CDEF-GHJK';
  const joinOf = (link: string) => parseCommandLine([link], '/home/mira').join;

  it('names a session, with or without the server where its people meet', () => {
    expect(parseCommandLine(['--no-sandbox', `flashfusion://join/${code}`], '/home/mira')).toEqual({
      path: null,
      line: null,
      newWindow: false,
      join: { code, server: null },
    });
    expect(joinOf(`FLASHFUSION://join/${code.toLowerCase().replaceAll('-', '')}/`)).toEqual({ code, server: null });
    expect(joinOf(`flashfusion://join/${code}?server=${encodeURIComponent('http://192.168.1.20:41234/x?y')}`)).toEqual({
      code,
      server: 'http://192.168.1.20:41234',
    });
  });

  it.each([
    'flashfusion:',
    'flashfusion://join/',
    'flashfusion://join/0123-4567',
    `flashfusion://leave/${code}`,
    `flashfusion://join/${code}/../../etc`,
    `flashfusion://join/${code}#x`,
    `flashfusion://join/${code}?server=file:///etc/passwd`,
    `flashfusion://join/${code}?server=javascript:alert(1)`,
    `flashfusion://join/${code}?server=https://mira:secret@cloud.example`,
    `flashfusion://join/${code}?server=`,
    `flashfusion://join/${code}?server=https://a.example&server=https://b.example`,
    `flashfusion://join/${code}?role=owner`,
    `flashfusion://join/${code} --new-window`,
    `flashfusion://join/${code}?server=https://${'a'.repeat(3000)}.example`,
  ])('is passed over, and taken for no path, where it is not as it should be: %s', (link) => {
    expect(parseCommandLine([link], '/home/mira')).toEqual({ path: null, line: null, newWindow: false, join: null });
  });
});

describe('serveArguments', () => {
  it('are what follows serve, without the switches of Electron', () => {
    expect(serveArguments(['--no-sandbox', 'serve', 'site', '--port', '4173', '--headless'])).toEqual([
      'site',
      '--port',
      '4173',
    ]);
    expect(serveArguments(['serve'])).toEqual([]);
  });

  it('are none where windows are asked for', () => {
    expect(serveArguments([])).toBeNull();
    expect(serveArguments(['./serve'])).toBeNull();
    expect(serveArguments(['site', 'serve'])).toBeNull();
  });
});
