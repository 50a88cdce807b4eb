import {
  ArrowLeft,
  ArrowRight,
  Ellipsis,
  LoaderCircle,
  MonitorSmartphone,
  RotateCw,
  SquareTerminal,
  X,
} from 'lucide-react';
import { type FormEvent, type KeyboardEvent, useState } from 'react';
import { useStore } from 'zustand';
import { useShallow } from 'zustand/react/shallow';
import { CommandButton } from '../../app/command-button.tsx';
import { useServices } from '../../app/services.ts';
import { t } from '../../localize.ts';
import { IconButton } from '../../ui/button.tsx';
import { Menu, MenuItem, MenuSeparator } from '../../ui/menu.tsx';
import { countEntries } from './console-entries.ts';
import { chooseDevice, devices } from './devices.ts';
import { currentPath } from './page-history.ts';
import type { PreviewSession } from './session.ts';

/** The pane's bar: where the page is, the ways to another, and what can be done with it. */
export function PreviewToolbar({ session }: { readonly session: PreviewSession }) {
  const { commands } = useServices();
  const running = useStore(session.state, ({ server }) => server.status === 'running');
  const loading = useStore(session.state, (state) => state.loading && state.server.status === 'running');
  const [canGoBack, canGoOn] = useStore(
    session.state,
    useShallow(({ history }) => [history.index > 0, history.index < history.paths.length - 1]),
  );
  return (
    <header className="preview-bar">
      <IconButton label={t('Previous page')} disabled={!running || !canGoBack} onClick={() => session.step(-1)}>
        <ArrowLeft aria-hidden="true" />
      </IconButton>
      <IconButton label={t('Next page')} disabled={!running || !canGoOn} onClick={() => session.step(1)}>
        <ArrowRight aria-hidden="true" />
      </IconButton>
      <IconButton label={t('Reload')} keys="F5" disabled={!running} onClick={() => void commands.run('preview.reload')}>
        {loading ? <LoaderCircle className="preview-spinner" aria-hidden="true" /> : <RotateCw aria-hidden="true" />}
      </IconButton>
      <AddressBar session={session} />
      <DeviceMenu session={session} disabled={!running} />
      <ConsoleButton session={session} disabled={!running} />
      <MoreMenu session={session} />
      <CommandButton command="preview.close" icon={X} label={t('Hide preview')} />
    </header>
  );
}

function AddressBar({ session }: { readonly session: PreviewSession }) {
  const { notifications } = useServices();
  const shown = useStore(session.state, ({ server, history }) =>
    server.status === 'running' ? new URL(server.address).host + currentPath(history) : '',
  );
  const [typed, setTyped] = useState<string | null>(null);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const wish = typed ?? shown;
    setTyped(null);
    session.go(wish).catch((error: unknown) =>
      notifications.error(t('That address cannot be previewed'), {
        detail: error instanceof Error ? error.message : String(error),
      }),
    );
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || typed === null) return;
    event.stopPropagation();
    setTyped(null);
  };
  return (
    <form className="preview-address" onSubmit={submit}>
      <input
        className="preview-address-input"
        data-preview-address=""
        aria-label={t('Address of the preview')}
        placeholder="localhost:3000"
        spellCheck={false}
        autoComplete="off"
        value={typed ?? shown}
        onChange={(event) => setTyped(event.target.value)}
        onFocus={(event) => event.target.select()}
        onBlur={() => setTyped(null)}
        onKeyDown={onKeyDown}
      />
    </form>
  );
}

function DeviceMenu({ session, disabled }: { readonly session: PreviewSession; readonly disabled: boolean }) {
  const device = useStore(session.state, (state) => state.device);
  return (
    <Menu
      align="end"
      trigger={
        <IconButton label={t('Size of the page')} disabled={disabled} aria-pressed={device.id !== 'fill'}>
          <MonitorSmartphone aria-hidden="true" />
        </IconButton>
      }
    >
      {devices.map(({ id, name, size }) => (
        <MenuItem
          key={id}
          checked={id === device.id}
          detail={size}
          onSelect={() => session.state.setState({ device: chooseDevice(id, device.zoom) })}
        >
          {name}
        </MenuItem>
      ))}
    </Menu>
  );
}

function ConsoleButton({ session, disabled }: { readonly session: PreviewSession; readonly disabled: boolean }) {
  const { commands } = useServices();
  const open = useStore(session.state, (state) => state.console.open);
  const { errors } = useStore(
    session.state,
    useShallow(({ entries }) => countEntries(entries)),
  );
  const label = errors === 0 ? t('Console') : t('Console, {{count}} errors', { count: errors });
  return (
    <IconButton
      label={label}
      className="preview-console-button"
      disabled={disabled}
      aria-pressed={open}
      onClick={() => void commands.run('preview.toggleConsole')}
    >
      <SquareTerminal aria-hidden="true" />
      {errors > 0 ? (
        <span className="preview-badge" aria-hidden="true">
          {errors > 99 ? '99+' : errors}
        </span>
      ) : null}
    </IconButton>
  );
}

function MoreMenu({ session }: { readonly session: PreviewSession }) {
  const { commands } = useServices();
  const { server, target, outputShown } = useStore(
    session.state,
    useShallow((state) => ({ server: state.server, target: state.target, outputShown: state.outputShown })),
  );
  const running = server.status === 'running';
  const busy = running || server.status === 'starting' || server.status === 'installing';
  const run = (command: string) => () => void commands.run(command);
  return (
    <Menu
      align="end"
      trigger={
        <IconButton label={t('More')}>
          <Ellipsis aria-hidden="true" />
        </IconButton>
      }
    >
      <MenuItem disabled={!running} keys="Shift+F5" onSelect={run('preview.hardReload')}>
        {t('Reload without cache')}
      </MenuItem>
      <MenuItem disabled={!running} onSelect={run('preview.openExternal')}>
        {t('Open in browser')}
      </MenuItem>
      <MenuSeparator />
      <MenuItem onSelect={run('preview.start')}>{t('Choose what to preview…')}</MenuItem>
      <MenuItem disabled={target === null} onSelect={run('preview.restart')}>
        {busy ? t('Restart') : t('Start again')}
      </MenuItem>
      <MenuItem disabled={!busy} onSelect={run('preview.stop')}>
        {t('Stop')}
      </MenuItem>
      <MenuSeparator />
      <MenuItem checked={outputShown} disabled={target?.kind !== 'script'} onSelect={run('preview.toggleOutput')}>
        {t('Output of the server')}
      </MenuItem>
      {target?.kind === 'static' ? (
        <MenuItem
          checked={target.singlePage}
          onSelect={() => void session.start({ ...target, singlePage: !target.singlePage }).catch(reportError)}
        >
          {t('Missing pages show index.html')}
        </MenuItem>
      ) : null}
    </Menu>
  );
}
