import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { LanguageDiagnostic, LanguageEvent, LanguageServer } from '../../../../contract/desktop/languages.ts';
import type { Project } from '../../../../contract/model/project.ts';
import type { TestCore } from '../../../support/core.ts';

type Request = Parameters<TestCore['client']['languages']['request']>[0];

/** Plays the window of a project towards Core's language servers. */
export async function openLanguageWindow(core: TestCore, folder: string) {
  const { client, close: disconnect } = core.connect();
  const { project } = await client.projects.open({ path: folder });
  const subscription = await client.events.subscribe({ projectId: project.id });
  void drain(subscription);
  const stream = await client.languages.connect({ projectId: project.id });
  const received: LanguageEvent[] = [];
  const looking = new Set<() => void>();
  let servers: readonly LanguageServer[] = [];
  const reports = new Map<string, readonly LanguageDiagnostic[]>();
  const reading = (async () => {
    try {
      for await (const event of stream) {
        received.push(event);
        if (event.type === 'servers.changed') servers = event.servers;
        if (event.type === 'project.checked')
          for (const { uri, diagnostics } of event.reports) reports.set(uri, diagnostics);
        for (const look of [...looking]) look();
      }
    } catch {
      // The port was closed.
    }
  })();
  let sequence = 0;

  const until = <T>(find: () => T | undefined | false, what: string): Promise<T> =>
    new Promise((resolve, reject) => {
      const look = () => {
        const found = find();
        if (found === undefined || found === false) return;
        clearTimeout(timer);
        looking.delete(look);
        resolve(found);
      };
      const timer = setTimeout(() => {
        looking.delete(look);
        reject(new Error(`${what} did not happen. Servers: ${JSON.stringify(servers)}`));
      }, 20_000);
      looking.add(look);
      look();
    });

  // As a window does: documents are told of once the stream has begun.
  await until(() => received.length > 0, 'the stream');

  const uriOf = (path: string) => pathToFileURL(join(project.path, path)).href;

  return {
    client,
    project: project as Project,
    received,
    reports,
    uriOf,
    until,
    servers: () => servers,
    server: (id: string) => servers.find((server) => server.id === id),
    ready: (id = 'typescript', run = 1) =>
      until(
        () => servers.find((server) => server.id === id && server.status === 'ready' && server.run >= run),
        `${id} ready`,
      ),
    async open(path: string, languageId = 'typescript', text?: string) {
      sequence += 1;
      await client.languages.sync({
        projectId: project.id,
        sequence,
        notices: [
          {
            ...{ type: 'opened', uri: uriOf(path), languageId, version: 1 },
            text: text ?? (await readFile(join(project.path, path), 'utf8')),
          },
        ],
      });
    },
    /** Not awaited, as a window does while somebody types. */
    sync(notices: Parameters<typeof client.languages.sync>[0]['notices']) {
      sequence += 1;
      return client.languages.sync({ projectId: project.id, sequence, notices });
    },
    async ask<Answer>(
      method: Request['method'],
      params: object,
      options: { server?: string; signal?: AbortSignal } = {},
    ): Promise<Answer> {
      const { json } = await client.languages.request(
        { projectId: project.id, server: options.server ?? 'typescript', after: sequence, method, params },
        options.signal ? { signal: options.signal } : {},
      );
      return JSON.parse(json) as Answer;
    },
    async close() {
      disconnect();
      await reading;
    },
  };
}

export type LanguageWindow = Awaited<ReturnType<typeof openLanguageWindow>>;

async function drain(events: AsyncIterable<unknown>): Promise<void> {
  try {
    for await (const _ of events) {
      // Read so that Core watches the project, as for a window.
    }
  } catch {
    // The port was closed.
  }
}
