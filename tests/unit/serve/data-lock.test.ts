import { existsSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { lockDataFolder, serverIn } from '../../../src-main/shell/data-lock.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

// The largest process number of Linux, which is never given out.
const nobody = 2 ** 22;

describe('the lock of a data folder', () => {
  it('is held by one server at a time, and taken over from one that is gone', () => {
    const folder = temporaryFolder('data-lock');
    const lock = lockDataFolder(folder);
    expect(serverIn(folder)).toBe(process.pid);
    expect(() => lockDataFolder(folder)).toThrow(`Another FlashFusion server (process ${process.pid}) uses ${folder}`);
    lock.release();
    expect(serverIn(folder)).toBeNull();
    expect(existsSync(join(folder, 'serve.lock'))).toBe(false);

    writeFileSync(join(folder, 'serve.lock'), `${nobody} 1`);
    lockDataFolder(folder).release();
    // The same number, another process: numbers are given out again.
    writeFileSync(join(folder, 'serve.lock'), `${process.pid} 1`);
    lockDataFolder(folder).release();
  });

  it('is refused where the desktop app runs', () => {
    const folder = temporaryFolder('data-lock');
    symlinkSync(`machine-${process.pid}`, join(folder, 'SingletonLock'));
    expect(() => lockDataFolder(folder)).toThrow(`The desktop app (process ${process.pid}) uses ${folder}`);
    const left = temporaryFolder('data-lock');
    symlinkSync(`machine-${nobody}`, join(left, 'SingletonLock'));
    lockDataFolder(left).release();
  });
});
