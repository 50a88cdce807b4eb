import { mkdirSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { EditorSituation, NewMessage, TurnPart } from '../../contract/desktop/assistant/chat.ts';
import type { DesktopClient } from '../../contract/desktop/index.ts';
import { startCore, type TestCore } from './core.ts';
import { type ModelServer, type ModelServerOptions, startModelServer } from './model-server.ts';

/** A window that has no editor open. */
export const nothingOpen: EditorSituation = {
  activePath: null,
  line: null,
  openPaths: [],
  pinnedPaths: [],
  unsaved: [],
  problems: [],
};

export const message = (text: string, more: Partial<NewMessage> = {}): NewMessage => ({
  text,
  attachments: [],
  situation: nothingOpen,
  leaveOut: [],
  ...more,
});

export interface AssistantFixture {
  readonly core: TestCore;
  readonly client: DesktopClient;
  readonly server: ModelServer;
  readonly projectId: string;
  readonly folder: string;
}

/** A Core with an open, trusted project and a server of models that is connected and chosen. All end with the test. */
export async function startAssistant(
  options: ModelServerOptions & { trusted?: boolean; connected?: boolean; limits?: boolean } = {},
): Promise<AssistantFixture> {
  const server = await startModelServer({ title: 'A short name', ...options });
  const core = await startCore();
  onTestFinished(async () => {
    await core.dispose();
    await server.close();
  });
  const folder = join(realpathSync(core.dataFolder), 'a-project');
  mkdirSync(folder, { recursive: true });
  const { client } = core;
  const { project } = await client.projects.open({ path: folder });
  if (options.trusted !== false) await client.projects.trust({ projectId: project.id, trusted: true });
  if (options.connected !== false) {
    await client.assistant.models.connect({
      id: null,
      kind: 'compatible',
      name: 'Test server',
      baseUrl: server.baseUrl,
      key: options.key ?? null,
    });
  }
  if (options.limits !== true) {
    await client.settings.update({ scope: 'user', projectId: null, key: 'assistant.messagesPerMinute', value: 1000 });
  }
  return { core, client, server, projectId: project.id, folder };
}

/** Every part of a turn. */
export async function readTurn(turn: Promise<AsyncIterable<TurnPart>> | AsyncIterable<TurnPart>): Promise<TurnPart[]> {
  const parts: TurnPart[] = [];
  for await (const part of await turn) parts.push(part);
  return parts;
}

/** What a whole turn came to. */
export async function finishTurn(turn: Promise<AsyncIterable<TurnPart>> | AsyncIterable<TurnPart>) {
  const parts = await readTurn(turn);
  const started = parts.find((part) => part.type === 'started');
  const done = parts.at(-1);
  if (!started || done?.type !== 'done') throw new Error(`The turn ended with ${done?.type ?? 'nothing'}.`);
  return {
    parts,
    conversationId: started.conversationId,
    question: started.question,
    answer: done.answer,
    files: done.files,
    text: parts.flatMap((part) => (part.type === 'text' ? [part.text] : [])).join(''),
  };
}
