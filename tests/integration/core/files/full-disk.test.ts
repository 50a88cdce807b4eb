import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

const program = join(import.meta.dirname, 'programs', 'full-disk.ts');
const run = promisify(execFile);

interface Way {
  readonly disk: 'mount' | 'limit';
  readonly command: string;
  readonly before: readonly string[];
}

/** A disk of 1 MB in a mount namespace that ends with the process; where that is not allowed, a limit on the size of files. */
async function chooseWay(): Promise<Way> {
  const namespace = process.getuid?.() === 0 ? ['--mount'] : ['--user', '--map-root-user', '--mount'];
  try {
    await run('unshare', [...namespace, 'mount', '-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', temporaryFolder('probe')]);
    return { disk: 'mount', command: 'unshare', before: namespace };
  } catch (error) {
    console.log(
      `no disk of our own (${error instanceof Error ? error.message : error}); limiting the size of files instead`,
    );
    return { disk: 'limit', command: 'prlimit', before: ['--fsize=200000'] };
  }
}

async function fillDisk({ disk, command, before }: Way) {
  const { stdout } = await run(command, [...before, process.execPath, program, temporaryFolder('full'), disk]);
  return JSON.parse(stdout);
}

const kept = {
  replaced: 'NO_SPACE',
  replacedIsOriginal: true,
  inPlace: 'NO_SPACE',
  inPlaceIsOriginal: true,
  created: 'NO_SPACE',
  copied: 'NO_SPACE',
  journal: [],
  afterwards: 'done',
};

describe('a full disk', () => {
  it('leaves every file as it was, nothing half-written, and says so', async () => {
    const results = await fillDisk(await chooseWay());
    expect(results).toMatchObject(kept);
    expect(results.entries.filter((name: string) => name !== 'filler')).toEqual(['a', 'b', 'c']);
  });

  it.runIf(process.platform === 'linux')('is treated like a limit on the size of files', async () => {
    const results = await fillDisk({ disk: 'limit', command: 'prlimit', before: ['--fsize=200000'] });
    expect(results).toMatchObject(kept);
    expect(results.entries).toEqual(['a', 'b', 'c']);
  });
});
