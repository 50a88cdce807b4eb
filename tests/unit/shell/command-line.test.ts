import { describe, expect, it } from 'vitest';
import { parseCommandLine, serveArguments } from '../../../src-main/shell/command-line.ts';

describe('parseCommandLine', () => {
  it('resolves a folder against the working folder', () => {
    expect(parseCommandLine(['site'], '/home/mira')).toEqual({ path: '/home/mira/site', line: null, newWindow: false });
    expect(parseCommandLine(['/srv/site'], '/home/mira').path).toBe('/srv/site');
  });

  it('takes a line after a file', () => {
    expect(parseCommandLine(['src/main.ts:27'], '/home/mira')).toEqual({
      path: '/home/mira/src/main.ts',
      line: 27,
      newWindow: false,
    });
  });

  it('passes over switches that are not ours', () => {
    expect(parseCommandLine(['--no-sandbox', '--new-window', '--inspect=0', 'site'], '/home/mira')).toEqual({
      path: '/home/mira/site',
      line: null,
      newWindow: true,
    });
    expect(parseCommandLine(['--no-sandbox'], '/home/mira').path).toBeNull();
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
