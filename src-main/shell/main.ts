import { statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { RPCHandler } from '@orpc/server/message-port';
import { app, dialog, shell } from 'electron';
import log from 'electron-log/main';
import type { JoinLink, SavedWindow } from '../../contract/shell.ts';
import { t } from '../../localization/index.ts';
import { appOrigin } from './app-files.ts';
import { registerAppScheme, serveApp } from './app-protocol.ts';
import { type CommandLine, parseCommandLine, serveArguments } from './command-line.ts';
import type { CoreProcess } from './core-process.ts';
import { type CoreSupervisor, superviseCore } from './core-supervisor.ts';
import { serverIn } from './data-lock.ts';
import { createHostRouter } from './host-router.ts';
import { linkScheme, parseJoinLink } from './join-link.ts';
import { speakLanguage } from './language.ts';
import { findLocations } from './locations.ts';
import { lockDown } from './lockdown.ts';
import { runServeCommand } from './serve-command.ts';
import { type AppWindows, createWindows } from './windows.ts';

const started = performance.now();
if (process.env.FLASHFUSION_USER_DATA) app.setPath('userData', process.env.FLASHFUSION_USER_DATA);
const developmentPage = app.isPackaged ? undefined : process.env.FLASHFUSION_DEV_URL;
const commandLine = parseCommandLine(ownArguments(process.argv), process.cwd());

const toServe = serveArguments(ownArguments(process.argv));

if (toServe) runServeCommand(toServe);
else if (app.requestSingleInstanceLock()) run();
else app.quit();

function run(): void {
  const locations = findLocations();
  const server = serverIn(locations.data);
  if (server !== null) {
    refuseToShare(server, locations.data);
    return;
  }
  setUpLog(locations.data);
  registerAppScheme();
  const host = createHostRouter();
  const hostRpc = new RPCHandler(host.router);
  let windows: AppWindows | undefined;
  let quitting = false;
  let everReady = false;
  let everOpened = false;
  // A system that opens links this way may do so before there is a window.
  let openedLink: JoinLink | null = null;
  if (app.isPackaged) app.setAsDefaultProtocolClient(linkScheme);
  app.on('open-url', (event, address) => {
    event.preventDefault();
    const link = parseJoinLink(address);
    if (!link) log.warn('passed over a link that cannot be read');
    else if (windows && everOpened) showJoin(windows, link);
    else openedLink = link;
  });

  const embeddedNode = Number(process.versions.node.split('.')[0]);
  const startSupervisor = () =>
    superviseCore({
      launch: {
        entry: locations.coreEntry,
        node:
          embeddedNode >= 22 || process.env.FLASHFUSION_CORE_KIND === 'utility' ? null : requireNode(locations.node),
        environment: {
          FLASHFUSION_DATA: locations.data,
          FLASHFUSION_RESOURCES: locations.resources,
          FLASHFUSION_VERSION: app.getVersion(),
          // Unknown before Electron is ready; Core then finds out by itself.
          ...(app.isReady() ? { FLASHFUSION_LOCALE: app.getLocale() } : {}),
        },
      },
      onStarted(core, again) {
        serveHost(core);
        if (again) for (const window of windows?.all() ?? []) window.sendCorePort();
      },
      onStopped(restarting) {
        if (!restarting) speakLanguage(locations.data);
        const detail = restarting
          ? ''
          : t('It failed several times in a row. Restart FlashFusion; unsaved text is kept.');
        for (const window of windows?.all() ?? []) window.events.push({ type: 'core.stopped', restarting, detail });
        if (!restarting && !everReady) void explainFailedStart(locations.data);
      },
      log: (text) => log.info(`[core] ${text.trimEnd()}`),
    });
  const serveHost = (core: CoreProcess) => {
    const port = core.connect('host');
    hostRpc.upgrade(port);
    port.start();
  };

  // A plain Node child can start while Electron is still getting ready; a utility process can't.
  let core: CoreSupervisor | undefined =
    embeddedNode >= 22 || process.env.FLASHFUSION_CORE_KIND === 'utility' ? undefined : startSupervisor();

  app.whenReady().then(async () => {
    core ??= startSupervisor();
    const supervisor = core;
    serveApp(locations.renderer);
    lockDown(
      (address) => address.startsWith(`${appOrigin}/`) || (!!developmentPage && address.startsWith(developmentPage)),
    );
    let saveTimer: NodeJS.Timeout | undefined;
    const saveWindows = () => {
      if (quitting || !windows || windows.all().length === 0) return;
      clearTimeout(saveTimer);
      saveTimer = setTimeout(() => void save(windows?.describe() ?? []), 500);
    };
    const save = (saved: SavedWindow[]) =>
      supervisor.client.windows
        .save({ windows: saved })
        .catch((error: Error) => log.warn(`windows not saved: ${error.message}`));
    windows = createWindows({
      preload: locations.preload,
      page: developmentPage ?? `${appOrigin}/index.html`,
      core: () => supervisor,
      onChanged: saveWindows,
      onReady() {
        everReady = true;
        if (process.env.FLASHFUSION_READY_LINE === '1') {
          process.stdout.write(`flashfusion:ready ${Math.round(performance.now() - started)}\n`);
        }
      },
      dataFolder: locations.data,
      log: (text) => log.info(text),
    });
    app.on('second-instance', (_event, args, workingFolder) => {
      if (windows) openRequested(windows, parseCommandLine(ownArguments(args), workingFolder));
    });
    app.on('activate', () => {
      if (windows?.all().length === 0) windows.open({ projectPath: null });
    });
    app.on('before-quit', () => {
      if (quitting || !windows) return;
      clearTimeout(saveTimer);
      if (windows.all().length > 0) void save(windows.describe());
      quitting = true;
    });
    await openFirstWindows(windows, supervisor, () => openedLink ?? commandLine.join);
    everOpened = true;
  });

  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit();
  });
  app.on('will-quit', (event) => {
    const supervisor = core;
    if (!supervisor?.current) return;
    event.preventDefault();
    void supervisor.shutdown(3000).then(() => {
      host.dispose();
      app.quit();
    });
  });
}

/** The windows of the last time, the folder that was asked for, or the welcome view. */
async function openFirstWindows(
  windows: AppWindows,
  core: CoreSupervisor,
  linkToOpen: () => JoinLink | null,
): Promise<void> {
  const restored = await core.client.windows.restore().catch((error: Error) => {
    log.warn(`windows not restored: ${error.message}`);
    return { windows: [], firstStart: false };
  });
  if (commandLine.path === null) {
    for (const saved of restored.windows) windows.open(saved);
  } else {
    openRequested(windows, commandLine, restored.windows[0]);
  }
  const join = linkToOpen();
  if (join) {
    windows.open({ projectPath: null, join });
    return;
  }
  if (windows.all().length === 0) {
    windows.open({ projectPath: null, bounds: restored.windows[0]?.bounds ?? null, showSample: restored.firstStart });
  }
}

/** Shows a link to a session where the person is: in the window that had the focus last, or a new one. */
function showJoin(windows: AppWindows, join: JoinLink): void {
  const window = windows.latest();
  if (!window) {
    windows.open({ projectPath: null, join });
    return;
  }
  window.events.push({ type: 'join.requested', ...join });
  window.focus();
}

/** Opens what a command line names: a folder in its window, a file in the window that has its folder. */
function openRequested(windows: AppWindows, request: CommandLine, previous?: SavedWindow): void {
  if (request.join) {
    showJoin(windows, request.join);
    return;
  }
  if (request.path === null) {
    const [first] = windows.all();
    if (first && !request.newWindow) first.focus();
    else windows.open({ projectPath: null });
    return;
  }
  const stats = statSync(request.path, { throwIfNoEntry: false });
  if (stats?.isFile()) {
    const file = { path: request.path, line: request.line };
    const holder = windows.all().find(({ projectPath }) => projectPath && request.path?.startsWith(`${projectPath}/`));
    if (holder) {
      holder.events.push({ type: 'file.requested', ...file });
      holder.focus();
    } else {
      windows.open({ projectPath: dirname(request.path), file });
    }
    return;
  }
  const holder = windows.find(request.path);
  if (holder) holder.focus();
  else windows.open({ projectPath: request.path, bounds: previous?.bounds ?? null });
}

/** In a checkout the first argument that isn't a switch is the app's own folder. */
function ownArguments(args: readonly string[]): string[] {
  const rest = args.slice(1);
  if (app.isPackaged) return rest;
  const appFolder = rest.findIndex((arg) => !arg.startsWith('-'));
  return rest.filter((_, index) => index !== appFolder);
}

/** One database has one Core: a server that was started with the app's own folder has it first. */
function refuseToShare(server: number, dataFolder: string): void {
  speakLanguage(dataFolder);
  dialog.showErrorBox(
    t('FlashFusion is being served to a browser'),
    t('A FlashFusion server (process {{server}}) uses {{dataFolder}}. End it, then start FlashFusion again.', {
      server,
      dataFolder,
    }),
  );
  app.exit(1);
}

function requireNode(node: string | null): string {
  if (node) return node;
  speakLanguage(findLocations().data);
  dialog.showErrorBox(t('FlashFusion cannot start'), t('Its Node program is missing. Install FlashFusion again.'));
  app.exit(1);
  throw new Error('no Node for Core');
}

/** Before the first window is ready there is no page that could say it. */
async function explainFailedStart(dataFolder: string): Promise<void> {
  await app.whenReady();
  speakLanguage(dataFolder);
  const { response } = await dialog.showMessageBox({
    type: 'error',
    message: t('FlashFusion cannot start its background process.'),
    detail: t('Nothing is lost: files and unsaved text are as they were. The log says what went wrong.'),
    buttons: [t('Show log'), t('Quit')],
  });
  if (response === 0) shell.showItemInFolder(join(dataFolder, 'logs', 'shell.log'));
  app.quit();
}

function setUpLog(dataFolder: string): void {
  log.transports.file.resolvePathFn = () => join(dataFolder, 'logs', 'shell.log');
  log.transports.file.level = 'info';
  log.transports.console.level = process.env.FLASHFUSION_VERBOSE === '1' ? 'info' : false;
  log.errorHandler.startCatching({ showDialog: false });
}
