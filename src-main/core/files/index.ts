export { decodeBytes } from './decode-bytes.ts';
export { versionOfBytes } from './file-version.ts';
export { findRipgrep, type RegisterChild } from './list-paths.ts';
export type { FilesLog, FilesNotice, ProjectFilesChange, TrashPort } from './ports.ts';
export type { FileContents } from './save-file.ts';
export type { FilesDependencies, FilesService } from './service.ts';
export { createFilesService } from './service.ts';
export { encodeText } from './text-encodings.ts';
