import { writeFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { RPCHandler } from '@orpc/server/message-port';
import { app, BrowserWindow, dialog, ipcMain, MessageChannelMain, nativeTheme, screen } from 'electron';
import type { WindowBounds } from '../../contract/model/layout.ts';
import type { JoinLink, SavedWindow, ShellEvent } from '../../contract/shell.ts';
import { t } from '../../localization/index.ts';
import type { CoreSupervisor } from './core-supervisor.ts';
import { createEventQueue } from './event-queue.ts';
import { speakLanguage } from './language.ts';
import { windowRouter } from './window-router.ts';

/** How long a window may take to write what is unsaved before it closes anyway, in milliseconds. */
const closePatience = 2000;
/** A page that dies more often than this within a minute is not loaded again by itself. */
const reloadsPerMinute = 3;

export interface AppWindow {
  readonly browserWindow: BrowserWindow;
  readonly events: ReturnType<typeof createEventQueue<ShellEvent>>;
  readonly projectPath: string | null;
  setProject(path: string | null): void;
  load(): void;
  focus(): void;
  closeNow(): void;
  sendCorePort(): void;
}

export interface AppWindows {
  open(options: OpenWindowOptions): AppWindow;
  find(projectPath: string): AppWindow | undefined;
  all(): readonly AppWindow[];
  /** The window that has the focus or had it last. */
  latest(): AppWindow | undefined;
  reportReady(window: AppWindow): Promise<void>;
  /** As they are now, for the next start. */
  describe(): SavedWindow[];
}

export interface OpenWindowOptions {
  readonly projectPath: string | null;
  readonly bounds?: WindowBounds | null;
  readonly file?: RequestedFile | null;
  readonly join?: JoinLink | null;
  /** The very first start: the window makes the sample project and shows it. */
  readonly showSample?: boolean;
}

/** A file to be shown once the window has its project. */
export interface RequestedFile {
  readonly path: string;
  readonly line: number | null;
}

export interface WindowsOptions {
  readonly preload: string;
  /** Address of the page; `app://flashfusion/index.html`, or the development server's. */
  readonly page: string;
  /** Where the settings are that say which language a dialog speaks. */
  readonly dataFolder: string;
  readonly core: () => CoreSupervisor;
  readonly onChanged: () => void;
  readonly onReady: (window: AppWindow) => void;
  readonly log: (text: string) => void;
}

/** All windows of the app. Each has at most one project, and no project has two windows. */
export function createWindows(options: WindowsOptions): AppWindows {
  const windows = new Set<AppWindow>();
  let focusedLast: AppWindow | undefined;
  const rpc = new RPCHandler(windowRouter);

  ipcMain.on('connect', (event) => {
    const window = [...windows].find((candidate) => candidate.browserWindow.webContents === event.sender);
    const frame = event.senderFrame;
    if (
      !window ||
      !frame ||
      frame !== event.sender.mainFrame ||
      !frame.url.startsWith(options.page.replace(/index\.html$/, ''))
    ) {
      options.log(`refused a port to ${frame?.url || 'an unknown frame'}`);
      return;
    }
    const { port1, port2 } = new MessageChannelMain();
    rpc.upgrade(port1, { context: { window, windows: api } });
    port1.start();
    event.sender.postMessage('port', 'shell', [port2]);
    window.sendCorePort();
  });

  const api: AppWindows = {
    open(request) {
      const window = createWindow(options, request, () => {
        windows.delete(window);
        options.onChanged();
      });
      windows.add(window);
      window.browserWindow.on('focus', () => {
        focusedLast = window;
      });
      options.onChanged();
      return window;
    },
    find: (projectPath) => [...windows].find((window) => window.projectPath === projectPath),
    all: () => [...windows],
    latest: () => (focusedLast && windows.has(focusedLast) ? focusedLast : [...windows][0]),
    async reportReady(window) {
      if (!window.browserWindow.isVisible()) window.browserWindow.show();
      await saveScreenshot(window.browserWindow);
      options.onReady(window);
    },
    describe: () =>
      [...windows].map(({ projectPath, browserWindow }) => ({
        projectPath,
        bounds: { ...browserWindow.getNormalBounds(), maximized: browserWindow.isMaximized() },
      })),
  };
  return api;
}

function createWindow(options: WindowsOptions, request: OpenWindowOptions, onClosed: () => void): AppWindow {
  const bounds = request.bounds ?? null;
  let projectPath = request.projectPath;
  let pendingFile = request.file ?? null;
  let pendingJoin = request.join ?? null;
  let pendingSample = request.showSample ?? false;
  let closing: 'no' | 'asked' | 'now' = 'no';
  let recentDeaths: number[] = [];
  const events = createEventQueue<ShellEvent>();
  const browserWindow = new BrowserWindow({
    ...placeOnScreen(bounds),
    minWidth: 480,
    minHeight: 320,
    show: false,
    frame: false,
    ...(process.platform === 'darwin'
      ? { titleBarStyle: 'hidden' as const, trafficLightPosition: { x: 12, y: 10 } }
      : {}),
    backgroundColor: nativeTheme.shouldUseDarkColors ? '#0f1113' : '#ecf0f2',
    title: 'FlashFusion',
    webPreferences: {
      preload: options.preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webviewTag: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      spellcheck: false,
      v8CacheOptions: 'bypassHeatCheck',
    },
  });
  if (bounds?.maximized) browserWindow.maximize();

  const reportState = () =>
    events.push({
      type: 'window.changed',
      maximized: browserWindow.isMaximized(),
      fullScreen: browserWindow.isFullScreen(),
      focused: browserWindow.isFocused(),
    });
  for (const name of ['maximize', 'unmaximize', 'enter-full-screen', 'leave-full-screen', 'focus', 'blur'] as const) {
    browserWindow.on(name as 'focus', reportState);
  }
  for (const name of ['resized', 'moved', 'maximize', 'unmaximize'] as const) {
    browserWindow.on(name as 'resized', options.onChanged);
  }
  browserWindow.once('ready-to-show', () => browserWindow.show());
  browserWindow.on('close', (event) => {
    if (closing === 'now') return;
    event.preventDefault();
    if (closing === 'asked') return;
    closing = 'asked';
    events.push({ type: 'window.closing' });
    setTimeout(() => window.closeNow(), closePatience);
  });
  browserWindow.on('closed', () => {
    events.end();
    onClosed();
  });
  browserWindow.webContents.on('render-process-gone', (_event, details) => {
    if (details.reason === 'clean-exit' || closing === 'now') return;
    options.log(`a page ended: ${details.reason}`);
    const now = Date.now();
    recentDeaths = [...recentDeaths.filter((time) => now - time < 60_000), now];
    if (recentDeaths.length <= reloadsPerMinute) {
      window.load();
      return;
    }
    speakLanguage(options.dataFolder);
    void dialog
      .showMessageBox(browserWindow, {
        type: 'error',
        message: t('This window keeps failing.'),
        detail: t('Unsaved text is kept. Load the window again, or close it.'),
        buttons: [t('Load again'), t('Close window')],
      })
      .then(({ response }) => (response === 0 ? window.load() : window.closeNow()));
  });

  const window: AppWindow = {
    browserWindow,
    events,
    get projectPath() {
      return projectPath;
    },
    setProject(path) {
      projectPath = path;
      options.onChanged();
    },
    load() {
      const page = new URL(options.page);
      if (projectPath !== null) page.searchParams.set('project', projectPath);
      if (pendingFile) {
        page.searchParams.set('file', pendingFile.path);
        if (pendingFile.line !== null) page.searchParams.set('line', String(pendingFile.line));
        pendingFile = null;
      }
      if (pendingJoin) {
        page.searchParams.set('join', pendingJoin.code);
        if (pendingJoin.server !== null) page.searchParams.set('server', pendingJoin.server);
        pendingJoin = null;
      }
      if (pendingSample) page.searchParams.set('sample', '');
      pendingSample = false;
      void browserWindow
        .loadURL(page.href)
        .catch((error: Error) => options.log(`the page did not load: ${error.message}`));
    },
    focus() {
      if (browserWindow.isMinimized()) browserWindow.restore();
      browserWindow.show();
      browserWindow.focus();
    },
    closeNow() {
      if (browserWindow.isDestroyed()) return;
      closing = 'now';
      browserWindow.close();
    },
    sendCorePort() {
      const port = options.core().connect('window');
      if (port) browserWindow.webContents.postMessage('port', 'core', [port]);
    },
  };
  window.load();
  return window;
}

/** Saved bounds, moved back into view when their screen is gone. */
function placeOnScreen(bounds: WindowBounds | null): { x?: number; y?: number; width: number; height: number } {
  const { workArea } = bounds ? screen.getDisplayMatching(bounds) : screen.getPrimaryDisplay();
  const width = Math.min(bounds?.width ?? 1440, workArea.width);
  const height = Math.min(bounds?.height ?? 900, workArea.height);
  if (!bounds) return { width, height };
  const x = Math.min(Math.max(bounds.x, workArea.x), workArea.x + workArea.width - width);
  const y = Math.min(Math.max(bounds.y, workArea.y), workArea.y + workArea.height - height);
  return { x, y, width, height };
}

/** PNG of a window once two looks at it in a row are the same, since panes are still finding their size; 2 s at most. */
async function settledPicture(browserWindow: BrowserWindow): Promise<Buffer> {
  const capture = async () => (await browserWindow.webContents.capturePage()).toPNG();
  let picture = await capture();
  for (let look = 0; look < 10; look += 1) {
    await pause(200);
    const next = await capture();
    if (next.equals(picture)) break;
    picture = next;
  }
  return picture;
}

let screenshotTaken = false;

/** For starts without a display: keeps a picture of the first ready window where the environment asks for one. */
async function saveScreenshot(browserWindow: BrowserWindow): Promise<void> {
  const path = process.env.FLASHFUSION_SCREENSHOT;
  if (!path || screenshotTaken) return;
  screenshotTaken = true;
  await writeFile(path, await settledPicture(browserWindow));
  process.stdout.write(`flashfusion:screenshot ${path}\n`);
  if (process.env.FLASHFUSION_EXIT_AFTER_SCREENSHOT === '1') app.quit();
}
