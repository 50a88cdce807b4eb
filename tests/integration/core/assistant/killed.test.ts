import { expect, onTestFinished, test } from 'vitest';
import { message } from '../../../support/assistant.ts';
import { startCore } from '../../../support/core.ts';
import { bundleCore, startCoreProcess } from '../../../support/core-process.ts';
import { startModelServer } from '../../../support/model-server.ts';
import { createProject } from '../../../support/projects.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

test('what an answer had said is there after Core was killed in the middle of it', { timeout: 90_000 }, async () => {
  const bundle = await bundleCore();
  onTestFinished(() => bundle.dispose());
  const project = await createProject({ 'a.ts': 'export const a = 1;\n' });
  onTestFinished(() => project.dispose());
  const server = await startModelServer();
  onTestFinished(() => server.close());
  const dataFolder = temporaryFolder('data');
  const core = startCoreProcess({ entry: bundle.entry, dataFolder });
  onTestFinished(() => core.dispose());
  const { client } = core;
  const { project: opened } = await client.projects.open({ path: project.path });
  await client.assistant.models.connect({
    id: null,
    kind: 'compatible',
    name: 'Test server',
    baseUrl: server.baseUrl,
    key: null,
  });
  server.script({ text: 'Half of the answer ', pause: 20, endless: true });
  const turn = await client.assistant.chat.send({
    projectId: opened.id,
    conversationId: null,
    parentId: null,
    message: message('Go on'),
  });
  let conversationId = '';
  let text = '';
  for await (const part of turn) {
    if (part.type === 'started') conversationId = part.conversationId;
    if (part.type === 'text') text += part.text;
    // Several times as long as text that has come may take to be on the disk.
    if (text.split('and so on').length > 60) break;
  }
  await core.dispose();
  await expect.poll(() => server.connections).toBe(0);

  const restarted = await startCore({ dataFolder });
  onTestFinished(() => restarted.dispose());
  const { messages } = await restarted.client.assistant.chat.open({ conversationId });
  const answer = messages.at(-1);
  expect(messages.map(({ role }) => role)).toEqual(['user', 'assistant']);
  expect(answer).toMatchObject({ status: 'interrupted' });
  expect(answer?.text).toMatch(/^Half of the answer (and so on )+/);
});
