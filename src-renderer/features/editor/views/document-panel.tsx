import type { DockviewPanelApi } from 'dockview-react';
import { useEffect, useMemo } from 'react';
import { useStore } from 'zustand';
import type { PanelParams } from '../area/panel-params.ts';
import { usePanelVisible } from '../area/panel-visible.ts';
import { useEditorParts } from '../parts.ts';
import { BannerStrip } from './banner-strip.tsx';
import { BinaryView } from './binary-view.tsx';
import { Breadcrumbs } from './breadcrumbs.tsx';
import { DocumentStrip } from './document-strip.tsx';
import { FailedView } from './failed-view.tsx';
import { ImageView } from './image-view.tsx';
import { LoadingView } from './loading-view.tsx';
import { TextView } from './text-view.tsx';
import './document-panel.css';

interface DocumentPanelProps {
  readonly api: DockviewPanelApi;
  readonly params: PanelParams;
}

/** A document in its tab, as whatever it is. It is read when the tab is first looked at. */
export function DocumentPanel({ api, params }: DocumentPanelProps) {
  const { session } = useEditorParts();
  const { document } = params;
  const copy = useMemo(() => session.documents.open(document), [session, document]);
  const visible = usePanelVisible(api);
  const content = useStore(copy.state, (state) => state.content);
  useEffect(() => {
    if (visible && content.kind === 'unread') void copy.load();
  }, [visible, content.kind, copy]);

  switch (content.kind) {
    case 'unread':
    case 'loading':
      return <LoadingView copy={copy} fraction={content.kind === 'loading' ? content.fraction : null} />;
    case 'failed':
      return <FailedView document={document} copy={copy} problem={content.problem} panelId={api.id} />;
    case 'image':
      return <ImageView key={content.head.version} copy={copy} head={content.head} />;
    case 'binary':
      return <BinaryView copy={copy} head={content.head} />;
    case 'text':
      return (
        <div className="document-panel">
          <Breadcrumbs document={document} visible={visible} />
          <DocumentStrip document={document} copy={copy} />
          <BannerStrip document={document} />
          <TextView api={api} copy={copy} content={content} />
        </div>
      );
    default:
      return content satisfies never;
  }
}
