import { randomUUID } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { BenchRow } from '../../../scripts/benchmarks/rows.ts';
import { createConversationRecords } from '../../../src-main/core/assistant/index.ts';
import { openDatabase } from '../../../src-main/core/database/index.ts';
import { createProjectRecords } from '../../../src-main/core/projects/index.ts';
import { startCore } from '../../support/core.ts';
import { startModelServer } from '../../support/model-server.ts';
import { temporaryFolder } from './prepared-session.ts';
import { figureRow, percentile } from './statistics.ts';

const tokens = 400;
export const longConversation = 2000;
export const longTitle = 'A long one';

/** Core's part of a chat: from a token on the socket to the window's port, and opening a long conversation. */
export async function measureChatCore(): Promise<BenchRow[]> {
  return [...(await measureTokens()), ...(await measureOpening())];
}

/** Each token carries the moment at which the server handed it to its socket; server, Core and window share one clock and one process. */
async function measureTokens(): Promise<BenchRow[]> {
  const server = await startModelServer({ title: 'A name' });
  const core = await startCore();
  try {
    const folder = join(core.dataFolder, 'project');
    await mkdir(folder);
    const { project } = await core.client.projects.open({ path: folder });
    await core.client.assistant.models.connect({ id: null, kind: 'compatible', name: '', baseUrl: server.baseUrl });
    const situation = { activePath: null, line: null, openPaths: [], pinnedPaths: [], unsaved: [], problems: [] };
    const ask = async (stamped: boolean) => {
      server.script({ text: 'word '.repeat(stamped ? tokens : 5), pieces: 5, pause: 4, stamped });
      const delays: number[] = [];
      const turn = await core.client.assistant.chat.send({
        projectId: project.id,
        conversationId: null,
        parentId: null,
        message: { text: 'Say it', attachments: [], situation, leaveOut: [] },
      });
      for await (const part of turn) {
        if (part.type !== 'text') continue;
        const now = performance.now();
        for (const [, moment] of part.text.matchAll(/<(\d+\.\d+)>/g)) delays.push(now - Number(moment));
      }
      return delays;
    };
    // The first question loads the SDK and warms the context.
    await ask(false);
    const delays = await ask(true);
    const p95 = figureRow('token on the socket to the window’s port, p95', 'ms', percentile(delays, 95));
    return [
      figureRow('token on the socket to the window’s port, p50', 'ms', percentile(delays, 50)),
      { ...p95, must: '≤ 16', pass: p95.ours <= 16 },
    ];
  } finally {
    await core.dispose();
    await server.close();
  }
}

async function measureOpening(): Promise<BenchRow[]> {
  const data = await temporaryFolder();
  const database = openDatabase({ folder: data.path });
  try {
    const { projectId, conversationId } = seedLongConversation(database, data.path, join(data.path, 'project'));
    const records = createConversationRecords({ database, now: Date.now });
    const times: number[] = [];
    for (let turn = 0; turn < 20; turn += 1) {
      const started = performance.now();
      const opened = records.open(conversationId);
      times.push(performance.now() - started);
      const all = opened.messages.length + opened.earlier;
      if (all !== longConversation) throw new Error(`${all} messages`);
    }
    const searched = performance.now();
    records.list(projectId, '1999 words');
    const search = performance.now() - searched;
    const p95 = figureRow('a conversation of 2,000 messages opened in Core, p95', 'ms', percentile(times, 95));
    return [
      figureRow('a conversation of 2,000 messages opened in Core, p50', 'ms', percentile(times, 50)),
      { ...p95, must: '≤ 60', pass: p95.ours <= 60 },
      figureRow('conversations searched for two words', 'ms', search),
    ];
  } finally {
    await database.dispose();
    await data.dispose();
  }
}

/** Writes a conversation of 2,000 messages, answers with headings, lists and code among them, into the database of a Core that does not run. */
export function seedLongConversation(
  database: ReturnType<typeof openDatabase>,
  userFolder: string,
  projectFolder: string,
): { readonly projectId: string; readonly conversationId: string } {
  const projects = createProjectRecords({ database, userFolder });
  const project = projects.opened({ path: projectFolder, name: 'project' });
  const records = createConversationRecords({ database, now: Date.now });
  const conversation = records.create(project.id, longTitle);
  let parentId: string | null = null;
  for (let index = 0; index < longConversation; index += 1) {
    const role = index % 2 === 0 ? 'user' : 'assistant';
    const id: string = randomUUID();
    records.add({
      id,
      conversationId: conversation.id,
      parentId,
      status: 'complete',
      role,
      text: role === 'user' ? `${index} What do these words say?` : longAnswer(index),
      attachments: [],
      model: 'm',
      local: true,
    });
    parentId = id;
  }
  return { projectId: project.id, conversationId: conversation.id };
}

function longAnswer(index: number): string {
  const code = `\`\`\`ts\n${'const delayed = departures.filter((each) => each.minutes > 5);\n'.repeat(8)}\`\`\`\n`;
  const list = '- a **point** with `code` in it\n'.repeat(5);
  return `${index} `.concat(
    'Some words of an answer with `code` in it.\n'.repeat(26),
    '\n## Points\n\n',
    list,
    '\n',
    code,
  );
}
