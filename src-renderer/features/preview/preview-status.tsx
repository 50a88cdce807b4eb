import { AppWindow, CirclePlay, LoaderCircle, ServerOff, ShieldAlert } from 'lucide-react';
import { useEffect } from 'react';
import { useStore } from 'zustand';
import type { PreviewOption, PreviewState as ServerState } from '../../../contract/desktop/preview.ts';
import { useServices } from '../../app/services.ts';
import { t } from '../../localize.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import type { PreviewSession } from './session.ts';

/** What stands in the page's place while there is none: what can be started, how it comes along, or why it ended. */
export function PreviewStatus({ session }: { readonly session: PreviewSession }) {
  const server = useStore(session.state, (state) => state.server);
  switch (server.status) {
    case 'stopped':
      return <Choice session={session} />;
    case 'installing':
    case 'starting':
      return <OnItsWay session={session} server={server} />;
    case 'failed':
      return <Failed session={session} server={server} />;
    case 'running':
      return null;
    default:
      return server satisfies never;
  }
}

function Choice({ session }: { readonly session: PreviewSession }) {
  const { commands, notifications, workspace } = useServices();
  const options = useStore(session.state, (state) => state.options);
  const trusted = useStore(workspace, (state) => state.project?.trusted ?? false);
  useEffect(() => {
    if (options === null) session.detect().catch(reportError);
  }, [options, session]);
  const start = (option: PreviewOption) =>
    void session.start(option.target).catch((error: unknown) =>
      notifications.error(t('The preview did not start'), {
        detail: error instanceof Error ? error.message : String(error),
      }),
    );
  if (options === null) return <div className="preview-waiting" aria-busy="true" />;
  if (options.length === 0) {
    return (
      <EmptyState icon={<AppWindow aria-hidden="true" />} title={t('Nothing to preview yet')}>
        {t(
          'Add an index.html, or a dev script to package.json. A server that runs already opens by its address above.',
        )}
      </EmptyState>
    );
  }
  const usable = options.filter(({ target }) => trusted || target.kind !== 'script');
  if (usable.length === 0) {
    return (
      <EmptyState
        icon={<ShieldAlert aria-hidden="true" />}
        title={t('This folder is restricted')}
        actions={
          <Button kind="primary" onClick={() => void commands.run('workbench.trust.manage')}>
            {t('Trust…')}
          </Button>
        }
      >
        {t('{{name}} runs a script of the folder. Nothing of it is run until you trust it.', {
          name: options[0]?.label ?? '',
        })}
      </EmptyState>
    );
  }
  return (
    <EmptyState
      icon={<AppWindow aria-hidden="true" />}
      title={t('The preview is not running')}
      actions={
        <ul className="preview-options">
          {usable.map((option, index) => (
            <li key={JSON.stringify(option.target)}>
              <Button
                kind={index === 0 ? 'primary' : 'default'}
                className="preview-option"
                onClick={() => start(option)}
                data-tooltip={option.detail}
              >
                <CirclePlay className="icon-small" aria-hidden="true" />
                <span className="clip">{option.label}</span>
              </Button>
            </li>
          ))}
        </ul>
      }
    >
      {t('Choose what to show here.')}
    </EmptyState>
  );
}

interface WithServer<Status extends ServerState['status']> {
  readonly session: PreviewSession;
  readonly server: Extract<ServerState, { status: Status }>;
}

function OnItsWay({ session, server }: WithServer<'installing' | 'starting'>) {
  const { commands } = useServices();
  const last = useStore(session.state, ({ output }) => output.trimEnd().split('\n').slice(-6).join('\n'));
  const installing = server.status === 'installing';
  return (
    <div className="preview-progress" role="status">
      <EmptyState
        icon={<LoaderCircle className="preview-spinner" aria-hidden="true" />}
        title={installing ? t('Installing packages') : t('Starting {{name}}', { name: server.label })}
        actions={
          <Button onClick={() => void commands.run('preview.stop')}>
            {installing ? t('Stop installing') : t('Stop')}
          </Button>
        }
      >
        {installing
          ? t('{{name}} starts when they are there.', { name: server.label })
          : t('The page is shown as soon as it is served.')}
      </EmptyState>
      <Tail text={last} />
    </div>
  );
}

function Failed({ session, server }: WithServer<'failed'>) {
  const { commands } = useServices();
  const last = useStore(session.state, ({ output }) => output.trimEnd().split('\n').slice(-12).join('\n'));
  const packages = server.reason === 'packages' || server.reason === 'install';
  const install = () => void session.start(server.target, { install: true }).catch(reportError);
  return (
    <div className="preview-progress">
      <EmptyState
        failed={server.reason !== 'packages'}
        icon={packages ? <CirclePlay aria-hidden="true" /> : <ServerOff aria-hidden="true" />}
        title={titleOf(server)}
        actions={
          <>
            <Button onClick={() => void commands.run('preview.start')}>{t('Choose another')}</Button>
            {packages ? (
              <Button kind="primary" onClick={install}>
                {t('Install and start')}
              </Button>
            ) : (
              <Button kind="primary" onClick={() => void commands.run('preview.restart')}>
                {t('Start again')}
              </Button>
            )}
          </>
        }
      >
        {server.message}
      </EmptyState>
      <Tail text={last} />
    </div>
  );
}

function titleOf({ reason }: WithServer<'failed'>['server']): string {
  switch (reason) {
    case 'packages':
      return t('Packages are missing');
    case 'install':
      return t('The packages were not installed');
    case 'timeout':
      return t('The server took too long');
    case 'program':
      return t('A program is missing');
    case 'unreachable':
      return t('Nothing answers there');
    case 'ended':
      return t('The server has ended');
    default:
      return reason satisfies never;
  }
}

function Tail({ text }: { readonly text: string }) {
  return text === '' ? null : (
    <section className="preview-tail" aria-label={t('Last output')}>
      <pre>{text}</pre>
    </section>
  );
}
