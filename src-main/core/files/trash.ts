import type { TrashPort } from './ports.ts';
import { createLinuxTrash } from './trash-linux.ts';
import { createSystemTrash } from './trash-system.ts';
import type { WorkJournal } from './work-journal.ts';

/** Something that has been put in the trash. */
export interface Trashed {
  /** Why it cannot come back any more, in words for people; null when it can. */
  findObstacle(): Promise<string | null>;
  /** Brings it back to where it was. Throws EEXIST if something is there now. */
  restore(): Promise<void>;
  /** Gives up what was kept only for restoring. */
  forget(): Promise<void>;
}

export interface Trash {
  /** Puts a file, link or folder in the trash, whole or not at all. `absolute` has no links but perhaps its last part. */
  discard(absolute: string): Promise<Trashed>;
}

export interface TrashDependencies {
  readonly port: TrashPort;
  /** A folder of our own for copies that restoring needs where the system's trash cannot be asked. */
  readonly copiesFolder: string;
  readonly journal: WorkJournal;
  readonly platform: NodeJS.Platform;
  readonly environment: NodeJS.ProcessEnv;
}

/** The trash of this system. */
export function createTrash({ port, copiesFolder, journal, platform, environment }: TrashDependencies): Trash {
  return platform === 'linux'
    ? createLinuxTrash({ environment, journal })
    : createSystemTrash({ port, copiesFolder, journal });
}
