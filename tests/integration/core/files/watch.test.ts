import { execFileSync } from 'node:child_process';
import { mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ProjectFilesChange } from '../../../../src-main/core/files/index.ts';
import type { WatchBackend, WatchListener } from '../../../../src-main/core/files/watch-backend.ts';
import { createLinuxBackend } from '../../../../src-main/core/files/watch-linux.ts';
import { createParcelBackend } from '../../../../src-main/core/files/watch-parcel.ts';
import { pathsIn, projectId, spaciousFolder, startFiles, until } from './files-fixture.ts';

type Files = ReturnType<typeof startFiles>;

/** Starts watching and waits until it has begun. */
async function startWatching(files: Files): Promise<{ dispose(): void }> {
  const watching = files.service.watch(projectId);
  await until(() => {
    files.write('.probe', `${Math.random()}`);
    return told(files).some((change) => change.endsWith(' .probe'));
  });
  rmSync(files.absolute('.probe'));
  await until(() => told(files).includes('deleted .probe'));
  files.events.length = 0;
  return watching;
}

function told(files: Files): string[] {
  return files.events.flatMap(({ changes }) => changes.map(({ path, kind }) => `${kind} ${path}`));
}

/** A window's tree: all folders open, kept up to date by events alone. */
function followTree(files: Files) {
  const known = new Set<string>();
  let taken = 0;
  let equal = false;
  const listAll = async () => {
    known.clear();
    const { listing } = await files.service.listTree({ projectId, path: '', maxEntries: 500_000 });
    for (const [folder, entries] of Object.entries(listing)) {
      for (const { name } of entries) known.add(folder === '' ? name : `${folder}/${name}`);
    }
  };
  const apply = ({ changes }: ProjectFilesChange) => {
    for (const { path, kind } of changes) {
      if (kind !== 'deleted') known.add(path);
      else for (const one of [...known]) if (one === path || one.startsWith(`${path}/`)) known.delete(one);
    }
  };
  return {
    listAll,
    /** Takes up the events that have come; answers whether the tree is the disk's. */
    async equalsDisk(): Promise<boolean> {
      const events = files.events.slice(taken);
      if (events.length === 0 && taken > 0) return equal;
      taken = files.events.length;
      if (events.some(({ rescan }) => rescan)) await listAll();
      else events.forEach(apply);
      const disk = pathsIn(files.root);
      equal = disk.length === known.size && disk.every((path) => known.has(path));
      return equal;
    },
  };
}

describe('watching', () => {
  it('tells what is created, changed and deleted, once', async () => {
    const files = startFiles();
    files.write('old/a', '1');
    const watching = await startWatching(files);
    files.write('new', '1');
    files.write('old/a', '2');
    await until(() => told(files).length >= 2);
    rmSync(files.absolute('new'));
    await until(() => told(files).length >= 3);
    expect(told(files).sort()).toEqual(['changed old/a', 'created new', 'deleted new']);
    expect(files.events.every((event) => event.projectId === projectId && !event.rescan)).toBe(true);
    watching.dispose();
  });

  it('tells of everything in folders made, moved, exchanged and removed at once', async () => {
    const files = startFiles();
    const watching = await startWatching(files);
    files.write('a/b/c/d/e', '1');
    await until(() => told(files).includes('created a/b/c/d/e'));
    files.write('a/b/c/d/f', '1');
    await until(() => told(files).includes('created a/b/c/d/f'));
    renameSync(files.absolute('a/b'), files.absolute('moved'));
    await until(() => told(files).includes('created moved/c/d/f') && told(files).includes('deleted a/b'));
    files.write('moved/c/g', '1');
    await until(() => told(files).includes('created moved/c/g'));
    rmSync(files.absolute('moved'), { recursive: true });
    files.write('moved/c/other', '1');
    await until(() => told(files).includes('created moved/c/other') && told(files).includes('deleted moved/c/g'));
    files.write('moved/c/another', '1');
    await until(() => told(files).includes('created moved/c/another'));
    watching.dispose();
  });

  it('says changed of a file that is saved, and nothing of how', async () => {
    const files = startFiles();
    files.write('a', '1');
    const watching = await startWatching(files);
    await files.save('a', '2');
    await until(() => told(files).length > 0);
    files.write('last', '');
    await until(() => told(files).includes('created last'));
    expect(told(files)).toEqual(['changed a', 'created last']);
    watching.dispose();
  });

  it('leaves git’s folder alone, and does not follow links', async () => {
    const files = startFiles();
    files.write('.git/HEAD', '1');
    mkdirSync(join(files.work, 'outside'));
    symlinkSync(join(files.work, 'outside'), files.absolute('link'));
    const watching = await startWatching(files);
    files.write('.git/HEAD', '2');
    writeFileSync(join(files.work, 'outside', 'x'), '');
    files.write('last');
    await until(() => told(files).includes('created last'));
    expect(told(files)).toEqual(['created last']);
    watching.dispose();
  });

  it('asks for everything to be listed anew when ignore rules change', async () => {
    const files = startFiles();
    const watching = await startWatching(files);
    files.write('.gitignore', 'x');
    await until(() => files.events.some(({ rescan }) => rescan));
    watching.dispose();
  });

  it('goes on until as many have disposed as have asked', async () => {
    const files = startFiles();
    const first = await startWatching(files);
    const second = files.service.watch(projectId);
    first.dispose();
    first.dispose();
    files.write('a');
    await until(() => told(files).includes('created a'));
    second.dispose();
    const third = await startWatching(files);
    files.write('b');
    await until(() => told(files).includes('created b'));
    expect(told(files)).toEqual(['created b']);
    third.dispose();
  });

  it('tells of what changed between listing and watching', async () => {
    const files = startFiles();
    let start: () => void = () => {};
    const gate = new Promise<void>((resolve) => {
      start = resolve;
    });
    const slow: WatchBackend = {
      start: async (root, listener) => {
        await gate;
        return createLinuxBackend().start(root, listener);
      },
    };
    const late = startFiles({ root: files.root, watchBackend: slow });
    const watching = late.service.watch(projectId);
    expect(await late.names()).toEqual([]);
    late.write('a');
    start();
    await until(() => late.events.some(({ rescan }) => rescan));
    watching.dispose();
  });

  it('finds the project’s folder again after it was away', async () => {
    const files = startFiles();
    files.write('a');
    const watching = await startWatching(files);
    renameSync(files.root, `${files.root}-away`);
    await until(() => files.events.some(({ rescan }) => rescan));
    files.events.length = 0;
    renameSync(`${files.root}-away`, files.root);
    await until(() => files.events.some(({ rescan }) => rescan));
    files.write('b');
    await until(() => told(files).includes('created b'));
    watching.dispose();
  });
});

describe('many changes at once', () => {
  it('50,000 files made, changed and removed leave the tree equal to the disk', { timeout: 120_000 }, async () => {
    const files = startFiles({ workFolder: spaciousFolder() });
    files.write('kept/x');
    const watching = await startWatching(files);
    const tree = followTree(files);
    await tree.listAll();
    // In this very thread, so that the kernel's queue of 16,384 events overflows while no one reads it.
    for (let index = 0; index < 50_000; index++) {
      if (index % 500 === 0) mkdirSync(files.absolute(`burst/${index / 500}/deep`), { recursive: true });
      const folder = `burst/${Math.floor(index / 500)}${index % 2 ? '/deep' : ''}`;
      writeFileSync(files.absolute(`${folder}/${index}`), '');
    }
    const started = performance.now();
    await until(() => tree.equalsDisk(), 60_000);
    console.log(`50,000 files: the tree was the disk's after ${(performance.now() - started).toFixed(0)} ms`);
    expect(files.events.some(({ rescan }) => rescan)).toBe(true);
    expect(files.events.every(({ changes }) => changes.length <= 5000)).toBe(true);

    files.events.length = 0;
    renameSync(files.absolute('burst/3'), files.absolute('three'));
    rmSync(files.absolute('burst'), { recursive: true });
    files.write('three/deep/deeper/still', '');
    const after = followTree(files);
    await until(() => after.equalsDisk(), 60_000);
    files.events.length = 0;
    files.write('three/deep/deeper/last', '');
    await until(() => told(files).includes('created three/deep/deeper/last'));
    expect(files.notices).toEqual([]);
    watching.dispose();
  });

  it('random changes, big and small, are followed exactly', { timeout: 60_000 }, async () => {
    const files = startFiles();
    const watching = await startWatching(files);
    const tree = followTree(files);
    await tree.listAll();
    const seed = Number(process.env.WATCH_SEED ?? Date.now() % 100_000);
    console.log(`watch seed ${seed}`);
    let state = seed || 1;
    const random = (limit: number) => {
      state ^= state << 13;
      state ^= state >>> 17;
      state ^= state << 5;
      return (state >>> 0) % limit;
    };
    const name = () => Array.from({ length: 1 + random(3) }, () => 'abc'.charAt(random(3))).join('/');
    for (let round = 0; round < 40; round++) {
      for (let step = random(12); step >= 0; step--) {
        const path = name();
        try {
          if (random(3) > 0) files.write(path, `${round}`);
          else if (random(2)) rmSync(files.absolute(path), { recursive: true });
          else renameSync(files.absolute(path), files.absolute(name()));
        } catch {
          // A file where a folder would be needed, or nothing there: the next one then.
        }
      }
      if (round % 4 === 0) await until(() => tree.equalsDisk());
    }
    await until(() => tree.equalsDisk());
    expect(files.notices).toEqual([]);
    watching.dispose();
  });
});

describe('where the system cannot watch', () => {
  const failing = (code: string): WatchBackend => ({
    start: () => Promise.reject(Object.assign(new Error('System limit for number of file watchers reached'), { code })),
  });

  it('open folders are polled, and it is said once', async () => {
    const files = startFiles({ watchBackend: failing('ENOSPC'), pollInterval: 20 });
    files.write('folder/a', '1');
    const watching = files.service.watch(projectId);
    await files.names();
    await files.names('folder');
    await until(() => files.notices.length > 0);
    expect(files.notices).toEqual([
      { level: 'warning', title: expect.any(String), detail: expect.stringContaining('fs.inotify.max_user_watches') },
    ]);
    expect(files.events.some(({ rescan }) => rescan)).toBe(true);
    const seen = (change: string) => until(() => told(files).includes(change));
    await until(() => {
      files.write('folder/a', `${Math.random()}`);
      return told(files).includes('changed folder/a');
    });
    files.write('folder/b');
    await seen('created folder/b');
    rmSync(files.absolute('folder/b'));
    await seen('deleted folder/b');
    watching.dispose();
  });

  it('what can be watched still is', async () => {
    const inner = createLinuxBackend();
    let limit: WatchListener['onLimited'] = () => {};
    const partly: WatchBackend = {
      start(root, listener) {
        limit = listener.onLimited;
        return inner.start(root, listener);
      },
    };
    const files = startFiles({ watchBackend: partly, pollInterval: 50 });
    const watching = await startWatching(files);
    limit(Object.assign(new Error('no more'), { code: 'EMFILE' }));
    limit(Object.assign(new Error('no more'), { code: 'EMFILE' }));
    files.write('not/listed', '');
    await until(() => told(files).includes('created not/listed'));
    expect(files.notices).toHaveLength(1);
    watching.dispose();
  });
});

describe('the backend of macOS and Windows', () => {
  it('tells the same of simple changes', async () => {
    const files = startFiles({ watchBackend: createParcelBackend() });
    files.write('old', '1');
    files.write('.git/HEAD', '1');
    const watching = await startWatching(files);
    files.write('.git/HEAD', '2');
    files.write('old', '2');
    mkdirSync(files.absolute('folder'));
    await until(() => told(files).includes('created folder') && told(files).includes('changed old'));
    files.write('folder/new', '1');
    await until(() => told(files).includes('created folder/new'));
    execFileSync('rm', [files.absolute('old')]);
    await until(() => told(files).includes('deleted old'));
    expect(told(files).filter((change) => change.includes('.git'))).toEqual([]);
    watching.dispose();
  });
});
