import { useEffect, useLayoutEffect, useMemo, useState } from 'react';
import { useStore } from 'zustand';
import { messageOf } from '../../app/error-message.ts';
import { type DocumentSymbol, type Services, useServices } from '../../app/services.ts';
import { t } from '../../localize.ts';
import { findCommands } from './command-entries.ts';
import { nothing, type PaletteResult } from './entries.ts';
import { findFiles } from './file-entries.ts';
import type { OpenPalette } from './palette-state.ts';
import { findPicks } from './pick-entries.ts';
import { findLine, findSymbols } from './place-entries.ts';
import { findWorkspaceSymbols } from './symbol-entries.ts';

const skeletonDelay = 200;

/** `loading` is set once an answer has taken long enough to show that it is awaited; `fresh` says that it is for this text. */
export interface CurrentResult {
  readonly result: PaletteResult;
  readonly loading: boolean;
  readonly fresh: boolean;
}

/** What fits the text now. */
export function usePaletteResult(open: OpenPalette): CurrentResult {
  const services = useServices();
  const symbols = useSymbols(services, open.mode === 'symbols');
  const files = useAsked(services, open);
  const registered = useStore(services.commands);
  // A command that is registered while the palette is open appears; what else is listed, and the row chosen in it, stays.
  const actions = open.mode === 'commands' ? registered : null;
  const direct = useMemo((): CurrentResult | null => {
    void actions;
    switch (open.mode) {
      case 'commands':
        return { result: findCommands(services, open.text, open.context), loading: false, fresh: true };
      case 'line':
        return { result: findLine(services, open.text), loading: false, fresh: true };
      case 'pick':
        return { result: open.pick ? findPicks(open.pick, open.text) : nothing, loading: false, fresh: true };
      case 'symbols':
        return symbols ? { result: findSymbols(services, symbols, open.text), loading: false, fresh: true } : null;
      case 'files':
      case 'workspaceSymbols':
        return null;
    }
  }, [open, services, symbols, actions]);
  if (direct) return direct;
  return searches[open.mode] ? files : { result: nothing, loading: true, fresh: false };
}

type Search = (services: Services, text: string, signal: AbortSignal) => Promise<PaletteResult>;

/** What is asked for anew with every text. */
const searches: Partial<Readonly<Record<OpenPalette['mode'], Search>>> = {
  files: findFiles,
  workspaceSymbols: findWorkspaceSymbols,
};

function useAsked(services: Services, { mode, text }: OpenPalette): CurrentResult {
  const [answer, setAnswer] = useState<{ result: PaletteResult; loading: boolean; text: string | null }>({
    result: nothing,
    loading: false,
    text: null,
  });
  useLayoutEffect(() => {
    const search = searches[mode];
    if (!search) return;
    const controller = new AbortController();
    const timer = setTimeout(
      () => setAnswer((last) => (last.result.entries.length > 0 ? last : { ...last, loading: true })),
      skeletonDelay,
    );
    search(services, text, controller.signal).then(
      (result) => {
        clearTimeout(timer);
        if (!controller.signal.aborted) setAnswer({ result, loading: false, text: mode + text });
      },
      (error: unknown) => {
        clearTimeout(timer);
        if (controller.signal.aborted) return;
        const empty = {
          title: mode === 'files' ? t('The files could not be searched') : t('The symbols could not be searched'),
          body: messageOf(error),
        };
        setAnswer({ result: { ...nothing, empty }, loading: false, text: mode + text });
      },
    );
    return () => {
      clearTimeout(timer);
      controller.abort();
    };
  }, [services, mode, text]);
  return { result: answer.result, loading: answer.loading, fresh: answer.text === mode + text };
}

function useSymbols({ editor }: Services, wanted: boolean): readonly DocumentSymbol[] | null {
  const [symbols, setSymbols] = useState<readonly DocumentSymbol[] | null>(null);
  useEffect(() => {
    if (!wanted) return;
    let current = true;
    editor.symbols().then(
      (found) => current && setSymbols(found),
      (error: unknown) => {
        reportError(error);
        if (current) setSymbols([]);
      },
    );
    return () => {
      current = false;
    };
  }, [editor, wanted]);
  return symbols;
}
