import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { finishTurn, message, nothingOpen, readTurn, startAssistant } from '../../../support/assistant.ts';
import { startCore } from '../../../support/core.ts';
import { isTitle } from '../../../support/model-server.ts';

test('an earlier message is asked otherwise: a branch, and both can be shown', async () => {
  const { client, server, projectId } = await startAssistant();
  const { chat } = client.assistant;
  server.script({ text: 'One' }, { text: 'Two' }, { text: 'Three' });
  const first = await finishTurn(
    chat.send({ projectId, conversationId: null, parentId: null, message: message('first') }),
  );
  const { conversationId } = first;
  const second = await finishTurn(
    chat.send({ projectId, conversationId, parentId: first.answer.id, message: message('second') }),
  );
  const other = await finishTurn(
    chat.send({ projectId, conversationId, parentId: first.answer.id, message: message('otherwise') }),
  );
  const shown = await chat.open({ conversationId });
  expect(shown.messages.map(({ text }) => text)).toEqual(['first', 'One', 'otherwise', 'Three']);
  expect(shown.messages[2]?.siblings).toEqual([second.question.id, other.question.id]);
  const back = await chat.showBranch({ messageId: second.question.id });
  expect(back.messages.map(({ text }) => text)).toEqual(['first', 'One', 'second', 'Two']);
  const [, , third] = server.chats().filter(({ body }) => !isTitle(body));
  expect(third?.text).toContain('otherwise');
  expect(third?.text).not.toContain('"second"');
});

test('retry asks the same question again, as another answer', async () => {
  const { client, server, projectId } = await startAssistant();
  const { chat } = client.assistant;
  server.script({ text: 'One' }, { text: 'Two' });
  const first = await finishTurn(
    chat.send({ projectId, conversationId: null, parentId: null, message: message('Why?') }),
  );
  const again = await finishTurn(chat.retry({ messageId: first.answer.id, situation: nothingOpen, leaveOut: [] }));
  expect(again.answer).toMatchObject({
    text: 'Two',
    parentId: first.question.id,
    siblings: [first.answer.id, again.answer.id],
  });
});

test('stop keeps what was said and ends the request; continue goes on with it', async () => {
  const { client, server, projectId } = await startAssistant();
  const { chat } = client.assistant;
  server.script(
    { text: 'The answer is forty-two, of course.', holdAfter: { pieces: 2, until: new Promise(() => {}) } },
    { text: ' two, of course.' },
  );
  const turn = await chat.send({ projectId, conversationId: null, parentId: null, message: message('What is it?') });
  let answerId = '';
  let last: unknown;
  let text = '';
  for await (const part of turn) {
    if (part.type === 'started') answerId = part.answerId;
    if (part.type === 'text') text += part.text;
    if (text === 'The answer is fo') await chat.stop({ messageId: answerId });
    last = part;
  }
  expect(last).toMatchObject({ type: 'done', answer: { status: 'stopped', text: 'The answer is fo', problem: null } });
  await expect.poll(() => server.chats()[0]?.aborted).toBe(true);
  const rest = await finishTurn(chat.continue({ messageId: answerId, situation: nothingOpen }));
  expect(rest.answer).toMatchObject({ id: answerId, status: 'complete', text: 'The answer is fo two, of course.' });
  expect(server.chats().at(1)?.text).toContain('The answer is fo');
  // What it had taken before it was stopped counts too.
  const { usage } = await chat.open({ conversationId: rest.conversationId });
  expect(rest.parts.at(-1)).toMatchObject({ type: 'done', usage });
  expect(usage.inputTokens).toBeGreaterThan(120);
});

test('a window that leaves its turn stops the model', async () => {
  const { core, client, server, projectId } = await startAssistant();
  server.script({ endless: true });
  const window = core.connect();
  const turn = await window.client.assistant.chat.send({
    projectId,
    conversationId: null,
    parentId: null,
    message: message('Go on'),
  });
  let conversationId = '';
  for await (const part of turn) {
    if (part.type === 'started') conversationId = part.conversationId;
    if (part.type === 'text') break;
  }
  await expect.poll(() => server.chats()[0]?.aborted).toBe(true);
  await expect
    .poll(async () => (await client.assistant.chat.open({ conversationId })).messages.at(-1)?.status)
    .toBe('stopped');
  window.close();
});

test('when Core ends, what was said is kept as interrupted, and no connection stays', async () => {
  const { core, server, client, projectId } = await startAssistant();
  server.script({ text: 'Half of it', endless: true });
  const turn = await client.assistant.chat.send({
    projectId,
    conversationId: null,
    parentId: null,
    message: message('Go on'),
  });
  let conversationId = '';
  for await (const part of turn) {
    if (part.type === 'started') conversationId = part.conversationId;
    if (part.type === 'text' && part.text !== '') break;
  }
  const second = await client.assistant.chat.send({
    projectId,
    conversationId: null,
    parentId: null,
    message: message('Again'),
  });
  await second.next();
  await core.core.dispose();
  await expect.poll(() => server.connections, { timeout: 8000 }).toBe(0);
  const restarted = await startCore({ dataFolder: core.dataFolder });
  try {
    const opened = await restarted.client.assistant.chat.open({ conversationId });
    expect(opened.messages.at(-1)?.text).toContain('Half of it');
    expect(['interrupted', 'stopped']).toContain(opened.messages.at(-1)?.status);
  } finally {
    await restarted.dispose();
  }
});

test('titles: the first line at once, then the model’s own; a person’s stays', async () => {
  const { client, projectId, core } = await startAssistant();
  const { chat } = client.assistant;
  const events = await core.events(projectId);
  const first = await finishTurn(
    chat.send({ projectId, conversationId: null, parentId: null, message: message('# How late is it?\nmore') }),
  );
  await events.next((event) => event.type === 'conversations.changed' && event.title === 'A short name');
  expect((await chat.open({ conversationId: first.conversationId })).title).toBe('A short name');
  await chat.rename({ conversationId: first.conversationId, title: 'Mine' });
  expect((await chat.list({ projectId, search: 'mine' })).conversations).toMatchObject([{ title: 'Mine' }]);
});

test('removed conversations are off the list until they are restored', async () => {
  const { client, projectId } = await startAssistant();
  const { chat } = client.assistant;
  const { conversationId } = await finishTurn(
    chat.send({ projectId, conversationId: null, parentId: null, message: message('Hello') }),
  );
  await chat.remove({ conversationId });
  expect((await chat.list({ projectId, search: '' })).conversations).toEqual([]);
  await chat.restore({ conversationId });
  expect((await chat.list({ projectId, search: 'hel' })).conversations).toHaveLength(1);
  await expect(chat.open({ conversationId: randomUUID() })).rejects.toMatchObject({ code: 'NOT_FOUND' });
});

test('edits of an answer are staged while it arrives, and one that fits nowhere is corrected', async () => {
  const { client, server, projectId, folder } = await startAssistant();
  const { writeFileSync } = await import('node:fs');
  writeFileSync(`${folder}/a.ts`, 'export const one = 1;\nexport const two = 2;\n');
  const block = (search: string) =>
    `a.ts\n\`\`\`ts\n<<<<<<< SEARCH\n${search}\n=======\nexport const two = 22;\n>>>>>>> REPLACE\n\`\`\`\n`;
  server.script(
    { text: `Here:\n\n${block('export const zwei = 2;')}` },
    { text: `Again:\n\n${block('export const two = 2;')}` },
  );
  const turn = await finishTurn(
    client.assistant.chat.send({ projectId, conversationId: null, parentId: null, message: message('Change two') }),
  );
  expect(turn.answer.tools).toMatchObject([{ name: 'propose_edit', status: 'done' }]);
  expect(turn.files).toMatchObject([{ path: 'a.ts', added: 1, removed: 1 }]);
  expect(turn.answer.editedFiles).toBe(1);
});

test('limits hold before anything is sent', async () => {
  const { client, server, projectId } = await startAssistant({ limits: true });
  await client.settings.update({ scope: 'user', projectId: null, key: 'assistant.messagesPerMinute', value: 2 });
  const send = () =>
    finishTurn(
      client.assistant.chat.send({ projectId, conversationId: null, parentId: null, message: message('Hello') }),
    );
  await send();
  await send();
  const sent = () => server.chats().filter(({ body }) => !isTitle(body)).length;
  const third = await send();
  expect(third.answer).toMatchObject({ status: 'failed', problem: { reason: 'minuteLimit' } });
  expect(third.answer.problem?.retryAfter).toBeGreaterThan(0);
  expect(sent()).toBe(2);
  await client.settings.update({ scope: 'user', projectId: null, key: 'assistant.messagesPerMinute', value: 1000 });
  await client.settings.update({ scope: 'user', projectId: null, key: 'assistant.messagesPerDay', value: 2 });
  const fourth = await send();
  expect(fourth.answer).toMatchObject({ status: 'failed', problem: { reason: 'dayLimit' } });
  expect(sent()).toBe(2);
  await client.settings.update({ scope: 'user', projectId: null, key: 'assistant.messagesPerMinute', value: 2 });
  await client.settings.update({ scope: 'user', projectId: null, key: 'assistant.messagesPerDay', value: 100 });
  const report = await client.assistant.usage.report({ projectId: null, days: 7 });
  expect(report.limits).toMatchObject({
    messagesPerMinute: 2,
    messagesLastMinute: 2,
    messagesPerDay: 100,
    dailyCap: null,
  });
  expect(report.days).toHaveLength(7);
  expect(report.today.messages).toBe(2);
});

test('what was used can be exported, and no spreadsheet runs it', async () => {
  const { client, projectId } = await startAssistant();
  const { conversationId } = await finishTurn(
    client.assistant.chat.send({ projectId, conversationId: null, parentId: null, message: message('x') }),
  );
  await client.assistant.chat.rename({ conversationId, title: '=HYPERLINK("http://example")' });
  const { text } = await client.assistant.usage.export({ days: 1, format: 'csv' });
  expect(text).toContain(`"'=HYPERLINK(""http://example"")"`);
  const json = JSON.parse((await client.assistant.usage.export({ days: 1, format: 'json' })).text);
  expect(json).toContainEqual(
    expect.objectContaining({ purpose: 'chat', inputTokens: 120, outputTokens: 30, costUsd: 0 }),
  );
});

test('templates: seven come along, the user’s own follow', async () => {
  const { client } = await startAssistant();
  const { promptTemplates } = client.assistant;
  const own = await promptTemplates.save({ id: null, title: 'Mine', text: 'About {{thing}}' });
  const { templates } = await promptTemplates.list({});
  expect(templates.filter(({ builtIn }) => builtIn)).toHaveLength(7);
  expect(templates.at(-1)).toEqual(own);
  expect(await promptTemplates.remove({ id: own.id })).toEqual(own);
  await expect(promptTemplates.remove({ id: 'explain' })).rejects.toMatchObject({ code: 'NOT_FOUND' });
});

test('inline: a selection is rewritten without its fence; completion only where it is on', async () => {
  const { client, server, projectId } = await startAssistant();
  const place = { projectId, path: 'a.ts', languageId: 'typescript', before: 'const a = ', after: ';\n' };
  server.script({ text: '```ts\nsum(1, 2)\n```' });
  const parts = [];
  for await (const part of await client.assistant.inline.edit({ ...place, selected: '1 + 2', instruction: 'use sum' }))
    parts.push(part);
  expect(parts.at(-1)).toMatchObject({ type: 'done', text: 'sum(1, 2)', problem: null });
  expect(await client.assistant.inline.complete(place)).toEqual({ text: '' });
  const before = server.chats().length;
  await client.settings.update({ scope: 'user', projectId: null, key: 'assistant.inlineCompletion', value: true });
  server.script({ text: 'const a = sum(1, 2)' });
  expect(await client.assistant.inline.complete(place)).toEqual({ text: 'sum(1, 2)' });
  expect(server.chats().length).toBe(before + 1);
  server.script({ error: { status: 500 } });
  expect(await client.assistant.inline.complete(place)).toEqual({ text: '' });
  await readTurn(
    client.assistant.chat.send({ projectId, conversationId: null, parentId: null, message: message('x') }),
  );
});
