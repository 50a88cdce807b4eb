import { createElement, type ReactNode } from 'react';
import { createStore } from 'zustand/vanilla';
import { t } from '../../localize.ts';
import type { LineSource } from '../connection.ts';
import type { Services } from '../services.ts';
import { createBrowserShell } from './browser-shell.ts';
import { FolderLayer, type FolderQuestion } from './folder-layer.ts';
import { ServerBanner } from './server-banner.tsx';
import { createSocketLines } from './socket-lines.ts';

/** What a browser puts in the place of Shell and its ports. */
export interface BrowserHost {
  readonly lines: LineSource;
  /** Below the title bar. */
  readonly banner: ReactNode;
  /** Over the window. */
  readonly layer: ReactNode;
  /** Hands over what its dialogs are made with, once the window is built. */
  attach(services: Services): void;
}

/** Makes the host of a page that a FlashFusion server has sent. */
export function createBrowserHost(): BrowserHost {
  removeToken();
  const folderQuestion = createStore<FolderQuestion | null>(() => null);
  let services: Services | null = null;

  const shell = createBrowserShell({
    chooseFolder: (title) =>
      new Promise((resolve) => {
        folderQuestion.setState(
          {
            title,
            answer(path) {
              folderQuestion.setState(null, true);
              resolve(path);
            },
          },
          true,
        );
      }),
    choosePath: async (title, value) =>
      (await services?.dialogs.prompt({ title, label: t('Path'), value, confirm: t('Save') })) ?? null,
  });
  const lines = createSocketLines({ address: `${window.location.origin.replace(/^http/, 'ws')}/core` });
  lines.state.subscribe((state, before) => {
    if (before === 'connected') shell.push({ type: 'core.stopped', restarting: true, detail: '' });
    if (services !== null) return;
    if (state === 'full') shell.push(neverStarted(t('The server has too many pages open. Close one of them.')));
    if (state === 'refused')
      shell.push(neverStarted(t('This session has ended. Open the link that the terminal shows.')));
  });
  // Without a server unsaved text is in this page only.
  window.addEventListener('beforeunload', (event) => {
    const documents = services?.editor.state.getState().documents.values() ?? [];
    if (lines.state.getState() !== 'connected' && [...documents].some(({ dirty }) => dirty)) event.preventDefault();
  });
  // A machine that was asleep should not wait for the next attempt.
  window.addEventListener('online', lines.retry);
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') lines.retry();
  });

  return {
    lines(receiver) {
      receiver.shell(shell.client);
      return lines.source(receiver);
    },
    banner: createElement(ServerBanner, { lines }),
    layer: createElement(FolderLayer, { question: folderQuestion }),
    attach(built) {
      services = built;
    },
  };
}

function neverStarted(detail: string) {
  return { type: 'core.stopped', restarting: false, detail } as const;
}

/** A link that is opened in a browser which has a session needs no token, and its address should not show one. */
function removeToken(): void {
  if (!window.location.hash.startsWith('#token=')) return;
  window.history.replaceState(null, '', window.location.pathname + window.location.search);
}
