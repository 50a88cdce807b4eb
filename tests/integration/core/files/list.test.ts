import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { temporaryName } from '../../../../src-main/core/files/temporary-names.ts';
import { makeRepository, runGit } from '../../../support/git-repository.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';
import { projectId, spaciousFolder, startFiles, until } from './files-fixture.ts';

describe('listing', () => {
  it('answers folders first, in natural order, without what is git’s or ours', async () => {
    const files = startFiles();
    for (const path of ['b10', 'b9', 'A', 'a.ts', '.env', 'src/x', 'Docs/y', '.git/HEAD', 'src10/x', 'src9/x', 'ä'])
      files.write(path);
    const foreign = '.flashfusion-000000-1-0123456789ab.tmp';
    files.write(foreign);
    const names = await files.names();
    expect(names.slice(0, 4)).toEqual(['Docs', 'src', 'src9', 'src10']);
    expect(names.slice(4)).toEqual(['.env', 'A', 'ä', 'a.ts', 'b9', 'b10']);
    rmSync(files.absolute(foreign));
  });

  it('answers the first rows only, where that is asked for', async () => {
    const files = startFiles();
    for (const path of ['b10', 'b9', 'a', 'src/x', 'docs/1', 'docs/2', 'docs/3']) files.write(path);
    const first = async (maxRows: number) => {
      const listing = await files.service.list({ projectId, paths: ['', 'docs'], maxRows });
      return [listing[''], listing.docs].map((entries) => entries?.map(({ name }) => name));
    };
    expect(await first(1)).toEqual([['docs'], ['1']]);
    expect(await first(4)).toEqual([
      ['docs', 'src', 'a', 'b9'],
      ['1', '2', '3'],
    ]);
    expect(await first(100)).toEqual([
      ['docs', 'src', 'a', 'b9', 'b10'],
      ['1', '2', '3'],
    ]);
  });

  it('says where links lead', async () => {
    const files = startFiles();
    files.write('folder/x');
    symlinkSync('folder', files.absolute('to-folder'));
    symlinkSync('folder/x', files.absolute('to-file'));
    symlinkSync('nowhere', files.absolute('to-nothing'));
    const listing = await files.service.list({ projectId, paths: ['', 'to-folder'] });
    expect(listing['']).toEqual([
      { name: 'folder', kind: 'folder' },
      { name: 'to-folder', kind: 'folder', link: true },
      { name: 'to-file', kind: 'file', link: true },
      { name: 'to-nothing', kind: 'file', link: true },
    ]);
    expect(listing['to-folder']).toEqual([{ name: 'x', kind: 'file' }]);
  });

  it('leaves out folders that are gone, and files', async () => {
    const files = startFiles();
    files.write('a/x');
    files.write('file');
    const listing = await files.service.list({ projectId, paths: ['', 'a', 'gone', 'file', 'a/gone'] });
    expect(Object.keys(listing).sort()).toEqual(['', 'a']);
  });

  it('dims exactly what git ignores', async () => {
    const files = startFiles();
    makeRepository(files.root);
    const name = fc.constantFrom('a', 'b', 'build', 'keep', 'x.log', 'y.log');
    const path = fc.array(name, { minLength: 1, maxLength: 3 }).map((parts) => parts.join('/'));
    const pattern = fc.constantFrom(
      'build',
      'build/',
      '/build',
      '*.log',
      '!x.log',
      '!keep',
      'a/*',
      'a/**/b',
      '**/b',
      '!build/',
      '# no',
      '',
      'a/build',
      '[ab]',
      '!a',
      '/*/b',
      'x.*',
      '\\!a',
      'b  ',
    );
    const patterns = fc.array(pattern, { maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(path, { minLength: 1, maxLength: 8 }),
        patterns,
        patterns,
        async (paths, top, nested) => {
          execFileSync('find', [
            files.root,
            '-mindepth',
            '1',
            '-maxdepth',
            '1',
            '!',
            '-name',
            '.git',
            '-exec',
            'rm',
            '-r',
            '{}',
            '+',
          ]);
          // A name is a folder where a longer path says so.
          for (const one of paths)
            if (!paths.some((other) => one.startsWith(`${other}/`))) {
              if (!paths.some((other) => other.startsWith(`${one}/`))) files.write(one);
            }
          files.write('.gitignore', top.join('\n'));
          files.write('a-folder/x.log');
          files.write('a-folder/.gitignore', nested.join('\n'));
          const { listing } = await files.service.listTree({ projectId, path: '', maxEntries: 1000 });
          const rows = Object.entries(listing).flatMap(([folder, entries]) =>
            entries.map((entry) => ({ ...entry, path: folder === '' ? entry.name : `${folder}/${entry.name}` })),
          );
          const ours = rows.filter(({ ignored }) => ignored).map((row) => row.path);
          const input = rows.map((row) => row.path).join('\0');
          let output = '';
          try {
            output = execFileSync('git', ['check-ignore', '-z', '--stdin', '--no-index'], {
              cwd: files.root,
              input,
              encoding: 'utf8',
            });
          } catch {
            // Exit code 1: nothing is ignored.
          }
          expect(ours.sort()).toEqual(output.split('\0').filter(Boolean).sort());
        },
      ),
      { numRuns: 60 },
    );
  }, 30_000);

  it('knows rules above the project, of the repository alone, and those written since', async () => {
    const repository = makeRepository(temporaryFolder('repository'));
    runGit(repository, 'config', 'core.bare', 'false');
    writeFileSync(join(repository, '.gitignore'), 'dist\n/project/only-here\n');
    writeFileSync(join(repository, '.git', 'info', 'exclude'), '*.secret\n');
    const files = startFiles({ root: join(repository, 'project') });
    for (const path of ['dist/x', 'only-here', 'a.secret', 'fine']) files.write(path);
    const ignored = async () => {
      const listing = await files.service.list({ projectId, paths: [''] });
      return (listing[''] ?? []).filter((entry) => entry.ignored).map(({ name }) => name);
    };
    expect(await ignored()).toEqual(['dist', 'a.secret', 'only-here']);
    files.write('.gitignore', 'fine\n!dist\n');
    expect(await ignored()).toEqual(['a.secret', 'fine', 'only-here']);
  });

  it('walks a tree level by level within its bounds, ignored folders last and links not at all', async () => {
    const files = startFiles();
    files.write('.gitignore', 'node_modules');
    for (const path of ['node_modules/x/y', 'src/a/b/c', 'top']) files.write(path);
    symlinkSync('..', files.absolute('src/circle'));
    const all = await files.service.listTree({ projectId, path: '', maxEntries: 1000 });
    expect(all.truncated).toBe(false);
    expect(Object.keys(all.listing)).toEqual(['', 'src', 'src/a', 'src/a/b', 'node_modules', 'node_modules/x']);
    const some = await files.service.listTree({ projectId, path: '', maxEntries: 6 });
    expect(some.truncated).toBe(true);
    expect(Object.keys(some.listing)).toEqual(['', 'src']);
    const below = await files.service.listTree({ projectId, path: 'src/a', maxEntries: 1000 });
    expect(Object.keys(below.listing)).toEqual(['src/a', 'src/a/b']);
  });

  it('removes a temporary file whose process is no more, and leaves one of a living process', async () => {
    const files = startFiles();
    const child = execFileSync(process.execPath, ['-p', 'process.pid'], { encoding: 'utf8' }).trim();
    const abandoned = temporaryName().replace(String(process.pid), child);
    files.write(`folder/${abandoned}`);
    expect(await files.names('folder')).toEqual([]);
    await until(() => !execFileSync('ls', ['-A', files.absolute('folder')], { encoding: 'utf8' }).includes(abandoned));
    files.write('folder/.flashfusion-mine.tmp');
    expect(await files.names('folder')).toEqual(['.flashfusion-mine.tmp']);
  });

  it('is quick for a folder of 100,000 files', { timeout: 60_000 }, async () => {
    const files = startFiles({ workFolder: spaciousFolder() });
    mkdirSync(files.absolute('flat'));
    files.write('.gitignore', 'node_modules\n*.log\ndist/\n');
    for (let index = 0; index < 100_000; index++)
      writeFileSync(files.absolute(`flat/file-${(index * 7919) % 100_000}.ts`), '');
    const times: number[] = [];
    for (let round = 0; round < 5; round++) {
      const started = performance.now();
      const names = await files.names('flat');
      times.push(performance.now() - started);
      expect(names).toHaveLength(100_000);
      expect(names.slice(0, 3)).toEqual(['file-0.ts', 'file-1.ts', 'file-2.ts']);
    }
    times.sort((one, other) => one - other);
    console.log(`listing 100,000 files: median ${times[2]?.toFixed(0)} ms, best ${times[0]?.toFixed(0)} ms`);
    expect(times[0]).toBeLessThan(10_000);
  });
});
