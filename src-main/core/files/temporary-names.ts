import { createHash, randomBytes } from 'node:crypto';
import { hostname } from 'node:os';

/** Tells machines apart that share a folder: the processes of another one cannot be asked after. */
const machine = createHash('sha256').update(hostname()).digest('hex').slice(0, 6);
const pattern = /^\.flashfusion-([0-9a-f]{6})-(\d+)-[0-9a-f]{12}\.tmp$/;

/** A name for a file that exists only while something is being written; hidden and unlike anyone's own. */
export function temporaryName(): string {
  return `.flashfusion-${machine}-${process.pid}-${randomBytes(6).toString('hex')}.tmp`;
}

/** Whether a name is one of `temporaryName`'s, from any process or machine. */
export function isTemporaryName(name: string): boolean {
  return name.startsWith('.flashfusion-') && pattern.test(name);
}

/** The process of this machine that made a temporary name; null for other names and other machines. */
export function processOfTemporary(name: string): number | null {
  const match = pattern.exec(name);
  return match && match[1] === machine ? Number(match[2]) : null;
}

/** Whether a process of this machine is still there. */
export function isProcessAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
