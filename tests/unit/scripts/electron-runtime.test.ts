import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { embeddedNodeMajor, resolveElectronRuntime } from '../../../scripts/electron-runtime.ts';
import { cacheFolder } from '../../../scripts/runtime/cache-folder.ts';
import { integrityOf } from '../../../scripts/runtime/fallback-electron.ts';
import { failedRecently } from '../../../scripts/runtime/official-electron.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'flashfusion-runtime-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('resolveElectronRuntime', () => {
  it('prefers the folder that the environment names', async () => {
    const executable = { darwin: 'Electron.app/Contents/MacOS/Electron', win32: 'electron.exe' }[
      process.platform as string
    ];
    writeFileSync(join(folder, executable ?? 'electron'), '');
    writeFileSync(join(folder, 'version'), 'v41.2.3\n');
    const runtime = await resolveElectronRuntime({ environment: { ELECTRON_OVERRIDE_DIST_PATH: folder } });
    expect(runtime).toMatchObject({ kind: 'override', distPath: folder, version: '41.2.3', embeddedNodeMajor: 24 });
  });

  it('says what is wrong with a folder that holds no Electron', async () => {
    const environment = { ELECTRON_OVERRIDE_DIST_PATH: folder };
    await expect(resolveElectronRuntime({ environment })).rejects.toThrow(`No Electron in ${folder}`);
  });
});

describe('embeddedNodeMajor', () => {
  it.each([
    ['25.1.1', 18],
    ['28.3.3', 18],
    ['29.0.0', 20],
    ['34.5.0', 20],
    ['35.0.0', 22],
    ['39.8.1', 22],
    ['40.0.0', 24],
    ['45.4.1', 24],
  ])('of Electron %s is %i', (version, major) => expect(embeddedNodeMajor(version)).toBe(major));
});

describe('failedRecently', () => {
  const day = 24 * 60 * 60_000;
  const source = 'https://example.com/v45.4.1';

  it('remembers a failure of the same source for a day', () => {
    const file = join(folder, 'failure.json');
    writeFileSync(file, JSON.stringify({ source, failedAt: 1_000 }));
    expect(failedRecently(file, source, 1_000 + day - 1)).toBe(true);
    expect(failedRecently(file, source, 1_000 + day)).toBe(false);
    expect(failedRecently(file, 'https://example.com/v46.0.0', 2_000)).toBe(false);
    // A clock that was set back must not keep the failure for ever.
    expect(failedRecently(file, source, 999)).toBe(false);
  });

  it('takes a missing or damaged note for none', () => {
    expect(failedRecently(join(folder, 'none.json'), source, 0)).toBe(false);
    const file = join(folder, 'damaged.json');
    writeFileSync(file, '{"source":');
    expect(failedRecently(file, source, 0)).toBe(false);
  });
});

describe('cacheFolder', () => {
  it('follows FLASHFUSION_CACHE, then the XDG folder, then the platform', () => {
    expect(cacheFolder({ FLASHFUSION_CACHE: '/own', XDG_CACHE_HOME: '/xdg' }, 'linux')).toBe('/own');
    expect(cacheFolder({ XDG_CACHE_HOME: '/xdg' }, 'linux')).toBe(join('/xdg', 'flashfusion'));
    expect(cacheFolder({}, 'linux')).toMatch(/\.cache[\\/]flashfusion$/);
    expect(cacheFolder({}, 'darwin')).toMatch(/Library[\\/]Caches[\\/]flashfusion$/);
    expect(cacheFolder({ LOCALAPPDATA: 'C:\\Local' }, 'win32')).toBe(join('C:\\Local', 'flashfusion', 'Cache'));
  });
});

describe('integrityOf', () => {
  it('is the sha512 that registries publish', async () => {
    const file = join(folder, 'abc');
    writeFileSync(file, 'abc');
    // FIPS 180-2, appendix C.1.
    expect(await integrityOf(file)).toBe(
      'sha512-3a81oZNherrMQXNJriBBMRLm+k6JqX6iCp7u5ktV05ohkpkqJ0/BqDa6PCOj/uu9RU1EI2Q86A4qmslPpUyknw==',
    );
  });
});
