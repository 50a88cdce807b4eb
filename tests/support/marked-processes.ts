import { readFileSync, readlinkSync } from 'node:fs';
import { listProcesses, type ProcessEntry } from '../../scripts/process-tree.ts';

/** The variable that launched programs hand on to what they start. */
export const markVariable = 'FLASHFUSION_TEST_MARK';

/**
 * Every process that carries the mark in its environment or works in one of the folders, whoever is its parent by now: what was left
 * behind is nobody's child any more.
 */
export function markedProcesses(mark: string, folders: readonly string[]): ProcessEntry[] {
  return listProcesses().filter(({ pid }) => {
    const place = workingFolder(pid);
    return (
      environmentOf(pid).includes(`${markVariable}=${mark}`) ||
      folders.some((folder) => place === folder || place.startsWith(`${folder}/`))
    );
  });
}

function environmentOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'utf8');
  } catch {
    return '';
  }
}

function workingFolder(pid: number): string {
  try {
    return readlinkSync(`/proc/${pid}/cwd`);
  } catch {
    return '';
  }
}
