import type { DockviewPanelApi } from 'dockview-react';
import { useLayoutEffect, useRef } from 'react';
import { useStore } from 'zustand';
import { CommandContextMenu } from '../../../app/command-menu.tsx';
import { markFirstPaint } from '../../../app/paint-mark.ts';
import { hasModel } from '../../../monaco/text-buffer.ts';
import type { DocumentContent, WorkingCopy } from '../documents/working-copy.ts';
import { useEditorParts } from '../parts.ts';
import './text-view.css';

interface TextViewProps {
  readonly api: DockviewPanelApi;
  readonly copy: WorkingCopy;
  readonly content: Extract<DocumentContent, { kind: 'text' }>;
}

/** The place of a tab that the editor of its group moves into while the tab is shown. */
export function TextView({ api, copy, content }: TextViewProps) {
  const { session } = useEditorParts();
  const slot = useRef<HTMLDivElement>(null);
  const host = useStore(session.loader.host);
  const readOnly = useStore(copy.state, (state) => state.readOnly ?? state.locked);
  const { buffer, large, longLines } = content;

  useLayoutEffect(() => {
    const show = () => {
      if (!host || !slot.current || !api.isVisible || !hasModel(buffer)) return;
      session.editors.show({
        host,
        group: api.group.id,
        panel: api.id,
        buffer,
        text: { large, longLines, readOnly },
        slot: slot.current,
      });
      markFirstPaint('editor-painted');
    };
    show();
    const listeners = [api.onDidVisibilityChange(show), api.onDidGroupChange(show), api.onDidLocationChange(show)];
    return () => {
      for (const listener of listeners) listener.dispose();
    };
  }, [api, host, buffer, large, longLines, readOnly, session]);

  return (
    <CommandContextMenu menu="editor">
      <div className="text-view" ref={slot} />
    </CommandContextMenu>
  );
}
