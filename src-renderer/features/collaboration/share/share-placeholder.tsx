import { UserRoundPlus } from 'lucide-react';
import { useStore } from 'zustand';
import { useServices } from '../../../app/services.ts';
import { t } from '../../../localize.ts';
import { Button } from '../../../ui/button.tsx';

/** Keeps the place of the share button until what it opens has been loaded. */
export function SharePlaceholder() {
  const { workspace } = useServices();
  const hasProject = useStore(workspace, (state) => state.status === 'open');
  return hasProject ? (
    <Button kind="ghost" small disabled>
      <UserRoundPlus className="icon-small" aria-hidden="true" />
      {t('Share')}
    </Button>
  ) : null;
}
