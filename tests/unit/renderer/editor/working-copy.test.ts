import { afterEach, describe, expect, it } from 'vitest';
import { defaultSettings, type Settings } from '../../../../contract/model/settings.ts';
import {
  createWorkingCopy,
  type WorkingCopy,
} from '../../../../src-renderer/features/editor/documents/working-copy.ts';
import { createFakeBuffer, type FakeBuffer } from './fake-buffer.ts';
import { createFakeCore, type FakeCore, versionOf } from './fake-core.ts';

interface Opened {
  readonly fake: FakeCore;
  readonly copy: WorkingCopy;
  buffer(): FakeBuffer;
}

const opened: WorkingCopy[] = [];
afterEach(() => {
  for (const copy of opened.splice(0)) copy.dispose();
});

function make(path: string | null, settings: Partial<Settings> = {}, fake = createFakeCore()): Opened {
  const copy = createWorkingCopy({
    projectId: 'p',
    path,
    files: fake.core.files,
    settings: () => ({ ...defaultSettings, ...settings }),
    createBuffer: async (description) => createFakeBuffer(description),
  });
  opened.push(copy);
  return { fake, copy, buffer: () => copy.buffer() as FakeBuffer };
}

async function open(text: string, settings: Partial<Settings> = {}, more = {}): Promise<Opened> {
  const made = make('a.ts', settings);
  made.fake.write('a.ts', text, more);
  await made.copy.load();
  return made;
}

describe('reading', () => {
  it('shows text with what goes with it', async () => {
    const { copy, buffer } = await open('one\ntwo', {}, { lineEnd: 'crlf', encoding: 'windows-1252' });
    expect(copy.state.getState()).toMatchObject({
      content: { kind: 'text', large: false },
      dirty: false,
      languageId: 'typescript',
      encoding: 'windows-1252',
      lineEnd: 'crlf',
    });
    expect(buffer().text()).toBe('one\ntwo');
  });

  it('gathers a large file and says how far it is', async () => {
    const made = make('big.txt');
    made.fake.write('big.txt', 'x'.repeat(5_000));
    const fractions: (number | null)[] = [];
    made.copy.state.subscribe(({ content }) => {
      if (content.kind === 'loading') fractions.push(content.fraction);
    });
    await made.copy.load();
    expect(made.buffer().length()).toBe(5_000);
    expect(fractions).toEqual([null, 0.2, 0.4, 0.6, 0.8, 1]);
  });

  it('shows pictures as pictures and missing files as missing', async () => {
    const picture = make('logo.png');
    picture.fake.write('logo.png', '');
    await picture.copy.load();
    expect(picture.copy.state.getState().content).toMatchObject({ kind: 'image', head: { mediaType: 'image/png' } });

    const missing = make('gone.ts');
    await missing.copy.load();
    expect(missing.copy.state.getState().content).toMatchObject({ kind: 'failed', problem: { code: 'NOT_FOUND' } });
    missing.fake.write('gone.ts', 'back');
    await missing.copy.load();
    expect(missing.buffer().text()).toBe('back');
  });

  it('takes the parts that came along without asking again', async () => {
    const { copy, fake, buffer } = make('a.ts');
    const file = {
      text: 'here',
      encoding: 'utf-8',
      byteOrderMark: false,
      lineEnd: 'lf',
      mixedLineEnds: false,
    } as const;
    const head = { kind: 'text', path: 'a.ts', version: versionOf(file), size: 4, ...file } as const;
    await copy.load([{ type: 'head', head, text: 'here' }, { type: 'done' }]);
    expect(buffer().text()).toBe('here');
    expect(fake.reads).toEqual([]);
  });

  it('goes without colours for a text of very many lines', async () => {
    const { copy, buffer } = await open('\n'.repeat(300_001));
    expect(copy.state.getState().content).toMatchObject({ kind: 'text', large: true });
    expect(buffer().description).toMatchObject({ languageId: 'plaintext', large: true });
  });
});

describe('dirty', () => {
  it('comes with a change and goes with its undo', async () => {
    const { copy, buffer } = await open('a');
    buffer().type('b');
    expect(copy.state.getState().dirty).toBe(true);
    buffer().undo();
    expect(copy.state.getState().dirty).toBe(false);
  });

  it('changes its state once however much is typed', async () => {
    const { copy, buffer } = await open('a');
    let changes = 0;
    copy.state.subscribe(() => {
      changes += 1;
    });
    for (const key of 'a long sentence') buffer().type(key);
    expect(changes).toBe(1);
  });

  it('counts another encoding, mark or line end as a change', async () => {
    const { copy, fake } = await open('a\nb', {}, { mixedLineEnds: true });
    copy.setEncoding('utf-16le', true);
    expect(copy.state.getState().dirty).toBe(true);
    copy.setEncoding('utf-8', false);
    expect(copy.state.getState().dirty).toBe(false);
    copy.setLineEnd('lf');
    expect(copy.state.getState()).toMatchObject({ dirty: true, mixedLineEnds: false });
    await copy.save();
    expect(fake.saves.at(-1)).toMatchObject({ keepMixedLineEnds: false, lineEnd: 'lf' });
  });

  it('is any text at all where there is no file', async () => {
    const { copy, buffer } = make(null);
    await copy.load();
    expect(copy.state.getState().dirty).toBe(false);
    buffer().type('x');
    expect(copy.state.getState().dirty).toBe(true);
  });
});

describe('saving', () => {
  it('writes the text as it was read, from the version it grew from', async () => {
    const { copy, fake, buffer } = await open('a', {}, { encoding: 'utf-16le', byteOrderMark: true, lineEnd: 'crlf' });
    const before = versionOf(fake.files.get('a.ts') as never);
    buffer().type('\nb');
    expect(await copy.save()).toBe('saved');
    expect(fake.saves).toEqual([
      {
        projectId: 'p',
        path: 'a.ts',
        text: 'a\nb',
        encoding: 'utf-16le',
        byteOrderMark: true,
        lineEnd: 'crlf',
        keepMixedLineEnds: false,
        baseVersion: before,
      },
    ]);
    expect(copy.state.getState().dirty).toBe(false);
  });

  it('writes nothing when there is nothing to write', async () => {
    const { copy, fake } = await open('a');
    expect(await copy.save()).toBe('saved');
    expect(fake.saves).toEqual([]);
  });

  it('stays dirty for what is typed while it writes, and never writes twice at once', async () => {
    const { copy, fake, buffer } = await open('a');
    const release = fake.holdSaves();
    buffer().type('b');
    const first = copy.save();
    await expect.poll(() => fake.saves.length).toBe(1);
    buffer().type('c');
    const second = copy.save();
    await Promise.resolve();
    expect(fake.saves).toHaveLength(1);
    expect(copy.state.getState()).toMatchObject({ dirty: true, saving: true });
    release();
    expect(await first).toBe('saved');
    expect(await second).toBe('saved');
    expect(fake.saves.map(({ text }) => text)).toEqual(['ab', 'abc']);
    expect(copy.state.getState()).toMatchObject({ dirty: false, saving: false });
  });

  it('undo after a save is a change', async () => {
    const { copy, buffer } = await open('a');
    buffer().type('b');
    await copy.save();
    buffer().undo();
    expect(copy.state.getState().dirty).toBe(true);
  });

  it('tidies up when asked to save, and leaves the line being typed alone otherwise', async () => {
    const tidy = { 'files.trimTrailingWhitespace': true, 'files.insertFinalNewline': true };
    const { copy, fake, buffer } = await open('a', tidy);
    buffer().type('  ');
    await copy.save({ reason: 'automatic' });
    expect(fake.files.get('a.ts')?.text).toBe('a  ');
    buffer().type('\nb ');
    await copy.save();
    expect(fake.files.get('a.ts')?.text).toBe('a\nb\n');
  });

  it('says why it failed and keeps the text', async () => {
    const { copy, fake, buffer } = await open('a');
    buffer().type('b');
    fake.failNextSave('NO_SPACE');
    expect(await copy.save()).toBe('failed');
    expect(copy.state.getState()).toMatchObject({ dirty: true, problem: { code: 'NO_SPACE' } });
    expect(await copy.save()).toBe('saved');
    expect(copy.state.getState().problem).toBeNull();
  });

  it('names the character that the encoding lacks', async () => {
    const { copy, fake, buffer } = await open('a');
    buffer().type('→');
    fake.failNextSave('CANNOT_ENCODE', { encoding: 'windows-1252', character: '→', line: 1 });
    await copy.save();
    expect(copy.state.getState().problem).toMatchObject({ code: 'CANNOT_ENCODE', character: '→', line: 1 });
  });

  it('refuses to write what could not be written back as it was', async () => {
    const { copy, fake } = await open('a', {}, { readOnly: { reason: 'Not valid UTF-8.' } });
    copy.setEncoding('windows-1252', false);
    expect(await copy.save()).toBe('failed');
    expect(fake.saves).toEqual([]);
    expect(copy.state.getState()).toMatchObject({ readOnly: 'Not valid UTF-8.', problem: { code: 'NOT_WRITABLE' } });
  });
});

describe('the disk changes', () => {
  it('follows it while there is nothing unsaved', async () => {
    const { copy, fake, buffer } = await open('a');
    const same = buffer();
    fake.write('a.ts', 'changed', { lineEnd: 'crlf' });
    await copy.checkDisk();
    expect(buffer()).toBe(same);
    expect(buffer().text()).toBe('changed');
    expect(copy.state.getState()).toMatchObject({ dirty: false, disk: 'same', lineEnd: 'crlf' });
  });

  it('takes its own save for what it is', async () => {
    const { copy, fake, buffer } = await open('a');
    buffer().type('b');
    const saving = copy.save();
    await Promise.all([saving, copy.checkDisk()]);
    expect(fake.reads).toEqual(['a.ts']);
    expect(copy.state.getState()).toMatchObject({ dirty: false, disk: 'same' });
  });

  it('never overwrites unsaved text, and never the disk unasked', async () => {
    const { copy, fake, buffer } = await open('a');
    buffer().type(' mine');
    fake.write('a.ts', 'theirs');
    await copy.checkDisk();
    expect(copy.state.getState()).toMatchObject({ dirty: true, disk: 'changed' });
    expect(buffer().text()).toBe('a mine');
    expect(await copy.save()).toBe('conflict');
    expect(await copy.save({ reason: 'automatic' })).toBe('conflict');
    expect(fake.files.get('a.ts')?.text).toBe('theirs');
    expect(await copy.readDisk()).toBe('theirs');
    expect(await copy.save({ overwrite: true })).toBe('saved');
    expect(fake.files.get('a.ts')?.text).toBe('a mine');
    expect(copy.state.getState()).toMatchObject({ dirty: false, disk: 'same' });
  });

  it('is noticed by the save itself when no event has come', async () => {
    const { copy, fake, buffer } = await open('a');
    buffer().type(' mine');
    fake.write('a.ts', 'theirs');
    expect(await copy.save()).toBe('conflict');
    expect(copy.state.getState().disk).toBe('changed');
  });

  it('takes the one on disk when told to', async () => {
    const { copy, fake, buffer } = await open('a');
    buffer().type(' mine');
    fake.write('a.ts', 'theirs');
    await copy.checkDisk();
    await copy.revert();
    expect(buffer().text()).toBe('theirs');
    expect(copy.state.getState()).toMatchObject({ dirty: false, disk: 'same' });
  });

  it('follows the disk once the unsaved text is undone', async () => {
    const { copy, fake, buffer } = await open('a');
    buffer().type(' mine');
    fake.write('a.ts', 'theirs');
    await copy.checkDisk();
    buffer().undo();
    await expect.poll(() => buffer().text()).toBe('theirs');
    expect(copy.state.getState().disk).toBe('same');
  });

  it('is none with a version whose text is in the document already', async () => {
    const { fake, copy, buffer } = await open('one');
    fake.write('a.ts', 'one two');
    const contained = versionOf(fake.files.get('a.ts') as never);
    buffer().type(' two three');
    expect(await copy.save({ reason: 'automatic', contained: 'another' })).toBe('conflict');
    expect(copy.state.getState().disk).toBe('changed');
    expect(await copy.save({ reason: 'automatic', contained })).toBe('saved');
    expect(copy.state.getState()).toMatchObject({ dirty: false, disk: 'same' });
    expect(fake.files.get('a.ts')?.text).toBe('one two three');
  });

  it('is no conflict any more when the disk goes back', async () => {
    const { copy, fake, buffer } = await open('a');
    buffer().type(' mine');
    fake.write('a.ts', 'theirs');
    await copy.checkDisk();
    fake.write('a.ts', 'a');
    await copy.checkDisk();
    expect(copy.state.getState()).toMatchObject({ dirty: true, disk: 'same' });
  });

  it('does not overwrite what was typed while it was read', async () => {
    const { copy, fake, buffer } = await open('a');
    fake.write('a.ts', 'theirs');
    const release = fake.holdReads();
    const checking = copy.checkDisk();
    await expect.poll(() => fake.reads.length).toBe(2);
    buffer().type(' mine');
    release();
    await checking;
    expect(buffer().text()).toBe('a mine');
    expect(copy.state.getState().disk).toBe('changed');
  });

  it('keeps deleted files in their tabs, and saves them again when asked', async () => {
    const { copy, fake, buffer } = await open('a');
    fake.files.delete('a.ts');
    await copy.checkDisk();
    expect(copy.state.getState().disk).toBe('gone');
    buffer().type('b');
    expect(copy.state.getState().disk).toBe('deleted');
    await copy.checkDisk();
    expect(copy.state.getState().disk).toBe('deleted');
    expect(await copy.save({ reason: 'automatic' })).toBe('conflict');
    expect(await copy.save()).toBe('saved');
    expect(fake.files.get('a.ts')?.text).toBe('ab');
    expect(copy.state.getState()).toMatchObject({ dirty: false, disk: 'same' });
  });
});

describe('restoring', () => {
  const backup = {
    document: 'a.ts',
    text: 'kept',
    encoding: 'utf-8',
    byteOrderMark: false,
    lineEnd: 'lf',
    savedAt: 0,
  } as const;

  it('brings unsaved text back, ready to be saved', async () => {
    const { copy, fake, buffer } = make('a.ts');
    fake.write('a.ts', 'old');
    const baseVersion = versionOf(fake.files.get('a.ts') as never);
    await copy.restore({ ...backup, baseVersion });
    expect(buffer().text()).toBe('kept');
    expect(copy.state.getState()).toMatchObject({ dirty: true, disk: 'same' });
    expect(await copy.save()).toBe('saved');
    expect(fake.saves[0]).toMatchObject({ text: 'kept', baseVersion });
  });

  it('is a conflict when the file is another by now', async () => {
    const { copy, fake } = make('a.ts');
    fake.write('a.ts', 'theirs');
    await copy.restore({ ...backup, baseVersion: 'another' });
    expect(copy.state.getState()).toMatchObject({ dirty: true, disk: 'changed' });
  });

  it('finds out that the text was saved before the end', async () => {
    const { copy, fake } = make('a.ts');
    fake.write('a.ts', 'kept');
    await copy.restore({ ...backup, baseVersion: 'before' });
    expect(copy.state.getState()).toMatchObject({ dirty: false, disk: 'same' });
  });

  it('says that the file was deleted', async () => {
    const { copy } = make('a.ts');
    await copy.restore({ ...backup, baseVersion: 'before' });
    expect(copy.state.getState()).toMatchObject({ dirty: true, disk: 'deleted' });
  });

  it('gives a backup only of what is unsaved', async () => {
    const { copy, buffer } = await open('a');
    expect(copy.backup('a.ts')).toBeNull();
    buffer().type('b');
    expect(copy.backup('a.ts')).toMatchObject({ document: 'a.ts', text: 'ab', encoding: 'utf-8', lineEnd: 'lf' });
  });
});

it('a moved document keeps its text, its undo and its dirty mark', async () => {
  const { copy, fake, buffer } = await open('a');
  const same = buffer();
  buffer().type('b');
  const file = fake.files.get('a.ts');
  if (file) fake.files.set('b.css', file);
  fake.files.delete('a.ts');
  copy.moveTo('b.css');
  expect(buffer()).toBe(same);
  expect(copy.path).toBe('b.css');
  expect(copy.state.getState()).toMatchObject({ dirty: true, languageId: 'css', disk: 'same' });
  expect(await copy.save()).toBe('saved');
  expect(fake.files.get('b.css')?.text).toBe('ab');
});

it('ends its buffer, also one that arrives too late', async () => {
  const { copy, buffer } = await open('a');
  const shown = buffer();
  copy.dispose();
  expect(shown.disposed).toBe(true);

  const late = make('a.ts');
  late.fake.write('a.ts', 'text');
  const loading = late.copy.load();
  late.copy.dispose();
  await loading;
  expect(late.copy.buffer()).toBeNull();
});
