import { ShieldAlert, X } from 'lucide-react';
import { useState } from 'react';
import { useStore } from 'zustand';
import { t } from '../localize.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { useServices } from './services.ts';
import './restricted-banner.css';

/** Says what does not run in a folder that isn't trusted yet, and lets a person trust it. */
export function RestrictedBanner() {
  const { commands, workspace } = useServices();
  const project = useStore(workspace, (state) => state.project);
  const [hiddenFor, setHiddenFor] = useState<string | null>(null);
  if (!project || project.trusted || hiddenFor === project.id) return null;
  return (
    <section className="restricted-banner" aria-label={t('Restricted mode')}>
      <ShieldAlert aria-hidden="true" />
      <p className="restricted-banner-text">
        <strong>{t('{{name}} is restricted.', { name: project.name })}</strong>{' '}
        {t('You can read and edit. Its scripts, tasks, git hooks and program settings stay off until you trust it.')}
      </p>
      <Button small onClick={() => void commands.run('workbench.trust.grant')}>
        {t('Trust this folder')}
      </Button>
      <IconButton label={t('Hide, stay restricted')} onClick={() => setHiddenFor(project.id)}>
        <X aria-hidden="true" />
      </IconButton>
    </section>
  );
}
