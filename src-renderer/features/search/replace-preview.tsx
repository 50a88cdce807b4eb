import { FileX, X } from 'lucide-react';
import type { editor } from 'monaco-editor/editor/editor.api';
import { useEffect, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { messageOf } from '../../app/error-message.ts';
import { type Services, useServices } from '../../app/services.ts';
import { t } from '../../localize.ts';
import { comparisonOptions } from '../../monaco/editor-options.ts';
import { languageByName } from '../../monaco/languages-by-name.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { PaneHead } from '../../ui/pane-head.tsx';
import type { Replacing } from './replace.ts';
import type { Replaced, ResultFile } from './results.ts';
import { focusedRow, type Search } from './search.ts';
import { matchText } from './summary.ts';
import './search.css';

/** One file before and after its replace, side by side. */
export default function ReplacePreview({
  search,
  replacing,
}: {
  readonly search: Search;
  readonly replacing: Replacing;
}) {
  const services = useServices();
  const file = useStore(search.store, (state) => focusedRow(state)?.file ?? null);
  const [failure, setFailure] = useState<string | null>(null);
  const slot = useRef<HTMLDivElement>(null);
  const close = () => services.workspace.setState({ page: null });

  useEffect(() => {
    if (!file || !slot.current) return;
    const shown = new AbortController();
    setFailure(null);
    void showChange(services, replacing, file, slot.current, shown.signal).catch((error: unknown) => {
      if (!shown.signal.aborted) setFailure(messageOf(error));
    });
    return () => shown.abort();
  }, [services, replacing, file]);

  if (!file) {
    return (
      <EmptyState
        icon={<FileX aria-hidden="true" />}
        title={t('Nothing to preview')}
        actions={<Button onClick={close}>{t('Close')}</Button>}
      >
        {t('Select a result, then preview its file.')}
      </EmptyState>
    );
  }
  const replace = async () => {
    close();
    await replacing.replace([{ file, matches: file.matches }]);
  };
  return (
    <div className="search-preview">
      <PaneHead title={file.path}>
        <span className="search-preview-count tabular">{matchText(file.matches.length, 1)}</span>
        <Button small kind="primary" onClick={() => void replace()} autoFocus>
          {t('Replace all in this file')}
        </Button>
        <IconButton label={t('Close')} keys="Escape" onClick={close}>
          <X aria-hidden="true" />
        </IconButton>
      </PaneHead>
      {failure !== null ? (
        <EmptyState failed icon={<FileX aria-hidden="true" />} title={t('The preview cannot be shown')}>
          {failure}
        </EmptyState>
      ) : null}
      <div className="search-preview-diff" ref={slot} hidden={failure !== null} />
    </div>
  );
}

/** Shows both texts until aborted. */
async function showChange(
  services: Services,
  replacing: Replacing,
  file: ResultFile,
  slot: HTMLElement,
  signal: AbortSignal,
): Promise<void> {
  const { workspace } = services;
  const [{ monaco, createPlainModel }, before] = await Promise.all([
    import('../../monaco/monaco.ts'),
    readText(services, file.path, signal),
  ]);
  const replacer = replacing.replacer();
  const replaced = file.matches.flatMap((match): Replaced[] => {
    const text = replacer(match);
    return text === null ? [] : [{ match, text }];
  });
  const after = replacing.preview(before, replaced);
  if (signal.aborted) return;
  if (after === null)
    throw new Error(t('{{path}} has changed since it was searched. Search again.', { path: file.path }));
  const settings = workspace.getState().settings.effective;
  const toggles = { wordWrap: null, minimap: null, stickyScroll: null };
  const options = { ...comparisonOptions(settings, toggles), readOnly: true };
  const diff: editor.IStandaloneDiffEditor = monaco.editor.createDiffEditor(slot, options);
  const language = languageByName(file.path);
  const original = createPlainModel(before, language, settings);
  const modified = createPlainModel(after, language, settings);
  diff.setModel({ original, modified });
  signal.addEventListener('abort', () => {
    diff.dispose();
    original.dispose();
    modified.dispose();
  });
}

/** The text that a replace would change: the unsaved one where there is one. */
async function readText({ core, editor: { texts }, workspace }: Services, path: string, signal: AbortSignal) {
  const unsaved = texts.unsaved().find((text) => text.path === path);
  if (unsaved) return unsaved.text;
  const projectId = workspace.getState().project?.id ?? '';
  let whole = '';
  for await (const part of await core.files.read({ projectId, path }, { signal })) {
    if (part.type !== 'done') whole += part.text ?? '';
  }
  return whole;
}
