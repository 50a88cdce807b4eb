import { useStore } from 'zustand';
import { late } from '../../../app/late.ts';
import type { ShareParts } from './share-parts.ts';

const JoinDialog = late(() => import('./join-dialog.tsx'));

/** Shows the dialog for joining while somebody is on their way into a session. */
export default function JoinLayer({ parts }: { readonly parts: ShareParts }) {
  const shown = useStore(parts.sessions.joining.state, ({ phase }) => phase !== 'closed');
  return shown ? <JoinDialog parts={parts} /> : null;
}
