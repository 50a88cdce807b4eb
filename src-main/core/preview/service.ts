import { join } from 'node:path';
import type { PreviewEvent, PreviewOption, PreviewState, PreviewTarget } from '../../../contract/desktop/preview.ts';
import { t } from '../../../localization/index.ts';
import { desktopError } from '../desktop-error.ts';
import type { EventHub } from '../events/index.ts';
import type { ProcessRegister } from '../processes/index.ts';
import { previewOptions } from './detect.ts';
import { createPreviewEvents, type PreviewEvents } from './event-stream.ts';
import { normaliseAddress, portOf } from './find-address.ts';
import { gatherFacts } from './folder-facts.ts';
import { folderInside } from './folder-inside.ts';
import { answers } from './listening-ports.ts';
import type { SourcePlace } from './locate-source.ts';
import { createOutputLog, type OutputLog } from './output-log.ts';
import type { PreviewProxy } from './proxy.ts';
import { planScript, runScript } from './run-script.ts';

// What imports node:http is loaded when it is needed: with it comes all of Node's fetch, a fifth of Core's start.
const loadProxy = () => import('./proxy.ts');
const loadStaticServer = () => import('./static-server.ts');
const loadLocateSource = () => import('./locate-source.ts');

/** Milliseconds that a preview goes on after its window has left: a reload comes back sooner. */
const grace = 10_000;
/** Milliseconds that a script may take until it serves. */
const startPatience = 120_000;
/** Milliseconds between a changed file and the reload, so that one save is one reload. */
const changeDelay = 60;

export interface PreviewService {
  detect(projectId: string): Promise<PreviewOption[]>;
  /** Stops what runs and starts this. Resolves when it is on its way; how it goes on comes as events. */
  start(projectId: string, target: PreviewTarget, install: boolean): Promise<PreviewState>;
  stop(projectId: string): Promise<PreviewState>;
  watch(projectId: string, signal?: AbortSignal): AsyncGenerator<PreviewEvent, void, void>;
  locate(projectId: string, place: { address: string; line: number; column: number }): Promise<SourcePlace | null>;
  dispose(): Promise<void>;
}

interface Preview {
  readonly projectId: string;
  readonly events: PreviewEvents;
  readonly log: OutputLog;
  state: PreviewState;
  proxy: PreviewProxy | null;
  /** What runs now; ends it. */
  running: { stop(): Promise<void> } | null;
  /** Starts and stops wait for each other. */
  turn: Promise<unknown>;
}

type Running = Extract<PreviewState, { status: 'running' }>;

/** Previews of projects: one each, on an origin of its own, for as long as a window shows the project. */
export function createPreviewService(dependencies: {
  register: Pick<ProcessRegister, 'register'>;
  events: Pick<EventHub, 'listen' | 'onAudienceChanged' | 'audiences'>;
  resolveProject: (projectId: string) => { path: string; trusted: boolean };
  /** Throws NOT_TRUSTED. */
  requireTrusted: (projectId: string) => void;
  onFailed: (error: unknown, where: string) => void;
  /** Milliseconds that a project's preview outlives its last window; 10,000 when left out. */
  grace?: number;
  /** Milliseconds that a script may take until it serves; two minutes when left out. */
  startPatience?: number;
}): PreviewService {
  const { register, events, resolveProject, requireTrusted, onFailed } = dependencies;
  const previews = new Map<string, Preview>();
  const leaving = new Map<string, NodeJS.Timeout>();
  let disposed = false;

  const previewOf = (projectId: string): Preview => {
    const known = previews.get(projectId);
    if (known) return known;
    resolveProject(projectId);
    const preview: Preview = {
      projectId,
      events: createPreviewEvents(),
      log: createOutputLog(),
      state: { status: 'stopped' },
      proxy: null,
      running: null,
      turn: Promise.resolve(),
    };
    previews.set(projectId, preview);
    return preview;
  };

  const setState = (preview: Preview, state: PreviewState): PreviewState => {
    const same = JSON.stringify(state) === JSON.stringify(preview.state);
    preview.state = state;
    if (!same) preview.events.emit({ type: 'state', state });
    return state;
  };

  const inTurn = <T>(preview: Preview, work: () => Promise<T>): Promise<T> => {
    const turn = preview.turn.then(work);
    preview.turn = turn.catch(() => undefined);
    return turn;
  };

  const stopRunning = async (preview: Preview) => {
    const { running } = preview;
    preview.running = null;
    preview.proxy?.setUpstream(null);
    await running?.stop();
  };

  /** Shows a server that answers: puts the preview's own origin before it. */
  const serve = async (preview: Preview, target: PreviewTarget, label: string, address: string): Promise<void> => {
    const { startPreviewProxy } = await loadProxy();
    preview.proxy ??= await startPreviewProxy();
    const scripts = () => target.kind !== 'static' || resolveProject(preview.projectId).trusted;
    preview.proxy.setUpstream({ address, scripts });
    const { origin } = preview.proxy;
    const state: Running = {
      status: 'running',
      target,
      label,
      address,
      port: portOf(address),
      origin,
      scripts: scripts(),
    };
    setState(preview, state);
  };

  const startScript = async (preview: Preview, target: PreviewTarget & { kind: 'script' }, install: boolean) => {
    const { path: root } = resolveProject(preview.projectId);
    await folderInside(root, target.folder);
    const plan = await planScript(root, target.folder, target.script);
    const { label } = plan;
    if (plan.needsInstall && !install) {
      const message = t('The packages of this project are not installed yet. {{manager}} install gets them.', {
        manager: plan.manager,
      });
      return setState(preview, { status: 'failed', target, label, reason: 'packages', message });
    }
    const onOutput = (text: string) =>
      preview.events.emit({ type: 'output', text: preview.log.add(text), restart: false });
    setState(preview, { status: install ? 'installing' : 'starting', target, label });
    const running = runScript({
      plan,
      install,
      timeout: dependencies.startPatience ?? startPatience,
      register,
      log: preview.log,
      onOutput,
      onStep(step) {
        if (preview.running !== running) return;
        if (step === 'installing' || step === 'starting') setState(preview, { status: step, target, label });
        else if ('address' in step) {
          serve(preview, target, label, step.address).catch((error) => onFailed(error, 'preview.serve'));
        } else {
          preview.running = null;
          preview.proxy?.setUpstream(null);
          setState(preview, { status: 'failed', target, label, ...step });
        }
      },
      onError: (error) => onFailed(error, 'preview.script'),
    });
    preview.running = running;
    return preview.state;
  };

  const startStatic = async (preview: Preview, target: PreviewTarget & { kind: 'static' }) => {
    const { path: root } = resolveProject(preview.projectId);
    const folder = await folderInside(root, target.folder);
    const { startStaticServer } = await loadStaticServer();
    const server = await startStaticServer({ folder, singlePage: target.singlePage });
    const changes = followChanges(preview, target.folder);
    preview.running = {
      async stop() {
        changes.dispose();
        await server.dispose();
      },
    };
    await serve(preview, target, target.folder === '' ? t('Files of this folder') : target.folder, server.address);
    return preview.state;
  };

  const startAddress = async (preview: Preview, target: PreviewTarget & { kind: 'address' }) => {
    const address = normaliseAddress(target.address);
    const ownPorts = [...previews.values()].map(({ proxy }) => proxy?.port);
    if (address === null || ownPorts.includes(portOf(address))) {
      throw desktopError('CANNOT_PREVIEW', {
        message: t('Only http and https addresses of servers on this machine can be previewed.'),
      });
    }
    const { host, hostname } = new URL(address);
    if (await answers(hostname.replace(/^\[|\]$/g, ''), portOf(address))) {
      preview.running = { stop: async () => {} };
      await serve(preview, target, host, address);
      return preview.state;
    }
    const message = t('Nothing answers at {{host}}. Start the server there, then try again.', { host });
    return setState(preview, { status: 'failed', target, label: host, reason: 'unreachable', message });
  };

  /** Tells of changes in the folder of a static site until disposed of. */
  const followChanges = (preview: Preview, folder: string) => {
    let timer: NodeJS.Timeout | undefined;
    let stylesOnly = true;
    const listening = events.listen((event) => {
      if (event.type !== 'files.changed' || event.projectId !== preview.projectId) return;
      const inside = event.changes.filter(({ path }) => folder === '' || path.startsWith(`${folder}/`));
      const shown = inside.filter(({ path }) => !/(^|\/)(\.(?!well-known)|node_modules(\/|$))/.test(path));
      if (shown.length === 0 && !event.rescan) return;
      stylesOnly &&= !event.rescan && shown.every(({ path, kind }) => path.endsWith('.css') && kind === 'changed');
      clearTimeout(timer);
      timer = setTimeout(() => {
        preview.events.emit({ type: 'changed', stylesOnly });
        stylesOnly = true;
      }, changeDelay);
    });
    return {
      dispose() {
        clearTimeout(timer);
        listening.dispose();
      },
    };
  };

  const end = async (preview: Preview) => {
    previews.delete(preview.projectId);
    await inTurn(preview, async () => {
      await stopRunning(preview);
      await preview.proxy?.dispose();
      preview.events.end();
    });
  };

  const audience = events.onAudienceChanged((projectId, present) => {
    clearTimeout(leaving.get(projectId));
    leaving.delete(projectId);
    const preview = previews.get(projectId);
    if (present || !preview) return;
    const timer = setTimeout(() => {
      leaving.delete(projectId);
      end(preview).catch((error) => onFailed(error, 'preview.end'));
    }, dependencies.grace ?? grace);
    leaving.set(projectId, timer.unref());
  });

  const trust = events.listen((event) => {
    if (event.type !== 'projects.changed') return;
    for (const { id, trusted } of event.projects) {
      const preview = previews.get(id);
      if (!preview) continue;
      const { state } = preview;
      if (state.status === 'running' && state.target.kind === 'static' && state.scripts !== trusted) {
        setState(preview, { ...state, scripts: trusted });
      }
      const runs = state.status !== 'stopped' && state.status !== 'failed' && state.target.kind === 'script';
      if (runs && !trusted) service.stop(id).catch((error) => onFailed(error, 'preview.stop'));
    }
  });

  const service: PreviewService = {
    async detect(projectId) {
      const { path: root } = resolveProject(projectId);
      return previewOptions(await gatherFacts(root, ''));
    },
    async start(projectId, target, install) {
      if (target.kind === 'script') requireTrusted(projectId);
      const preview = previewOf(projectId);
      return inTurn(preview, async () => {
        if (disposed) return preview.state;
        await stopRunning(preview);
        preview.log.clear();
        preview.events.emit({ type: 'output', text: '', restart: true });
        try {
          if (target.kind === 'script') return await startScript(preview, target, install);
          if (target.kind === 'static') return await startStatic(preview, target);
          return await startAddress(preview, target);
        } catch (error) {
          setState(preview, { status: 'stopped' });
          throw error;
        }
      });
    },
    async stop(projectId) {
      const preview = previewOf(projectId);
      return inTurn(preview, async () => {
        await stopRunning(preview);
        return setState(preview, { status: 'stopped' });
      });
    },
    watch(projectId, signal) {
      const preview = previewOf(projectId);
      const output = { type: 'output', text: preview.log.text(), restart: true } as const;
      return preview.events.watch([output, { type: 'state', state: preview.state }], signal);
    },
    async locate(projectId, { address, line, column }) {
      const preview = previews.get(projectId);
      if (preview?.state.status !== 'running') return null;
      const { target, origin } = preview.state;
      const url = parse(address);
      if (url?.origin !== origin) return null;
      const { path: root } = resolveProject(projectId);
      const folder = join(root, ...(target.kind === 'address' ? '' : target.folder).split('/'));
      const folders = target.kind === 'static' ? [folder] : [folder, join(folder, 'public')];
      const { locateSource } = await loadLocateSource();
      return locateSource(
        { root, folders, upstream: preview.state.address },
        { pathAndQuery: url.pathname + url.search, line, column },
      );
    },
    async dispose() {
      disposed = true;
      audience.dispose();
      trust.dispose();
      for (const timer of leaving.values()) clearTimeout(timer);
      await Promise.all([...previews.values()].map(end));
    },
  };
  return service;
}

function parse(address: string): URL | null {
  try {
    return new URL(address);
  } catch {
    return null;
  }
}
