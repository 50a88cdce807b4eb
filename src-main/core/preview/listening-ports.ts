import { execFile } from 'node:child_process';
import { readdir, readFile, readlink } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { promisify } from 'node:util';

const run = promisify(execFile);

/**
 * TCP ports on which a process group listens, lowest first, but for those that it has only inherited from this process. Empty where the system does not
 * tell.
 */
export async function listeningPorts(group: number): Promise<number[]> {
  try {
    if (process.platform === 'linux') return await linuxPorts(group);
    if (process.platform === 'darwin') return await macPorts(group);
    return [];
  } catch {
    return [];
  }
}

async function linuxPorts(group: number): Promise<number[]> {
  const sockets = new Map<string, number>();
  for (const table of ['tcp', 'tcp6']) {
    const text = await readFile(`/proc/net/${table}`, 'utf8').catch(() => '');
    for (const line of text.split('\n').slice(1)) {
      // Local address, remote address, state (0A listens), …, inode: see proc(5).
      const [, local = '', , state, , , , , , inode] = line.trim().split(/\s+/);
      if (state === '0A' && inode) sockets.set(inode, Number.parseInt(local.slice(local.lastIndexOf(':') + 1), 16));
    }
  }
  // Such as that of Chromium's debugger, which is open to whatever is started.
  for (const inode of await socketsOf('self')) sockets.delete(inode);
  const ports = new Set<number>();
  for (const pid of await linuxMembers(group)) {
    for (const inode of await socketsOf(pid)) {
      const port = sockets.get(inode);
      if (port !== undefined) ports.add(port);
    }
  }
  return [...ports].sort((one, other) => one - other);
}

/** The inodes of the sockets that a process holds. */
async function socketsOf(pid: string): Promise<string[]> {
  const found: string[] = [];
  for (const descriptor of await readdir(`/proc/${pid}/fd`).catch(() => [])) {
    const link = await readlink(`/proc/${pid}/fd/${descriptor}`).catch(() => '');
    const inode = /^socket:\[(\d+)\]$/.exec(link)?.[1];
    if (inode !== undefined) found.push(inode);
  }
  return found;
}

async function linuxMembers(group: number): Promise<string[]> {
  const members: string[] = [];
  for (const name of await readdir('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const status = await readFile(`/proc/${name}/stat`, 'utf8').catch(() => '');
    const [, , ofGroup] = status.slice(status.lastIndexOf(')') + 2).split(' ');
    if (Number(ofGroup) === group) members.push(name);
  }
  return members;
}

async function macPorts(group: number): Promise<number[]> {
  const [own, theirs] = await Promise.all([
    openPorts('-p', process.pid).catch((): number[] => []),
    openPorts('-g', group),
  ]);
  return [...new Set(theirs)].filter((port) => !own.includes(port)).sort((one, other) => one - other);
}

/** `lsof` fails where there are none. */
async function openPorts(whose: '-p' | '-g', id: number): Promise<number[]> {
  const { stdout } = await run('lsof', ['-nP', '-a', whose, String(id), '-iTCP', '-sTCP:LISTEN', '-Fn']);
  return [...stdout.matchAll(/^n.*:(\d+)$/gm)].map(([, port]) => Number(port));
}

/** Whether something answers on a port of this machine. `host` is `localhost` or a loopback address. */
export function answers(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, autoSelectFamily: true });
    const settle = (result: boolean) => {
      socket.destroy();
      resolve(result);
    };
    socket.setTimeout(1000, () => settle(false));
    socket.once('connect', () => settle(true));
    socket.once('error', () => settle(false));
  });
}

/** The first port from `first` on that is free on every address of this machine. */
export async function freePort(first: number): Promise<number> {
  for (let port = first; port < first + 100; port += 1) {
    if (await canListen(port)) return port;
  }
  return 0;
}

function canListen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, () => server.close(() => resolve(true)));
  });
}
