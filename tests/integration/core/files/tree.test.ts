import {
  chmodSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { temporaryFolder } from '../../../support/temporary-folder.ts';
import { pathsIn, projectId, startFiles } from './files-fixture.ts';

type Files = ReturnType<typeof startFiles>;

const move = (files: Files, ...moves: [from: string, to: string][]) =>
  files.service.move({ projectId, moves: moves.map(([from, to]) => ({ from, to })) });
const undo = (files: Files, { undoId }: { undoId: string }) => files.service.undo({ projectId, undoId });

/** Paths with the contents of files, to compare whole projects. */
function contentsOf(files: Files): Record<string, string> {
  return Object.fromEntries(
    pathsIn(files.root).map((path) => {
      const stats = lstatSync(files.absolute(path));
      if (stats.isSymbolicLink()) return [path, `link to ${readlinkSync(files.absolute(path))}`];
      return [path, stats.isFile() ? readFileSync(files.absolute(path), 'utf8') : 'folder'];
    }),
  );
}

describe('creating', () => {
  it('makes files and folders with their parents, and takes them away again', async () => {
    const files = startFiles();
    const made = await files.service.createFile({ projectId, path: 'a/b/c.ts', text: 'x' });
    const folder = await files.service.createFolder({ projectId, path: 'a/d/e' });
    expect(pathsIn(files.root)).toEqual(['a', 'a/b', 'a/b/c.ts', 'a/d', 'a/d/e']);
    expect(await undo(files, folder)).toEqual({ restored: [] });
    await undo(files, made);
    expect(pathsIn(files.root)).toEqual([]);
    await expect(undo(files, made)).rejects.toMatchObject({ code: 'CANNOT_UNDO' });
  });

  it('never replaces anything', async () => {
    const files = startFiles();
    files.write('a', 'theirs');
    symlinkSync('nowhere', files.absolute('link'));
    for (const path of ['a', 'link']) {
      await expect(files.service.createFile({ projectId, path, text: 'ours' })).rejects.toMatchObject({
        code: 'ALREADY_EXISTS',
      });
      await expect(files.service.createFolder({ projectId, path })).rejects.toMatchObject({ code: 'ALREADY_EXISTS' });
    }
    await expect(files.service.createFile({ projectId, path: 'a/b' })).rejects.toMatchObject({ code: 'INVALID_NAME' });
    expect(contentsOf(files)).toEqual({ a: 'theirs', link: 'link to nowhere' });
  });

  it('refuses names that cannot be used and leaves no parents behind', async () => {
    const files = startFiles();
    for (const path of ['x/con', 'x/con/y', `x/${'n'.repeat(256)}`, 'x/a\nb']) {
      await expect(files.service.createFile({ projectId, path })).rejects.toMatchObject({ code: 'INVALID_NAME' });
    }
    await expect(files.service.createFolder({ projectId, path: '' })).rejects.toMatchObject({
      code: 'OUTSIDE_PROJECT',
    });
    expect(pathsIn(files.root)).toEqual([]);
  });

  it('is undone into the trash once something has been written', async () => {
    const files = startFiles();
    const made = await files.service.createFile({ projectId, path: 'a' });
    const folder = await files.service.createFolder({ projectId, path: 'folder' });
    await files.save('a', 'work of an hour');
    files.write('folder/b', 'more work');
    await undo(files, made);
    await undo(files, folder);
    expect(pathsIn(files.root)).toEqual([]);
    expect(readFileSync(join(files.dataHome, 'Trash/files/a'), 'utf8')).toBe('work of an hour');
    expect(readFileSync(join(files.dataHome, 'Trash/files/folder/b'), 'utf8')).toBe('more work');
  });
});

describe('moving', () => {
  it('renames files, folders and links, with what is in them, and moves them back', async () => {
    const files = startFiles();
    files.write('a.ts', 'a');
    files.write('folder/deep/b.ts', 'b');
    symlinkSync('a.ts', files.absolute('link'));
    chmodSync(files.absolute('a.ts'), 0o755);
    const before = contentsOf(files);
    const { ino } = statSync(files.absolute('a.ts'));
    const moved = await move(files, ['a.ts', 'new/place/a2.ts'], ['folder', 'renamed'], ['link', 'renamed/link']);
    expect(contentsOf(files)).toEqual({
      new: 'folder',
      'new/place': 'folder',
      'new/place/a2.ts': 'a',
      renamed: 'folder',
      'renamed/deep': 'folder',
      'renamed/deep/b.ts': 'b',
      'renamed/link': 'link to a.ts',
    });
    expect(statSync(files.absolute('new/place/a2.ts'))).toMatchObject({ ino, nlink: 1 });
    expect(await undo(files, moved)).toEqual({ restored: ['a.ts', 'folder', 'link'] });
    expect(contentsOf(files)).toEqual(before);
    expect(statSync(files.absolute('a.ts')).mode & 0o777).toBe(0o755);
  });

  it('does all or none', async () => {
    const files = startFiles();
    for (const path of ['a', 'b', 'c', 'folder/x', 'taken']) files.write(path, path);
    const before = contentsOf(files);
    await expect(move(files, ['a', 'new/a'], ['b', 'b2'], ['folder', 'folder2'], ['c', 'taken'])).rejects.toMatchObject(
      { code: 'ALREADY_EXISTS' },
    );
    await expect(move(files, ['a', 'new/a'], ['gone', 'x'])).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(move(files, ['a', 'same'], ['b', 'same'])).rejects.toMatchObject({ code: 'ALREADY_EXISTS' });
    await expect(move(files, ['a', 'z'], ['b', 'folder/nul'])).rejects.toMatchObject({ code: 'INVALID_NAME' });
    expect(contentsOf(files)).toEqual(before);
  });

  it('never replaces a file, an empty folder or a link', async () => {
    const files = startFiles();
    files.write('a', 'a');
    files.write('full/x', 'x');
    mkdirSync(files.absolute('empty'));
    symlinkSync('nowhere', files.absolute('link'));
    const before = contentsOf(files);
    for (const from of ['a', 'full']) {
      for (const to of ['empty', 'link', from === 'a' ? 'full' : 'a']) {
        await expect(move(files, [from, to])).rejects.toMatchObject({ code: 'ALREADY_EXISTS' });
      }
    }
    expect(contentsOf(files)).toEqual(before);
  });

  it('refuses to put a folder into itself, also through a link', async () => {
    const files = startFiles();
    files.write('folder/x', 'x');
    symlinkSync('folder', files.absolute('link'));
    for (const to of ['folder', 'folder/inner', 'folder/a/b', 'link/inner']) {
      await expect(move(files, ['folder', to])).rejects.toMatchObject({ code: 'INVALID_NAME' });
    }
    expect(pathsIn(files.root)).toEqual(['folder', 'folder/x', 'link']);
  });

  it('keeps two names of one file apart', async () => {
    const files = startFiles();
    files.write('name', 'x');
    linkSync(files.absolute('name'), files.absolute('NAME'));
    await expect(move(files, ['name', 'NAME'])).rejects.toMatchObject({ code: 'ALREADY_EXISTS' });
    expect(pathsIn(files.root)).toEqual(['NAME', 'name']);
    await move(files, ['name', 'Name']);
    expect(pathsIn(files.root)).toEqual(['NAME', 'Name']);
  });

  it('moves what has a name that would be refused for something new', async () => {
    const files = startFiles();
    files.write('aux', 'x');
    const moved = await move(files, ['aux', 'folder/aux']);
    await move(files, ['folder/aux', 'fine']);
    await move(files, ['fine', 'folder/aux2']);
    await expect(undo(files, moved)).rejects.toMatchObject({ code: 'CANNOT_UNDO' });
  });

  it('crosses disks', async () => {
    const files = startFiles();
    const other = temporaryFolder('moved');
    const shared = '/dev/shm';
    if (statSync(shared).dev === statSync(other).dev) return expect(statSync(shared).dev).toBe(statSync(other).dev);
    const root = join(shared, `flashfusion-${process.pid}-${Date.now()}`);
    const own = join(shared, `.Trash-${process.getuid?.()}`);
    onTestFinished(() => {
      rmSync(root, { recursive: true });
      rmSync(own, { recursive: true });
    });
    const outside = startFiles({ root });
    files.write('folder/x', 'x');
    const copied = await outside.service.import({ projectId, sources: [files.absolute('folder')], intoFolder: '' });
    expect(copied.created).toEqual(['folder']);
    expect(readFileSync(join(root, 'folder/x'), 'utf8')).toBe('x');
    // The trash at the top of the other disk, then back.
    const trashed = await outside.service.trash({ projectId, paths: ['folder'] });
    const [info] = pathsIn(join(own, 'info'));
    expect(readFileSync(join(own, 'info', info ?? ''), 'utf8')).toContain(
      `Path=${root.slice(shared.length + 1)}/folder\n`,
    );
    await undo(outside, trashed);
    expect(readFileSync(join(root, 'folder/x'), 'utf8')).toBe('x');
  });

  it('cannot be undone over something that has appeared, and can once that is gone', async () => {
    const files = startFiles();
    files.write('a', 'a');
    files.write('b', 'b');
    const moved = await move(files, ['a', 'a2'], ['b', 'b2']);
    files.write('a', 'someone else');
    await expect(undo(files, moved)).rejects.toMatchObject({
      code: 'CANNOT_UNDO',
      message: expect.stringContaining('"a"'),
    });
    expect(contentsOf(files)).toEqual({ a: 'someone else', a2: 'a', b2: 'b' });
    rmSync(files.absolute('a'));
    await undo(files, moved);
    expect(contentsOf(files)).toEqual({ a: 'a', b: 'b' });
  });

  it('and everything else is refused through links that lead outside', async () => {
    const files = startFiles();
    const outside = temporaryFolder('outside');
    writeFileSync(join(outside, 'theirs'), 'x');
    symlinkSync(outside, files.absolute('out'));
    files.write('a', 'a');
    const refused = { code: 'OUTSIDE_PROJECT' };
    await expect(move(files, ['a', 'out/a'])).rejects.toMatchObject(refused);
    await expect(move(files, ['out/theirs', 'b'])).rejects.toMatchObject(refused);
    await expect(files.service.createFile({ projectId, path: 'out/a' })).rejects.toMatchObject(refused);
    await expect(files.service.createFolder({ projectId, path: 'out/a/b' })).rejects.toMatchObject(refused);
    await expect(files.service.trash({ projectId, paths: ['out/theirs'] })).rejects.toMatchObject(refused);
    await expect(files.service.duplicate({ projectId, paths: ['out/theirs'] })).rejects.toMatchObject(refused);
    await expect(
      files.service.import({ projectId, sources: [files.absolute('a')], intoFolder: 'out' }),
    ).rejects.toMatchObject(refused);
    expect(pathsIn(outside)).toEqual(['theirs']);
    // Copying from there, and removing the link itself, is fine.
    expect(await files.service.duplicate({ projectId, paths: ['out/theirs'], intoFolder: '' })).toMatchObject({
      created: ['theirs'],
    });
    await files.service.trash({ projectId, paths: ['out'] });
    expect(pathsIn(outside)).toEqual(['theirs']);
    expect(pathsIn(files.root)).toEqual(['a', 'theirs']);
  });
});

describe('copying', () => {
  it('finds free names beside the originals', async () => {
    const files = startFiles();
    files.write('a.ts', 'a');
    files.write('folder/x/y', 'y');
    symlinkSync('../a.ts', files.absolute('folder/link'));
    chmodSync(files.absolute('a.ts'), 0o750);
    const first = await files.service.duplicate({ projectId, paths: ['a.ts', 'folder'] });
    const second = await files.service.duplicate({ projectId, paths: ['a.ts', 'a copy.ts'] });
    expect(first.created).toEqual(['a copy.ts', 'folder copy']);
    expect(second.created).toEqual(['a copy 2.ts', 'a copy 3.ts']);
    expect(readFileSync(files.absolute('folder copy/x/y'), 'utf8')).toBe('y');
    expect(readlinkSync(files.absolute('folder copy/link'))).toBe('../a.ts');
    expect(statSync(files.absolute('a copy.ts')).mode & 0o777).toBe(0o750);
    await undo(files, second);
    await undo(files, first);
    expect(pathsIn(files.root)).toEqual(['a.ts', 'folder', 'folder/link', 'folder/x', 'folder/x/y']);
  });

  it('keeps names in other folders where they are free', async () => {
    const files = startFiles();
    files.write('a', '1');
    files.write('x/a', '2');
    files.write('into/b', '3');
    const copied = await files.service.duplicate({ projectId, paths: ['a', 'x/a'], intoFolder: 'into' });
    expect(copied.created).toEqual(['into/a', 'into/a copy']);
    expect(readFileSync(files.absolute('into/a copy'), 'utf8')).toBe('2');
  });

  it('brings files in from outside', async () => {
    const files = startFiles();
    const outside = temporaryFolder('drop');
    mkdirSync(join(outside, 'folder'));
    writeFileSync(join(outside, 'folder', 'x'), 'x');
    writeFileSync(join(outside, 'a'), 'a');
    symlinkSync('a', join(outside, 'link'));
    files.write('sub/a', 'own');
    const sources = ['folder', 'a', 'link'].map((name) => join(outside, name));
    const imported = await files.service.import({ projectId, sources, intoFolder: 'sub' });
    expect(imported.created).toEqual(['sub/folder', 'sub/a copy', 'sub/link']);
    expect(contentsOf(files)).toMatchObject({
      'sub/a': 'own',
      'sub/a copy': 'a',
      'sub/link': 'a',
      'sub/folder/x': 'x',
    });
    await undo(files, imported);
    expect(pathsIn(files.root)).toEqual(['sub', 'sub/a']);
  });

  it('leaves nothing when one of several cannot be copied', async () => {
    const files = startFiles();
    const outside = temporaryFolder('drop');
    writeFileSync(join(outside, 'a'), 'a');
    const before = pathsIn(files.root);
    for (const bad of [join(outside, 'gone'), 'relative', '/']) {
      const sources = [join(outside, 'a'), bad];
      await expect(files.service.import({ projectId, sources, intoFolder: '' })).rejects.toMatchObject({
        code: expect.any(String),
      });
    }
    await expect(files.service.import({ projectId, sources: [files.work], intoFolder: '' })).rejects.toMatchObject({
      code: 'INVALID_NAME',
    });
    files.write('folder/inner/x');
    await expect(
      files.service.duplicate({ projectId, paths: ['folder'], intoFolder: 'folder/inner' }),
    ).rejects.toMatchObject({ code: 'INVALID_NAME' });
    rmSync(files.absolute('folder'), { recursive: true });
    expect(pathsIn(files.root)).toEqual(before);
  });
});

describe('the trash', () => {
  it('takes files, folders and links by the freedesktop.org rules, and gives them back', async () => {
    const files = startFiles();
    files.write('a b.ts', 'a');
    files.write('folder/x', 'x');
    symlinkSync('folder', files.absolute('link'));
    const before = contentsOf(files);
    const trashed = await files.service.trash({ projectId, paths: ['a b.ts', 'folder', 'folder/x', 'link'] });
    expect(pathsIn(files.root)).toEqual([]);
    const info = readFileSync(join(files.dataHome, 'Trash/info/a b.ts.trashinfo'), 'utf8');
    expect(info).toMatch(
      /^\[Trash Info\]\nPath=\/.*\/project\/a%20b\.ts\nDeletionDate=\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\n$/,
    );
    expect(await undo(files, trashed)).toEqual({ restored: ['a b.ts', 'folder', 'link'] });
    expect(contentsOf(files)).toEqual(before);
    expect(pathsIn(join(files.dataHome, 'Trash'))).toEqual(['files', 'info']);
  });

  it('keeps several of one name, and those of the longest names', async () => {
    const files = startFiles();
    const long = `${'ä'.repeat(120)}.markdown`;
    const tickets: { undoId: string }[] = [];
    for (const round of [1, 2, 3]) {
      files.write('same.txt', `${round}`);
      files.write(long, `${round}`);
      tickets.push(await files.service.trash({ projectId, paths: ['same.txt', long] }));
    }
    expect(pathsIn(join(files.dataHome, 'Trash/files'))).toHaveLength(6);
    const [first] = tickets;
    if (first) await undo(files, first);
    expect(readFileSync(files.absolute('same.txt'), 'utf8')).toBe('1');
    expect(readFileSync(files.absolute(long), 'utf8')).toBe('1');
  });

  it('is all or none, and says why it cannot give back', async () => {
    const files = startFiles();
    files.write('a', 'a');
    files.write('folder/b', 'b');
    await expect(files.service.trash({ projectId, paths: ['a', 'gone'] })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect(contentsOf(files)).toMatchObject({ a: 'a' });
    const trashed = await files.service.trash({ projectId, paths: ['a', 'folder/b'] });
    files.write('a', 'another');
    await expect(undo(files, trashed)).rejects.toMatchObject({
      code: 'CANNOT_UNDO',
      message: expect.stringContaining('"a"'),
    });
    rmSync(files.absolute('a'));
    rmSync(files.absolute('folder'), { recursive: true });
    await undo(files, trashed);
    expect(contentsOf(files)).toEqual({ a: 'a', folder: 'folder', 'folder/b': 'b' });
    const again = await files.service.trash({ projectId, paths: ['a'] });
    rmSync(join(files.dataHome, 'Trash'), { recursive: true });
    await expect(undo(files, again)).rejects.toMatchObject({
      code: 'CANNOT_UNDO',
      message: expect.stringContaining('trash'),
    });
  });

  it('of other systems is asked, and a copy makes undoing possible', async () => {
    const asked: string[] = [];
    let refuse = false;
    const files = startFiles({
      platform: 'darwin',
      trash: {
        async moveToTrash(path) {
          asked.push(path);
          if (refuse) throw new Error('the system says no');
          rmSync(path, { recursive: true });
        },
      },
    });
    files.write('folder/x', 'x');
    const trashed = await files.service.trash({ projectId, paths: ['folder'] });
    expect(asked).toEqual([files.absolute('folder')]);
    expect(pathsIn(files.root)).toEqual([]);
    await undo(files, trashed);
    expect(contentsOf(files)).toEqual({ folder: 'folder', 'folder/x': 'x' });
    expect(pathsIn(join(files.undoFolder, 'trash'))).toEqual([]);
    refuse = true;
    await expect(files.service.trash({ projectId, paths: ['folder'] })).rejects.toThrow();
    expect(pathsIn(join(files.undoFolder, 'trash'))).toEqual([]);
    expect(contentsOf(files)).toEqual({ folder: 'folder', 'folder/x': 'x' });
  });
});

describe('undoing', () => {
  it('takes any number of changes back, newest first, to exactly what was', async () => {
    const names = ['a', 'b', 'c/a', 'c/b', 'd'];
    const name = fc.constantFrom(...names);
    const step = fc.oneof(
      fc.record({ kind: fc.constant('create' as const), path: name }),
      fc.record({ kind: fc.constant('folder' as const), path: name }),
      fc.record({ kind: fc.constant('move' as const), path: name, to: name }),
      fc.record({ kind: fc.constant('duplicate' as const), path: name }),
      fc.record({ kind: fc.constant('trash' as const), path: name }),
    );
    const files = startFiles();
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 10 }), async (steps) => {
        rmSync(files.root, { recursive: true });
        for (const path of ['a', 'c/a']) files.write(path, path);
        const done: { undoId: string; before: Record<string, string> }[] = [];
        for (const { kind, path, ...rest } of steps) {
          const before = contentsOf(files);
          const calls = {
            create: () => files.service.createFile({ projectId, path, text: 'new' }),
            folder: () => files.service.createFolder({ projectId, path }),
            move: () => move(files, [path, 'to' in rest ? rest.to : path]),
            duplicate: () => files.service.duplicate({ projectId, paths: [path] }),
            trash: () => files.service.trash({ projectId, paths: [path] }),
          };
          try {
            const { undoId } = await calls[kind]();
            done.push({ undoId, before });
          } catch (error) {
            expect(error).toMatchObject({ code: expect.stringMatching(/^(ALREADY_EXISTS|NOT_FOUND|INVALID_NAME)$/) });
            expect(contentsOf(files)).toEqual(before);
          }
        }
        for (const { undoId, before } of done.reverse()) {
          await undo(files, { undoId });
          expect(contentsOf(files)).toEqual(before);
        }
      }),
      { numRuns: 60 },
    );
  }, 30_000);

  it('is for the project it was made in only', async () => {
    const files = startFiles();
    const made = await files.service.createFile({ projectId, path: 'a' });
    await expect(files.service.undo({ projectId: 'another', undoId: made.undoId })).rejects.toMatchObject({
      code: 'CANNOT_UNDO',
    });
    expect(pathsIn(files.root)).toEqual(['a']);
  });
});
