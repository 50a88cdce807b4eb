import { describe, expect, it } from 'vitest';
import { contextOf, contextRequest, emptySituation, writeFiles } from '../../../../support/context.ts';
import { makeRepository, runGit } from '../../../../support/git-repository.ts';
import { temporaryFolder } from '../../../../support/temporary-folder.ts';

describe('building the context of a question', () => {
  it('sends the active file as data and says so', async () => {
    const root = temporaryFolder();
    writeFiles(root, { 'src/a.ts': 'export const answer = 42;\n' });
    const { messages, manifest, files } = await contextOf(root).build(
      contextRequest({ situation: { ...emptySituation, activePath: 'src/a.ts', line: 1 } }),
    );
    expect(messages.map(({ role }) => role)).toEqual(['system', 'user']);
    const [boundary] = /data-\d{18}/.exec(messages[0]?.content ?? '') ?? [];
    expect(messages[1]?.content).toContain(
      `<${boundary} kind="file" path="src/a.ts" lines="1-1">\nexport const answer`,
    );
    expect(manifest.parts.map(({ id }) => id)).toEqual(['instructions', 'question', 'active:src/a.ts', 'map']);
    expect(manifest.parts.reduce((sum, { tokens }) => sum + tokens, 0)).toBe(manifest.tokens);
    expect(files).toEqual([{ path: 'src/a.ts', hash: expect.any(String) }]);
  });

  it('keeps back what is named but may not leave', async () => {
    const root = makeRepository(temporaryFolder());
    writeFiles(root, {
      '.gitignore': 'build/\n',
      '.aiignore': 'private/\n',
      '.env': 'PASSWORD=x1y2z3\n',
      'build/out.js': 'planted-build',
      'private/plan.md': 'planted-plan',
      'picture.png': '\u0000\u0001planted',
    });
    const paths = ['.env', 'build/out.js', 'private/plan.md', 'picture.png', 'gone.ts'];
    const { messages, manifest } = await contextOf(root).build(
      contextRequest({
        attachments: paths.map((path) => ({ kind: 'file', path })),
        situation: { ...emptySituation, activePath: '.env', line: 1 },
      }),
    );
    expect(JSON.stringify(messages)).not.toMatch(/planted|x1y2z3/);
    expect(new Map(manifest.heldBack.map(({ path, reason }) => [path, reason]))).toEqual(
      new Map([
        ['.env', 'secretFile'],
        ['build/out.js', 'gitignore'],
        ['private/plan.md', 'aiignore'],
        ['picture.png', 'binary'],
        ['gone.ts', 'missing'],
      ]),
    );
  });

  it.each([
    ['a.ts', 'parseOrder', 3, [3, 7]],
    ['a.ts', 'Shop', 10, [9, 15]],
    ['a.ts', 'open', 12, [12, 14]],
    ['a.ts', 'limit', 17, [17, 19]],
    ['a.py', 'load', 3, [3, 4]],
    ['a.go', 'Order', 4, [4, 6]],
    ['a.c', 'count', 2, [1, 4]],
    ['notes.txt', 'Second', 3, [3, 4]],
  ] as const)('attaches all of what a name in %s stands for: %s', async (path, name, line, [first, last]) => {
    const text = symbolTexts[path];
    const root = temporaryFolder();
    writeFiles(root, { [path]: text });
    const { messages, manifest } = await contextOf(root).build(
      contextRequest({ attachments: [{ kind: 'symbol', name, path, line, endLine: line }] }),
    );
    const part = manifest.parts.find(({ id }) => id === `symbol:${path}:${name}:${line}`);
    expect(part?.detail).toBe(`${name}, lines ${first} to ${last}`);
    const lines = text.split('\n').slice(first - 1, last);
    expect(messages[1]?.content).toContain(`lines="${first}-${last}">\n${lines.join('\n')}\n<`);
  });

  it('attaches what has changed since the last commit, but of files that may leave', async () => {
    const root = makeRepository(temporaryFolder());
    writeFiles(root, { 'a.ts': 'one\n', '.env': 'A=1\n' });
    runGit(root, 'add', '-A', '-f');
    runGit(root, 'commit', '-qm', 'first');
    writeFiles(root, { 'a.ts': 'two\n', '.env': 'A=planted\n' });
    const { messages, manifest } = await contextOf(root).build(
      contextRequest({ attachments: [{ kind: 'diff', path: null }] }),
    );
    const sent = JSON.stringify(messages);
    expect(sent).toContain('+two');
    expect(sent).not.toContain('planted');
    expect(manifest.heldBack).toEqual([{ path: '.env', reason: 'secretFile' }]);
  });

  it('leaves out what is not wanted, under the ids of the preview', async () => {
    const root = temporaryFolder();
    writeFiles(root, { 'a.ts': 'alpha\n', 'b.ts': 'beta\n' });
    const context = contextOf(root);
    const request = contextRequest({
      attachments: [{ kind: 'file', path: 'a.ts' }],
      situation: { ...emptySituation, activePath: 'b.ts', line: 1 },
      history: [
        { id: 'm1', role: 'user', text: 'Hello there' },
        { id: 'm2', role: 'assistant', text: 'Good day' },
      ],
    });
    const preview = await context.preview(request);
    const ids = preview.parts.filter(({ removable }) => removable).map(({ id }) => id);
    expect(ids).toEqual(['active:b.ts', 'attachment:a.ts', 'message:m1', 'message:m2']);
    const { messages, manifest } = await context.build({ ...request, leaveOut: ['active:b.ts', 'message:m1'] });
    expect(manifest.parts.map(({ id }) => id)).toEqual(['instructions', 'question', 'attachment:a.ts', 'message:m2']);
    expect(JSON.stringify(messages)).not.toMatch(/beta|Hello there/);
  });

  it('never takes more than its budget, and cuts around the cursor', async () => {
    const root = temporaryFolder();
    const lines = Array.from({ length: 5000 }, (_, index) => `const value${index} = compute(${index});`);
    writeFiles(root, { 'big.ts': lines.join('\n') });
    const { messages, manifest } = await contextOf(root).build(
      contextRequest({ budget: 2000, situation: { ...emptySituation, activePath: 'big.ts', line: 2500 } }),
    );
    expect(manifest.tokens).toBeLessThanOrEqual(2000);
    expect(JSON.stringify(messages)).toContain('value2499 ');
    expect(manifest.parts.find(({ kind }) => kind === 'active')).toMatchObject({ cut: true });
  });
});

const symbolTexts = {
  'a.ts': `import x from 'x';

export async function parseOrder(
  text: string,
) {
  return x(text);
}

@sealed
export class Shop {
  name = '';
  open() {
    this.name = 'open';
  }
}

export const limit = {
  orders: 5,
};
`,
  'a.py': 'import os\n\ndef load(path):\n  return path\n\ndef save():\n  pass\n',
  'a.go': 'package a\n\ntype (\n\tOrder struct {\n\t\tid int\n\t}\n\tOther struct{}\n)\n',
  'a.c': 'static int\ncount(int a) {\n  return a;\n}\n\nint other;\n',
  'notes.txt': 'First\n\nSecond thing\nand more\n',
};
