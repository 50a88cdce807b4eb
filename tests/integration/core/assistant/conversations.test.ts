import { randomUUID } from 'node:crypto';
import { expect, onTestFinished, test } from 'vitest';
import { createConversationRecords } from '../../../../src-main/core/assistant/index.ts';
import { openDatabase } from '../../../../src-main/core/database/index.ts';
import { createProjectRecords } from '../../../../src-main/core/projects/index.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

test('a long conversation opens with its newest messages; those before them come in parts, along the branch that is shown', () => {
  const folder = temporaryFolder();
  const database = openDatabase({ folder });
  onTestFinished(() => database.dispose());
  const project = createProjectRecords({ database, userFolder: folder }).opened({ path: '/p', name: 'p' });
  const records = createConversationRecords({ database, now: Date.now });
  const { id: conversationId } = records.create(project.id, 'A long one');
  const add = (parentId: string | null, text: string) => {
    const id = randomUUID();
    const role = Number.parseInt(text, 10) % 2 === 0 ? ('user' as const) : ('assistant' as const);
    records.add({
      id,
      conversationId,
      parentId,
      role,
      status: 'complete',
      text,
      attachments: [],
      model: '',
      local: true,
    });
    return id;
  };
  let last: string | null = null;
  let fork = '';
  for (let index = 0; index < 150; index += 1) {
    last = add(last, `${index}`);
    if (index === 9) fork = last;
  }
  const other = add(fork, '10 otherwise');

  const short = records.open(conversationId);
  expect(short.earlier).toBe(0);
  expect(short.messages.at(-1)?.id).toBe(other);
  const long = records.showBranch(last ?? '');
  expect(long.messages).toHaveLength(60);
  expect(long.earlier).toBe(90);

  const texts = long.messages.map(({ text }) => text);
  let first = long.messages[0]?.id ?? '';
  for (const count of [40, 40, 40]) {
    const part = records.earlier(first, count);
    texts.unshift(...part.map(({ text }) => text));
    first = part[0]?.id ?? '';
  }
  expect(texts).toEqual(Array.from({ length: 150 }, (_, index) => `${index}`));
  expect(records.earlier(first, 40)).toEqual([]);
  expect(() => records.earlier(randomUUID(), 1)).toThrow('not there any more');
});
