import { Check, Undo2 } from 'lucide-react';
import { createRoot } from 'react-dom/client';
import type { Disposable } from '../../../app/disposable.ts';
import type { AttachedEditor } from '../../../app/text-editors.ts';
import { t } from '../../../localize.ts';
import { Button } from '../../../ui/button.tsx';
import './hunk-bar.css';

export interface HunkBarContent {
  /** What it is about, read aloud: "Line 31: 1 removed, 4 added". */
  readonly label: string;
  /** What is wrong with its place; empty otherwise. */
  readonly problem: string;
  keep(): void;
  undo(): void;
  /** Shows the whole proposal beside the file; offered where the place is gone. */
  compare(): void;
}

/** What can be done with a hunk, at the upper right of it. */
export interface HunkBar extends Disposable {
  show(content: HunkBarContent): void;
  moveTo(top: number): void;
}

let bars = 0;

export function createHunkBar({ editor }: AttachedEditor): HunkBar {
  const node = document.createElement('div');
  node.className = 'hunk-bar-place';
  bars += 1;
  const id = `assistant.hunk.${bars}`;
  const widget = { getId: () => id, getDomNode: () => node, getPosition: () => null };
  const layout = () => {
    const { verticalScrollbarWidth, minimap } = editor.getLayoutInfo();
    node.style.right = `${verticalScrollbarWidth + minimap.minimapWidth + 12}px`;
  };
  layout();
  editor.addOverlayWidget(widget);
  // What the pointer does here is not meant for the text around it.
  const stop = (event: Event) => event.stopPropagation();
  for (const name of ['mousedown', 'mouseup', 'pointerdown', 'pointerup', 'dblclick', 'contextmenu', 'keydown']) {
    node.addEventListener(name, stop);
  }
  const relayout = editor.onDidLayoutChange(layout);
  const root = createRoot(node);
  return {
    show: (content) => root.render(<Bar content={content} />),
    moveTo(top) {
      node.style.top = `${top}px`;
    },
    dispose() {
      relayout.dispose();
      editor.removeOverlayWidget(widget);
      // React must not be ended while it renders what led here.
      queueMicrotask(() => root.unmount());
    },
  };
}

function Bar({ content }: { readonly content: HunkBarContent }) {
  const { label, problem, keep, undo, compare } = content;
  return (
    <fieldset className="hunk-bar" aria-label={label}>
      <span className="hunk-bar-name" data-tooltip={problem || undefined}>
        {problem === '' ? t('Assistant') : t('Changed here since')}
      </span>
      <Button small kind="ghost" onClick={undo} data-tooltip-keys="Alt+N" data-tooltip={t('Drop this change')}>
        <Undo2 className="icon-small" aria-hidden="true" />
        {t('Undo')}
      </Button>
      {problem === '' ? (
        <Button
          small
          kind="ghost"
          className="hunk-bar-keep"
          onClick={keep}
          data-tooltip-keys="Alt+Y"
          data-tooltip={t('Keep this change')}
        >
          <Check className="icon-small" aria-hidden="true" />
          {t('Keep')}
        </Button>
      ) : (
        <Button small kind="ghost" onClick={compare}>
          {t('Compare')}
        </Button>
      )}
    </fieldset>
  );
}
