import { UserRoundPlus, Users } from 'lucide-react';
import { useStore } from 'zustand';
import { CommandButton } from '../../../app/command-button.tsx';
import { useServices } from '../../../app/services.ts';
import { t } from '../../../localize.ts';
import { Button } from '../../../ui/button.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { PaneHead } from '../../../ui/pane-head.tsx';
import { PeopleRows } from './people-rows.tsx';
import type { ShareParts } from './share-parts.ts';
import { WaitingList } from './waiting-list.tsx';
import './share.css';

/** The session in the side bar: who is in it, or how to begin one. */
export default function SessionView({ parts }: { readonly parts: ShareParts }) {
  const { commands } = useServices();
  const live = useStore(parts.sessions.live, (state) => state.session);
  return (
    <>
      <PaneHead title={t('Session')}>
        {live ? <CommandButton command="collaboration.share" icon={UserRoundPlus} label={t('Invite people')} /> : null}
      </PaneHead>
      {live ? (
        <div className="session-view">
          <h3 className="session-view-name clip">{live.name}</h3>
          <WaitingList live={live} />
          <PeopleRows live={live} places={parts.places} />
        </div>
      ) : (
        <EmptyState
          icon={<Users aria-hidden="true" />}
          title={t('Nobody else is here')}
          actions={
            <>
              <Button kind="primary" onClick={() => void commands.run('collaboration.start')}>
                {t('Start a session')}
              </Button>
              <Button onClick={() => void commands.run('collaboration.join')}>{t('Join with a code…')}</Button>
              <Button kind="ghost" onClick={() => void commands.run('collaboration.rejoin')}>
                {t('Go back into the last one')}
              </Button>
            </>
          }
        >
          {t('A session shares this folder: others edit it with you, see your cursor, and comment.')}
        </EmptyState>
      )}
    </>
  );
}
