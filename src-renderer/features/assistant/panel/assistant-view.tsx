import { useEffect, useState } from 'react';
import type { AssistantParts } from '../index.ts';
import type { AssistantSession } from '../session/assistant-session.ts';
import { Panel } from './panel.tsx';

/** The assistant's panel, as soon as its conversation is there. */
export default function AssistantView({ parts }: { readonly parts: AssistantParts }) {
  const [session, setSession] = useState<AssistantSession | null>(null);
  useEffect(() => {
    let gone = false;
    parts.load().then((loaded) => {
      if (!gone) setSession(loaded);
    }, reportError);
    return () => {
      gone = true;
    };
  }, [parts]);
  return session === null ? null : <Panel parts={parts} session={session} />;
}
