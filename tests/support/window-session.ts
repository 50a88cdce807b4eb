import wrtc from '@roamhq/wrtc';
import { onTestFinished, vi } from 'vitest';
import { createStore } from 'zustand/vanilla';
import type { CoreEvent } from '../../contract/desktop/events.ts';
import type { Project } from '../../contract/model/project.ts';
import { createSignal } from '../../src-renderer/app/disposable.ts';
import type { NoticeAction, Services, Workspace } from '../../src-renderer/app/services.ts';
import { createLiveSessions, type LiveSessions } from '../../src-renderer/features/collaboration/live/live-sessions.ts';
import { createSharing, type Sharing } from '../../src-renderer/features/collaboration/share/share-state.ts';
import { startCore, type TestCore } from './core.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** The sessions of a window without its page, over a whole Core and real connections. */
export interface SessionWindow {
  readonly sessions: LiveSessions;
  readonly sharing: Sharing;
  readonly core: TestCore;
  /** Titles and details of notices. */
  readonly notices: readonly string[];
  /** What notices offer. */
  readonly actions: readonly NoticeAction[];
  /** Opens a folder as the window's project. */
  open(folder: string): Promise<Project>;
  /** Where its project is; empty without one. */
  folder(): string;
  /** Ends the window and its Core, as quitting does. */
  quit(): Promise<void>;
}

/** Somebody with data of their own, who can quit and start again. */
export interface SessionUser {
  start(): Promise<SessionWindow>;
}

/** Makes somebody. `server` is what their setting `cloud.server` names. */
export function createSessionUser(server = ''): SessionUser {
  const dataFolder = temporaryFolder('data');
  vi.stubEnv('HOME', temporaryFolder('home'));
  vi.stubGlobal('RTCPeerConnection', wrtc.RTCPeerConnection);
  vi.stubGlobal('reportError', (error: unknown) => console.error(error));
  return {
    async start() {
      const core = await startCore({ dataFolder });
      const { client } = core;
      await client.settings.update({ scope: 'user', projectId: null, key: 'cloud.server', value: server });
      const window = await startWindow(core);
      onTestFinished(window.quit);
      return window;
    },
  };
}

async function startWindow(core: TestCore): Promise<SessionWindow> {
  const { client } = core;
  const notices: string[] = [];
  const actions: NoticeAction[] = [];
  const notice: Services['notifications']['info'] = (title, options = {}) => {
    notices.push(`${title} ${options.detail ?? ''}`);
    actions.push(...(options.actions ?? []));
  };
  const coreEvents = createSignal<CoreEvent>();
  const workspace = createStore<Pick<Workspace, 'status' | 'project'>>(() => ({ status: 'welcome', project: null }));
  const listening = new AbortController();
  let watching = new AbortController();
  const follow = async (projectId: string | null, { signal }: AbortController) => {
    try {
      for await (const event of await client.events.subscribe({ projectId }, { signal })) coreEvents.raise(event);
    } catch {
      // The window has ended.
    }
  };
  const following = follow(null, listening);
  const open = async (path: string): Promise<Project> => {
    const { project } = await client.projects.open({ path });
    watching.abort();
    watching = new AbortController();
    void follow(project.id, watching);
    workspace.setState({ status: 'open', project });
    return project;
  };
  const services = {
    core: client,
    coreEvents,
    coreReconnected: createSignal<void>(),
    workspace,
    commands: { run: (_command: string, { path }: { path: string }) => open(path) },
    notifications: {
      info: notice,
      warning: notice,
      error: notice,
      progress: (_title: string, work: (report: () => void) => Promise<unknown>) => work(() => {}),
    },
    editor: {
      loadMonaco: async () => ({ monaco: {} }),
      liveTexts: () => [],
      state: createStore(() => ({ documents: new Map() })),
      followMoves: () => {},
      beforeSave: () => ({ dispose: () => {} }),
    },
    explorer: { beforeMove: () => ({ dispose: () => {} }) },
  } as unknown as Services;
  const sessions = createLiveSessions(services);
  const sharing = createSharing(sessions);
  let quitting: Promise<void> | null = null;
  return {
    sessions,
    sharing,
    core,
    notices,
    actions,
    open,
    folder: () => workspace.getState().project?.path ?? '',
    quit() {
      quitting ??= (async () => {
        sharing.dispose();
        sessions.dispose();
        // What was written last is handed over after that.
        await vi.waitFor(() => {
          if (sessions.live.getState().session) throw new Error('still live');
        });
        await new Promise((resolve) => setTimeout(resolve, 300));
        listening.abort();
        watching.abort();
        await following;
        await core.dispose();
      })();
      return quitting;
    },
  };
}
