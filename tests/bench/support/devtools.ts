import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

/** A page of a running window, spoken to over the DevTools protocol. */
export interface DevtoolsPage {
  send<T = unknown>(method: string, parameters?: object): Promise<T>;
  /** Evaluates an expression in the page, waits for its promise and answers its JSON value. */
  evaluate<T>(expression: string): Promise<T>;
  /** Presses and releases a key as the keyboard would. */
  press(key: KeyStroke): Promise<void>;
  close(): void;
}

export interface KeyStroke {
  /** As `KeyboardEvent.key`. */
  readonly key: string;
  readonly code?: string;
  /** As `KeyboardEvent.keyCode`. */
  readonly keyCode?: number;
  readonly ctrl?: boolean;
  readonly shift?: boolean;
}

interface Target {
  readonly type: string;
  readonly url: string;
  readonly webSocketDebuggerUrl: string;
}

/** With `BENCH_PROFILES=<folder>` keeps what the page's main thread did meanwhile, as DevTools opens it: `<name>.cpuprofile`. */
export async function profiled<T>(page: DevtoolsPage, name: string, work: () => Promise<T>): Promise<T> {
  const folder = process.env.BENCH_PROFILES;
  if (!folder) return work();
  await page.send('Profiler.enable');
  await page.send('Profiler.setSamplingInterval', { interval: 200 });
  await page.send('Profiler.start');
  const result = await work();
  const { profile } = await page.send<{ profile: object }>('Profiler.stop');
  await writeFile(join(folder, `${name}.cpuprofile`), JSON.stringify(profile));
  return result;
}

/** Connects to the first page of the window that listens on this port; waits up to 30 s for it. */
export async function connectToPage(port: number): Promise<DevtoolsPage> {
  const deadline = performance.now() + 30_000;
  while (performance.now() < deadline) {
    const targets = (await (await fetch(`http://127.0.0.1:${port}/json/list`)).json()) as Target[];
    const page = targets.find((target) => target.type === 'page' && target.url.startsWith('app:'));
    if (page) return openPage(page.webSocketDebuggerUrl);
    await pause(50);
  }
  throw new Error('the window has no page');
}

async function openPage(address: string): Promise<DevtoolsPage> {
  const socket = new WebSocket(address);
  const waiting = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
  let nextId = 1;
  socket.addEventListener('message', ({ data }) => {
    const { id, result, error } = JSON.parse(String(data)) as {
      id?: number;
      result?: unknown;
      error?: { message: string };
    };
    const call = id === undefined ? undefined : waiting.get(id);
    if (id === undefined || !call) return;
    waiting.delete(id);
    if (error) call.reject(new Error(error.message));
    else call.resolve(result);
  });
  socket.addEventListener('close', () => {
    for (const { reject } of waiting.values()) reject(new Error('the page is gone'));
    waiting.clear();
  });
  await new Promise<void>((resolve, reject) => {
    socket.addEventListener('open', () => resolve());
    socket.addEventListener('error', () => reject(new Error('the page cannot be reached')));
  });

  const send = <T>(method: string, params: object = {}): Promise<T> =>
    new Promise((resolve, reject) => {
      const id = nextId;
      nextId += 1;
      waiting.set(id, { resolve: resolve as (value: unknown) => void, reject });
      socket.send(JSON.stringify({ id, method, params }));
    });

  const evaluateOnce = async <T>(expression: string): Promise<T> => {
    const { result, exceptionDetails } = await send<{
      result: { value: T };
      exceptionDetails?: { text: string; exception?: { description?: string } };
    }>('Runtime.evaluate', { expression, awaitPromise: true, returnByValue: true, userGesture: true });
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
    return result.value;
  };

  return {
    send,
    async evaluate<T>(expression: string): Promise<T> {
      for (let attempt = 0; ; attempt += 1) {
        try {
          return await evaluateOnce<T>(expression);
        } catch (error) {
          // The page is only now being loaded.
          const early = error instanceof Error && /execution context|navigated/i.test(error.message);
          if (!early || attempt > 100) throw error;
          await pause(100);
        }
      }
    },
    async press({ key, code = key, keyCode = key.toUpperCase().charCodeAt(0), ctrl = false, shift = false }) {
      const event = { key, code, windowsVirtualKeyCode: keyCode, modifiers: (ctrl ? 2 : 0) + (shift ? 8 : 0) };
      const text = key.length === 1 && !ctrl ? key : key === 'Enter' && !ctrl ? '\r' : undefined;
      await send('Input.dispatchKeyEvent', { type: text ? 'keyDown' : 'rawKeyDown', text, ...event });
      await send('Input.dispatchKeyEvent', { type: 'keyUp', ...event });
    },
    close: () => socket.close(),
  };
}
