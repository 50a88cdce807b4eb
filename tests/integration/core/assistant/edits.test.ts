import { randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { FileStep } from '../../../../contract/desktop/assistant/edits.ts';
import type { StagedFile } from '../../../../contract/model/chat.ts';
import { createEdits } from '../../../../src-main/core/assistant/edits/index.ts';
import { openDatabase } from '../../../../src-main/core/database/index.ts';
import { createFilesService } from '../../../../src-main/core/files/index.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

const projectId = randomUUID();

/** A project with staged edits, and what windows do: perform steps, and tell which were done. */
async function open(files: Record<string, string>, options: { largestCheckpoints?: number } = {}) {
  const folder = temporaryFolder('edits');
  const data = temporaryFolder('edits-data');
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  for (const [path, text] of Object.entries(files)) write(path, text);
  const database = openDatabase({ folder: data });
  const service = createFilesService({
    resolveRoot: () => folder,
    undoFolder: join(data, 'undo'),
    trash: { moveToTrash: async (path: string) => rmSync(path) },
    recentPaths: () => [],
    onChanged: () => {},
    onNotice: () => {},
    registerChild: () => ({ dispose: () => {} }),
    log: { info: () => {}, warn: () => {}, error: () => {} },
  } as unknown as Parameters<typeof createFilesService>[0]);
  onTestFinished(async () => {
    await service.dispose();
    await database.dispose();
  });
  const order: string[] = [];
  const takenBack: string[] = [];
  const edits = createEdits({
    database,
    files: service,
    turns: {
      turnsFrom: (messageId) => order.slice(order.indexOf(messageId)),
      takeBack: (messageId) => takenBack.push(messageId),
    },
    ...options,
  });
  const perform = (steps: readonly FileStep[]): string[] =>
    steps.map((step) => {
      const absolute = join(folder, step.path);
      if (step.type === 'rename') renameSync(join(folder, step.from), absolute);
      else if (step.type === 'delete') rmSync(absolute);
      else {
        if (step.type === 'write') expect(readFileSync(absolute, 'utf8').replaceAll('\r\n', '\n')).toBe(step.before);
        write(step.path, step.text);
      }
      return step.path;
    });
  const run = async (messageId: string, hunkIds: string[], direction: 'keep' | 'undo', confirmed: string[] = []) => {
    const prepared = await edits.prepare({ messageId, hunkIds, direction, open: [], confirmed });
    const { files: settled } = await edits.settle({ stepId: prepared.stepId, done: perform(prepared.steps) });
    return { ...prepared, settled };
  };
  return {
    edits,
    database,
    takenBack,
    write,
    read: (path: string) => readFileSync(join(folder, path), 'utf8'),
    async stage(answer: string) {
      const messageId = randomUUID();
      order.push(messageId);
      const staged = await edits.stage(messageId, projectId, answer);
      return { messageId, staged, ids: staged.flatMap(({ hunks }) => hunks.map(({ id }) => id)) };
    },
    keep: (messageId: string, ids: string[], confirmed?: string[]) => run(messageId, ids, 'keep', confirmed),
    undo: (messageId: string, ids: string[]) => run(messageId, ids, 'undo'),
    async undoTurn(messageId: string, withChat = false) {
      const prepared = await edits.prepareUndoTurn({ messageId, open: [], withChat });
      await edits.settle({ stepId: prepared.stepId, done: perform(prepared.steps) });
      return prepared;
    },
  };
}

const statuses = (files: readonly StagedFile[]) => files.flatMap(({ hunks }) => hunks.map(({ status }) => status));
const block = (path: string, search: string, replace: string) =>
  `${path}\n\`\`\`\n<<<<<<< SEARCH\n${search}\n=======\n${replace}\n>>>>>>> REPLACE\n\`\`\`\n`;
const text = Array.from({ length: 30 }, (_, index) => `line ${index + 1}\n`).join('');
const three = ['line 3', 'line 15', 'line 27'].map((line) => block('a.txt', line, `${line} new`)).join('');

describe('staged edits', () => {
  it('are kept and undone one by one', async () => {
    const project = await open({ 'a.txt': text });
    const { messageId, staged, ids } = await project.stage(three);
    expect([statuses(staged), staged[0]?.added, staged[0]?.removed]).toEqual([['staged', 'staged', 'staged'], 3, 3]);
    expect(staged[0]?.hunks[1]).toMatchObject({
      oldStart: 15,
      newStart: 15,
      contextBefore: ['line 12', 'line 13', 'line 14'],
    });
    const [first = '', second = '', third = ''] = ids;
    await project.keep(messageId, [first, third]);
    expect(project.read('a.txt')).toBe(text.replace('line 3\n', 'line 3 new\n').replace('line 27', 'line 27 new'));
    await project.keep(messageId, [second]);
    const { settled } = await project.undo(messageId, [first]);
    expect(statuses(settled)).toEqual(['undone', 'kept', 'kept']);
    expect(project.read('a.txt')).toBe(text.replace('line 15', 'line 15 new').replace('line 27', 'line 27 new'));
  });

  it('are there after a restart, and pending until they are decided', async () => {
    const project = await open({ 'a.txt': text });
    const { messageId, ids } = await project.stage(three);
    const again = createEdits({
      database: project.database,
      files: { read: async function* () {} } as never,
      turns: { turnsFrom: () => [], takeBack: () => {} },
    });
    expect(again.staged(messageId)).toEqual(project.edits.staged(messageId));
    expect((await project.edits.pending({ projectId })).files).toHaveLength(1);
    await project.keep(messageId, ids.slice(0, 2));
    await project.edits.drop({ messageId, hunkIds: ids, dropped: true });
    expect((await project.edits.pending({ projectId })).files).toEqual([]);
    expect(statuses((await project.edits.list({ messageId })).files)).toEqual(['kept', 'kept', 'undone']);
    const { files } = await project.edits.drop({ messageId, hunkIds: ids, dropped: false });
    expect(statuses(files)).toEqual(['kept', 'kept', 'staged']);
  });

  it('are found again when lines were added above, and are a conflict when their own have changed', async () => {
    const project = await open({ 'a.txt': text });
    const { messageId, ids } = await project.stage(three);
    const byHand = `by hand\n${text.replace('line 15', 'fifteen')}`;
    project.write('a.txt', byHand);
    expect(statuses((await project.edits.list({ messageId })).files)).toEqual(['staged', 'conflict', 'staged']);
    const { files, steps } = await project.keep(messageId, ids);
    expect([statuses(files)[1], steps]).toMatchObject(['conflict', [{ type: 'write', before: byHand }]]);
    expect(project.read('a.txt')).toBe(byHand.replace('line 3\n', 'line 3 new\n').replace('line 27', 'line 27 new'));
    project.write('a.txt', text);
    expect(statuses((await project.edits.list({ messageId })).files)[1]).toBe('staged');
  });

  it('go by what windows hold', async () => {
    const project = await open({ 'a.txt': 'on disk\n' });
    const messageId = randomUUID();
    const unsaved = [{ path: 'a.txt', text: 'typed\n' }];
    const staged = await project.edits.stage(messageId, projectId, block('a.txt', 'typed', 'new'), { open: unsaved });
    const hunkIds = staged.flatMap(({ hunks }) => hunks.map(({ id }) => id));
    const { steps } = await project.edits.prepare({
      messageId,
      hunkIds,
      direction: 'keep',
      open: unsaved,
      confirmed: [],
    });
    expect(steps).toEqual([{ type: 'write', path: 'a.txt', before: 'typed\n', text: 'new\n' }]);
  });

  it('with steps that were not done stay as they were', async () => {
    const project = await open({ 'a.txt': text, 'b.txt': 'b\n' });
    const { messageId, ids } = await project.stage(three + block('b.txt', 'b', 'c'));
    const { stepId, steps } = await project.edits.prepare({
      messageId,
      hunkIds: ids,
      direction: 'keep',
      open: [],
      confirmed: [],
    });
    expect(steps).toHaveLength(2);
    const { files } = await project.edits.settle({ stepId, done: ['b.txt'] });
    expect(statuses(files)).toEqual(['staged', 'staged', 'staged', 'kept']);
    await expect(project.edits.settle({ stepId, done: [] })).rejects.toMatchObject({ code: 'CANNOT_UNDO' });
  });

  it('make, remove and rename files, and take that back', async () => {
    const project = await open({ 'old.txt': 'a\nb\n', 'gone.txt': 'x\n' });
    const { messageId, ids, staged } = await project.stage(
      '*** Begin Patch\n*** Add File: made/new.txt\n+hello\n*** Delete File: gone.txt\n*** Update File: old.txt\n*** Move to: new.txt\n@@\n-b\n+c\n*** End Patch',
    );
    expect(staged.map(({ kind, path, from }) => [kind, path, from])).toEqual(
      [
        ['rename', 'new.txt', 'old.txt'],
        ['delete', 'gone.txt', null],
        ['create', 'made/new.txt', null],
      ].sort((a, b) => staged.findIndex(({ path }) => path === a[1]) - staged.findIndex(({ path }) => path === b[1])),
    );
    await project.keep(messageId, ids);
    expect([project.read('made/new.txt'), project.read('new.txt')]).toEqual(['hello\n', 'a\nc\n']);
    expect(() => project.read('gone.txt')).toThrow();
    await project.undo(messageId, ids);
    expect([project.read('old.txt'), project.read('gone.txt')]).toEqual(['a\nb\n', 'x\n']);
    expect(() => project.read('made/new.txt')).toThrow();
  });

  it('say what failed, for people and for the model, until another try', async () => {
    const project = await open({ 'a.txt': text });
    const { messageId, staged } = await project.stage(
      block('a.txt', 'line 3', 'x') + block('a.txt', 'lime 15 or so', 'y'),
    );
    expect(staged[0]?.failures).toMatchObject([{ search: 'lime 15 or so' }]);
    expect(project.edits.describeFailures(messageId)).toContain('lime 15 or so');
    const again = project.edits.startStaging({ messageId, projectId, goOn: true });
    expect(await again.push(block('a.txt', 'line 15', 'y'))).toBe(true);
    await again.end();
    const [file] = project.edits.staged(messageId);
    expect([file?.hunks.length, file?.failures, project.edits.describeFailures(messageId)]).toEqual([2, [], '']);
  });

  it('are staged while the answer arrives', async () => {
    const project = await open({ 'a.txt': text });
    const messageId = randomUUID();
    const staging = project.edits.startStaging({ messageId, projectId });
    const counts: number[] = [];
    for (const piece of three.match(/[\s\S]{1,7}/g) ?? []) {
      if (await staging.push(piece)) counts.push(project.edits.staged(messageId)[0]?.hunks.length ?? 0);
    }
    await staging.end();
    expect(counts).toEqual([1, 2, 3]);
  });

  it('that were kept while the answer arrives stay kept', async () => {
    const project = await open({ 'a.txt': text });
    const messageId = randomUUID();
    const staging = project.edits.startStaging({ messageId, projectId });
    await staging.push(block('a.txt', 'line 3', 'x'));
    await project.keep(
      messageId,
      project.edits.staged(messageId).flatMap(({ hunks }) => hunks.map(({ id }) => id)),
    );
    await staging.push(block('a.txt', 'line 15', 'y'));
    await staging.end();
    const [file] = project.edits.staged(messageId);
    expect(statuses(file ? [file] : [])).toEqual(['kept', 'staged']);
    await project.keep(messageId, file?.hunks.map(({ id }) => id) ?? []);
    expect(project.read('a.txt')).toBe(text.replace('line 3\n', 'x\n').replace('line 15', 'y'));
  });
});

describe('what asks first', () => {
  it('are protected files', async () => {
    const scripts = '{\n  "scripts": {\n    "test": "a"\n  },\n  "version": "1"\n}\n';
    const project = await open({ 'package.json': scripts, 'b.txt': 'b\n' });
    const { messageId, ids, staged } = await project.stage(
      block('package.json', '    "test": "a"', '    "test": "curl x | sh"') +
        block('b.txt', 'b', 'c') +
        ['.github/workflows/ci.yml', '.gitignore', '.vscode/settings.json', '.git/hooks/pre-commit']
          .map((path) => `${path}\n\`\`\`\nx\n\`\`\`\n`)
          .join(''),
    );
    expect(
      staged
        .filter((file) => file.protected !== null)
        .map(({ path }) => path)
        .sort(),
    ).toEqual([
      '.git/hooks/pre-commit',
      '.github/workflows/ci.yml',
      '.gitignore',
      '.vscode/settings.json',
      'package.json',
    ]);
    const { ask, steps } = await project.keep(messageId, ids);
    expect([ask.map(({ path }) => path).sort(), steps.map(({ path }) => path)]).toEqual([
      ['.git/hooks/pre-commit', '.github/workflows/ci.yml', '.gitignore', '.vscode/settings.json', 'package.json'],
      ['b.txt'],
    ]);
    await project.keep(messageId, ids, ['package.json']);
    expect(project.read('package.json')).toContain('curl');
    expect(() => project.read('.gitignore')).toThrow();
  });

  it('is not a package whose scripts stay, nor a lock file', async () => {
    const project = await open({
      'package.json': '{\n  "scripts": {},\n  "version": "1"\n}\n',
      'package-lock.json': '{\n  "a": 1\n}\n',
    });
    const { staged } = await project.stage(
      block('package.json', '  "version": "1"', '  "version": "2"') +
        block('package-lock.json', '  "a": 1', '  "a": 2'),
    );
    expect(staged.map((file) => file.protected)).toEqual([null, null]);
  });

  it('are lines that only resemble', async () => {
    const line = 'export function calculateTheTotalOfAllOrders(orders: readonly Order[], currency: string): number {';
    const project = await open({ 'a.ts': `${line}\n}\n` });
    const { messageId, ids, staged } = await project.stage(block('a.ts', line.replace('currency', 'curency'), 'x'));
    expect(staged[0]?.hunks[0]?.flagged).toBe(true);
    const { ask, steps } = await project.keep(messageId, ids);
    expect([ask.map(({ id }) => id), steps]).toEqual([ids, []]);
    await project.keep(messageId, ids, ids);
    expect(project.read('a.ts')).toBe('x\n}\n');
  });
});

describe('undoing a turn', () => {
  it('takes back that turn and those after it, and spares work by hand', async () => {
    const project = await open({ 'a.txt': text, 'b.txt': 'b\n' });
    const before = await project.stage(block('a.txt', 'line 1', 'first'));
    await project.keep(before.messageId, before.ids);
    const one = await project.stage(three);
    await project.keep(one.messageId, one.ids);
    const two = await project.stage(
      `${block('a.txt', 'line 15 new', 'line 15 newer') + block('b.txt', 'b', 'c')}made.txt\n\`\`\`\nmade\n\`\`\`\n`,
    );
    await project.keep(two.messageId, two.ids);
    const byHand = (some: string) => `top\n${some.replace('line 20', 'twenty')}`;
    project.write('a.txt', byHand(project.read('a.txt')));
    const { conflicts } = await project.undoTurn(one.messageId, true);
    expect(conflicts).toEqual([]);
    expect(project.read('a.txt')).toBe(byHand(text.replace('line 1\n', 'first\n')));
    expect(project.read('b.txt')).toBe('b\n');
    expect(() => project.read('made.txt')).toThrow();
    expect(project.takenBack).toEqual([one.messageId]);
    expect(statuses((await project.edits.list({ messageId: two.messageId })).files)).toEqual([
      'undone',
      'undone',
      'undone',
    ]);
  });

  it('leaves what somebody has changed, and says so', async () => {
    const project = await open({ 'a.txt': text });
    const turn = await project.stage(`${three}made.txt\n\`\`\`\nmade\n\`\`\`\n`);
    await project.keep(turn.messageId, turn.ids);
    project.write('made.txt', 'made by hand\n');
    project.write('a.txt', project.read('a.txt').replace('line 15 new', 'mine'));
    const { conflicts } = await project.undoTurn(turn.messageId);
    expect(conflicts.map(({ path }) => path).sort()).toEqual(['a.txt', 'made.txt']);
    expect(project.read('made.txt')).toBe('made by hand\n');
    expect(project.read('a.txt')).toBe(text.replace('line 15', 'mine'));
  });
});

describe('checkpoints', () => {
  it('hold what files were before a turn', async () => {
    const project = await open({ 'a.txt': text });
    const { messageId, ids } = await project.stage(`${three}made.txt\n\`\`\`\nmade\n\`\`\`\n`);
    await project.keep(messageId, ids.slice(0, 1));
    await project.keep(messageId, ids.slice(1));
    expect(project.edits.checkpoint(messageId)).toEqual([
      { path: 'a.txt', text },
      { path: 'made.txt', text: null },
    ]);
  });

  it('are dropped, oldest first, when they take too much', async () => {
    const noise = (seed: string) =>
      Array.from({ length: 200 }, (_, index) => `${Math.sin(index + seed.length)}${seed}\n`).join('');
    const files = Object.fromEntries(['a', 'b', 'c'].map((name) => [`${name}.txt`, noise(name.repeat(9))]));
    const project = await open(files, { largestCheckpoints: 3000 });
    const turns = [];
    for (const name of ['a', 'b', 'c']) {
      const path = `${name}.txt`;
      const turn = await project.stage(block(path, files[path]?.split('\n')[0] ?? '', 'new'));
      await project.keep(turn.messageId, turn.ids);
      turns.push(turn);
    }
    const kept = turns.map(({ messageId }) => project.edits.checkpoint(messageId).length);
    expect(kept.at(-1)).toBe(1);
    expect(kept[0]).toBe(0);
  });
});
