import { UserRoundPlus } from 'lucide-react';
import { useStore } from 'zustand';
import { late } from '../../../app/late.ts';
import { useServices } from '../../../app/services.ts';
import { t } from '../../../localize.ts';
import { Avatar } from '../../../ui/avatar.tsx';
import { Button } from '../../../ui/button.tsx';
import { Popover } from '../../../ui/popover.tsx';
import type { LiveSession } from '../live/live-session.ts';
import type { ShareParts } from './share-parts.ts';
import { roleName } from './terms.ts';
import './share.css';

const SharePopover = late(() => import('./share-popover.tsx'), <div className="share-start" />);

const mostShown = 5;

/** In the title bar: who is in the session, and everything about it one press away. */
export default function ShareButton({ parts }: { readonly parts: ShareParts }) {
  const { workspace } = useServices();
  const { sessions, sharing, places } = parts;
  const live = useStore(sessions.live, (state) => state.session);
  const open = useStore(sharing.state, (state) => state.open);
  const hasProject = useStore(workspace, (state) => state.status === 'open');
  if (!hasProject) return null;
  return (
    <>
      {live ? <Avatars live={live} places={places} /> : null}
      <Popover
        className="share"
        label={live ? t('Session of {{name}}', { name: live.name }) : t('Share')}
        open={open}
        onOpenChange={(next) => sharing.state.setState({ open: next })}
        trigger={
          <Button kind="ghost" small className="share-button">
            <UserRoundPlus className="icon-small" aria-hidden="true" />
            {t('Share')}
            {live?.own ? <WaitingCount live={live} /> : null}
          </Button>
        }
      >
        <SharePopover sharing={sharing} live={live} places={places} />
      </Popover>
    </>
  );
}

function WaitingCount({ live }: { readonly live: LiveSession }) {
  const count = useStore(live.state, (state) => state.waiting.length);
  if (count === 0) return null;
  return (
    <>
      <span className="share-badge" aria-hidden="true">
        {count}
      </span>
      <span className="visually-hidden">{t('{{count}} people wait to be let in', { count })}</span>
    </>
  );
}

function Avatars({ live, places }: { readonly live: LiveSession; readonly places: ShareParts['places'] }) {
  const people = useStore(live.state, (state) => state.people);
  const all = useStore(places.places);
  const more = people.length - mostShown;
  return (
    <span className="share-avatars">
      <span className="visually-hidden">{t('{{count}} people in this session', { count: people.length })}</span>
      {people.slice(0, mostShown).map(({ client, name, color, role, self }) => {
        const away = (all.get(client)?.awaySince ?? null) !== null;
        const label = away
          ? t('{{name}}, {{role}}, away', { name: self ? t('You') : name, role: roleName(role) })
          : t('{{name}}, {{role}}', { name: self ? t('You') : name, role: roleName(role) });
        return <Avatar key={client} size="small" name={name} color={self ? null : color} away={away} label={label} />;
      })}
      {more > 0 ? <span className="share-more">+{more}</span> : null}
    </span>
  );
}
