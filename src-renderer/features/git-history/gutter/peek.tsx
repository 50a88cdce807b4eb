import { ArrowDown, ArrowUp, X } from 'lucide-react';
import { type KeyboardEvent, useEffect, useRef } from 'react';
import { createRoot } from 'react-dom/client';
import type { Disposable } from '../../../app/disposable.ts';
import type { AttachedEditor } from '../../../app/text-editors.ts';
import { t } from '../../../localize.ts';
import type { LineChange } from '../../../monaco/line-diff.ts';
import { Button, IconButton } from '../../../ui/button.tsx';
import { shownLines } from './decorations.ts';

const headHeight = 34;
const mostLines = 14;

/** A line with its number, from 1, on its side. */
export interface PeekedLine {
  readonly line: number;
  readonly text: string;
}

export interface PeekContent {
  readonly index: number;
  readonly count: number;
  readonly change: LineChange;
  readonly removed: readonly PeekedLine[];
  readonly added: readonly PeekedLine[];
  /** Lines that are left out. */
  readonly hidden: number;
  /** What is compared with: "against the last commit". */
  readonly against: string;
}

export interface PeekActions {
  stage(): void;
  revert(): void;
  step(by: 1 | -1): void;
  close(): void;
}

/** Shows a change below its lines, inside the editor, with what can be done with it. */
export function showPeek(shown: AttachedEditor, content: PeekContent, actions: PeekActions): Disposable {
  const { editor, model, host } = shown;
  const { editor: monacoEditor } = host.monaco;
  const lineHeight = editor.getOption(monacoEditor.EditorOption.lineHeight);
  const rows = Math.min(mostLines, content.removed.length + content.added.length);
  const height = headHeight + Math.max(1, rows) * lineHeight + 2;
  const node = document.createElement('div');
  node.className = 'git-peek-place';
  node.style.position = 'absolute';
  const widget = { getId: () => 'git.peek', getDomNode: () => node, getPosition: () => null };
  const { end } = shownLines(content.change, model.getLineCount());
  const afterLine = content.change.newStart === 0 && content.change.newEnd === 0 ? 0 : end;
  let zone = '';
  const layout = () => {
    const { contentLeft, width, verticalScrollbarWidth } = editor.getLayoutInfo();
    node.style.left = `${contentLeft}px`;
    node.style.width = `${width - contentLeft - verticalScrollbarWidth}px`;
  };
  layout();
  editor.addOverlayWidget(widget);
  editor.changeViewZones((zones) => {
    zone = zones.addZone({
      afterLineNumber: afterLine,
      heightInPx: height,
      domNode: document.createElement('div'),
      onDomNodeTop(top) {
        node.style.top = `${top}px`;
      },
      onComputedHeight(computed) {
        node.style.height = `${computed}px`;
      },
    });
  });
  const root = createRoot(node);
  root.render(
    <Peek
      content={content}
      actions={actions}
      font={{ size: editor.getOption(monacoEditor.EditorOption.fontSize), lineHeight }}
      colorize={(element) =>
        void monacoEditor.colorizeElement(element, { mimeType: model.getLanguageId(), theme: 'flashfusion' })
      }
    />,
  );
  const resize = editor.onDidLayoutChange(layout);
  editor.revealLinesInCenterIfOutsideViewport(Math.max(1, afterLine), Math.max(1, afterLine), 1);
  return {
    dispose() {
      resize.dispose();
      editor.changeViewZones((zones) => zones.removeZone(zone));
      editor.removeOverlayWidget(widget);
      // React must not be ended while it renders what led here.
      queueMicrotask(() => root.unmount());
    },
  };
}

interface PeekProps {
  readonly content: PeekContent;
  readonly actions: PeekActions;
  readonly font: { readonly size: number; readonly lineHeight: number };
  readonly colorize: (element: HTMLElement) => void;
}

function Peek({ content, actions, font, colorize }: PeekProps) {
  const { index, count, removed, added, hidden, against } = content;
  const place = t('Change {{index}} of {{total}}', { index: index + 1, total: count });
  const element = useRef<HTMLElement>(null);
  useEffect(() => {
    element.current?.focus({ preventScroll: true });
  }, []);
  const onKeyDown = (event: KeyboardEvent) => {
    // The editor around it must not take these for its own.
    event.stopPropagation();
    if (event.key === 'Escape') actions.close();
    else if (event.altKey && event.key === 'F3') actions.step(event.shiftKey ? -1 : 1);
    else return;
    event.preventDefault();
  };
  const lineStyle = { fontSize: font.size, lineHeight: `${font.lineHeight}px` };
  return (
    <section
      className="git-peek"
      style={{ height: '100%' }}
      aria-label={place}
      ref={element}
      tabIndex={-1}
      onKeyDown={onKeyDown}
      onMouseDown={(event) => event.stopPropagation()}
    >
      <header className="git-peek-head">
        <span className="git-peek-title clip">
          <strong>{place}</strong>
          {` ${against}`}
        </span>
        <Button small kind="ghost" onClick={actions.revert}>
          {t('Revert')}
        </Button>
        <Button small onClick={actions.stage}>
          {t('Stage')}
        </Button>
        <IconButton label={t('Previous change')} keys="Shift+Alt+F3" onClick={() => actions.step(-1)}>
          <ArrowUp aria-hidden="true" />
        </IconButton>
        <IconButton label={t('Next change')} keys="Alt+F3" onClick={() => actions.step(1)}>
          <ArrowDown aria-hidden="true" />
        </IconButton>
        <IconButton label={t('Close')} keys="Escape" onClick={actions.close}>
          <X aria-hidden="true" />
        </IconButton>
      </header>
      {/* It scrolls, so it can be reached by keys. */}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must take the focus */}
      <section className="git-peek-lines" aria-label={t('Lines')} tabIndex={0} style={lineStyle}>
        {removed.map(({ line, text }) => (
          <PeekLine key={`-${line}`} kind="removed" text={text} colorize={colorize} />
        ))}
        {added.map(({ line, text }) => (
          <PeekLine key={`+${line}`} kind="added" text={text} colorize={colorize} />
        ))}
        {hidden > 0 ? <p className="git-peek-more">{t('{{count}} more lines', { count: hidden })}</p> : null}
      </section>
    </section>
  );
}

function PeekLine(props: { kind: 'removed' | 'added'; text: string; colorize: (element: HTMLElement) => void }) {
  const { kind, text, colorize } = props;
  const element = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    if (!element.current) return;
    element.current.textContent = text === '' ? ' ' : text;
    if (text.trim() !== '' && text.length < 2000) colorize(element.current);
  }, [text, colorize]);
  return (
    <div className={`git-peek-line git-peek-line-${kind}`}>
      <span className="git-peek-sign" role="img" aria-label={kind === 'removed' ? t('Removed') : t('Added')}>
        {kind === 'removed' ? '−' : '+'}
      </span>
      <span ref={element} />
    </div>
  );
}
