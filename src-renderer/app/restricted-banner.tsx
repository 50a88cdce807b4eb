import { ShieldAlert, X } from 'lucide-react';
import { useState } from 'react';
import { useStore } from 'zustand';
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
    <section className="restricted-banner" aria-label="Restricted mode">
      <ShieldAlert aria-hidden="true" />
      <p className="restricted-banner-text">
        <strong>{project.name} is restricted.</strong> You can read and edit. Its scripts, tasks, git hooks and program
        settings stay off until you trust it.
      </p>
      <Button small onClick={() => void commands.run('workbench.trust.grant')}>
        Trust this folder
      </Button>
      <IconButton label="Hide, stay restricted" onClick={() => setHiddenFor(project.id)}>
        <X aria-hidden="true" />
      </IconButton>
    </section>
  );
}
