import { describe, expect, it, vi } from 'vitest';
import { applyUpdate, Doc, encodeStateAsUpdate, type Array as YArray, type Map as YMap } from 'yjs';
import { signerFromSeed } from '../../../../src-renderer/features/collaboration/protocol/keys.ts';
import { openSessionComments } from '../../../../src-renderer/features/collaboration/session/session-comments.ts';
import { openSessionFiles } from '../../../../src-renderer/features/collaboration/session/session-files.ts';

async function open(documents = { files: new Doc(), comments: new Doc() }) {
  const identity = await signerFromSeed(crypto.getRandomValues(new Uint8Array(32)));
  const files = openSessionFiles(documents.files);
  let time = 0;
  const comments = openSessionComments({
    sessionId: () => 'session',
    documents,
    files,
    identity,
    now: () => {
      time += 1;
      return time;
    },
  });
  return { documents, files, comments };
}

describe('the files of a session', () => {
  it('are made, moved with all that is below, and removed', async () => {
    const { files } = await open();
    const src = files.add('src', 'folder');
    const main = files.add('src/main.ts', { text: 'one' });
    files.add('src-old/main.ts', { text: 'other' });
    expect(() => files.add('src/main.ts', { text: 'two' })).toThrow('already something named src/main.ts');
    expect(() => files.move(src.id, 'src/inner')).toThrow(RangeError);
    files.move(src.id, 'lib');
    expect(files.entries().map(({ path }) => path)).toEqual(['lib', 'lib/main.ts', 'src-old/main.ts']);
    expect(files.text(main.id)?.toString()).toBe('one');
    files.remove(src.id);
    expect(files.entries().map(({ path }) => path)).toEqual(['src-old/main.ts']);
    expect(files.text(main.id)).toBeNull();
    expect(() => files.move(main.id, 'back.ts')).toThrow('not there any more');
  });

  it('made under one name at the same time get two names, the same everywhere', async () => {
    const [one, two] = [await open(), await open()];
    one.files.add('notes.md', { text: 'mine' });
    two.files.add('notes.md', { text: 'yours' });
    applyUpdate(one.documents.files, encodeStateAsUpdate(two.documents.files));
    applyUpdate(two.documents.files, encodeStateAsUpdate(one.documents.files));
    expect(one.files.entries()).toEqual(two.files.entries());
    expect(one.files.entries().map(({ path }) => path)).toEqual(['notes.md', 'notes (2).md']);
  });

  it('whose paths lead out of the project are not shown', async () => {
    const { files, documents } = await open();
    const good = files.add('good.ts', { text: '' });
    const tree = documents.files.getMap<YMap<unknown>>('tree');
    for (const path of ['../evil.ts', '/etc/passwd', 'a/../../b', '', 'C:/x', 'a\0b']) {
      tree.get(good.id)?.set('path', path);
      expect(files.entries()).toEqual([]);
    }
  });
});

describe('the comments of a session', () => {
  it('stay with their text, and say when it is gone', async () => {
    const { files, comments } = await open();
    const { id } = files.add('main.ts', { text: 'const answer = 42;' });
    const thread = await comments.begin({ file: id, start: 6, end: 12 }, 'why this name?');
    await vi.waitFor(() => expect(comments.threads()).toHaveLength(1));
    files.text(id)?.insert(0, '// about\n');
    expect(comments.threads()[0]).toMatchObject({ id: thread, quote: 'answer', range: { start: 15, end: 21 } });
    files.text(id)?.delete(15, 6);
    expect(comments.threads()[0]?.range).toBeNull();
    await expect(comments.begin({ file: id, start: 5, end: 900 }, 'where?')).rejects.toThrow(RangeError);
    await expect(comments.reply(thread, '   ')).rejects.toThrow('1 to 20000');
    await comments.reply(thread, 'because');
    comments.resolve(thread, true);
    await vi.waitFor(() =>
      expect(comments.threads()[0]).toMatchObject({
        resolved: true,
        comments: [{ edited: false }, { text: 'because' }],
      }),
    );
  });

  it('are edited by their author alone, and nobody speaks for another', async () => {
    const ann = await open();
    const ben = await open(ann.documents);
    const { id } = ann.files.add('main.ts', { text: 'text' });
    const thread = await ann.comments.begin({ file: id, start: 0, end: 4 }, 'Ann says so');
    await vi.waitFor(() => expect(ben.comments.threads()[0]?.comments).toHaveLength(1));
    const comment = ben.comments.threads()[0]?.comments[0]?.id ?? '';
    await expect(ben.comments.edit(thread, comment, 'Ann never said so')).rejects.toThrow('Only its author');
    const stored = ann.documents.comments.getMap<YMap<unknown>>('threads').get(thread)?.get('comments');
    const entry = (stored as YArray<YMap<unknown>>).get(0);
    entry.set('text', 'put into her mouth');
    expect(ben.comments.threads()).toEqual([]);
    entry.set('text', 'Ann says so');
    await ann.comments.edit(thread, comment, 'Ann says something else');
    await vi.waitFor(() =>
      expect(ben.comments.threads()[0]?.comments).toMatchObject([{ text: 'Ann says something else', edited: true }]),
    );
  });
});
