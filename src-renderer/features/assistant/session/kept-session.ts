import type { StoreApi } from 'zustand/vanilla';
import type { Attachment } from '../../../../contract/model/chat.ts';
import type { Workspace } from '../../../app/services.ts';
import type { Draft } from './drafts.ts';

/** What a window keeps of the assistant for a project: the conversation that is shown, and what is being written. */
export interface KeptSession {
  readonly conversationId: string | null;
  readonly drafts: ReadonlyMap<string, Draft>;
}

/** The name it is kept under. */
const keptAs = 'assistant';
/** A layout is written often: what is kept of a draft stays small. */
const mostDrafts = 20;
const longestText = 20_000;
const mostAttachments = 50;

/** What was kept with the window's layout; what cannot be read of it is as if it had not been. */
export function readKeptSession(kept: Workspace['kept']): KeptSession {
  const known = objectOf(kept[keptAs]);
  const drafts = listOf(known.drafts).flatMap((entry): [string, Draft][] => {
    const [id, draft] = listOf(entry);
    return typeof id === 'string' ? [[id, readDraft(objectOf(draft))]] : [];
  });
  return { conversationId: textOf(known.conversationId), drafts: new Map(drafts.slice(-mostDrafts)) };
}

function readDraft(draft: Record<string, unknown>): Draft {
  return {
    text: textOf(draft.text) ?? '',
    attachments: listOf(draft.attachments).filter(isAttachment).slice(0, mostAttachments),
    leaveOut: listOf(draft.leaveOut).filter((id) => typeof id === 'string'),
    pinnedPaths: listOf(draft.pinnedPaths).filter((path) => typeof path === 'string'),
  };
}

/** Core looks at attachments closely once they are sent; here they only have to be such that they can be shown. */
function isAttachment(value: unknown): value is Attachment {
  const { kind, path, name, text, line, endLine } = objectOf(value);
  switch (kind) {
    case 'file':
    case 'folder':
      return typeof path === 'string';
    case 'symbol':
      return typeof path === 'string' && typeof name === 'string' && typeof line === 'number';
    case 'selection':
      return typeof text === 'string' && typeof line === 'number' && typeof endLine === 'number';
    case 'terminal':
      return typeof text === 'string' && typeof name === 'string';
    case 'problems':
    case 'preview':
      return typeof text === 'string';
    case 'diff':
      return path === null || typeof path === 'string';
    default:
      return false;
  }
}

function objectOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

/** Keeps it with the window's layout. Attachments that carry a long text are not kept: they can be made again. */
export function keepSession(workspace: StoreApi<Workspace>, { conversationId, drafts }: KeptSession): void {
  const kept = [...drafts]
    .filter(([, draft]) => hasContent(draft))
    .slice(-mostDrafts)
    .map(([id, draft]): [string, Draft] => [
      id,
      {
        ...draft,
        text: draft.text.slice(0, longestText),
        attachments: draft.attachments
          .filter((attachment) => !('text' in attachment) || attachment.text.length <= longestText)
          .slice(0, mostAttachments),
      },
    ]);
  workspace.setState((now) => ({ kept: { ...now.kept, [keptAs]: { conversationId, drafts: kept } } }));
}

function hasContent({ text, attachments, leaveOut, pinnedPaths }: Draft): boolean {
  return text !== '' || attachments.length + leaveOut.length + pinnedPaths.length > 0;
}
