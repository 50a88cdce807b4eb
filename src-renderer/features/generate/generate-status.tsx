import { LoaderCircle } from 'lucide-react';
import { useStore } from 'zustand';
import { useServices } from '../../app/services.ts';
import { t } from '../../localize.ts';
import type { GenerateSession } from './generate-session.ts';

/** What is being done for a new project, for as long as it is; shows it when pressed. */
export function GenerateStatus({ session }: { readonly session: GenerateSession }) {
  const { commands } = useServices();
  const working = useStore(session.state, (state) => state.working);
  const planning = useStore(session.state, (state) => state.planning !== null);
  const path = useStore(
    session.state,
    ({ generation }) => generation?.files.find(({ status }) => status === 'writing')?.path ?? null,
  );
  if (working === null && !planning) return null;
  return (
    <button type="button" className="status-bar-item" onClick={() => void commands.run('generate.show')}>
      <LoaderCircle className="icon-small spinning" aria-hidden="true" />
      {planning
        ? t('Writing the plan')
        : working === 'checking'
          ? t('Checking the new project')
          : working === 'repairing'
            ? t('Repairing the new project')
            : path === null
              ? t('Making a new project')
              : t('Writing {{path}}', { path })}
    </button>
  );
}
