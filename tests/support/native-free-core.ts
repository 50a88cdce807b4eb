import { implement } from '@orpc/server';
import { RPCHandler } from '@orpc/server/message-port';
import { desktopContract } from '../../contract/desktop/index.ts';
import { defaultSettings, type SettingsSnapshot } from '../../contract/model/settings.ts';
import { supervisorContract } from '../../contract/shell.ts';
import { acceptPorts } from '../../src-main/core/ports.ts';

/**
 * A Core without native modules: enough for the welcome view. It shows that Shell can run Core as a utility process also
 * where Electron embeds a Node that is too old for the database.
 */
const desktop = implement(desktopContract);
const supervisor = implement(supervisorContract);
const settings: SettingsSnapshot = { effective: defaultSettings, user: {}, project: {}, problems: [], keybindings: [] };
const data = process.env.FLASHFUSION_DATA ?? '/';

const desktopHandler = new RPCHandler({
  app: {
    about: desktop.app.about.handler(() => ({
      version: process.env.FLASHFUSION_VERSION ?? '',
      node: process.versions.node,
      platform: process.platform,
      homeFolder: data,
      dataFolder: data,
    })),
    echo: desktop.app.echo.handler(({ input }) => input),
  },
  events: {
    subscribe: desktop.events.subscribe.handler(async function* ({ signal }) {
      yield {
        type: 'notice.raised' as const,
        level: 'info' as const,
        title: `Core runs in ${process.pid}`,
        detail: '',
      };
      await new Promise((resolve) => signal?.addEventListener('abort', resolve));
    }),
  },
  projects: {
    list: desktop.projects.list.handler(() => []),
    starters: desktop.projects.starters.handler(() => ({ starters: [], defaultFolder: data })),
  },
  settings: { get: desktop.settings.get.handler(() => settings) },
});
const supervisorHandler = new RPCHandler(
  supervisor.router({
    windows: {
      restore: supervisor.windows.restore.handler(() => ({ windows: [], firstStart: false })),
      save: supervisor.windows.save.handler(() => ({})),
    },
    shutdown: supervisor.shutdown.handler(() => {
      setImmediate(() => process.exit(0));
      return {};
    }),
  }),
);

acceptPorts((kind, port) => {
  if (kind === 'window') desktopHandler.upgrade(port);
  if (kind === 'supervisor') supervisorHandler.upgrade(port);
});
