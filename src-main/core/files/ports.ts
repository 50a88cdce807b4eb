import type { FileChange } from '../../../contract/model/file.ts';

/** Moves a file or folder to the system's trash. On Linux it is not asked: there the trash is an open standard. */
export interface TrashPort {
  /** `path` is absolute; rejects when the system refuses, and then nothing has changed. */
  moveToTrash(path: string): Promise<void>;
}

/** The part of pino that the file system side writes to. */
export interface FilesLog {
  debug(details: object, message: string): void;
  info(details: object, message: string): void;
  warn(details: object, message: string): void;
  error(details: object, message: string): void;
}

/** What changed in one project's folder since the last such event; `rescan` when that is not known in detail. */
export interface ProjectFilesChange {
  readonly projectId: string;
  readonly changes: FileChange[];
  readonly rescan: boolean;
}

/** Something the person at the window should know. */
export interface FilesNotice {
  readonly level: 'info' | 'warning' | 'error';
  readonly title: string;
  readonly detail: string;
}
