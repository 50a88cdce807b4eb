import { setTimeout as delay } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import { LanguageDiagnostic, type LanguageReport } from '../../../contract/desktop/languages.ts';
import type { RunningServer } from './language-server.ts';
import { ServerGone } from './server-connection.ts';

/** Milliseconds of quiet before a check begins. A window that opens has to paint its editor first, on the same processors. */
const quiet = { opened: 1000, saved: 300, typed: 2000 } as const;
/** Milliseconds between two looks at whether somebody else asks. */
const look = 15;
/** Milliseconds for which nobody must have asked, once somebody has: who has just got an answer mostly asks again. */
const pauseAfterOthers = 150;
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
  /** Ends what runs; what was reported stays. The next check begins anew. */
  rest(): void;
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

  /** What a person waits for goes first. */
  const untilUnused = async (signal: AbortSignal) => {
    for (let unused = server.pending === 0 ? pauseAfterOthers : 0; unused < pauseAfterOthers && !signal.aborted; ) {
      await delay(look);
      unused = server.pending === 0 ? unused + look : 0;
    }
  };

  const check = async (signal: AbortSignal) => {
    const startedAt = performance.now();
    // Listing the files is work for the same processors.
    await untilUnused(signal);
    if (signal.aborted) return;
    files ??= await options.listFiles(signal);
    const uris = files.map((path) => pathToFileURL(`${root}/${path}`).href);
    let batch: LanguageReport[] = [];
    const flush = () => {
      if (batch.length > 0) options.report(batch);
      batch = [];
    };
    for (const uri of uris) {
      await untilUnused(signal);
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
    rest: stop,
    clear() {
      stop();
      done = false;
      if (reported.size > 0) options.report([...reported].map((uri) => ({ uri, diagnostics: [] })));
      reported.clear();
    },
    dispose: stop,
  };
}
