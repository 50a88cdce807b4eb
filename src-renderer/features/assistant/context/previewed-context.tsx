import { useMemo, useState } from 'react';
import { useStore } from 'zustand';
import type { ContextPart } from '../../../../contract/model/chat.ts';
import type { AssistantSession } from '../session/assistant-session.ts';
import { emptyDraft } from '../session/drafts.ts';
import type { ContextPreview } from './context-preview.ts';
import { ManifestCard } from './manifest-card.tsx';

interface PreviewedContextProps {
  readonly session: AssistantSession;
  readonly preview: ContextPreview;
}

/** What would be sent, where parts can be taken out and put back. */
export function PreviewedContext({ session, preview }: PreviewedContextProps) {
  const { manifest, problem } = useStore(preview.state);
  const conversationId = useStore(session.state, ({ conversation }) => conversation?.id ?? null);
  const draft = useStore(session.drafts.state, (drafts) => drafts.get(conversationId ?? '') ?? emptyDraft);
  const [titles, setTitles] = useState<ReadonlyMap<string, string>>(new Map());
  const left = useMemo(() => new Map(draft.leaveOut.map((id) => [id, titles.get(id) ?? id])), [draft.leaveOut, titles]);
  const remove = ({ id, title }: ContextPart) => {
    setTitles(new Map(titles).set(id, title));
    session.drafts.change(conversationId, { leaveOut: [...draft.leaveOut, id] });
  };
  const restore = (id: string) =>
    session.drafts.change(conversationId, { leaveOut: draft.leaveOut.filter((known) => known !== id) });
  if (problem !== null)
    return (
      <p className="assistant-refused" role="alert">
        {problem}
      </p>
    );
  if (manifest === null) return null;
  return (
    <div className="assistant-preview">
      <ManifestCard manifest={manifest} initiallyOpen editing={{ left, remove, restore }} />
    </div>
  );
}
