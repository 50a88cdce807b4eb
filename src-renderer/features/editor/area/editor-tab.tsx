import type { DockviewPanelApi } from 'dockview-react';
import { Pin, X } from 'lucide-react';
import { useEffect, useMemo, useRef } from 'react';
import { useStore } from 'zustand';
import { CommandContextMenu } from '../../../app/command-menu.tsx';
import { useServices } from '../../../app/services.ts';
import { t } from '../../../localize.ts';
import { FileIcon } from '../../../ui/file-icon.tsx';
import { namesOf, PersonTicks } from '../../../ui/person-ticks.tsx';
import { ReviewMark, reviewText } from '../../../ui/review-mark.tsx';
import { documentPlace, documentTitle } from '../documents/document-id.ts';
import { useEditorParts } from '../parts.ts';
import { folderHint } from './folder-hint.ts';
import type { PanelParams } from './panel-params.ts';
import { panelTitle } from './panel-title.ts';
import { usePanelVisible } from './panel-visible.ts';
import '../../../ui/file-mark.css';
import './editor-tab.css';

interface EditorTabProps {
  readonly api: DockviewPanelApi;
  readonly params: PanelParams;
}

/** A tab: what it shows, whether it is saved, and the way to close it. */
export function EditorTab({ api, params }: EditorTabProps) {
  const { session } = useEditorParts();
  const { fileMarks, fileVisitors, filesToReview } = useServices();
  const { document, kind, preview, pinned } = params;
  const copy = useMemo(() => session.documents.open(document), [session, document]);
  const dirty = useStore(copy.state, (state) => state.dirty);
  const gone = useStore(copy.state, ({ disk }) => disk === 'deleted' || disk === 'gone');
  const hint = useStore(session.area.state, ({ panels }) => folderHint(document, panels));
  const title = documentTitle(document);
  const comparison = kind !== 'document';
  const place = documentPlace(document);
  const mark = useStore(fileMarks, ({ files }) => (place.type === 'file' ? files.get(place.path) : undefined));
  const visitors = useStore(fileVisitors, (files) =>
    place.type === 'file' && !place.inUserFolder ? files.get(place.path) : undefined,
  );
  const toReview = useStore(filesToReview, (files) =>
    place.type === 'file' && !place.inUserFolder && !comparison ? (files.get(place.path) ?? 0) : 0,
  );
  const names = ['editor-tab'];
  if (preview) names.push('editor-tab-preview');
  if (dirty && !comparison) names.push('editor-tab-dirty');
  if (gone) names.push('editor-tab-gone');
  if (pinned) names.push('editor-tab-pinned');

  const states = [
    dirty && !comparison ? 'unsaved' : '',
    pinned ? 'pinned' : '',
    gone ? t('deleted on disk') : '',
    mark?.label ?? '',
    visitors ? t('in view of {{names}}', { names: namesOf(visitors) }) : '',
    toReview > 0 ? reviewText(toReview) : '',
  ];
  const shown = panelTitle(session, params);
  const spoken = [shown, hint, ...states].filter(Boolean).join(', ');
  // Dockview's element is named by its panel's title.
  useEffect(() => api.setTitle(spoken), [api, spoken]);

  const element = useRef<HTMLDivElement>(null);
  const visible = usePanelVisible(api);
  // Its width follows what it says, so it may have grown out of view.
  useEffect(() => {
    if (visible && spoken) element.current?.closest('.dv-tab')?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [visible, spoken]);

  return (
    <CommandContextMenu menu="tab" argument={api.id}>
      {/* The tab itself is dockview's element around this one: focus, keys and clicks are seen to by tab-events.ts. */}
      <div
        ref={element}
        className={names.join(' ')}
        data-tooltip={place.type === 'file' ? `${place.path}${gone ? t(', deleted on disk') : ''}` : title}
        data-panel={api.id}
      >
        <FileIcon name={title} />
        <span className={mark ? `editor-tab-title clip file-mark-${mark.tone}` : 'editor-tab-title clip'}>{shown}</span>
        {hint ? <span className="editor-tab-hint clip">{hint}</span> : null}
        {visitors && !comparison ? <PersonTicks people={visitors} letters /> : null}
        {toReview > 0 ? <ReviewMark count={toReview} /> : null}
        {/* For the pointer only: with the keyboard it is Delete on the tab, or the command. */}
        <span className="editor-tab-close" aria-hidden="true">
          <span className="editor-tab-dot" />
          {pinned ? <Pin className="icon-small" /> : <X className="icon-small" />}
        </span>
      </div>
    </CommandContextMenu>
  );
}
