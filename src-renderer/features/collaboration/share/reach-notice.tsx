import { useEffect, useState } from 'react';
import type { CloudState } from '../../../../contract/desktop/cloud.ts';
import { useServices } from '../../../app/services.ts';
import { t } from '../../../localize.ts';
import { Button } from '../../../ui/button.tsx';
import { reachesOthers } from './join-link.ts';

/** Says that nobody elsewhere can use a code while this desktop's own server is closed to the network, and opens it. */
export function ReachNotice() {
  const { commands, core, coreEvents } = useServices();
  const [cloud, setCloud] = useState<CloudState | null>(null);
  useEffect(() => {
    const listening = coreEvents.listen((event) => event.type === 'cloud.changed' && setCloud(event.state));
    core.cloud.state().then(setCloud, reportError);
    return listening.dispose;
  }, [core, coreEvents]);
  if (!cloud || reachesOthers(cloud)) return null;
  return (
    <section className="share-section share-option" role="note">
      <span>
        {t('Codes work on this machine only')}
        <span className="share-hint">{t('People meet at this machine’s server, which is closed to the network.')}</span>
      </span>
      <Button small kind="primary" onClick={() => void commands.run('cloud.shareOnNetwork')}>
        {t('Open to the network')}
      </Button>
    </section>
  );
}
