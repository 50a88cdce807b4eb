import { readFile } from 'node:fs/promises';
import { isAbsolute, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { z } from 'zod';
import {
  type DocumentNotice,
  LanguageDiagnostic,
  type LanguageEvent,
  type LanguageRequest,
} from '../../../contract/desktop/languages.ts';
import type { FileChange } from '../../../contract/model/file.ts';
import { t } from '../../../localization/index.ts';
import { desktopError } from '../desktop-error.ts';
import { addressesIn, checkAnswer, WorkspaceEdit } from './answers.ts';
import { createEventStream } from './event-stream.ts';
import { createLanguageServer, type LanguageServerOptions, type RunningServer } from './language-server.ts';
import { createProjectCheck, type ProjectCheck } from './project-check.ts';
import { ServerError, ServerGone } from './server-connection.ts';
import { isSameDefinition, type ServerDefinition } from './server-definition.ts';
import { createWatchedFiles, type WatchedFiles } from './watched-files.ts';

/** Milliseconds that a request waits for documents it builds on. */
const syncPatience = 2000;
/** Milliseconds that a window may take to answer a server's wish to change texts. */
const editPatience = 30_000;
/** Bytes of a text outside the project that is shown. */
const largestSource = 16 * 1024 * 1024;
/** More changes at once are not told one by one: servers read everything anew instead. */
const largestBurst = 2000;

const PublishDiagnostics = z.looseObject({ uri: z.string(), diagnostics: z.array(LanguageDiagnostic) });
const ShowMessage = z.looseObject({ type: z.number(), message: z.string() });
const ApplyEdit = z.looseObject({ edit: WorkspaceEdit });

const refreshes: Readonly<Record<string, 'diagnostics' | 'semanticTokens' | 'inlayHints'>> = {
  'workspace/diagnostic/refresh': 'diagnostics',
  'workspace/semanticTokens/refresh': 'semanticTokens',
  'workspace/inlayHint/refresh': 'inlayHints',
};

export interface ProjectLanguagesOptions {
  readonly root: string;
  readonly register: LanguageServerOptions['register'];
  readonly log: LanguageServerOptions['log'];
  /** Project paths that the server of this definition checks as a whole. */
  listCheckedFiles(signal: AbortSignal): Promise<readonly string[]>;
  notice(title: string, detail: string): void;
  onFailed(error: unknown, where: string): void;
}

interface Entry {
  readonly server: RunningServer;
  readonly watched: WatchedFiles;
  readonly check: ProjectCheck | null;
  /** Why it may not run; empty when it may. */
  readonly refusal: string;
}

/** The servers of one project and the window that uses them. */
export type ProjectLanguages = ReturnType<typeof createProjectLanguages>;

export function createProjectLanguages(options: ProjectLanguagesOptions) {
  const { root } = options;
  let entries: readonly Entry[] = [];
  let stream: ReturnType<typeof createEventStream<LanguageEvent>> | null = null;
  let applied = 0;
  let checksProject = true;
  const waitingForSync = new Set<() => void>();
  /** Places outside the project that servers have led to: these may be read. */
  const namedOutside = new Set<string>();
  const waitingEdits = new Map<number, (answer: { applied: boolean; failureReason?: string }) => void>();
  let lastEdit = 0;
  let announced = false;

  const emit = (event: LanguageEvent) => stream?.push(event);
  const states = () =>
    entries.map(({ server, refusal }) =>
      refusal === '' ? server.state() : { ...server.state(), status: 'off' as const, detail: refusal },
    );
  /** Several changes in a row are told once. */
  const announce = () => {
    if (announced) return;
    announced = true;
    queueMicrotask(() => {
      announced = false;
      emit({ type: 'servers.changed', servers: states() });
    });
  };

  const askForEdit = (server: string, params: unknown) => {
    const parsed = ApplyEdit.safeParse(params);
    if (!parsed.success || !stream) return { applied: false, failureReason: t('There is no window to apply it.') };
    lastEdit += 1;
    const requestId = lastEdit;
    return new Promise((resolve) => {
      const answer = (result: { applied: boolean; failureReason?: string }) => {
        clearTimeout(timer);
        waitingEdits.delete(requestId);
        resolve(result);
      };
      const timer = setTimeout(
        () => answer({ applied: false, failureReason: t('The window did not answer.') }),
        editPatience,
      );
      waitingEdits.set(requestId, answer);
      emit({ type: 'edit.requested', server, requestId, edit: parsed.data.edit });
    });
  };

  const add = (definition: ServerDefinition, refusal: string): Entry => {
    const watched = createWatchedFiles();
    const { id } = definition;
    const server = createLanguageServer({
      definition,
      root,
      register: options.register,
      log: options.log,
      onStateChanged() {
        const { status } = server.state();
        if (status !== 'ready') {
          check?.clear();
          if (status === 'starting' || status === 'restarting') watched.clear();
        }
        announce();
      },
      onNotification(method, params) {
        if (method === 'textDocument/publishDiagnostics') {
          const parsed = PublishDiagnostics.safeParse(params);
          if (parsed.success) emit({ type: 'diagnostics.published', server: id, report: parsed.data });
        }
        if (method === 'window/showMessage') {
          const parsed = ShowMessage.safeParse(params);
          if (!parsed.success || parsed.data.type > 2) return;
          emit({
            type: 'message.shown',
            server: id,
            level: parsed.data.type === 1 ? 'error' : 'warning',
            text: parsed.data.message.slice(0, 2000),
          });
        }
      },
      onRequest(method, params) {
        const feature = refreshes[method];
        if (feature) {
          emit({ type: 'refresh.requested', server: id, feature });
          return null;
        }
        switch (method) {
          case 'client/registerCapability':
            watched.register(params);
            return null;
          case 'client/unregisterCapability':
            watched.unregister(params);
            return null;
          case 'workspace/applyEdit':
            return askForEdit(id, params);
          case 'window/workDoneProgress/create':
          case 'window/showMessageRequest':
            return null;
          default:
            return undefined;
        }
      },
      onGivenUp: (detail) =>
        options.notice(
          t('{{name}} has stopped', { name: definition.name }),
          t('{{detail}} Its status in the status bar starts it again; editing goes on without it.', { detail }),
        ),
    });
    const check = definition.checksProject
      ? createProjectCheck({
          server,
          root,
          listFiles: options.listCheckedFiles,
          report: (reports) => emit({ type: 'project.checked', server: id, reports }),
          onFailed: (error) => options.onFailed(error, 'languages.checkProject'),
        })
      : null;
    return { server, watched, check, refusal };
  };

  const find = (id: string): Entry => {
    const entry = entries.find(({ server }) => server.definition.id === id);
    if (entry?.refusal !== '') throw serverFailed(t('There is no language server "{{id}}" here any more.', { id }));
    return entry;
  };

  const scheduleChecks = (reason: Parameters<ProjectCheck['schedule']>[0]) => {
    if (!checksProject) return;
    for (const { check, server } of entries) if (server.state().run > 0) check?.schedule(reason);
  };

  const tell = (notice: DocumentNotice) => {
    if (notice.type !== 'opened') {
      for (const { server } of entries) server.tell(notice);
      scheduleChecks(notice.type === 'changed' ? 'typed' : 'saved');
      return;
    }
    for (const { server, refusal } of entries) {
      const { definition } = server;
      if (refusal !== '' || !definition.languageIds.includes(notice.languageId)) continue;
      if (notice.server !== undefined && notice.server !== definition.id) continue;
      server.start();
      server.tell(notice);
    }
    scheduleChecks('opened');
  };

  const forgetWindow = () => {
    for (const { server } of entries) server.forgetDocuments();
    for (const answer of [...waitingEdits.values()])
      answer({ applied: false, failureReason: t('The window has gone.') });
    applied = 0;
  };

  return {
    /** Takes over from whoever read before. */
    connect(signal?: AbortSignal): AsyncGenerator<LanguageEvent, void, void> {
      stream?.end();
      forgetWindow();
      const mine = createEventStream<LanguageEvent>(signal);
      stream = mine;
      mine.push({ type: 'servers.changed', servers: states() });
      // A window that has loaded again knows nothing of what was reported before, and may have no document open.
      scheduleChecks('opened');
      return mine.read();
    },
    /** Nobody reads what a check would report; the servers go on for a window that comes back. */
    rest() {
      for (const { check } of entries) check?.rest();
    },
    sync(sequence: number, notices: readonly DocumentNotice[]) {
      for (const notice of notices) tell(notice);
      applied = sequence;
      for (const look of [...waitingForSync]) look();
    },
    async request(
      call: { server: string; after: number; method: LanguageRequest; params: unknown },
      signal?: AbortSignal,
    ): Promise<unknown> {
      const { server } = find(call.server);
      if (applied < call.after) await reached(call.after);
      try {
        const answer = checkAnswer(call.method, await server.request(call.method, call.params, signal));
        for (const uri of addressesIn(answer)) if (!isInside(root, uri)) namedOutside.add(uri);
        return answer;
      } catch (error) {
        if (error instanceof ServerError) {
          throw serverFailed(
            t('{{name}} could not answer: {{message}}', { name: server.definition.name, message: error.message }),
            error,
          );
        }
        if (error instanceof ServerGone)
          throw serverFailed(t('{{name}} is starting again.', { name: server.definition.name }), error);
        if (error instanceof z.ZodError) {
          throw serverFailed(t("{{name}} gave an answer that can't be used.", { name: server.definition.name }), error);
        }
        throw error;
      }
    },
    answerEdit(requestId: number, wasApplied: boolean, failure?: string) {
      waitingEdits.get(requestId)?.({
        applied: wasApplied,
        ...(failure === undefined ? {} : { failureReason: failure }),
      });
    },
    async restart(id?: string) {
      const chosen = entries.filter(({ server, refusal }) => {
        const named = id === undefined ? server.state().run > 0 : server.definition.id === id;
        return named && refusal === '';
      });
      await Promise.all(chosen.map(({ server }) => server.restart()));
    },
    async readSource(uri: string): Promise<{ text: string }> {
      if (!namedOutside.has(uri) && !isInside(root, uri)) throw desktopError('OUTSIDE_PROJECT');
      const text = await readFile(fileURLToPath(uri)).catch((cause) => {
        throw desktopError('NOT_FOUND', { cause });
      });
      if (text.length > largestSource) throw desktopError('TOO_LARGE');
      return { text: text.toString('utf8') };
    },
    /** What runs from now on: servers that are new wait for their first document, those that are not named any more end. */
    async use(
      definitions: readonly { readonly definition: ServerDefinition; readonly refusal: string }[],
      settings: { readonly checksProject: boolean },
    ) {
      const before = entries;
      entries = definitions.map(({ definition, refusal }) => {
        const same = before.find(
          (entry) => entry.refusal === refusal && isSameDefinition(entry.server.definition, definition),
        );
        return same ?? add(definition, refusal);
      });
      if (checksProject !== settings.checksProject) {
        checksProject = settings.checksProject;
        for (const { check } of entries) check?.clear();
        scheduleChecks('opened');
      }
      if (entries.length !== before.length || entries.some((entry) => !before.includes(entry))) announce();
      await Promise.all(
        before
          .filter((entry) => !entries.includes(entry))
          .map(({ server, check }) => {
            check?.clear();
            return server.stop();
          }),
      );
    },
    filesChanged(changes: readonly FileChange[], rescan: boolean) {
      const unknown = rescan || changes.length > largestBurst;
      for (const { server, watched, check } of entries) {
        if (server.state().status !== 'ready') continue;
        if (unknown) {
          check?.forgetFiles();
          server.restart().catch((error) => options.onFailed(error, 'languages.restart'));
          continue;
        }
        const events = watched.eventsFor(root, changes);
        if (events) server.notify('workspace/didChangeWatchedFiles', events);
        if (changes.some(({ kind, path }) => kind !== 'changed' || path.endsWith('config.json'))) check?.forgetFiles();
      }
      if (!unknown) scheduleChecks('saved');
    },
    async dispose() {
      stream?.end();
      await Promise.all(
        entries.map(({ server, check }) => {
          check?.dispose();
          return server.stop();
        }),
      );
    },
  };

  function reached(sequence: number): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        waitingForSync.delete(look);
        resolve();
      };
      const look = () => {
        if (applied >= sequence) done();
      };
      const timer = setTimeout(done, syncPatience);
      waitingForSync.add(look);
    });
  }
}

function serverFailed(message: string, cause?: unknown) {
  return desktopError('LANGUAGE_SERVER_FAILED', { message, cause });
}

function isInside(root: string, uri: string): boolean {
  if (!uri.startsWith('file:')) return false;
  try {
    const path = relative(root, fileURLToPath(uri));
    return path !== '' && !path.startsWith('..') && !isAbsolute(path);
  } catch {
    return false;
  }
}

/** The address of a file of the project, as servers know it. */
export function uriOf(root: string, path: string): string {
  return pathToFileURL(`${root}/${path}`).href;
}
