import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestCloud, type TestCloud } from '../../support/cloud.ts';
import { type PeerEvent, startPeerProcess } from '../../support/peer-process.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

let cloud: TestCloud;
beforeAll(async () => {
  cloud = await startTestCloud();
});
afterAll(() => cloud.close());

test('a folder is hosted and joined without a window, by commands and events as JSON lines', async () => {
  const folder = temporaryFolder('project');
  mkdirSync(join(folder, 'src'));
  mkdirSync(join(folder, 'dist'));
  writeFileSync(join(folder, '.gitignore'), 'dist\n');
  writeFileSync(join(folder, '.env'), 'TOKEN=1\n');
  writeFileSync(join(folder, 'dist', 'main.js'), 'built');
  writeFileSync(join(folder, 'src', 'main.ts'), 'one\r\ntwo\r\n');
  writeFileSync(join(folder, 'logo.bin'), Buffer.of(0, 1, 2));
  const host = startPeerProcess('host', folder, '--server', cloud.url, '--name', 'Hanna');
  const { code } = await host.next('code');
  const guest = startPeerProcess('join', String(code), '--server', cloud.url, '--name', 'Gus');
  expect(await guest.next('role')).toMatchObject({ role: 'editor' });
  await guest.next('tree', ({ files }) => files === 2);
  guest.tell({ command: 'list' });
  expect(await guest.next('files')).toMatchObject({ files: ['.gitignore', 'src/main.ts'] });
  guest.tell({ command: 'edit', path: 'src/main.ts', at: 3, remove: 0, insert: '!' });
  expect(await host.next('edited')).toMatchObject({ path: 'src/main.ts', own: false });
  host.tell({ command: 'read', path: 'src/main.ts' });
  expect(await host.next('text')).toMatchObject({ text: 'one!\ntwo\n' });

  const { people } = await host.next('people', (event) => (event.people as unknown[]).length === 1);
  const [{ person, name }] = people as [{ person: string; name: string }];
  expect(name).toBe('Gus');
  host.tell({ command: 'role', person, role: 'viewer' });
  expect(await guest.next('role')).toMatchObject({ role: 'viewer' });
  guest.tell({ command: 'edit', path: 'src/main.ts', at: 0, insert: 'not allowed' });
  expect(await guest.next('error')).toMatchObject({ message: 'A viewer may not change files.' });
  host.tell({ command: 'move', path: 'src/main.ts', to: 'src/index.ts' });
  guest.tell({ command: 'invite' });
  expect(await guest.next('error')).toMatchObject({ message: 'Only the owner of a session may do that.' });
  host.tell({ command: 'read', path: 'src/index.ts' });
  expect(await host.next('text')).toMatchObject({ text: 'one!\ntwo\n' });

  host.tell({ command: 'role', person, role: 'commenter' });
  expect(await guest.next('role')).toMatchObject({ role: 'commenter' });
  guest.tell({ command: 'comment', path: 'src/index.ts', start: 0, end: 3, text: 'why one?' });
  const { thread } = await guest.next('commented');
  const commented = (event: PeerEvent) => (event.threads as unknown[]).length === 1;
  expect((await host.next('comments', commented)).threads).toMatchObject([
    { id: thread, quote: 'one', range: { start: 0, end: 3 }, comments: [{ author: person, text: 'why one?' }] },
  ]);
  host.tell({ command: 'edit', path: 'src/index.ts', at: 0, insert: 'zero ' });
  host.tell({ command: 'reply', thread, text: 'now it is two' });
  const answered = await guest.next('comments', ({ threads }) => JSON.stringify(threads).includes('now it is two'));
  expect(answered.threads).toMatchObject([{ range: { start: 5, end: 8 } }]);

  const [{ comments }] = answered.threads as [{ comments: { id: string }[] }];
  guest.tell({ command: 'edit-comment', comment: comments[0]?.id, text: 'why one, @Hanna?' });
  await host.next('comments', ({ threads }) => JSON.stringify(threads).includes('"name":"Hanna"}'));
  host.tell({ command: 'comment', path: 'src/index.ts', start: 9, text: 'the line' });
  await guest.next('comments', ({ threads }) => JSON.stringify(threads).includes('"wholeLine":true'));
  guest.tell({ command: 'resolve', thread });
  await host.next('comments', ({ threads }) => JSON.stringify(threads).includes('"resolved":true'));
  guest.tell({ command: 'reopen', thread });
  await host.next('comments', ({ threads }) => !JSON.stringify(threads).includes('"resolved":true'));
  host.tell({ command: 'delete-comment', comment: comments[0]?.id });
  await guest.next('comments', ({ threads }) => !JSON.stringify(threads).includes('why one'));
  guest.tell({ command: 'delete-comment', comment: comments[1]?.id });
  expect((await guest.next('error')).message).toMatch('by its author or the session’s owner');
  host.tell({ command: 'export-comments', format: 'markdown' });
  expect((await host.next('exported')).text).toMatch('> now it is two');

  guest.tell({ command: 'chat', text: 'hello @Hanna' });
  const { message } = await guest.next('said');
  expect(await host.next('message')).toMatchObject({ id: message, name: 'Gus', mentions: [{ name: 'Hanna' }] });
  guest.tell({ command: 'edit-message', message, text: 'hello all' });
  await host.next('message', ({ text }) => text === 'hello all');
  host.tell({ command: 'lock', path: 'src/index.ts', mode: 'block' });
  await guest.next('locks', ({ locks }) => JSON.stringify(locks).includes('"path":"src/index.ts"'));
  guest.tell({ command: 'unlock', path: 'src/index.ts' });
  expect((await guest.next('error')).message).toBe('A commenter may not change files.');
  host.tell({ command: 'unlock', path: 'src/index.ts' });
  await guest.next('locks', ({ locks }) => (locks as unknown[]).length === 0);

  host.tell({ command: 'cursor', path: 'src/index.ts', at: 13 });
  expect(await guest.next('cursor', ({ path }) => path !== null)).toMatchObject({
    name: 'Hanna',
    path: 'src/index.ts',
    line: 2,
    column: 4,
  });
  guest.tell({ command: 'cursor', path: 'src/index.ts', at: 2 });
  expect(await host.next('cursor', ({ path }) => path !== null)).toMatchObject({ person, line: 1, column: 3 });
  guest.tell({ command: 'cursor', path: 'src/index.ts', at: 900 });
  expect((await guest.next('error')).message).toBe('The cursor is outside the text.');

  guest.tell({ nonsense: true });
  expect((await guest.next('error')).message).toMatch(/command/);
  guest.tell({ command: 'leave' });
  expect(await guest.ended()).toBe(0);
  await host.next('people', (event) => (event.people as unknown[]).length === 0);
  host.tell({ command: 'activity' });
  const { entries } = await host.next('activity');
  const happened = (entries as { name: string; act: { type: string } }[]).map(({ name, act }) => `${name} ${act.type}`);
  const expected = [
    'Hanna joined',
    'Hanna code-made',
    'Gus joined',
    'Gus edited',
    'Hanna role-changed',
    'Hanna renamed',
  ];
  expect(happened).toEqual(expect.arrayContaining([...expected, 'Hanna commented', 'Gus reopened', 'Gus left']));
  host.process.stdin?.end();
  expect(await host.ended()).toBe(0);
});
