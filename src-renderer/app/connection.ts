import { type ClientLink, createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/message-port';
import type { DesktopClient } from '../../contract/desktop/index.ts';
import type { ShellClient } from '../../contract/shell.ts';
import { t } from '../localize.ts';
import { createSignal, type Disposable, type Signal } from './disposable.ts';
import { isServed } from './host.ts';

export type Link = ClientLink<Record<never, never>>;

/** The window's two lines: to Core and to Shell. */
export interface Connection extends Disposable {
  readonly core: DesktopClient;
  readonly shell: ShellClient;
  /** Raised with a fresh line after Core has come back; what Core should know about this window must be told again. */
  readonly coreReconnected: Signal<void>;
}

/**
 * Calls that change nothing, or that end the same when they are made twice: after a lost connection they are made again by
 * themselves. The others fail with CoreLost, and whoever made them decides.
 */
const repeatable = new Set([
  'account.cancelSignIn',
  'account.get',
  'account.refresh',
  'account.sessions',
  'app.about',
  'app.echo',
  'cloud.iceServers',
  'cloud.share',
  'cloud.start',
  'cloud.state',
  'cloud.stop',
  'collaboration.announce',
  'collaboration.identity',
  'collaboration.setProfile',
  'collaboration.sign',
  'collaboration.sessions.list',
  'collaboration.sessions.get',
  'collaboration.sessions.ofProject',
  'collaboration.sessions.keep',
  'collaboration.versions.putTexts',
  'collaboration.versions.list',
  'collaboration.versions.files',
  'collaboration.versions.compare',
  'collaboration.versions.at',
  'diagnostics.createReport',
  'editor.backup',
  'editor.discardBackups',
  'files.list',
  'git.branches',
  'git.messages',
  'git.stashes',
  'git.status',
  'files.listTree',
  'files.readImage',
  'files.save',
  'files.version',
  'files.quickOpen',
  'folders.list',
  'preview.detect',
  'preview.locate',
  'preview.stop',
  'gitHistory.fileAt',
  'gitHistory.commit',
  'gitHistory.conflict',
  'languages.readSource',
  'languages.format',
  'keybindings.read',
  'projects.open',
  'projects.list',
  'projects.pin',
  'projects.trust',
  'projects.starters',
  'projects.saveLayout',
  'settings.get',
  'settings.update',
  'settings.locate',
  'tasks.list',
  'tasks.problems',
  'terminal.list',
  'terminal.shells',
  'terminal.findFiles',
  'themes.add',
  'themes.get',
  'themes.list',
  'themes.read',
]);

/** Core ended while it worked on this call. */
export class CoreLost extends Error {
  override name = 'CoreLost';
  constructor() {
    super(
      isServed
        ? t('The connection to the server was lost. Try again when it is back.')
        : t('The background process ended and is starting again. Try once more.'),
    );
  }
}

/** What a source of lines calls as they come and go. */
export interface LineReceiver {
  shell(client: ShellClient): void;
  /** A line to Core. It replaces the one before. */
  core(link: Link): void;
  /** The line to Core has ended; calls that were under way end, and others wait for the next one. */
  coreLost(): void;
}

/** What brings a window its lines: the preload's message ports, or a socket to the server that the page came from. */
export type LineSource = (receiver: LineReceiver) => Disposable;

/**
 * Resolves once the line to Shell is there; calls to Core wait for theirs. When a line to Core replaces another, or ended
 * before, calls that were under way end with CoreLost or are made again on the new line.
 */
export async function createConnection(source: LineSource = messagePorts): Promise<Connection> {
  const coreReconnected = createSignal<void>();
  let currentCore = createLine();
  let coreSeen = false;
  let shellArrived: (client: ShellClient) => void = () => {};
  const shell = new Promise<ShellClient>((resolve) => {
    shellArrived = resolve;
  });

  const replaceCore = () => {
    const previous = currentCore;
    currentCore = createLine();
    previous.lose();
  };

  const lines = source({
    shell: shellArrived,
    core(link) {
      if (currentCore.arrived) replaceCore();
      currentCore.arrive(link);
      if (coreSeen) coreReconnected.raise();
      coreSeen = true;
    },
    coreLost() {
      if (currentCore.arrived) replaceCore();
    },
  });

  const coreLink: Link = {
    async call(path, input, options) {
      for (let attempt = 0; ; attempt += 1) {
        const line = currentCore;
        const link = await line.link;
        try {
          return await Promise.race([link.call(path, input, options), line.lost]);
        } catch (thrown) {
          // A port that closes ends its calls before Shell has sent the next one.
          const closed = thrown instanceof Error && thrown.name === 'AbortError' && !options.signal?.aborted;
          if (closed && line === currentCore) replaceCore();
          const error = closed ? new CoreLost() : thrown;
          if (!(error instanceof CoreLost) || attempt >= 3 || !repeatable.has(path.join('.'))) throw error;
        }
      }
    },
  };
  return {
    core: createORPCClient(coreLink),
    shell: await shell,
    coreReconnected,
    dispose() {
      lines.dispose();
      currentCore.lose();
    },
  };
}

/** The ports that the preload hands over: one to Shell, and one to Core whenever it has started. */
function messagePorts(receiver: LineReceiver): Disposable {
  const onMessage = (event: MessageEvent<{ type?: unknown; name?: unknown }>) => {
    const port = event.ports[0];
    if (event.source !== window || event.data?.type !== 'flashfusion:port' || !port) return;
    port.start();
    if (event.data.name === 'shell') receiver.shell(createORPCClient(new RPCLink({ port })));
    if (event.data.name === 'core') receiver.core(new RPCLink({ port }));
  };
  window.addEventListener('message', onMessage);
  window.postMessage('flashfusion:listening', window.location.origin);
  return { dispose: () => window.removeEventListener('message', onMessage) };
}

function createLine() {
  let resolve: (link: Link) => void = () => {};
  let fail: (error: CoreLost) => void = () => {};
  let arrived = false;
  const link = new Promise<Link>((settle) => {
    resolve = settle;
  });
  const lost = new Promise<never>((_, reject) => {
    fail = reject;
  });
  lost.catch(() => {});
  return {
    link,
    lost,
    get arrived() {
      return arrived;
    },
    arrive(next: Link) {
      arrived = true;
      resolve(next);
    },
    lose: () => fail(new CoreLost()),
  };
}
