import { randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { FileStep } from '../../../../contract/desktop/assistant/edits.ts';
import type { StagedFile } from '../../../../contract/model/chat.ts';
import { openGate } from '../../../../src-main/core/assistant/context/index.ts';
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
    gate: () => openGate(folder),
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
    perform,
    read: (path: string) => readFileSync(join(folder, path), 'utf8'),
    async stage(answer: string) {
      const messageId = randomUUID();
      order.push(messageId);
      const staged = await edits.stage(messageId, projectId, answer);
      return { messageId, staged, ids: staged.flatMap(({ hunks }) => hunks.map(({ id }) => id)) };
    },
    /** Another round of the same answer. */
    async goOn(messageId: string, answer: string) {
      const staging = edits.startStaging({ messageId, projectId, goOn: true });
      await staging.push(answer);
      await staging.end();
      return edits.staged(messageId);
    },
    keep: (messageId: string, ids: string[], confirmed?: string[]) => run(messageId, ids, 'keep', confirmed),
    undo: (messageId: string, ids: string[]) => run(messageId, ids, 'undo'),
    async undoTurn(messageId: string, withChat = false, restore: string[] = []) {
      const prepared = await edits.prepareUndoTurn({ messageId, open: [], withChat, restore });
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
      gate: () => openGate(''),
    });
    expect(again.staged(messageId)).toEqual(project.edits.staged(messageId));
    expect((await project.edits.pending({ projectId, open: [] })).files).toHaveLength(1);
    await project.keep(messageId, ids.slice(0, 2));
    await project.edits.drop({ messageId, hunkIds: ids, dropped: true, open: [] });
    expect((await project.edits.pending({ projectId, open: [] })).files).toEqual([]);
    expect(statuses((await project.edits.list({ messageId, open: [] })).files)).toEqual(['kept', 'kept', 'undone']);
    const { files } = await project.edits.drop({ messageId, hunkIds: ids, dropped: false, open: [] });
    expect(statuses(files)).toEqual(['kept', 'kept', 'staged']);
  });

  it('are found again when lines were added above, and are a conflict when their own have changed', async () => {
    const project = await open({ 'a.txt': text });
    const { messageId, ids } = await project.stage(three);
    const byHand = `by hand\n${text.replace('line 15', 'fifteen')}`;
    project.write('a.txt', byHand);
    expect(statuses((await project.edits.list({ messageId, open: [] })).files)).toEqual([
      'staged',
      'conflict',
      'staged',
    ]);
    const { files, steps } = await project.keep(messageId, ids);
    expect([statuses(files)[1], steps]).toMatchObject(['conflict', [{ type: 'write', before: byHand }]]);
    expect(project.read('a.txt')).toBe(byHand.replace('line 3\n', 'line 3 new\n').replace('line 27', 'line 27 new'));
    project.write('a.txt', text);
    expect(statuses((await project.edits.list({ messageId, open: [] })).files)[1]).toBe('staged');
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
    const asked = { messageId, hunkIds, open: unsaved };
    expect(statuses((await project.edits.list({ messageId, open: unsaved })).files)).toEqual(['staged']);
    expect(statuses((await project.edits.pending({ projectId, open: unsaved })).files)).toEqual(['staged']);
    await project.edits.drop({ ...asked, dropped: true });
    expect(statuses((await project.edits.drop({ ...asked, dropped: false })).files)).toEqual(['staged']);
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
    expect((await project.edits.describeFailures(messageId))?.blocks).toContain('lime 15 or so');
    const again = project.edits.startStaging({ messageId, projectId, goOn: true });
    expect(await again.push(block('a.txt', 'line 15', 'y'))).toBe(true);
    await again.end();
    const [file] = project.edits.staged(messageId);
    expect([file?.hunks.length, file?.failures, await project.edits.describeFailures(messageId)]).toEqual([
      2,
      [],
      null,
    ]);
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

const hunksOf = (files: readonly StagedFile[]) => files.flatMap(({ hunks }) => hunks);
const idsOf = (files: readonly StagedFile[], status?: string) =>
  hunksOf(files).flatMap((hunk) => (status === undefined || hunk.status === status ? [hunk.id] : []));

describe('a later round of an answer', () => {
  const long = 'export function calculateTheTotalOfAllOrders(orders: readonly Order[], currency: string): number {';

  it('leaves what only resembled flagged, and what would leave out most of a file', async () => {
    const project = await open({ 'a.ts': `${long}\n}\n${text}`, 'b.txt': text });
    const { messageId } = await project.stage(
      `${block('a.ts', long.replace('currency', 'curency'), 'x')}${block('a.ts', 'lime 15 or so', 'y')}b.txt\n\`\`\`\nshort\n\`\`\`\n`,
    );
    const files = await project.goOn(messageId, block('a.ts', 'line 15', 'y'));
    expect(files.map(({ path, hunks }) => [path, hunks.map(({ flagged }) => flagged)])).toEqual([
      ['a.ts', [true, false]],
      ['b.txt', [true]],
    ]);
    const { ask } = await project.keep(messageId, idsOf(files));
    expect(ask.map(({ path }) => path)).toEqual(['a.ts', 'b.txt']);
    expect(statuses(project.edits.staged(messageId))).toEqual(['staged', 'kept', 'staged']);
  });

  it('leaves what was kept, and changes it by a hunk of its own', async () => {
    const project = await open({ 'a.txt': text });
    const { messageId, ids } = await project.stage(
      block('a.txt', 'line 3', 'three') + block('a.txt', 'line 27', 'twenty-seven'),
    );
    const [first = '', other = ''] = ids;
    await project.keep(messageId, [first]);
    const files = await project.goOn(messageId, block('a.txt', 'line 2\nthree', 'two\n3'));
    expect(files.map(({ path, hunks }) => [path, hunks.map(({ status, oldLines }) => [status, ...oldLines])])).toEqual([
      ['a.txt', [['kept', 'line 3']]],
      [
        'a.txt',
        [
          ['staged', 'line 2', 'three'],
          ['staged', 'line 27'],
        ],
      ],
    ]);
    expect([idsOf(files)[0], idsOf(files)[2]]).toEqual([first, other]);
    const second = idsOf(files)[1] ?? '';
    expect(statuses((await project.edits.list({ messageId, open: [] })).files)).toEqual(['kept', 'staged', 'staged']);
    await project.keep(messageId, [second]);
    expect(project.read('a.txt')).toBe(text.replace('line 2\nline 3\n', 'two\n3\n'));
    await project.undo(messageId, [second]);
    expect(project.read('a.txt')).toBe(text.replace('line 3\n', 'three\n'));
    await project.edits.drop({ messageId, hunkIds: [second], dropped: false, open: [] });
    await project.keep(messageId, [second, other]);
    await project.undo(messageId, [first, second]);
    expect(project.read('a.txt')).toBe(text.replace('line 27', 'twenty-seven'));
  });

  it('goes by what is decided while it arrives', async () => {
    const project = await open({ 'a.txt': text });
    const messageId = randomUUID();
    const staging = project.edits.startStaging({ messageId, projectId });
    await staging.push(block('a.txt', 'line 3', 'three') + block('a.txt', 'line 27', 'x'));
    const [kept = '', dropped = ''] = idsOf(project.edits.staged(messageId));
    await project.keep(messageId, [kept]);
    await project.edits.drop({ messageId, hunkIds: [dropped], dropped: true, open: [] });
    await staging.push(block('a.txt', 'three', '3') + block('a.txt', 'line 28', 'y'));
    await staging.end();
    const files = project.edits.staged(messageId);
    expect(hunksOf(files).map(({ status, newLines }) => [status, ...newLines])).toEqual([
      ['kept', 'three'],
      ['staged', '3'],
      ['undone', 'x'],
      ['staged', 'y'],
    ]);
    await project.keep(messageId, idsOf(files, 'staged'));
    expect(project.read('a.txt')).toBe(text.replace('line 3\n', '3\n').replace('line 28', 'y'));
    await project.undo(messageId, idsOf(files));
    expect(project.read('a.txt')).toBe(text);
  });

  it('is taken back together with what it was made over, once for each further round', async () => {
    const project = await open({ 'a.txt': text });
    const { messageId, ids } = await project.stage(block('a.txt', 'line 3', 'one'));
    await project.keep(messageId, ids);
    for (const [from, to] of [
      ['one', 'two'],
      ['two', 'three'],
    ] as const) {
      await project.keep(messageId, idsOf(await project.goOn(messageId, block('a.txt', from, to)), 'staged'));
    }
    expect(project.read('a.txt')).toBe(text.replace('line 3\n', 'three\n'));
    expect(statuses(await project.goOn(messageId, 'That is all.'))).toEqual(['kept', 'kept', 'kept']);
    await project.undoTurn(messageId);
    expect(project.read('a.txt')).toBe(text);
  });

  it('changes, moves and removes files that were kept', async () => {
    const project = await open({ 'old.txt': 'a\nb\nc\n' });
    const { messageId, ids } = await project.stage(
      'made.txt\n```\none\ntwo\n```\n*** Begin Patch\n*** Update File: old.txt\n*** Move to: new.txt\n@@\n-b\n+B\n*** End Patch',
    );
    await project.keep(messageId, ids);
    const changed = await project.goOn(
      messageId,
      `${block('made.txt', 'two', '2')}*** Begin Patch\n*** Update File: new.txt\n*** Move to: newer.txt\n@@\n-B\n+bb\n*** End Patch`,
    );
    expect(changed.map(({ kind, path, hunks }) => [kind, path, hunks[0]?.status])).toEqual([
      ['create', 'made.txt', 'kept'],
      ['rename', 'new.txt', 'kept'],
      ['change', 'made.txt', 'staged'],
      ['rename', 'newer.txt', 'staged'],
    ]);
    await project.keep(messageId, idsOf(changed, 'staged'));
    expect([project.read('made.txt'), project.read('newer.txt')]).toEqual(['one\n2\n', 'a\nbb\nc\n']);
    const gone = await project.goOn(messageId, '*** Begin Patch\n*** Delete File: made.txt\n*** End Patch');
    await project.keep(messageId, idsOf(gone, 'staged'));
    expect(() => project.read('made.txt')).toThrow();
    await project.undoTurn(messageId);
    expect(project.read('old.txt')).toBe('a\nb\nc\n');
    for (const path of ['made.txt', 'new.txt', 'newer.txt']) expect(() => project.read(path)).toThrow();
  });

  it('leaves what was dropped, beside and below what it proposes', async () => {
    const project = await open({ 'a.txt': text });
    const made = 'made.txt\n```\nmade\n```\n';
    const { messageId, ids } = await project.stage(
      block('a.txt', 'line 3', 'three') + block('a.txt', 'line 27', 'twenty-seven') + made,
    );
    const [dropped = '', , file = ''] = ids;
    await project.edits.drop({ messageId, hunkIds: [dropped, file], dropped: true, open: [] });
    const files = await project.goOn(
      messageId,
      block('a.txt', 'line 4', 'four') + block('a.txt', 'line 1', 'one') + made,
    );
    const seen = (path: string) =>
      hunksOf(files.filter((each) => each.path === path)).map(({ status, oldLines }) => [status, ...oldLines]);
    expect(seen('made.txt')).toEqual([['undone']]);
    expect(seen('a.txt')).toEqual([
      ['staged', 'line 1'],
      ['undone', 'line 3'],
      ['staged', 'line 4'],
      ['staged', 'line 27'],
    ]);
    await project.keep(messageId, idsOf(files, 'staged'));
    await project.edits.drop({ messageId, hunkIds: [dropped, file], dropped: false, open: [] });
    await project.keep(messageId, [dropped, file]);
    expect([project.read('a.txt').split('\n').slice(0, 5), project.read('made.txt')]).toEqual([
      ['one', 'line 2', 'three', 'four', 'line 5'],
      'made\n',
    ]);
    const again = await project.stage(block('a.txt', 'line 15', 'x'));
    await project.edits.drop({ messageId: again.messageId, hunkIds: again.ids, dropped: true, open: [] });
    const other = await project.goOn(again.messageId, block('a.txt', 'line 14\nline 15', 'y'));
    expect(hunksOf(other).map(({ status, newLines }) => [status, ...newLines])).toEqual([['staged', 'y']]);
  });

  it('leaves what failed until it is tried again, and tells the model of it once', async () => {
    const project = await open({ 'a.txt': text, 'b.txt': text });
    const { messageId } = await project.stage(
      block('a.txt', 'line 3', 'x') + block('a.txt', 'lime 15 or so', 'y') + block('b.txt', 'nowhere to be found', 'z'),
    );
    const failed = (files: readonly StagedFile[]) => files.map(({ path, failures }) => [path, failures.length]);
    expect((await project.edits.describeFailures(messageId))?.blocks).toContain('nowhere');
    expect(failed(await project.goOn(messageId, 'I see.'))).toEqual([
      ['a.txt', 1],
      ['b.txt', 1],
    ]);
    expect(await project.edits.describeFailures(messageId)).toBeNull();
    expect(failed(await project.goOn(messageId, block('a.txt', 'line 15', 'y')))).toEqual([
      ['a.txt', 0],
      ['b.txt', 1],
    ]);
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
    expect(statuses((await project.edits.list({ messageId: two.messageId, open: [] })).files)).toEqual([
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

  it('takes the conversation back only where a file could be', async () => {
    const project = await open({ 'a.txt': text });
    const turn = await project.stage(block('a.txt', 'line 15', 'fifteen'));
    await project.keep(turn.messageId, turn.ids);
    project.write('a.txt', text.replace('line 15', 'mine'));
    const { conflicts, steps } = await project.undoTurn(turn.messageId, true);
    expect([conflicts, steps]).toEqual([[expect.objectContaining({ path: 'a.txt', restorable: true })], []]);
    expect(project.takenBack).toEqual([]);
  });

  it('restores files whole where somebody wants that, and makes them once more', async () => {
    const project = await open({ 'a.txt': text, 'old.txt': 'a\nb\n' });
    const one = await project.stage(
      `${block('a.txt', 'line 15', 'fifteen')}made.txt\n\`\`\`\nmade\n\`\`\`\n*** Begin Patch\n*** Update File: old.txt\n*** Move to: new.txt\n@@\n-b\n+c\n*** End Patch`,
    );
    await project.keep(one.messageId, one.ids);
    const two = await project.stage(block('a.txt', 'fifteen', '15'));
    await project.keep(two.messageId, two.ids);
    const byHand = text.replace('line 15', 'mine');
    project.write('a.txt', byHand);
    project.write('made.txt', 'mine\n');
    project.write('new.txt', 'mine\n');
    const restore = ['a.txt', 'made.txt', 'new.txt'];
    const { conflicts, again } = await project.undoTurn(one.messageId, true, restore);
    expect([conflicts, project.takenBack]).toEqual([[], [one.messageId]]);
    expect([project.read('a.txt'), project.read('old.txt')]).toEqual([text, 'a\nb\n']);
    for (const path of ['made.txt', 'new.txt']) expect(() => project.read(path)).toThrow();
    expect(statuses(project.edits.staged(two.messageId))).toEqual(['undone']);
    await project.edits.settle({ stepId: again.stepId, done: project.perform(again.steps) });
    expect(['a.txt', 'made.txt', 'new.txt'].map(project.read)).toEqual([byHand, 'mine\n', 'mine\n']);
    expect(statuses(project.edits.staged(one.messageId))).toEqual(['kept', 'kept', 'kept']);
  });

  it('restores nothing whole whose checkpoint is gone', async () => {
    const project = await open({ 'a.txt': text }, { largestCheckpoints: 0 });
    const turn = await project.stage(block('a.txt', 'line 15', 'fifteen'));
    await project.keep(turn.messageId, turn.ids);
    project.write('a.txt', text.replace('line 15', 'mine'));
    const { conflicts, steps } = await project.undoTurn(turn.messageId, false, ['a.txt']);
    expect([conflicts[0]?.restorable, steps]).toEqual([false, []]);
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
