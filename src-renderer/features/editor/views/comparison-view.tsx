import type { DockviewPanelApi } from 'dockview-react';
import type { editor } from 'monaco-editor/editor/editor.api';
import { useEffect, useRef } from 'react';
import { useStore } from 'zustand';
import type { Signal } from '../../../app/disposable.ts';
import { messageOf } from '../../../app/error-message.ts';
import { t } from '../../../localize.ts';
import { comparisonOptions } from '../../../monaco/editor-options.ts';
import { languageByName } from '../../../monaco/languages-by-name.ts';
import type { TextModelBuffer } from '../../../monaco/text-buffer.ts';
import { documentTitle } from '../documents/document-id.ts';
import type { MonacoHost } from '../editors/monaco-loader.ts';
import { useEditorParts } from '../parts.ts';

interface ComparisonViewProps {
  readonly api: DockviewPanelApi;
  readonly document: string;
  readonly left: () => Promise<string>;
  /** A text that can be edited, or how to read one that cannot. */
  readonly right: TextModelBuffer | (() => Promise<string>) | null;
  readonly changed?: Signal<void> | undefined;
  /** Leaves the focus where it is. */
  readonly keepFocus?: boolean | undefined;
  readonly onFailure: (message: string | null) => void;
  readonly onShown?: (diff: editor.IStandaloneDiffEditor | null) => void;
}

/** Two texts in Monaco's comparison. */
export function ComparisonView(props: ComparisonViewProps) {
  const { api, document, left, right, changed, keepFocus = false, onFailure, onShown } = props;
  const quiet = useRef(keepFocus);
  quiet.current = keepFocus;
  const { session } = useEditorParts();
  const host = useStore(session.loader.host);
  const slot = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!slot.current || !host) return;
    const diff = createDiff(host, slot.current, session, right !== null && 'model' in right);
    const own: editor.ITextModel[] = [];
    let original: editor.ITextModel | null = null;
    let shown = true;
    const language = languageByName(documentTitle(document));
    const make = (text: string) => {
      const model = host.createPlainModel(text, language, session.settings());
      own.push(model);
      return model;
    };
    const load = async () => {
      const [before, after] = await Promise.all([left(), typeof right === 'function' ? right() : null]);
      if (!shown) return;
      const modified = right !== null && 'model' in right ? right.model : make(after ?? '');
      if (modified.isDisposed()) return;
      original = make(before);
      diff.setModel({ original, modified });
      onFailure(null);
      onShown?.(diff);
      const reveal = diff.onDidUpdateDiff(() => {
        reveal.dispose();
        diff.revealFirstDiff();
      });
      if (api.isActive && !quiet.current) diff.getModifiedEditor().focus();
    };
    const reload = async () => {
      const [before, after] = await Promise.all([left(), typeof right === 'function' ? right() : null]);
      if (!shown) return;
      const update = (model: editor.ITextModel | null, text: string) => {
        if (model && !model.isDisposed() && model.getValue() !== text) model.setValue(text);
      };
      update(original, before);
      if (after !== null) update(diff.getModel()?.modified ?? null, after);
    };
    const failed = (error: unknown) => {
      if (shown) onFailure(messageOf(error));
    };
    load().catch(failed);
    const listening = changed?.listen(() => void reload().catch(failed));
    const handle = {
      goToChange: (step: 1 | -1) => diff.goToDiff(step === 1 ? 'next' : 'previous'),
      focus: () => diff.getModifiedEditor().focus(),
    };
    const follow = () => {
      const { shownComparison } = session;
      if (api.isVisible) shownComparison.setState(handle, true);
      else if (shownComparison.getState() === handle) shownComparison.setState(null, true);
    };
    follow();
    const visibility = api.onDidVisibilityChange(follow);
    return () => {
      shown = false;
      listening?.dispose();
      visibility.dispose();
      if (session.shownComparison.getState() === handle) session.shownComparison.setState(null, true);
      onShown?.(null);
      diff.setModel(null);
      diff.dispose();
      for (const model of own) model.dispose();
    };
  }, [host, left, right, changed, document, session, api, onFailure, onShown]);
  return <div className="text-view" ref={slot} />;
}

function createDiff(
  host: MonacoHost,
  slot: HTMLElement,
  session: ReturnType<typeof useEditorParts>['session'],
  editable: boolean,
): editor.IStandaloneDiffEditor {
  const diff = host.monaco.editor.createDiffEditor(slot, {
    ...comparisonOptions(session.settings(), session.editors.toggles.getState()),
    readOnly: !editable,
  });
  keepName(host, diff.getOriginalEditor(), t('Left side, read-only'));
  keepName(host, diff.getModifiedEditor(), editable ? t('Right side') : t('Right side, read-only'));
  return diff;
}

/** Monaco drops the names of a comparison's sides whenever its options change. */
function keepName({ monaco }: MonacoHost, side: editor.ICodeEditor, name: string): void {
  const { ariaLabel } = monaco.editor.EditorOption;
  const keep = () => {
    if (side.getOption(ariaLabel) !== name) side.updateOptions({ ariaLabel: name });
  };
  keep();
  side.onDidChangeConfiguration((event) => {
    if (event.hasChanged(ariaLabel)) keep();
  });
}
