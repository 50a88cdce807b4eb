import { RPCLink } from '@orpc/client/message-port';
import { type AnyRouter, implement } from '@orpc/server';
import { RPCHandler } from '@orpc/server/message-port';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { desktopContract } from '../../../../contract/desktop/index.ts';
import { type ShellClient, shellContract } from '../../../../contract/shell.ts';
import {
  type Connection,
  CoreLost,
  createConnection,
  type LineReceiver,
} from '../../../../src-renderer/app/connection.ts';

const desktop = implement({
  app: desktopContract.app,
  projects: desktopContract.projects,
  events: desktopContract.events,
});
const shell = implement({ window: shellContract.window });

/** A window that takes ports as the preload posts them. */
class FakeWindow extends EventTarget {
  readonly location = { origin: 'app://flashfusion' };
  listening = false;
  postMessage(message: unknown): void {
    if (message === 'flashfusion:listening') this.listening = true;
  }
  handOver(name: string, port: MessagePort, source: unknown = this): void {
    const event = new MessageEvent('message', {
      data: { type: 'flashfusion:port', name },
      ports: [port] as unknown as MessagePort[],
    });
    Object.defineProperty(event, 'source', { value: source });
    this.dispatchEvent(event);
  }
}

describe('connection', () => {
  let page: FakeWindow;
  let open: MessagePort[];
  let connection: Connection | undefined;

  const serve = (router: AnyRouter): MessagePort => {
    const { port1, port2 } = new MessageChannel();
    new RPCHandler(router).upgrade(port1);
    port1.start();
    open.push(port1, port2);
    return port2;
  };
  const core = (version: string, options: { hang?: boolean } = {}) =>
    serve({
      app: {
        about: desktop.app.about.handler(async () => {
          if (options.hang) await new Promise(() => {});
          return { version, node: '24', platform: 'linux', homeFolder: '/home/me', dataFolder: '/data' };
        }),
      },
      projects: {
        forget: desktop.projects.forget.handler(async () => {
          if (options.hang) await new Promise(() => {});
          return {};
        }),
      },
    });
  const shellPort = () => serve({ window: { reportReady: shell.window.reportReady.handler(async () => ({})) } });

  beforeEach(() => {
    open = [];
    page = new FakeWindow();
    vi.stubGlobal('window', page);
  });
  afterEach(() => {
    connection?.dispose();
    connection = undefined;
    for (const port of open) port.close();
    vi.unstubAllGlobals();
  });

  const connect = async () => {
    const pending = createConnection();
    expect(page.listening).toBe(true);
    page.handOver('shell', shellPort());
    connection = await pending;
    return connection;
  };

  it('is there with the line to Shell, and calls to Core wait for theirs', async () => {
    const { core: client, shell: shellClient } = await connect();
    await expect(shellClient.window.reportReady()).resolves.toEqual({});
    const about = client.app.about();
    page.handOver('core', core('1'));
    await expect(about).resolves.toMatchObject({ version: '1' });
  });

  it('takes no port from another source', async () => {
    const { core: client } = await connect();
    page.handOver('core', core('false'), {});
    const about = client.app.about();
    page.handOver('core', core('right'));
    await expect(about).resolves.toMatchObject({ version: 'right' });
  });

  it('makes repeatable calls again on the new line, tells of it, and fails the others', async () => {
    const { core: client, coreReconnected } = await connect();
    page.handOver('core', core('1', { hang: true }));
    let told = 0;
    const listening = coreReconnected.listen(() => {
      told += 1;
    });
    const about = client.app.about();
    const forget = client.projects.forget({ projectId: 'p' });
    const lost = expect(forget).rejects.toBeInstanceOf(CoreLost);
    await new Promise((resolve) => setImmediate(resolve));
    page.handOver('core', core('2'));
    await lost;
    await expect(about).resolves.toMatchObject({ version: '2' });
    expect(told).toBe(1);
    listening.dispose();
  });

  it('notices that the port has closed, and waits for the next one', async () => {
    const { core: client, coreReconnected } = await connect();
    const port = core('1', { hang: true });
    page.handOver('core', port);
    let told = 0;
    const listening = coreReconnected.listen(() => {
      told += 1;
    });
    const about = client.app.about();
    const forget = client.projects.forget({ projectId: 'p' });
    const lost = expect(forget).rejects.toBeInstanceOf(CoreLost);
    await new Promise((resolve) => setImmediate(resolve));
    port.close();
    await lost;
    const late = client.app.about();
    page.handOver('core', core('2'));
    await expect(about).resolves.toMatchObject({ version: '2' });
    await expect(late).resolves.toMatchObject({ version: '2' });
    expect(told).toBe(1);
    listening.dispose();
  });

  it('leaves an abort of the caller an abort', async () => {
    const { core: client } = await connect();
    page.handOver('core', core('1', { hang: true }));
    const controller = new AbortController();
    const about = client.app.about(undefined, { signal: controller.signal });
    const aborted = expect(about).rejects.not.toBeInstanceOf(CoreLost);
    await new Promise((resolve) => setImmediate(resolve));
    controller.abort();
    await aborted;
  });

  it('takes lines from another source, and hears from it that one is lost', async () => {
    let receiver: LineReceiver | undefined;
    let disposed = false;
    const pending = createConnection((given) => {
      receiver = given;
      return {
        dispose() {
          disposed = true;
        },
      };
    });
    receiver?.shell({} as ShellClient);
    connection = await pending;
    const { core: client } = connection;
    receiver?.core(new RPCLink({ port: core('1', { hang: true }) }));
    const forget = client.projects.forget({ projectId: 'p' });
    const lost = expect(forget).rejects.toBeInstanceOf(CoreLost);
    const about = client.app.about();
    await new Promise((resolve) => setImmediate(resolve));
    receiver?.coreLost();
    receiver?.coreLost();
    await lost;
    const next = core('2');
    next.start();
    receiver?.core(new RPCLink({ port: next }));
    await expect(about).resolves.toMatchObject({ version: '2' });
    connection.dispose();
    expect(disposed).toBe(true);
  });

  it('serves calls after several losses', async () => {
    const { core: client } = await connect();
    for (const version of ['1', '2', '3']) page.handOver('core', core(version));
    await expect(client.app.about()).resolves.toMatchObject({ version: '3' });
  });
});
