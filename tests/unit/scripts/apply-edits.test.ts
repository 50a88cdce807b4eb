import { spawn } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const script = join(import.meta.dirname, '..', '..', '..', 'scripts', 'apply-edits.ts');

async function applyEdits(words: readonly string[], answer: string) {
  const child = spawn(process.execPath, [script, ...words], { stdio: 'pipe' });
  child.stdin.end(answer);
  const ended = new Promise<number | null>((resolve) => child.on('exit', resolve));
  const [output, problems, code] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  return { code, problems, printed: output === '' ? null : JSON.parse(output) };
}

const block = (path: string, search: string, replace: string) =>
  `${path}\n\`\`\`\n<<<<<<< SEARCH\n${search}\n=======\n${replace}\n>>>>>>> REPLACE\n\`\`\`\n`;

describe('apply-edits', { timeout: 60_000 }, () => {
  it('prints where blocks belong, and writes when it is told to', async () => {
    const folder = temporaryFolder('apply');
    writeFileSync(join(folder, 'a.txt'), '\ufeffone\r\ntwo\r\n');
    const answer = block('a.txt', 'two', 'three') + block('new/b.txt', '', 'b').replace('SEARCH\n\n', 'SEARCH\n');
    const looked = await applyEdits([folder], answer);
    expect([looked.code, looked.printed.blocks]).toMatchObject([
      0,
      [{ file: 'a.txt', status: 'applied', rung: 'exact', line: 2, endLine: 2 }, { file: 'new/b.txt' }],
    ]);
    expect(readdirSync(folder)).toEqual(['a.txt']);
    const { code, printed } = await applyEdits([folder, '--write'], answer);
    expect([code, printed.files.map(({ written }: { written: boolean }) => written)]).toEqual([0, [true, true]]);
    expect(readFileSync(join(folder, 'a.txt'), 'utf8')).toBe('\ufeffone\r\nthree\r\n');
    expect(readFileSync(join(folder, 'new', 'b.txt'), 'utf8')).toBe('b\n');
    expect(readdirSync(folder).sort()).toEqual(['a.txt', 'new']);
  });

  it('says why blocks fail, writes the others, and answers 1', async () => {
    const folder = temporaryFolder('apply');
    writeFileSync(join(folder, 'a.txt'), 'one\ntwo\none\n');
    const { code, printed } = await applyEdits(
      [folder, '--write'],
      block('a.txt', 'one', 'x') + block('a.txt', 'two', '2'),
    );
    expect([code, printed.blocks[0]]).toMatchObject([1, { status: 'failed', reason: 'ambiguous', places: [1, 3] }]);
    expect(readFileSync(join(folder, 'a.txt'), 'utf8')).toBe('one\n2\none\n');
  });

  it('writes no mark of what was blacked out that the file does not hold', async () => {
    const folder = temporaryFolder('apply');
    const mark = '[redacted: password]';
    writeFileSync(join(folder, 'a.txt'), 'one\n');
    writeFileSync(join(folder, 'b.txt'), `${mark} one\n`);
    const { code, printed } = await applyEdits(
      [folder, '--write'],
      block('a.txt', 'one', `password: '${mark}'`) + block('b.txt', `${mark} one`, `${mark} two`),
    );
    expect([code, printed.blocks]).toMatchObject([1, [{ reason: 'blackedOut' }, { status: 'applied' }]]);
    expect(readFileSync(join(folder, 'a.txt'), 'utf8')).toBe('one\n');
    expect(readFileSync(join(folder, 'b.txt'), 'utf8')).toBe(`${mark} two\n`);
  });

  it('says what a window would ask about', async () => {
    const folder = temporaryFolder('apply');
    writeFileSync(join(folder, 'package.json'), '{ "scripts": { "test": "vitest" } }\n');
    writeFileSync(join(folder, 'a.txt'), 'one\n');
    const { printed } = await applyEdits(
      [folder],
      block('package.json', '{ "scripts": { "test": "vitest" } }', '{ "scripts": { "test": "true" } }') +
        block('a.txt', 'one', 'two'),
    );
    expect(printed.files).toMatchObject([
      { path: 'package.json', protected: 'This changes what the scripts of the package run.' },
      { path: 'a.txt', protected: null },
    ]);
  });

  it('never leaves the folder', async () => {
    const outside = temporaryFolder('outside');
    const folder = join(temporaryFolder('apply'), 'project');
    mkdirSync(join(folder, '.git'), { recursive: true });
    writeFileSync(join(outside, 'secret.txt'), 'secret\n');
    symlinkSync(outside, join(folder, 'link'));
    symlinkSync(join(outside, 'secret.txt'), join(folder, 'file.txt'));
    symlinkSync(join(outside, 'missing.txt'), join(folder, 'dangling.txt'));
    const answer = [
      ...['link/secret.txt', 'file.txt'].map((path) => block(path, 'secret', 'changed')),
      ...['link/new.txt', 'dangling.txt', '../new.txt', `${outside}/new.txt`, '.git/hooks/pre-commit'].map(
        (path) => `${path}\n\`\`\`\nx\n\`\`\`\n`,
      ),
    ].join('\n');
    const { code } = await applyEdits([folder, '--write'], answer);
    expect(code).toBe(1);
    expect(readdirSync(outside)).toEqual(['secret.txt']);
    expect(readFileSync(join(outside, 'secret.txt'), 'utf8')).toBe('secret\n');
    expect(readdirSync(join(folder, '..'))).toEqual(['project']);
    expect(readdirSync(join(folder, '.git'))).toEqual([]);
  });

  it('answers 2 when it is called wrongly', async () => {
    const results = await Promise.all([
      applyEdits([], ''),
      applyEdits(['/no/such/folder'], ''),
      applyEdits(['.', '--wrong'], ''),
    ]);
    expect(results.map(({ code }) => code)).toEqual([2, 2, 2]);
    expect(results[0]?.problems).toContain('npm run -s apply-edits');
  });
});
