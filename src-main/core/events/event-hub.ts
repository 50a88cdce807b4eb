import type { CoreEvent } from '../../../contract/desktop/events.ts';
import { USER_FOLDER_ID } from '../../../contract/model/project.ts';
import { createEventQueue } from './event-queue.ts';

type Notice = Extract<CoreEvent, { type: 'notice.raised' }>;

/** Takes facts from every feature and gives each window those that concern it. */
export interface EventHub {
  emit(event: CoreEvent): void;
  /** A window's stream: events of its project, of the user's own folder and of none. Ends with the signal or `return()`. */
  subscribe(projectId: string | null, signal?: AbortSignal): AsyncIteratorObject<CoreEvent, void, void>;
  /** Calls a listener in Core with every event, before the windows get it. */
  listen(listener: (event: CoreEvent) => void): { dispose(): void };
  /** Calls a listener with a project when the first window subscribes to it (`true`) and when the last one leaves. */
  onAudienceChanged(listener: (projectId: string, present: boolean) => void): { dispose(): void };
  /** The projects that windows listen to; null is among them when a window shows none. */
  audiences(): ReadonlySet<string | null>;
  /** Ends every stream. */
  dispose(): void;
}

interface Subscriber {
  readonly projectId: string | null;
  deliver(event: CoreEvent): void;
  end(): void;
}

/** Makes the hub. A notice raised while no window listens waits for the first one. */
export function createEventHub(): EventHub {
  const subscribers = new Set<Subscriber>();
  const listeners = new Set<(event: CoreEvent) => void>();
  const audienceListeners = new Set<(projectId: string, present: boolean) => void>();
  let unheard: Notice[] = [];
  let disposed = false;

  const audiences = () => new Set([...subscribers].map((subscriber) => subscriber.projectId));

  const audienceChanged = (projectId: string | null, present: boolean) => {
    if (projectId === null || disposed) return;
    for (const listener of audienceListeners) listener(projectId, present);
  };

  return {
    emit(event) {
      if (disposed) return;
      for (const listener of listeners) listener(event);
      if (event.type === 'notice.raised' && subscribers.size === 0) unheard.push(event);
      for (const subscriber of subscribers) {
        if (concerns(event, subscriber.projectId)) subscriber.deliver(event);
      }
    },
    subscribe(projectId, signal) {
      const subscriber = createSubscriber(projectId, signal, () => {
        if (subscribers.delete(subscriber) && !audiences().has(projectId)) audienceChanged(projectId, false);
      });
      if (disposed || signal?.aborted) {
        subscriber.end();
        return subscriber.iterator;
      }
      const first = !audiences().has(projectId);
      subscribers.add(subscriber);
      for (const notice of unheard) subscriber.deliver(notice);
      unheard = [];
      if (first) audienceChanged(projectId, true);
      return subscriber.iterator;
    },
    listen(listener) {
      listeners.add(listener);
      return { dispose: () => listeners.delete(listener) };
    },
    onAudienceChanged(listener) {
      audienceListeners.add(listener);
      return { dispose: () => audienceListeners.delete(listener) };
    },
    audiences,
    dispose() {
      disposed = true;
      for (const subscriber of subscribers) subscriber.end();
      listeners.clear();
      audienceListeners.clear();
    },
  };
}

function concerns(event: CoreEvent, projectId: string | null): boolean {
  switch (event.type) {
    case 'files.changed':
      return event.projectId === projectId || event.projectId === USER_FOLDER_ID;
    case 'git.changed':
    case 'git.statusChanged':
    case 'settings.changed':
    case 'terminals.changed':
    case 'conversations.changed':
    case 'tasks.problemsChanged':
      return event.projectId === projectId;
    case 'projects.changed':
    case 'notice.raised':
    case 'themes.changed':
    case 'cloud.changed':
    case 'account.changed':
    case 'collaboration.identityChanged':
    case 'collaboration.sessionsChanged':
    case 'models.changed':
    case 'usage.changed':
    case 'promptTemplates.changed':
      return true;
    default:
      return event satisfies never;
  }
}

// Written by hand since a generator that waits for its next event can't be ended from outside.
function createSubscriber(projectId: string | null, signal: AbortSignal | undefined, onEnd: () => void) {
  const queue = createEventQueue();
  const readers: ((result: IteratorResult<CoreEvent>) => void)[] = [];
  let ended = false;

  const end = () => {
    if (ended) return;
    ended = true;
    signal?.removeEventListener('abort', end);
    queue.clear();
    for (const reader of readers.splice(0)) reader({ done: true, value: undefined });
    onEnd();
  };
  signal?.addEventListener('abort', end);

  const iterator: AsyncIteratorObject<CoreEvent, void, void> = {
    next() {
      if (ended) return Promise.resolve({ done: true, value: undefined });
      const event = queue.shift();
      if (event) return Promise.resolve({ done: false, value: event });
      return new Promise((resolve) => readers.push(resolve));
    },
    return() {
      end();
      return Promise.resolve({ done: true, value: undefined });
    },
    [Symbol.asyncIterator]() {
      return iterator;
    },
    async [Symbol.asyncDispose]() {
      end();
    },
  };

  return {
    projectId,
    iterator,
    end,
    deliver(event: CoreEvent) {
      const reader = readers.shift();
      if (reader) reader({ done: false, value: event });
      else queue.push(event);
    },
  };
}
