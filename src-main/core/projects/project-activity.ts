import type { EventHub } from '../events/index.ts';

/** Milliseconds that a project stays watched after its last window left: a reload comes back sooner. */
const grace = 10_000;

/** Milliseconds that a window has, after it opened a project, to subscribe to its events. */
const firstGrace = 60_000;

/** Keeps what is watched for a project running while a window shows it. */
export interface ProjectActivity {
  /** Starts watching a project that is being opened. */
  keep(projectId: string): void;
  dispose(): void;
}

/** Makes the rule over `start`, which begins to watch one project. */
export function createProjectActivity(dependencies: {
  events: Pick<EventHub, 'onAudienceChanged' | 'audiences'>;
  start: (projectId: string) => { dispose(): void };
  onFailed: (error: unknown, where: string) => void;
}): ProjectActivity {
  const { events, start, onFailed } = dependencies;
  const running = new Map<string, { dispose(): void }>();
  const leaving = new Map<string, NodeJS.Timeout>();

  const stay = (projectId: string) => {
    clearTimeout(leaving.get(projectId));
    leaving.delete(projectId);
    if (running.has(projectId)) return;
    try {
      running.set(projectId, start(projectId));
    } catch (error) {
      onFailed(error, 'projects.watch');
    }
  };
  const leave = (projectId: string, patience: number) => {
    clearTimeout(leaving.get(projectId));
    const timer = setTimeout(() => {
      leaving.delete(projectId);
      running.get(projectId)?.dispose();
      running.delete(projectId);
    }, patience);
    leaving.set(projectId, timer.unref());
  };

  const listening = events.onAudienceChanged((projectId, present) => {
    if (present) stay(projectId);
    else leave(projectId, grace);
  });

  return {
    keep(projectId) {
      stay(projectId);
      if (!events.audiences().has(projectId)) leave(projectId, firstGrace);
    },
    dispose() {
      listening.dispose();
      for (const timer of leaving.values()) clearTimeout(timer);
      leaving.clear();
      for (const watch of running.values()) watch.dispose();
      running.clear();
    },
  };
}
