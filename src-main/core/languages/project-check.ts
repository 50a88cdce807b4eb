import { setTimeout as delay } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import { LanguageDiagnostic, type LanguageReport } from '../../../contract/desktop/languages.ts';
import type { RunningServer } from './language-server.ts';
import { ServerGone } from './server-connection.ts';

/** Milliseconds of quiet before a check begins. */
const quiet = { opened: 400, saved: 300, typed: 2000 } as const;
/** Files whose reports are sent together. */
const reportsTogether = 50;
/** A check that takes longer than this, in milliseconds, is not made again for every pause in typing. */
const quickCheck = 1500;

const Report = z.looseObject({ items: z.array(LanguageDiagnostic).optional() });

export type CheckReason = keyof typeof quiet;

/** Asks a server about every file of a project that is not open, one after the other, while nobody else asks. */
export interface ProjectCheck {
  /** Begins a check soon; one that runs is begun anew. */
  schedule(reason: CheckReason): void;
  /** Files have come or gone: the list is made anew with the next check. */
  forgetFiles(): void;
  /** Ends what runs and takes back everything that was reported. */
  clear(): void;
  dispose(): void;
}

export function createProjectCheck(options: {
  server: RunningServer;
  root: string;
  listFiles(signal: AbortSignal): Promise<readonly string[]>;
  report(reports: LanguageReport[]): void;
  onFailed(error: unknown): void;
}): ProjectCheck {
  const { server, root } = options;
  const reported = new Set<string>();
  let files: readonly string[] | null = null;
  let running: AbortController | null = null;
  let timer: NodeJS.Timeout | undefined;
  let took = 0;
  let done = false;

  const check = async (signal: AbortSignal) => {
    const startedAt = performance.now();
    files ??= await options.listFiles(signal);
    const uris = files.map((path) => pathToFileURL(`${root}/${path}`).href);
    let batch: LanguageReport[] = [];
    const flush = () => {
      if (batch.length > 0) options.report(batch);
      batch = [];
    };
    for (const uri of uris) {
      // What a person waits for goes first.
      while (server.pending > 0 && !signal.aborted) await delay(15);
      if (signal.aborted) return;
      if (server.isOpen(uri)) continue;
      const answer = Report.safeParse(
        await server.request('textDocument/diagnostic', { textDocument: { uri } }, signal).catch((error: unknown) => {
          if (signal.aborted || error instanceof ServerGone) throw error;
          return null;
        }),
      );
      if (!answer.success) continue;
      const diagnostics = answer.data.items ?? [];
      if (diagnostics.length === 0 && !reported.has(uri)) continue;
      if (diagnostics.length > 0) reported.add(uri);
      else reported.delete(uri);
      batch.push({ uri, diagnostics });
      if (batch.length >= reportsTogether) flush();
    }
    const known = new Set(uris);
    for (const uri of [...reported]) {
      if (known.has(uri)) continue;
      reported.delete(uri);
      batch.push({ uri, diagnostics: [] });
    }
    flush();
    took = performance.now() - startedAt;
    done = true;
  };

  const stop = () => {
    clearTimeout(timer);
    running?.abort();
    running = null;
  };

  return {
    schedule(reason) {
      if (reason === 'typed' && (!done || took > quickCheck)) return;
      stop();
      timer = setTimeout(() => {
        const controller = new AbortController();
        running = controller;
        check(controller.signal).catch((error: unknown) => {
          if (!controller.signal.aborted && !(error instanceof ServerGone)) options.onFailed(error);
        });
      }, quiet[reason]);
    },
    forgetFiles() {
      files = null;
    },
    clear() {
      stop();
      done = false;
      if (reported.size > 0) options.report([...reported].map((uri) => ({ uri, diagnostics: [] })));
      reported.clear();
    },
    dispose: stop,
  };
}
