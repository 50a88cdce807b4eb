import { describe, expect, it } from 'vitest';
import { applyUpdate, Doc, encodeStateAsUpdate, type Map as YMap } from 'yjs';
import { openSessionFiles } from '../../../../src-renderer/features/collaboration/session/session-files.ts';

function open() {
  const doc = new Doc();
  return { doc, files: openSessionFiles(doc) };
}

describe('the files of a session', () => {
  it('are made, moved with all that is below, and removed', () => {
    const { files } = open();
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

  it('made under one name at the same time get two names, the same everywhere', () => {
    const [one, two] = [open(), open()];
    one.files.add('notes.md', { text: 'mine' });
    two.files.add('notes.md', { text: 'yours' });
    applyUpdate(one.doc, encodeStateAsUpdate(two.doc));
    applyUpdate(two.doc, encodeStateAsUpdate(one.doc));
    expect(one.files.entries()).toEqual(two.files.entries());
    expect(one.files.entries().map(({ path }) => path)).toEqual(['notes.md', 'notes (2).md']);
  });

  it('whose paths lead out of the project are not shown', () => {
    const { files, doc } = open();
    const good = files.add('good.ts', { text: '' });
    const tree = doc.getMap<YMap<unknown>>('tree');
    for (const path of ['../evil.ts', '/etc/passwd', 'a/../../b', '', 'C:/x', 'a\0b']) {
      tree.get(good.id)?.set('path', path);
      expect(files.entries()).toEqual([]);
    }
  });
});
