import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { createInterface } from 'node:readline';

export interface ReceivedMail {
  readonly from: string;
  readonly to: readonly string[];
  /** Headers and text as they came. */
  readonly content: string;
}

/** A mail server of a test's own, as much of RFC 5321 as sending needs. */
export interface TestSmtp {
  /** `smtp://127.0.0.1:2525` */
  readonly url: string;
  readonly mails: readonly ReceivedMail[];
  /** Answers every recipient with 550 from now on. */
  refuse(): void;
  dispose(): Promise<void>;
}

/** Starts a mail server on a free port. */
export async function startSmtp(): Promise<TestSmtp> {
  const mails: ReceivedMail[] = [];
  const sockets = new Set<Socket>();
  let refusing = false;
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => {});
    const say = (line: string) => void socket.write(`${line}\r\n`);
    let [from, to, content]: [string, string[], string[] | null] = ['', [], null];
    say('220 test');
    createInterface({ input: socket }).on('line', (line) => {
      if (content !== null) {
        if (line !== '.') {
          content.push(line.replace(/^\./, ''));
          return;
        }
        mails.push({ from, to, content: content.join('\n') });
        [to, content] = [[], null];
        say('250 kept');
        return;
      }
      const address = /<([^>]*)>/.exec(line)?.[1] ?? '';
      switch (line.slice(0, 4).toUpperCase()) {
        case 'MAIL':
          from = address;
          return say('250 ok');
        case 'RCPT':
          if (refusing) return say('550 nobody of that name');
          to.push(address);
          return say('250 ok');
        case 'DATA':
          content = [];
          return say('354 go on');
        case 'QUIT':
          say('221 bye');
          return socket.end();
        default:
          return say('250 test');
      }
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`,
    mails,
    refuse() {
      refusing = true;
    },
    async dispose() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
