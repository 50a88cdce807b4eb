import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { finishTurn, message, startAssistant } from '../../../support/assistant.ts';

const secret = 'Zq7Kp2Vx9Lm4Rt6W';
const block = (path: string, search: string, replace: string) =>
  `${path}\n\`\`\`\n<<<<<<< SEARCH\n${search}\n=======\n${replace}\n>>>>>>> REPLACE\n\`\`\`\n`;
const config = `export const host = 'localhost';\nconst dbPassword = "${secret}";\nexport const port = 5432;\n`;

async function withFiles(files: Readonly<Record<string, string>>) {
  const fixture = await startAssistant();
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(fixture.folder, path)), { recursive: true });
    writeFileSync(join(fixture.folder, path), text);
  }
  const { client, projectId } = fixture;
  const ask = (text: string) =>
    finishTurn(client.assistant.chat.send({ projectId, conversationId: null, parentId: null, message: message(text) }));
  return { ...fixture, ask };
}

test('a report of a block that fits nowhere blacks out what is secret in the lines that come nearest', async () => {
  const { server, ask } = await withFiles({ 'config.ts': config });
  const wrong = `export const host = 'localhost';\nconst dbPassword = 'something else';\nexport const harbour = 5432;`;
  server.script(
    { text: block('config.ts', wrong, 'x') },
    { calls: [{ name: 'propose_edit', arguments: { path: 'config.ts', search: wrong, replace: 'x' } }] },
    { text: 'I give up.' },
  );
  const turn = await ask('Change the port');
  const sent = server.chats().map(({ text }) => text);
  expect(turn.answer.tools.map(({ name }) => name)).toContain('propose_edit');
  expect(sent[1]).toContain('come nearest begin at line 1');
  expect(sent[2]).toContain('role":"tool"');
  expect(sent[1]).toContain('[redacted: password]');
  const [system, , , asked] = server.chats()[1]?.body.messages ?? [];
  const [mark] = /data-\d{18}/.exec(system?.content ?? '') ?? [];
  expect(asked?.role).toBe('user');
  expect(asked?.content?.replace(new RegExp(`<${mark} [^]*</${mark}>`), '')).not.toMatch(/harbour|localhost/);
  for (const text of sent) expect(text).not.toContain(secret);
  expect(JSON.stringify(turn.answer.tools)).not.toContain(secret);
});

test('the middle of a key is blacked out in a report as it is in the whole file', async () => {
  const lines = Array.from({ length: 6 }, (_, index) => `${index}`.repeat(3) + 'Qk9vR1'.repeat(5));
  const key = ['-----BEGIN PRIVATE KEY-----', ...lines, '-----END PRIVATE KEY-----'].join('\n');
  const { server, ask } = await withFiles({ 'keys.ts': `const key = \`\n${key}\n\`;\n` });
  server.script(
    { text: block('keys.ts', `${lines[2]}\nsomething else altogether\n${lines[4]}`, 'x') },
    { text: 'No.' },
  );
  await ask('Shorten the key');
  const sent = server.chats()[1]?.text ?? '';
  expect(sent).toContain('could not be applied');
  // Nor in the map of signatures, which may end in the middle of it.
  expect(sent).not.toContain(lines[3]);
});

test('nothing is said to a model of blocks for files that may not leave', async () => {
  const { server, ask } = await withFiles({
    '.aiignore': 'private.txt\n',
    '.env': `FIRST=one\nPLAIN_NAME=planted-env\n`,
    'private.txt': 'first line\nplanted-private words\n',
    'a.txt': 'alpha\nbeta\n',
  });
  const guesses = block('.env', 'FIRST=one\nPLAIN_NAME=guess', 'x') + block('private.txt', 'first line\nplanted', 'x');
  server.script({ text: guesses }, { text: `Once more:\n\n${guesses}${block('a.txt', 'alpha\nbeto gama', 'x')}` });
  const first = await ask('Guess');
  // What failed is shown to the person, and there is nothing to correct.
  expect(first.files.map(({ failures }) => failures.length)).toEqual([1, 1]);
  expect(server.chats().filter(({ text }) => text.includes('could not be applied'))).toEqual([]);
  await ask('Guess again');
  const reports = server.chats().filter(({ text }) => text.includes('could not be applied'));
  expect(reports).toHaveLength(1);
  for (const { text } of server.chats()) expect(text).not.toMatch(/planted-(env|private)/);
});

test('an answer leaves the secrets of a file as they are', async () => {
  const { server, ask } = await withFiles({ 'config.ts': config });
  const shown = config.replace(secret, '[redacted: password]');
  server.script({ text: `config.ts\n\`\`\`ts\n${shown.replace('5432', '5433')}\`\`\`\n` });
  const whole = await ask('Another port');
  expect(whole.files[0]?.hunks).toMatchObject([
    { oldLines: ['export const port = 5432;'], newLines: ['export const port = 5433;'] },
  ]);
  const unclear = block('config.ts', "export const host = 'localhost';", "const apiToken = '[redacted: token]';");
  server.script({ text: unclear }, { text: 'No.' });
  const refused = await ask('Add the token');
  expect(refused.files).toMatchObject([{ hunks: [], failures: [{ reason: expect.stringContaining('blacked out') }] }]);
  for (const { text } of server.chats()) expect(text).not.toContain(secret);
});

test('a secret is not put where it no longer looks like one', async () => {
  const { server, ask } = await withFiles({ 'config.ts': `${config}\nstart();\n` });
  const bare = block('config.ts', 'start();', "login('admin', '[redacted: password]');");
  const near = block('config.ts', "login('admin', 'something');\nstop(1);", 'x');
  const named = block('config.ts', 'start();', "start({ password: '[redacted: password]' });");
  server.script({ text: bare + near + named }, { text: 'No.' });
  const { files, answer } = await ask('Log in');
  expect(files[0]?.failures[0]).toMatchObject({ reason: expect.stringContaining('nothing shows any more') });
  expect(files[0]?.hunks).toMatchObject([{ newLines: [`start({ password: '${secret}' });`] }]);
  expect(server.chats()).toHaveLength(2);
  for (const { text } of server.chats()) expect(text).not.toContain(secret);
  expect(JSON.stringify(answer.tools)).not.toContain(secret);
});

test('what was a secret before the edits is blacked out in a report also where it does not look like one any more', async () => {
  const before = `const password =\n  '${secret}';\nconst port = 5432;\n`;
  const { server, ask } = await withFiles({ 'config.ts': before });
  const rename = block('config.ts', 'const password =', 'const label =');
  const near = block('config.ts', `const label =\n  'something else';\nconst harbour = 5432;`, 'x');
  server.script({ text: rename + near }, { text: 'No.' });
  const { files } = await ask('Name it label');
  expect(files[0]?.hunks).toMatchObject([{ newLines: ['const label ='] }]);
  const report = server.chats()[1]?.text ?? '';
  expect(report).toContain('come nearest begin at line 1');
  expect(report).toContain('[redacted: password]');
  for (const { text } of server.chats()) expect(text).not.toContain(secret);
});

test('a file that an answer gives another name is still kept back', async () => {
  const { server, ask } = await withFiles({ '.env': 'FIRST=one\nPLAIN_NAME=planted-env\n' });
  const move = '*** Begin Patch\n*** Update File: .env\n*** Move to: env.txt\n*** End Patch\n';
  server.script({ text: `${move}\n${block('env.txt', 'FIRST=one\nPLAIN_NAME=guess', 'x')}` }, { text: 'No.' });
  const turn = await ask('Move it');
  expect(turn.files).toMatchObject([{ kind: 'rename', path: 'env.txt', failures: [{}] }]);
  for (const { text } of server.chats()) expect(text).not.toContain('planted-env');
});

test('an edit in place sends no secret and puts it back where its mark stands', async () => {
  const { client, server, projectId } = await withFiles({});
  const [before = '', ...rest] = config.split('\n');
  const edit = async (selected: string, after = '') => {
    const place = { projectId, path: 'config.ts', languageId: 'typescript', before: `${before}\n`, after };
    const parts = [];
    for await (const part of await client.assistant.inline.edit({ ...place, selected, instruction: 'change it' }))
      parts.push(part);
    return {
      done: parts.at(-1),
      streamed: parts.flatMap((part) => (part.type === 'text' ? [part.text] : [])).join(''),
    };
  };
  const selected = rest.join('\n');
  const shown = selected.replace(secret, '[redacted: password]');
  server.script({ text: `// changed\n${shown}` });
  const { done, streamed } = await edit(selected);
  expect(done).toMatchObject({ text: `// changed\n${selected}`, problem: null });
  expect(streamed).toBe(`// changed\n${shown.slice(0, shown.indexOf('['))}`);
  server.script({ text: "const token = '[redacted: token]';" });
  expect((await edit(selected)).done).toMatchObject({ text: '', problem: { reason: 'badAnswer' } });
  // Neither half of it looks like a secret.
  server.script({ text: 'const dbPassword = "' });
  const [head = '', tail = ''] = selected.split(secret.slice(4));
  await edit(head, secret.slice(4) + tail);
  for (const { text } of server.chats()) {
    expect(text).not.toContain(secret.slice(4));
    expect(text).not.toContain(secret.slice(0, 4));
  }
});

test('a secret across the place where a long question is cut for a title does not go out in part', async () => {
  const { server, ask } = await withFiles({});
  const start = 'Why does this fail?\n'.padEnd(1960, 'word ');
  await ask(`${start}\nconst dbPassword = "${secret}-${secret}";\n`);
  await server.received(2);
  for (const { text } of server.chats()) expect(text).not.toContain(secret.slice(0, 8));
});

test('nothing completes a secret that is being typed', async () => {
  const { client, server, projectId } = await withFiles({});
  await client.settings.update({ scope: 'user', projectId: null, key: 'assistant.inlineCompletion', value: true });
  const complete = (before: string, after: string) =>
    client.assistant.inline.complete({ projectId, path: 'a.ts', languageId: 'typescript', before, after });
  for (const [before, after] of [
    ['const a = 1;\nconst password = "hunter2', '";\n'],
    ['const a = 1;\nconst password = "hun', 'ter2";\n'],
    ['const a = 1;\nconst password = "hunter2', '\n'],
    ['DB_PASSWORD=hunter2', '\n'],
  ] as const)
    expect(await complete(before, after)).toEqual({ text: '' });
  expect(server.chats()).toEqual([]);
  server.script({ text: 'connect(password)' });
  expect(await complete('const password = "hunter2";\n', '\nexport const apiToken = "a1b2c3d4e5f6g7";\n')).toEqual({
    text: 'connect(password)',
  });
  expect(server.chats()[0]?.text).not.toMatch(/hunter2|a1b2c3/);
  server.script({ text: 'login("[redacted: password]")' });
  expect(await complete('const password = "hunter2";\n', '')).toEqual({ text: '' });
});
