import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, onTestFinished } from 'vitest';
import type { FileHead } from '../../../../contract/model/file.ts';
import type { FilesNotice, ProjectFilesChange } from '../../../../src-main/core/files/index.ts';
import { createFilesService, type FilesDependencies } from '../../../../src-main/core/files/index.ts';
import { isTemporaryName } from '../../../../src-main/core/files/temporary-names.ts';
import { createProcessRegister } from '../../../../src-main/core/processes/index.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

export const projectId = 'project';

/** A files service on real folders; closed, and checked to have left nothing open, when the test ends. */
export function startFiles(options: Partial<FilesDependencies> & { root?: string; workFolder?: string } = {}) {
  const work = options.workFolder ?? temporaryFolder('files');
  const root = options.root ?? join(work, 'project');
  mkdirSync(root, { recursive: true });
  const undoFolder = join(work, 'undo');
  const dataHome = join(work, 'data');
  const events: ProjectFilesChange[] = [];
  const notices: FilesNotice[] = [];
  const problems: unknown[] = [];
  const register = createProcessRegister();
  const recent: string[] = [];
  const service = createFilesService({
    resolveRoot: () => root,
    undoFolder,
    trash: { moveToTrash: () => Promise.reject(new Error('not asked on Linux')) },
    recentPaths: () => recent,
    onChanged: (event) => events.push(event),
    onNotice: (notice) => notices.push(notice),
    registerChild: register.register,
    log: {
      debug: () => {},
      info: () => {},
      warn: (details) => problems.push(details),
      error: (details) => problems.push(details),
    },
    environment: { XDG_DATA_HOME: dataHome },
    ...options,
  });
  let disposing: Promise<void> | undefined;
  const dispose = () => {
    disposing ??= service.dispose();
    return disposing;
  };
  onTestFinished(async () => {
    await dispose();
    expect(register.list()).toEqual([]);
    expect(temporaryFilesIn(root)).toEqual([]);
  });

  return {
    service,
    root,
    work,
    undoFolder,
    dataHome,
    events,
    notices,
    problems,
    recent,
    dispose,
    absolute: (path: string) => join(root, path),
    write(path: string, contents: string | Uint8Array = '') {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), contents);
    },
    /** The head and all text of a file. */
    async read(path: string, encoding?: string): Promise<{ head: FileHead; text: string; pieces: number }> {
      let head: FileHead | undefined;
      let text = '';
      let pieces = 0;
      let done = false;
      for await (const part of service.read({ projectId, path, encoding })) {
        expect(done).toBe(false);
        if (part.type === 'head') {
          head = part.head;
          text += part.text ?? '';
        } else if (part.type === 'text') {
          text += part.text;
          pieces += 1;
        } else done = true;
      }
      expect(done).toBe(true);
      if (!head) throw new Error('no head came');
      return { head, text, pieces };
    },
    /** Saves like the editor: in the file's encoding and line ends, on top of its version. */
    async save(path: string, text: string, changes: Partial<SaveInput> = {}) {
      const input = { ...defaultSave, projectId, path, text, ...changes };
      if ('baseVersion' in changes || !existsSync(join(root, path))) return service.save(input);
      const { version: baseVersion } = await service.version({ projectId, path });
      return service.save({ ...input, baseVersion });
    },
    async names(path = ''): Promise<string[]> {
      const listing = await service.list({ projectId, paths: [path] });
      return (listing[path] ?? []).map(({ name }) => name);
    },
  };
}

type SaveInput = Parameters<ReturnType<typeof createFilesService>['save']>[0];

export const defaultSave = {
  encoding: 'utf-8',
  byteOrderMark: false,
  lineEnd: 'lf',
  keepMixedLineEnds: false,
  baseVersion: null,
} as const;

/** A folder for very many files: in memory where the system has such a place, so that the disk does not decide how long it takes. */
export function spaciousFolder(): string {
  const memory = '/dev/shm';
  if (!existsSync(memory)) return temporaryFolder('many');
  const folder = mkdtempSync(join(memory, 'flashfusion-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Waits, at most so many milliseconds, until something holds. */
export async function until(holds: () => boolean | Promise<boolean>, milliseconds = 10_000): Promise<void> {
  const end = Date.now() + milliseconds;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`did not come true in ${milliseconds} ms: ${holds}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** Our own temporary files anywhere below a folder. */
export function temporaryFilesIn(folder: string): string[] {
  return pathsIn(folder).filter((path) => path.split('/').some(isTemporaryName));
}

/** Every file, folder and link below a folder, as the disk has them; links are not followed. */
export function pathsIn(folder: string): string[] {
  const paths: string[] = [];
  const visit = (below: string) => {
    for (const entry of readdirSync(join(folder, below), { withFileTypes: true })) {
      const path = below === '' ? entry.name : `${below}/${entry.name}`;
      paths.push(path);
      if (entry.isDirectory()) visit(path);
    }
  };
  visit('');
  return paths.sort();
}
