import { createStore, type StoreApi } from 'zustand/vanilla';
import type { DesktopClient } from '../../../../contract/desktop/index.ts';
import type { DocumentNotice, LanguageEvent, LanguageServer } from '../../../../contract/desktop/languages.ts';
import { createDisposables, createSignal, type Disposable, type Signal } from '../../../app/disposable.ts';
import { t } from '../../../localize.ts';
import type { Answer, Capabilities, Method, Params } from './protocol.ts';

/** Where a window's language servers are asked and heard. */
export interface LanguageClient extends Disposable {
  /** The servers of the project; empty without one. */
  readonly servers: StoreApi<readonly LanguageServer[]>;
  readonly events: Signal<LanguageEvent>;
  /** A stream has begun: Core knows of no document of this window. */
  readonly connected: Signal<void>;
  /** Reads the stream of a project, or of none, until the next call. */
  follow(projectId: string | null): void;
  /** Follows the same project anew. */
  reconnect(): void;
  /** Sends what happened to documents. Requests that are made later are answered with it taken in. */
  sync(notices: readonly DocumentNotice[]): void;
  request<M extends Method>(server: string, method: M, params: Params<M>, signal?: AbortSignal): Promise<Answer<M>>;
  /** Ready servers of a language that can do something, the first of the settings first. */
  serversFor(languageId: string, can: (capabilities: Capabilities) => unknown): readonly LanguageServer[];
  answerEdit(requestId: number, outcome: { applied: boolean; failure?: string }): void;
  projectId(): string | null;
}

/** `beforeRequest` is called before each request, for what must be sent first. */
export function createLanguageClient(
  core: Pick<DesktopClient, 'languages'>,
  beforeRequest: () => void,
): LanguageClient {
  const ends = createDisposables();
  const servers = createStore<readonly LanguageServer[]>(() => []);
  const events = createSignal<LanguageEvent>();
  const connected = createSignal<void>();
  let followed: string | null = null;
  let reading: AbortController | null = null;
  let sequence = 0;

  const read = async (projectId: string, controller: AbortController) => {
    const { signal } = controller;
    let first = true;
    for await (const event of await core.languages.connect({ projectId }, { signal })) {
      if (signal.aborted) return;
      if (first) {
        first = false;
        sequence = 0;
        connected.raise();
      }
      if (event.type === 'servers.changed') servers.setState(event.servers, true);
      events.raise(event);
    }
  };

  const follow = (projectId: string | null) => {
    reading?.abort();
    reading = null;
    followed = projectId;
    servers.setState([], true);
    if (projectId === null) return;
    const controller = new AbortController();
    reading = controller;
    read(projectId, controller).catch((error: unknown) => {
      // Core has gone; with the next one `reconnect` is called.
      if (!controller.signal.aborted && !(error instanceof Error && isLoss(error))) reportError(error);
    });
  };
  ends.addFunction(() => reading?.abort());

  return {
    servers,
    events,
    connected,
    follow,
    reconnect: () => follow(followed),
    projectId: () => followed,
    sync(notices) {
      if (followed === null || notices.length === 0) return;
      sequence += 1;
      core.languages.sync({ projectId: followed, sequence, notices: [...notices] }).catch(() => {
        // Lost with Core, which is told of every document again when it is back.
      });
    },
    async request<M extends Method>(server: string, method: M, params: Params<M>, signal?: AbortSignal) {
      beforeRequest();
      if (followed === null) throw new Error(t('No folder is open.'));
      const call = { projectId: followed, server, after: sequence, method, params };
      const { json } = await core.languages.request(call, signal ? { signal } : {});
      // Core has checked the parts that lead to files; the rest is shown only.
      return JSON.parse(json) as Answer<M>;
    },
    serversFor: (languageId, can) =>
      servers
        .getState()
        .filter(
          ({ status, languageIds, capabilities }) =>
            status === 'ready' &&
            capabilities !== null &&
            languageIds.includes(languageId) &&
            Boolean(can(capabilities)),
        ),
    answerEdit(requestId, outcome) {
      if (followed !== null)
        core.languages.answerEdit({ projectId: followed, requestId, ...outcome }).catch(reportError);
    },
    dispose: ends.dispose,
  };
}

function isLoss(error: Error): boolean {
  return error.name === 'CoreLost' || error.name === 'AbortError';
}
