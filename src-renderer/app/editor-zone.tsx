import { flushSync } from 'react-dom';
import { createRoot } from 'react-dom/client';
import type { Disposable } from './disposable.ts';
import { type Services, ServicesProvider } from './services.ts';
import type { AttachedEditor } from './text-editors.ts';
import './editor-zone.css';

/** A place below a line of an editor that is as high as what is in it. */
export interface EditorZone extends Disposable {
  /** Moves below another line. */
  moveTo(line: number): void;
  render(content: React.ReactNode): void;
}

let zones = 0;

/**
 * Makes room below a line of the text, in which the page's own elements work as anywhere. `laidOut` is called once it is on the page, which
 * an editor need not be yet: nothing in it can take the focus before.
 */
export function openEditorZone(
  services: Services,
  { editor, host }: AttachedEditor,
  line: number,
  laidOut: () => void,
): EditorZone {
  const { EditorOption } = host.monaco.editor;
  const node = document.createElement('div');
  node.className = 'editor-zone';
  node.style.position = 'absolute';
  const content = document.createElement('div');
  content.className = 'editor-zone-content';
  node.append(content);
  zones += 1;
  const id = `editor.zone.${zones}`;
  const widget = { getId: () => id, getDomNode: () => node, getPosition: () => null };
  const zone = {
    afterLineNumber: line,
    heightInPx: editor.getOption(EditorOption.lineHeight) * 4,
    domNode: document.createElement('div'),
    suppressMouseDown: true,
    onDomNodeTop(top: number) {
      node.style.top = `${top}px`;
    },
  };
  let zoneId = '';
  let isLaidOut = false;
  let isRendered = false;
  const layout = () => {
    const { contentLeft, width, verticalScrollbarWidth, minimap } = editor.getLayoutInfo();
    node.style.left = `${contentLeft}px`;
    node.style.width = `${width - contentLeft - verticalScrollbarWidth - minimap.minimapWidth}px`;
  };
  const fitHeight = () => {
    const { offsetHeight } = content;
    if (content.childElementCount === 0 || offsetHeight === 0) return;
    if (!isLaidOut) {
      isLaidOut = true;
      laidOut();
    }
    if (offsetHeight === zone.heightInPx) return;
    zone.heightInPx = offsetHeight;
    editor.changeViewZones((accessor) => accessor.layoutZone(zoneId));
  };
  layout();
  editor.addOverlayWidget(widget);
  editor.changeViewZones((accessor) => {
    zoneId = accessor.addZone(zone);
  });
  // What the pointer does here is not meant for the text around it.
  const stop = (event: Event) => event.stopPropagation();
  const stopped = ['mousedown', 'mouseup', 'pointerdown', 'pointerup', 'dblclick', 'contextmenu'] as const;
  for (const name of stopped) node.addEventListener(name, stop);
  const resized = new ResizeObserver(fitHeight);
  resized.observe(content);
  const relayout = editor.onDidLayoutChange(layout);
  const root = createRoot(content);
  return {
    moveTo(next) {
      if (zone.afterLineNumber === next) return;
      zone.afterLineNumber = next;
      editor.changeViewZones((accessor) => accessor.layoutZone(zoneId));
    },
    render(element) {
      const provided = <ServicesProvider value={services}>{element}</ServicesProvider>;
      if (isRendered) return root.render(provided);
      // What is typed right after the key that opened it must find its field, and not the text around it.
      flushSync(() => root.render(provided));
      fitHeight();
      isRendered = isLaidOut;
    },
    dispose() {
      resized.disconnect();
      relayout.dispose();
      editor.changeViewZones((accessor) => accessor.removeZone(zoneId));
      editor.removeOverlayWidget(widget);
      // React must not be ended while it renders what led here.
      queueMicrotask(() => root.unmount());
    },
  };
}
