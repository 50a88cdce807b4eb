import { useEffect, useRef } from 'react';
import { useStore } from 'zustand';
import { t } from '../../../localize.ts';
import { FileIcon } from '../../../ui/file-icon.tsx';
import { documentPlace, documentTitle } from '../documents/document-id.ts';
import { useEditorParts } from '../parts.ts';
import { panelTitle } from './panel-title.ts';
import './recent-switcher.css';

/** The list that Ctrl+Tab steps through; letting go of Ctrl opens what it stands on. */
export function RecentSwitcher() {
  const { session } = useEditorParts();
  const shown = useStore(session.switcher.state);
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  });
  useEffect(() => {
    if (!shown) return;
    const onKeyUp = (event: KeyboardEvent) => {
      if (event.key === 'Control' || event.key === 'Meta') session.switcher.accept();
    };
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return;
      event.preventDefault();
      event.stopImmediatePropagation();
      session.switcher.cancel();
    };
    const onBlur = () => session.switcher.cancel();
    window.addEventListener('keyup', onKeyUp, { capture: true });
    window.addEventListener('keydown', onKeyDown, { capture: true });
    window.addEventListener('blur', onBlur);
    return () => {
      window.removeEventListener('keyup', onKeyUp, { capture: true });
      window.removeEventListener('keydown', onKeyDown, { capture: true });
      window.removeEventListener('blur', onBlur);
    };
  }, [shown, session]);
  if (!shown) return null;
  return (
    <div className="recent-switcher" role="listbox" aria-label={t('Tabs, used last first')} tabIndex={-1} ref={list}>
      {shown.panels.map((panel, index) => {
        const place = documentPlace(panel.document);
        const folder = place.type === 'file' ? place.path.split('/').slice(0, -1).join('/') : '';
        return (
          <div
            key={panel.id}
            role="option"
            tabIndex={-1}
            aria-selected={index === shown.index}
            className={index === shown.index ? 'recent-switcher-row recent-switcher-current' : 'recent-switcher-row'}
            onPointerDown={() => session.switcher.choose(index)}
          >
            <FileIcon name={documentTitle(panel.document)} />
            <span className="clip">{panelTitle(session, panel)}</span>
            <span className="recent-switcher-folder clip">{folder}</span>
          </div>
        );
      })}
    </div>
  );
}
