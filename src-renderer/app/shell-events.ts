import type { StoreApi } from 'zustand/vanilla';
import type { ShellClient, ShellEvent } from '../../contract/shell.ts';
import { t } from '../localize.ts';
import { createDisposables, createSignal, type Disposable, type Signal } from './disposable.ts';
import { messageOf } from './error-message.ts';
import { projectPathOf } from './project-path.ts';
import type { ProjectWindow } from './project-window.ts';
import type { Services } from './services.ts';
import { createWindowState, type WindowState } from './window-state.ts';

/** What Shell says of this window, from the first moment on. */
export interface ShellEvents extends Disposable {
  readonly signal: Signal<ShellEvent>;
  readonly windowState: StoreApi<WindowState>;
}

/** Starts to read the window's events. There is one reader a window. */
export function readShellEvents(shell: ShellClient): ShellEvents {
  const signal = createSignal<ShellEvent>();
  const windowState = createWindowState();
  const controller = new AbortController();
  void (async () => {
    for await (const event of await shell.events(undefined, { signal: controller.signal })) {
      if (event.type === 'window.changed') {
        const { maximized, fullScreen, focused } = event;
        windowState.setState({ maximized, fullScreen, focused });
      }
      signal.raise(event);
    }
  })().catch((error: unknown) => {
    if (!controller.signal.aborted) reportError(error);
  });
  return { signal, windowState, dispose: () => controller.abort() };
}

/** Does what Shell's events ask for, once there is a window to do it in. */
export function followShell(services: Services, projectWindow: ProjectWindow): Disposable {
  const { core, shell, shellEvents, workspace, commands, notifications, editor } = services;
  const ends = createDisposables();

  const onEvent = async (event: ShellEvent) => {
    switch (event.type) {
      case 'window.changed':
        return;
      case 'window.closing':
        await projectWindow.flush().catch(reportError);
        await shell.window.confirmClose();
        return;
      case 'core.stopped':
        workspace.setState({ coreLost: true });
        if (event.restarting) {
          // Answered by the next process; it may have come before this event.
          await core.app.echo({ payload: '' });
          workspace.setState({ coreLost: false });
        } else {
          notifications.error(t('The background process does not start'), {
            detail: t('{{detail}} Your text is kept in this window. Copy what you need, then quit and start again.', {
              detail: event.detail,
            }),
          });
        }
        return;
      case 'menu.chosen':
        await commands.run(event.command);
        return;
      case 'file.requested': {
        const path = projectPathOf(workspace.getState().project, event.path);
        if (path !== null) await editor.open(path, { line: event.line ?? undefined });
        return;
      }
      case 'join.requested':
      case 'notification.chosen':
        // For those who listen to these: sessions, and whoever has notified.
        return;
      default: {
        const unknown: never = event;
        throw new Error(`unknown event ${JSON.stringify(unknown)}`);
      }
    }
  };
  ends.add(
    shellEvents.listen((event) => {
      onEvent(event).catch((error: unknown) =>
        notifications.error(t('The window could not follow its system'), { detail: messageOf(error) }),
      );
    }),
  );
  return ends;
}
