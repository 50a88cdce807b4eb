import type { KeyboardEvent } from 'react';
import { useStore } from 'zustand';
import { useServices } from '../../app/services.ts';
import { t } from '../../localize.ts';
import { ConsoleDrawer } from './console-drawer.tsx';
import { DeviceBar } from './device-bar.tsx';
import { OutputView } from './output-view.tsx';
import { PreviewStage } from './preview-stage.tsx';
import { PreviewStatus } from './preview-status.tsx';
import { PreviewToolbar } from './preview-toolbar.tsx';
import type { PreviewSession } from './session.ts';
import './preview.css';

/** The preview's pane: its bar, the page or what stands in its place, and the console. */
export default function PreviewView({ session }: { readonly session: PreviewSession }) {
  const { workspace } = useServices();
  const running = useStore(session.state, ({ server }) => server.status === 'running');
  const restricted = useStore(session.state, ({ server }) => server.status === 'running' && !server.scripts);
  const outputShown = useStore(session.state, (state) => state.outputShown);
  const sized = useStore(session.state, ({ device }) => device.id !== 'fill');
  const project = useStore(workspace, (state) => state.project?.id);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'F5' || event.ctrlKey || event.altKey || event.metaKey || !running) return;
    event.preventDefault();
    if (event.shiftKey) session.hardReload();
    else session.reload();
  };
  return (
    <section className="preview" aria-label={t('Page and its server')} onKeyDown={onKeyDown} key={project}>
      <h2 className="visually-hidden">{t('Preview')}</h2>
      <PreviewToolbar session={session} />
      {running && sized ? <DeviceBar session={session} /> : null}
      {restricted ? <RestrictedStrip /> : null}
      <div className="preview-body">
        {running ? <PreviewStage session={session} /> : outputShown ? null : <PreviewStatus session={session} />}
        {outputShown ? <OutputView session={session} /> : null}
      </div>
      {running ? <ConsoleDrawer session={session} /> : null}
    </section>
  );
}

function RestrictedStrip() {
  const { commands } = useServices();
  return (
    <p className="preview-strip">
      <span>{t('Scripts are off: this folder is not trusted.')}</span>
      <button type="button" className="button button-small" onClick={() => void commands.run('workbench.trust.manage')}>
        {t('Trust…')}
      </button>
    </p>
  );
}
