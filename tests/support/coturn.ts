import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { findProgram } from '../../scripts/find-program.ts';

/** A real TURN server of a test's own. */
export interface TestCoturn {
  /** As a peer takes it, for one of its addresses. */
  urlAt(address: string): string;
  close(): Promise<void>;
}

/**
 * Starts coturn on some addresses, by a program that runs others; rejects when it does not listen within 10 s. With a secret it takes whom a
 * cloud server with the same one has given credentials, else the account in `urlAt`.
 */
export async function startCoturn(
  runner: readonly string[],
  addresses: readonly string[],
  port: number,
  secret?: string,
): Promise<TestCoturn> {
  const program = findProgram('turnserver');
  if (!program) throw new Error('coturn is not installed. On Debian: apt-get install coturn');
  const each = [...new Set(addresses)].flatMap((address) => ['--listening-ip', address, '--relay-ip', address]);
  const options = [
    '-n',
    '--log-file',
    'stdout',
    '--verbose',
    '--no-cli',
    '--no-tls',
    '--no-dtls',
    '--realm',
    'flashfusion',
  ];
  const account = secret
    ? ['--use-auth-secret', '--static-auth-secret', secret]
    : ['--lt-cred-mech', '--user', 'guest:secret'];
  const command = [
    ...runner,
    program,
    ...options,
    ...account,
    '--listening-port',
    String(port),
    '--allow-loopback-peers',
    ...each,
  ];
  const [first = '', ...rest] = command;
  const child: ChildProcess = spawn(first, rest, { stdio: ['ignore', 'pipe', 'ignore'] });
  const ended = once(child, 'exit');
  const late = setTimeout(() => child.kill('SIGKILL'), 10_000);
  const said: string[] = [];
  const lines = createInterface({ input: child.stdout ?? process.stdin });
  const listening = new Promise<boolean>((resolve) => {
    lines.on('line', (line) => {
      said.push(line);
      if (line.includes('UDP listener opened')) resolve(true);
    });
    void ended.then(() => resolve(false));
  });
  const isListening = await listening;
  clearTimeout(late);
  if (!isListening) throw new Error(`coturn did not start: ${said.slice(-10).join('\n')}`);
  return {
    urlAt: (address) => `turn:guest:secret@${address}:${port}`,
    async close() {
      child.kill('SIGTERM');
      await ended;
    },
  };
}
