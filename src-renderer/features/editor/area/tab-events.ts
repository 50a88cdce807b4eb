import { createDisposables, type Disposable } from '../../../app/disposable.ts';
import type { EditorParts } from '../parts.ts';
import type { PanelInfo } from './area.ts';

/**
 * What pointer and keys do to tabs, apart from moving and choosing them, which is dockview's: the close mark, the middle
 * button, the double click that keeps a preview, Delete, and Enter, which goes into the text.
 */
export function listenToTabs(root: HTMLElement, { session, closing }: EditorParts): Disposable {
  const disposables = createDisposables();

  const panelOf = (target: EventTarget | null): PanelInfo | undefined => {
    const tab = target instanceof Element ? target.closest('.dv-tab') : null;
    const id = tab?.querySelector<HTMLElement>('[data-panel]')?.dataset.panel;
    return session.area.state.getState().panels.find((panel) => panel.id === id);
  };
  const onCloseMark = (target: EventTarget | null) =>
    target instanceof Element && target.closest('.editor-tab-close') !== null;
  const listen = <Type extends 'pointerdown' | 'mousedown' | 'click' | 'auxclick' | 'dblclick' | 'keydown'>(
    type: Type,
    listener: (event: HTMLElementEventMap[Type], panel: PanelInfo) => void,
  ) => {
    const onEvent = (event: HTMLElementEventMap[Type]) => {
      const panel = panelOf(event.target);
      if (panel) listener(event, panel);
    };
    root.addEventListener(type, onEvent, { capture: true });
    disposables.addFunction(() => root.removeEventListener(type, onEvent, { capture: true }));
  };

  listen('pointerdown', (event) => {
    // Closing a tab neither shows nor drags it.
    if (onCloseMark(event.target) || event.button === 1) event.stopPropagation();
  });
  listen('mousedown', (event) => {
    // The middle button would start to scroll the bar.
    if (event.button === 1) event.preventDefault();
  });
  listen('click', (event, panel) => {
    if (!onCloseMark(event.target)) {
      session.editors.whenShown(panel.id, { focus: true });
      return;
    }
    event.stopPropagation();
    if (panel.pinned) session.area.update(panel.id, { pinned: false });
    else void closing.close([panel]);
  });
  listen('auxclick', (event, panel) => {
    if (event.button === 1) void closing.close([panel]);
  });
  listen('dblclick', (event, panel) => {
    if (!onCloseMark(event.target)) session.area.update(panel.id, { preview: false });
  });
  listen('keydown', (event, panel) => {
    if (event.key === 'Delete') void closing.close([panel]);
    else if (event.key === 'Enter') session.editors.whenShown(panel.id, { focus: true });
  });
  return disposables;
}
