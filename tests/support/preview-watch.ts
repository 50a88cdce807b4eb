import type { DesktopClient } from '../../contract/desktop/index.ts';
import type { PreviewEvent, PreviewState } from '../../contract/desktop/preview.ts';

export interface PreviewWatch {
  readonly events: readonly PreviewEvent[];
  state(): PreviewState;
  output(): string;
  /** The first state of that kind from now on, or the one that it is in. Rejects after `patience` milliseconds. */
  until<Status extends PreviewState['status']>(
    status: Status,
    patience?: number,
  ): Promise<Extract<PreviewState, { status: Status }>>;
  close(): void;
}

/** Watches a project's preview as its window does. */
export async function watchPreview(client: DesktopClient, projectId: string): Promise<PreviewWatch> {
  const controller = new AbortController();
  const events: PreviewEvent[] = [];
  let state: PreviewState = { status: 'stopped' };
  let output = '';
  let wake: () => void = () => {};
  const stream = await client.preview.watch({ projectId }, { signal: controller.signal });
  void (async () => {
    for await (const event of stream) {
      events.push(event);
      if (event.type === 'state') state = event.state;
      if (event.type === 'output') output = event.restart ? event.text : output + event.text;
      wake();
    }
  })().catch(() => undefined);
  return {
    events,
    state: () => state,
    output: () => output,
    async until(status, patience = 20_000) {
      const deadline = performance.now() + patience;
      while (state.status !== status) {
        const left = deadline - performance.now();
        if (left <= 0) throw new Error(`The preview is ${JSON.stringify(state)}, not ${status}.\n${output}`);
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, left);
          wake = () => {
            clearTimeout(timer);
            resolve();
          };
        });
      }
      return state as Extract<PreviewState, { status: typeof status }>;
    },
    close: () => controller.abort(),
  };
}
