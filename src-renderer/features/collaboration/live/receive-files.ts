import { mayWrite } from '../protocol/roster.ts';
import type { LiveState } from './live-session.ts';
import type { Entered } from './live-sessions.ts';
import { describeRefusal, isFinal } from './refusals.ts';
import { sessionNameOf } from './session-name.ts';

/** How the files of somebody who has been let in come along. */
export interface Receiving {
  /** Nobody is here who may write, and the others hand out nothing. */
  readonly alone: boolean;
  readonly progress: LiveState['progress'];
}

/** Milliseconds without news of files from those who may write, after which what is here is all: with files and without any. */
const patience = { some: 3000, none: 10_000 };

/**
 * Resolves when a session's files are here: with their name, which comes last, or with null where nobody has named them. Rejects when this
 * person is out, or with the signal's reason.
 */
export async function receiveFiles(
  { session, state: { store } }: Pick<Entered, 'session' | 'state'>,
  signal: AbortSignal,
  onChanged: (receiving: Receiving) => void,
): Promise<string | null> {
  signal.throwIfAborted();
  const { files } = session.documents;
  let quiet: ReturnType<typeof setTimeout> | undefined;
  let before = '';
  let end: () => void = () => undefined;
  try {
    await new Promise<void>((resolve, reject) => {
      const look = () => {
        const { refusal, progress } = store.getState();
        if (refusal !== null && isFinal(refusal)) return reject(new Error(describeRefusal(refusal)));
        if (sessionNameOf(session) !== null) return resolve();
        const alone = !session.mesh.peers().some(({ direct, role }) => direct && mayWrite(role, 'files'));
        onChanged({ alone, progress });
        // Work that goes on puts off nothing, or a session in which somebody types would never be complete.
        const some = session.files.entries().length > 0;
        const now = JSON.stringify([alone, some, progress]);
        if (now === before) return;
        before = now;
        clearTimeout(quiet);
        if (!alone) quiet = setTimeout(resolve, some ? patience.some : patience.none);
      };
      const onAbort = () => reject(signal.reason);
      const stop = store.subscribe(look);
      files.on('update', look);
      signal.addEventListener('abort', onAbort);
      end = () => {
        stop();
        files.off('update', look);
        signal.removeEventListener('abort', onAbort);
      };
      look();
    });
  } finally {
    clearTimeout(quiet);
    end();
  }
  return sessionNameOf(session);
}
