import { realpathSync } from 'node:fs';
import { implement } from '@orpc/server';
import { app, clipboard, dialog, nativeTheme, shell } from 'electron';
import { shellContract } from '../../contract/shell.ts';
import { openExternally } from './lockdown.ts';
import { showApplicationMenu } from './menu.ts';
import { notify } from './notifications.ts';
import type { AppWindow, AppWindows } from './windows.ts';

/** What every call knows: the window it came from. Ports are handed to windows one by one, so this can't be forged. */
export interface WindowContext {
  readonly window: AppWindow;
  readonly windows: AppWindows;
}

const api = implement(shellContract).$context<WindowContext>();

/** What a window may ask of Shell; one port per window. */
export const windowRouter = api.router({
  events: api.events.handler(({ context, signal }) => context.window.events.read(signal)),
  window: {
    minimize: api.window.minimize.handler(({ context }) => {
      context.window.browserWindow.minimize();
      return {};
    }),
    toggleMaximize: api.window.toggleMaximize.handler(({ context }) => {
      const { browserWindow } = context.window;
      if (browserWindow.isMaximized()) browserWindow.unmaximize();
      else browserWindow.maximize();
      return {};
    }),
    toggleFullScreen: api.window.toggleFullScreen.handler(({ context }) => {
      const { browserWindow } = context.window;
      browserWindow.setFullScreen(!browserWindow.isFullScreen());
      return {};
    }),
    close: api.window.close.handler(({ context }) => {
      context.window.browserWindow.close();
      return {};
    }),
    confirmClose: api.window.confirmClose.handler(({ context }) => {
      context.window.closeNow();
      return {};
    }),
    setZoomLevel: api.window.setZoomLevel.handler(({ context, input }) => {
      context.window.browserWindow.webContents.setZoomLevel(input.level);
      return {};
    }),
    setTheme: api.window.setTheme.handler(({ input }) => {
      nativeTheme.themeSource = input.theme === 'contrast' ? 'dark' : input.theme;
      return {};
    }),
    setMenu: api.window.setMenu.handler(({ context, input }) => {
      showApplicationMenu(input.menu, (command) => context.window.events.push({ type: 'menu.chosen', command }));
      return {};
    }),
    reportReady: api.window.reportReady.handler(async ({ context }) => {
      await context.windows.reportReady(context.window);
      return {};
    }),
    toggleDeveloperTools: api.window.toggleDeveloperTools.handler(({ context }) => {
      context.window.browserWindow.webContents.toggleDevTools();
      return {};
    }),
    reload: api.window.reload.handler(({ context }) => {
      context.window.load();
      return {};
    }),
    quit: api.window.quit.handler(() => {
      app.quit();
      return {};
    }),
  },
  projects: {
    chooseFolder: api.projects.chooseFolder.handler(async ({ context, input }) => {
      const { canceled, filePaths } = await dialog.showOpenDialog(context.window.browserWindow, {
        title: input.title,
        properties: ['openDirectory', 'createDirectory'],
      });
      return { path: canceled ? null : (filePaths[0] ?? null) };
    }),
    open: api.projects.open.handler(({ context, input }) => {
      const path = input.path === null ? null : realFolder(input.path);
      const holder = path === null ? undefined : context.windows.find(path);
      if (holder && (holder !== context.window || !input.inNewWindow)) {
        holder.focus();
        return { outcome: holder === context.window ? 'here' : 'focused', path };
      }
      if (path === null || input.inNewWindow) {
        context.windows.open({ projectPath: path });
        return { outcome: 'newWindow', path };
      }
      context.window.setProject(path);
      return { outcome: 'here', path };
    }),
    close: api.projects.close.handler(({ context }) => {
      context.window.setProject(null);
      return {};
    }),
  },
  system: {
    openExternal: api.system.openExternal.handler(async ({ input }) => {
      await openExternally(input.url);
      return {};
    }),
    showInFolder: api.system.showInFolder.handler(({ input }) => {
      shell.showItemInFolder(input.path);
      return {};
    }),
    writeClipboard: api.system.writeClipboard.handler(({ input }) => {
      clipboard.writeText(input.text);
      return {};
    }),
    readClipboard: api.system.readClipboard.handler(async () => ({ text: await clipboard.readText() })),
    saveDialog: api.system.saveDialog.handler(async ({ context, input }) => {
      const { canceled, filePath } = await dialog.showSaveDialog(context.window.browserWindow, {
        title: input.title,
        defaultPath: input.defaultPath,
      });
      return { path: canceled || !filePath ? null : filePath };
    }),
    notify: api.system.notify.handler(({ context, input }) => ({ shown: notify(context.window, input) })),
  },
});

/** The folder's real path, so that one folder has one name; a folder that isn't there keeps the given one. */
function realFolder(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}
