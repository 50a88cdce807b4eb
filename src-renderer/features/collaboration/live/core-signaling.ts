import type { DesktopClient } from '../../../../contract/desktop/index.ts';

/**
 * A WebSocket, as far as signaling uses one, whose connection Core has: the page itself may not reach the network. Messages are sent in
 * the order of the calls.
 */
export function coreWebSocket(cloud: Pick<DesktopClient['cloud'], 'openSignaling' | 'sendSignal'>): typeof WebSocket {
  class CoreWebSocket extends EventTarget {
    static readonly CONNECTING = 0;
    static readonly OPEN = 1;
    static readonly CLOSING = 2;
    static readonly CLOSED = 3;
    readyState: number = CoreWebSocket.CONNECTING;
    private readonly ending = new AbortController();
    private connection = '';
    private sending: Promise<unknown> = Promise.resolve();

    constructor(url: string | URL) {
      super();
      // Whoever opens it has not listened yet.
      void this.read(String(url))
        .catch(() => this.dispatchEvent(new Event('error')))
        .finally(() => {
          this.readyState = CoreWebSocket.CLOSED;
          this.dispatchEvent(new Event('close'));
        });
    }

    send(text: string): void {
      if (this.readyState !== CoreWebSocket.OPEN) return;
      const { connection } = this;
      // What can't be sent is lost as it would be in the network; the stream ends then, too.
      this.sending = this.sending.then(() => cloud.sendSignal({ connection, text })).catch(() => undefined);
    }

    close(): void {
      this.readyState = CoreWebSocket.CLOSING;
      this.ending.abort();
    }

    private async read(url: string): Promise<void> {
      const { signal } = this.ending;
      try {
        for await (const part of await cloud.openSignaling({ url }, { signal })) {
          if (signal.aborted) return;
          if (part.type === 'opened') {
            this.connection = part.connection;
            this.readyState = CoreWebSocket.OPEN;
            this.dispatchEvent(new Event('open'));
          } else this.dispatchEvent(new MessageEvent('message', { data: part.text }));
        }
      } catch (error) {
        if (!signal.aborted) throw error;
      }
    }
  }
  return CoreWebSocket as unknown as typeof WebSocket;
}
