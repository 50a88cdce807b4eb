import { mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseServeOptions } from '../../../src-main/serve/serve-options.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

describe('arguments of serve', () => {
  it('take a folder, a port and a data folder, relative to where they were typed', () => {
    const workingFolder = temporaryFolder('serve-options');
    mkdirSync(join(workingFolder, 'project'));
    expect(parseServeOptions(['project', '--port', '4173', '--data=kept'], { workingFolder, environment: {} })).toEqual(
      { folder: join(workingFolder, 'project'), port: 4173, dataFolder: join(workingFolder, 'kept') },
    );
  });

  it('have defaults', () => {
    expect(parseServeOptions([], { workingFolder: '/', environment: {} })).toEqual({
      folder: null,
      port: 0,
      dataFolder: join(homedir(), '.flashfusion'),
    });
    expect(parseServeOptions([], { workingFolder: '/', environment: { FLASHFUSION_DATA: '/data' } }).dataFolder).toBe(
      '/data',
    );
  });

  it('say what is wrong with them', () => {
    const parse = (...args: string[]) => parseServeOptions(args, { workingFolder: '/', environment: {} });
    expect(() => parse('no-such-folder')).toThrow('There is no folder /no-such-folder.');
    expect(() => parse('--port', 'high')).toThrow('--port high is no port');
    expect(() => parse('--port', '70000')).toThrow('--port 70000 is no port');
    expect(() => parse('--host', '0.0.0.0')).toThrow('Usage: flashfusion serve');
    expect(() => parse('a', 'b')).toThrow('One folder can be opened, not 2.');
  });
});
