import { useStore } from 'zustand';
import { useServices } from '../../../app/services.ts';
import { t } from '../../../localize.ts';
import { Avatar } from '../../../ui/avatar.tsx';
import { Button } from '../../../ui/button.tsx';
import type { LiveSession } from '../live/live-session.ts';
import { describeWaiting } from './terms.ts';

/** Who waits to be let in, for the owner to decide; nothing where nobody does. */
export function WaitingList({ live }: { readonly live: LiveSession }) {
  const { commands } = useServices();
  const waiting = useStore(live.state, (state) => state.waiting);
  if (!live.own || waiting.length === 0) return null;
  const entries = live.session.mesh.membership?.roster.entries() ?? [];
  return (
    <section className="share-section share-waiting" aria-label={t('Waiting to join')}>
      <div className="share-head">
        <span>
          {t('Waiting to join')} <span className="share-count">{waiting.length}</span>
        </span>
      </div>
      <ul className="share-list">
        {waiting.map((each) => {
          const { person, profile, invitation } = each;
          return (
            <li key={person} className="person-row">
              <Avatar name={profile.name} color={profile.color % 8} />
              <span className="person-row-name">
                <span className="person-row-title clip">{profile.name}</span>
                <span className="person-row-place clip">{describeWaiting(each, entries)}</span>
              </span>
              <Button small onClick={() => void commands.run('collaboration.deny', each)}>
                {t('Deny')}
              </Button>
              <Button
                small
                kind="primary"
                onClick={() => void commands.run('collaboration.admit', { person, invitation })}
              >
                {t('Admit')}
              </Button>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
