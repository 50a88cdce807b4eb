import { useEffect, useRef, useState } from 'react';
import { useStore } from 'zustand';
import type { GeneratedFile } from '../../../contract/desktop/generate.ts';
import { useServices } from '../../app/services.ts';
import type { MonacoHost } from '../../app/text-editors.ts';
import { t } from '../../localize.ts';
import { languageByName } from '../../monaco/languages-by-name.ts';
import type { GenerateSession } from './generate-session.ts';

interface CodePaneProps {
  readonly session: GenerateSession;
  readonly path: string;
  readonly status: GeneratedFile['status'];
}

/** The code of a file, as it is written or as it stands. It cannot be changed here. */
export function CodePane({ session, path, status }: CodePaneProps) {
  const { editor } = useServices();
  const [host, setHost] = useState<MonacoHost | null>(null);
  const slot = useRef<HTMLDivElement>(null);
  const shown = useRef<ReturnType<typeof createCodeView> | null>(null);
  const text = useStore(session.state, (state) => state.texts.get(path));

  useEffect(() => {
    let current = true;
    editor.loadMonaco().then((loaded) => current && setHost(loaded), reportError);
    return () => {
      current = false;
    };
  }, [editor]);
  useEffect(() => {
    if (!host || !slot.current) return;
    const view = createCodeView(host, slot.current);
    shown.current = view;
    return () => {
      shown.current = null;
      view.dispose();
    };
  }, [host]);
  useEffect(() => {
    if (status === 'done') session.loadText(path).catch(reportError);
  }, [path, status, session]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: with the host comes the editor to show it in.
  useEffect(() => {
    shown.current?.show(path, text ?? '', status === 'writing');
  }, [host, path, text, status]);

  const empty = text === undefined && status !== 'writing';
  return (
    <div className="generate-code">
      <div className="generate-code-slot" ref={slot} hidden={empty} />
      {empty ? (
        <p className="generate-code-empty">
          {status === 'failed' ? t('This file was not written.') : status === 'done' ? '' : t('Not written yet.')}
        </p>
      ) : null}
    </div>
  );
}

function createCodeView(host: MonacoHost, slot: HTMLElement) {
  const { editor } = host.monaco;
  const model = editor.createModel('', 'plaintext');
  const view = editor.create(slot, {
    model,
    readOnly: true,
    domReadOnly: true,
    automaticLayout: true,
    minimap: { enabled: false },
    stickyScroll: { enabled: false },
    folding: false,
    fontFamily: getComputedStyle(slot).getPropertyValue('--ff-font-code') || 'monospace',
    fontSize: 13,
    lineHeight: 20,
    lineNumbersMinChars: 5,
    scrollBeyondLastLine: false,
    renderValidationDecorations: 'off',
    ariaLabel: t('Code of the file'),
  });
  let path = '';
  return {
    show(next: string, text: string, follow: boolean) {
      if (next !== path) {
        path = next;
        editor.setModelLanguage(model, languageByName(next));
      }
      const before = model.getValue();
      if (before === text) return;
      if (text.startsWith(before) && before !== '') {
        const end = model.getFullModelRange();
        const at = {
          startLineNumber: end.endLineNumber,
          startColumn: end.endColumn,
          endLineNumber: end.endLineNumber,
          endColumn: end.endColumn,
        };
        model.applyEdits([{ range: at, text: text.slice(before.length) }]);
      } else model.setValue(text);
      if (follow) view.revealLine(model.getLineCount());
    },
    dispose() {
      view.dispose();
      model.dispose();
    },
  };
}
