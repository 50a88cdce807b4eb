import { execFileSync } from 'node:child_process';
import { linkSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createFilesService } from '../../../../../src-main/core/files/index.ts';
import { createProcessRegister } from '../../../../../src-main/core/processes/index.ts';

/**
 * Fills a disk, saves to it, and prints what came of it as JSON. With `mount` it mounts a disk of 1 MB on the project's folder first
 * and must run in a mount namespace of its own, with which the disk goes; otherwise something else limits what it may write.
 */
const [work = '', disk = ''] = process.argv.slice(2);
const root = join(work, 'project');
const projectId = 'project';
const original = 'original\n'.repeat(10_000);
const larger = 'larger than what is left\n'.repeat(30_000);

mkdirSync(root, { recursive: true });
if (disk === 'mount') execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', root]);

const service = createFilesService({
  resolveRoot: () => root,
  undoFolder: join(work, 'undo'),
  trash: { moveToTrash: () => Promise.reject(new Error('not asked')) },
  recentPaths: () => [],
  onChanged: () => {},
  onNotice: () => {},
  registerChild: createProcessRegister().register,
  log: { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} },
});

async function outcome(work: () => Promise<unknown>): Promise<string> {
  try {
    await work();
    return 'done';
  } catch (error) {
    return String((error as { code?: unknown }).code ?? error);
  }
}

async function save(path: string, text: string): Promise<string> {
  const { version: baseVersion } = await service.version({ projectId, path });
  return outcome(() =>
    service.save({
      projectId,
      path,
      text,
      encoding: 'utf-8',
      byteOrderMark: false,
      lineEnd: 'lf',
      keepMixedLineEnds: false,
      baseVersion,
    }),
  );
}

const isOriginal = (path: string) => readFileSync(join(root, path), 'utf8') === original;

for (const path of ['a', 'b']) writeFileSync(join(root, path), original);
linkSync(join(root, 'b'), join(root, 'c'));
if (disk === 'mount') {
  const filler = Buffer.alloc(64 * 1024);
  try {
    for (;;) writeFileSync(join(root, 'filler'), filler, { flag: 'a' });
  } catch {}
}

const results = {
  replaced: await save('a', larger),
  replacedIsOriginal: isOriginal('a'),
  inPlace: await save('b', larger),
  inPlaceIsOriginal: isOriginal('b') && isOriginal('c'),
  created: await outcome(() => service.createFile({ projectId, path: 'new/made', text: larger })),
  copied: disk === 'mount' ? await outcome(() => service.duplicate({ projectId, paths: ['a'] })) : 'NO_SPACE',
  entries: readdirSync(root, { recursive: true, encoding: 'utf8' }).sort(),
  journal: readdirSync(join(work, 'undo', 'journal')),
  afterwards: '',
};
rmSync(join(root, 'filler'), { force: true });
results.afterwards = await save('a', 'small again');
await service.dispose();
console.log(JSON.stringify(results));
