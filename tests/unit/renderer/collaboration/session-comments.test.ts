import { describe, expect, it, vi } from 'vitest';
import type { Map as YMap } from 'yjs';
import { keyName, signedBytes } from '../../../../src-renderer/features/collaboration/protocol/keys.ts';
import {
  commentsAsJson,
  commentsAsMarkdown,
} from '../../../../src-renderer/features/collaboration/session/export-comments.ts';
import type {
  CommentThread,
  SessionComment,
} from '../../../../src-renderer/features/collaboration/session/session-comments.ts';
import { createRecordKey } from '../../../../src-renderer/features/collaboration/session/signed-records.ts';
import { type SessionPerson, startSessionPeople } from '../../../support/session-people.ts';

const text = 'const answer = 42;\nlet other = 1;\n';

async function start() {
  const session = startSessionPeople();
  const owner = await session.join('Olga Owner');
  const ann = await session.join('Ann');
  const ben = await session.join('Ben');
  const { id: file } = owner.files.add('main.ts', { text });
  return { session, owner, ann, ben, file };
}

function records(of: SessionPerson, map: 'threads' | 'comments' | 'resolutions' | 'removals'): YMap<unknown> {
  return of.documents.comments.getMap(map);
}

/** The latest time that a record can have. */
const lastOfAll = 8_640_000_000_000_000;

/** Writes what somebody has signed themselves, whatever it says. */
async function sign(
  by: SessionPerson,
  map: 'comments' | 'resolutions',
  key: string,
  fields: object,
  sessionId: string,
): Promise<void> {
  const purpose = map === 'comments' ? 'comment' : 'comment-resolution';
  const bytes = signedBytes(`record/${purpose}`, sessionId, key, by.person, JSON.stringify(fields));
  const signature = keyName(await by.identity.sign(bytes));
  records(by, map).set(key, { ...fields, author: by.person, signature });
}

function said(by: SessionPerson): string[] {
  return by.comments.threads().flatMap(({ comments }) => comments.map((comment) => comment.text));
}

const first = (of: SessionPerson) => of.comments.threads()[0] as CommentThread;
const comment = (of: SessionPerson, index = 0) => first(of).comments[index] as SessionComment;

describe('comment threads', () => {
  it('move with their text, quote it, and say when it is gone', async () => {
    const { ann, ben, file } = await start();
    const id = await ann.comments.begin({ file, start: 6, end: 12 }, 'why this name?');
    await vi.waitFor(() => expect(said(ben)).toEqual(['why this name?']));
    ben.files.text(file)?.insert(0, '// about\n');
    const lines = { first: 2, last: 2 };
    expect(first(ann)).toMatchObject({ id, quote: 'answer', range: { start: 15, end: 21 }, lines, author: ann.person });
    ben.files.text(file)?.delete(15, 6);
    expect(first(ann)).toMatchObject({ range: null, quote: 'answer', lines: { first: 1, last: 1 } });
  });

  it('follow their file when it is renamed, and their quote when it is cut and pasted or the file is made anew', async () => {
    const { ann, file } = await start();
    await ann.comments.begin({ file, start: 0, end: 18, wholeLine: true }, 'a line');
    ann.files.move(file, 'lib.ts');
    expect(first(ann)).toMatchObject({ path: 'lib.ts', wholeLine: true, range: { start: 0, end: 18 } });
    ann.files.move(file, 'main.ts');
    const shared = ann.files.text(file);
    shared?.delete(0, 19);
    expect(first(ann).range).toBeNull();
    shared?.insert(shared.length, 'const answer = 42;\n');
    expect(first(ann)).toMatchObject({ range: { start: 15, end: 33 }, lines: { first: 2, last: 2 } });
    ann.files.remove(file);
    expect(first(ann)).toMatchObject({ path: 'main.ts', range: null });
    ann.files.add('main.ts', { text: `// anew\n${text}` });
    expect(first(ann)).toMatchObject({ path: 'main.ts', range: { start: 8, end: 26 } });
  });

  it('are begun where there is text, with words of some length', async () => {
    const { ann, file } = await start();
    await expect(ann.comments.begin({ file, start: 5, end: 900 }, 'where?')).rejects.toThrow('not in the file');
    await expect(ann.comments.begin({ file, start: 5, end: 5 }, 'where?')).rejects.toThrow('not in the file');
    await expect(ann.comments.begin({ file: 'gone', start: 0, end: 1 }, 'where?')).rejects.toThrow('not in the file');
    await expect(ann.comments.begin({ file, start: 0, end: 1 }, '  ')).rejects.toThrow('1 to 20000');
    await expect(ann.comments.begin({ file, start: 0, end: 1 }, 'x'.repeat(20_001))).rejects.toThrow('1 to 20000');
    await expect(ann.comments.reply('nowhere', 'hello')).rejects.toThrow('no such thread');
    ann.writes = false;
    await expect(ann.comments.begin({ file, start: 0, end: 1 }, 'hello')).rejects.toThrow('may not write');
    expect(ann.comments.threads()).toEqual([]);
  });

  it('are answered, resolved and opened again by anybody, with who and when', async () => {
    const { ann, ben, file } = await start();
    const id = await ann.comments.begin({ file, start: 0, end: 5 }, 'hm');
    await vi.waitFor(() => expect(ben.comments.threads()).toHaveLength(1));
    await ben.comments.reply(id, 'what is it, @Ann?');
    await vi.waitFor(() => expect(said(ann)).toEqual(['hm', 'what is it, @Ann?']));
    expect(comment(ann, 1)).toMatchObject({ name: 'Ben', mentions: [{ person: ann.person, name: 'Ann' }] });
    await ben.comments.resolve(id, true);
    const { at } = records(ben, 'resolutions').get(id) as { at: number };
    await vi.waitFor(() => expect(first(ann).resolved).toBe(true));
    expect(first(ann).resolution).toEqual({ resolved: true, person: ben.person, name: 'Ben', at });
    await ann.comments.resolve(id, false);
    await vi.waitFor(() => expect(first(ben)).toMatchObject({ resolved: false, resolution: { name: 'Ann' } }));
  });

  it('are the same everywhere after their people were apart', async () => {
    const { session, owner, ann, ben, file } = await start();
    const id = await ann.comments.begin({ file, start: 0, end: 5 }, 'hm');
    await vi.waitFor(() => expect(ben.comments.threads()).toHaveLength(1));
    session.part();
    await ann.comments.reply(id, 'one');
    await ben.comments.reply(id, 'two');
    await ann.comments.resolve(id, true);
    await ann.comments.resolve(id, false);
    await ben.comments.resolve(id, true);
    session.meet();
    await vi.waitFor(() => expect(said(owner)).toEqual(['hm', 'one', 'two']));
    await vi.waitFor(() => expect([ann, owner].map(first)).toEqual([first(ben), first(ben)]));
    expect(first(owner).resolution?.name).toBe('Ben');
    const late = await session.join('Lea');
    await vi.waitFor(() => expect(late.comments.threads()).toEqual(owner.comments.threads()));
  });

  it('are edited by their author alone', async () => {
    const { ann, ben, owner, file } = await start();
    await ann.comments.begin({ file, start: 0, end: 5 }, 'Ann says so');
    await vi.waitFor(() => expect(said(ben)).toEqual(['Ann says so']));
    const { id } = comment(ben);
    await expect(ben.comments.edit(id, 'Ann never said so')).rejects.toThrow('Only its author');
    await expect(owner.comments.edit(id, 'Ann never said so')).rejects.toThrow('Only its author');
    await ann.comments.edit(id, 'Ann says something else to @Ben');
    await vi.waitFor(() => expect(said(ben)).toEqual(['Ann says something else to @Ben']));
    expect(comment(ben)).toMatchObject({ mentions: [{ person: ben.person }], editedAt: expect.any(Number) });
  });

  it('are deleted by their author or the owner, and their words with them', async () => {
    const { ann, ben, owner, file } = await start();
    const thread = await ann.comments.begin({ file, start: 0, end: 5 }, 'first');
    await vi.waitFor(() => expect(ben.comments.threads()).toHaveLength(1));
    const reply = await ben.comments.reply(thread, 'second');
    await vi.waitFor(() => expect(said(ann)).toEqual(['first', 'second']));
    await expect(ann.comments.remove(reply)).rejects.toThrow('its author or the session’s owner');
    await ben.comments.remove(reply);
    await vi.waitFor(() => expect(said(owner)).toEqual(['first']));
    await expect(ben.comments.edit(reply, 'back')).rejects.toThrow('Only its author');
    await owner.comments.remove(comment(owner).id);
    for (const each of [owner, ann, ben]) await vi.waitFor(() => expect(each.comments.threads()).toEqual([]));
    await expect(ann.comments.edit(comment.name, 'back')).rejects.toThrow('Only its author');
    expect(JSON.stringify(ann.documents.comments.getMap('comments').toJSON())).not.toMatch(/first|second/);
  });
});

describe('a client that keeps none of the rules', () => {
  it('puts no words into another’s mouth', async () => {
    const { session, owner, ann, ben, file } = await start();
    await ann.comments.begin({ file, start: 0, end: 5 }, 'Ann says so');
    await vi.waitFor(() => expect(said(ben)).toEqual(['Ann says so']));
    const { id } = comment(ben);
    const genuine = records(ben, 'comments').get(id) as Record<string, unknown>;
    const lies = [
      { ...genuine, text: 'changed by Ben', editedAt: session.clock.time + 5 },
      { ...genuine, text: 'changed by Ben', author: ben.person, editedAt: session.clock.time + 5 },
      { ...genuine, at: Number.MAX_SAFE_INTEGER + 10 },
      { ...genuine, deleted: true, text: '', editedAt: session.clock.time + 9 },
      { ...genuine, mentions: [{ person: ben.person, name: 'Ben' }], editedAt: session.clock.time + 9 },
      'nonsense',
      { ...genuine, text: 'x'.repeat(30_000) },
    ];
    for (const lie of lies) {
      records(ben, 'comments').set(id, lie);
      // Ann's and the owner's peers put back what is hers, though not for ever.
      if (lies.indexOf(lie) > 2) continue;
      await vi.waitFor(() => expect(records(ben, 'comments').get(id)).toEqual(genuine), 5000);
    }
    await ben.comments.reply(first(ben).id, 'the last of it');
    await vi.waitFor(() => expect(said(owner)).toEqual(['Ann says so', 'the last of it']));
    expect([said(ann), said(ben)]).toEqual([said(owner), said(owner)]);
    const late = await session.join('Lea');
    await vi.waitFor(() => expect(said(late)).toContain('the last of it'));
    expect(said(owner)).toEqual(expect.arrayContaining(said(late)));
  });

  it('makes no new ones in another’s name, not even with an own signature', async () => {
    const { ann, ben, owner, file } = await start();
    await ben.comments.begin({ file, start: 0, end: 5 }, 'Ben says so');
    await vi.waitFor(() => expect(said(ann)).toEqual(['Ben says so']));
    const { id } = comment(ben);
    const genuine = records(ben, 'comments').get(id) as Record<string, unknown>;
    const inAnnsName = `${ann.person}.${id.slice(-12)}`;
    records(ben, 'comments').set(inAnnsName, { ...genuine });
    records(ben, 'comments').set(`${ann.person}.abcdefghijkl`, { ...genuine, author: ann.person });
    records(ben, 'comments').set(`${ben.person}.abcdefghijkl`, { ...genuine });
    await ben.comments.reply(first(ben).id, 'and no more');
    await vi.waitFor(() => expect(said(owner)).toEqual(['Ben says so', 'and no more']));
    expect(said(ann)).toEqual(['Ben says so', 'and no more']);
  });

  it('deletes nothing of another’s: not with a forged removal, not by taking it out of the document', async () => {
    const { session, ann, ben, owner, file } = await start();
    await ann.comments.begin({ file, start: 0, end: 5 }, 'Ann says so');
    await vi.waitFor(() => expect(said(ben)).toEqual(['Ann says so']));
    const { id } = comment(ben);
    const signature = (records(ben, 'comments').get(id) as { signature: string }).signature;
    records(ben, 'removals').set(id, { at: 1, author: owner.person, signature });
    records(ben, 'removals').set(id, { at: 2, author: ben.person, signature });
    for (const map of ['comments', 'threads'] as const) {
      for (const key of [...records(ben, map).keys()]) records(ben, map).delete(key);
    }
    expect(said(ann)).toEqual(['Ann says so']);
    // The author has put it back for those who come later.
    await vi.waitFor(() => expect(records(ben, 'comments').has(id) && records(ben, 'threads').size).toBe(1), 5000);
    const late = await session.join('Lea');
    await vi.waitFor(() => expect(said(late)).toEqual(['Ann says so']));
  });

  it('brings back no earlier words by writing them anew', async () => {
    const { ann, ben, file } = await start();
    await ann.comments.begin({ file, start: 0, end: 5 }, 'earlier');
    await vi.waitFor(() => expect(said(ben)).toEqual(['earlier']));
    const { id } = comment(ben);
    const earlier = records(ben, 'comments').get(id);
    await ann.comments.edit(id, 'later');
    await vi.waitFor(() => expect(said(ben)).toEqual(['later']));
    records(ben, 'comments').set(id, earlier);
    expect([said(ann), said(ben)]).toEqual([['later'], ['later']]);
    await vi.waitFor(() => expect(records(ben, 'comments').get(id)).toMatchObject({ text: 'later' }), 5000);
  });
});

describe('a clock that is far ahead', () => {
  it.each([lastOfAll, lastOfAll - 1, 1_700_000_000_000 + 3_600_000])(
    'keeps nobody from answering a thread: %s',
    async (at) => {
      const { session, owner, ann, ben, file } = await start();
      const thread = await ann.comments.begin({ file, start: 0, end: 5 }, 'hm');
      const fields = { thread, at, name: 'Ben', text: 'the last word', mentions: [], editedAt: null, deleted: false };
      await sign(ben, 'comments', createRecordKey(ben.person), fields, session.id);
      await vi.waitFor(() => expect(said(ann)).toEqual(['hm', 'the last word']));
      await ann.comments.reply(thread, 'go on');
      await ben.comments.reply(thread, 'gladly');
      for (const each of [owner, ann, ben]) {
        await vi.waitFor(() => expect(said(each)).toEqual(['hm', 'go on', 'gladly', 'the last word']));
      }
      const times = first(owner).comments.map((each) => each.at);
      expect(Math.max(...times)).toBeLessThan(session.clock.time + 121_000);
    },
  );

  it.each([lastOfAll, lastOfAll - 1, 1_700_000_000_000 + 3_600_000, 1_700_000_000_000 + 90_000_000])(
    'resolves no thread for ever: %s',
    async (at) => {
      const { session, owner, ann, ben, file } = await start();
      const thread = await ann.comments.begin({ file, start: 0, end: 5 }, 'hm');
      await vi.waitFor(() => expect(ben.comments.threads()).toHaveLength(1));
      await sign(ben, 'resolutions', thread, { at, name: 'Ben', resolved: true }, session.id);
      await vi.waitFor(() => expect(first(ann).resolved).toBe(true));
      expect(first(ann).resolution?.at).toBeLessThan(session.clock.time + 121_000);
      await ann.comments.resolve(thread, false);
      for (const each of [owner, ann, ben]) await vi.waitFor(() => expect(first(each).resolved).toBe(false));
      await owner.comments.resolve(thread, true);
      await vi.waitFor(() => expect(first(ann)).toMatchObject({ resolved: true, resolution: { name: 'Olga Owner' } }));
      const late = await session.join('Lea');
      await vi.waitFor(() => expect(first(late).resolution?.name).toBe('Olga Owner'));
    },
  );
});

describe('exported comments', () => {
  it('are Markdown by file and line, in which nobody’s words become anything else', async () => {
    const { session, ann, ben, file } = await start();
    await ann.comments.begin({ file, start: 0, end: 18, wholeLine: true }, '<img src=x>\n\n# not a heading');
    const other = ann.files.add('lib/``odd.ts', { text: 'x ``` y' });
    const id = await ann.comments.begin({ file: other.id, start: 0, end: 7 }, 'odd');
    await vi.waitFor(() => expect(ben.comments.threads()).toHaveLength(2));
    await ben.comments.resolve(id, true);
    const markdown = commentsAsMarkdown({
      session: 'ferry_times',
      at: Date.UTC(2026, 10, 29, 12),
      threads: ben.comments.threads(),
    });
    const when = `${new Date(session.clock.time).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
    expect(markdown).toBe(`# Comments of ferry\\_times

2026-11-29 12:00 UTC. 1 open, 1 resolved.

## \`\`\` lib/\`\`odd.ts \`\`\`

### Line 1, resolved by Ben, ${when}

\`\`\`\`
x \`\`\` y
\`\`\`\`

**Ann**, ${when}

> odd

## \`main.ts\`

### Line 1

\`\`\`
const answer = 42;
\`\`\`

**Ann**, ${when}

> \\<img src=x>
>
> # not a heading
`);
  });

  it('are JSON with everything that is known', async () => {
    const { ann, ben, file } = await start();
    await ann.comments.begin({ file, start: 0, end: 18 }, 'hello @Ben');
    ann.files.remove(file);
    const exported = JSON.parse(commentsAsJson({ session: 'ferry', at: 0, threads: ann.comments.threads() }));
    expect(exported).toMatchObject({
      format: 'flashfusion-comments',
      version: 1,
      session: 'ferry',
      exportedAt: '1970-01-01T00:00:00.000Z',
      threads: [
        {
          path: 'main.ts',
          line: 1,
          endLine: 1,
          outdated: true,
          quote: 'const answer = 42;',
          resolved: false,
          comments: [{ name: 'Ann', text: 'hello @Ben', mentions: [{ person: ben.person, name: 'Ben' }] }],
        },
      ],
    });
  });
});
