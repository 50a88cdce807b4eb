import { join } from 'node:path';
import type { InferContractRouterInputs, InferContractRouterOutputs } from '@orpc/contract';
import type { FileReadPart, files, ProjectTextsPart } from '../../../contract/desktop/files.ts';
import { type Changed, type Copied, createTreeChanges } from './change-tree.ts';
import { toDesktopError, translatingErrors } from './file-errors.ts';
import { createFileVersions } from './file-version.ts';
import { createIgnoreRules, createListingRules } from './ignore-rules.ts';
import { createFolderLister } from './list-folders.ts';
import { ignoredFolders, listIgnored, withoutIgnored } from './list-ignored.ts';
import { listPaths, type RegisterChild } from './list-paths.ts';
import { mendInterruptedFile } from './mend-interrupted.ts';
import { removeEmptyFolders } from './new-entries.ts';
import { createOpenProjects } from './open-projects.ts';
import type { FilesLog, FilesNotice, ProjectFilesChange, TrashPort } from './ports.ts';
import { locate, locateForChange } from './project-paths.ts';
import { findPaths, readProjectTexts, writeProjectTexts } from './project-texts.ts';
import { readProjectFile, readProjectImage } from './read-file.ts';
import { createFileSaver, type FileContents, type Saved } from './save-file.ts';
import { createTrash } from './trash.ts';
import { createUndoTickets } from './undo-tickets.ts';
import type { WatchBackend } from './watch-backend.ts';
import { createLinuxBackend } from './watch-linux.ts';
import { createParcelBackend } from './watch-parcel.ts';
import { createWorkJournal } from './work-journal.ts';

/** Milliseconds. */
const defaultPollInterval = 2000;

type Inputs = InferContractRouterInputs<typeof files>;
type Outputs = InferContractRouterOutputs<typeof files>;
type Call<Name extends keyof Inputs> = (input: Inputs[Name]) => Promise<Outputs[Name]>;

export interface FilesDependencies {
  /** The absolute, real folder of a project; throws PROJECT_NOT_FOUND. */
  readonly resolveRoot: (projectId: string) => string;
  /** A folder of our own where copies are kept that undoing needs. */
  readonly undoFolder: string;
  readonly trash: TrashPort;
  /** Project paths opened last, newest first. */
  readonly recentPaths: (projectId: string) => readonly string[];
  readonly onChanged: (change: ProjectFilesChange) => void;
  readonly onNotice: (notice: FilesNotice) => void;
  /** Takes up child programs, so that none outlives Core. */
  readonly registerChild: RegisterChild;
  readonly log: FilesLog;
  /** This machine's, unless told otherwise. */
  readonly platform?: NodeJS.Platform;
  readonly environment?: NodeJS.ProcessEnv;
  readonly watchBackend?: WatchBackend;
  /** Milliseconds between looks at folders that cannot be watched; 2000 when left out. */
  readonly pollInterval?: number;
}

/** The file system of projects: one method for each procedure of the `files` contract, and watching. */
export interface FilesService {
  readonly list: Call<'list'>;
  readonly listTree: Call<'listTree'>;
  /** Ends early, with its file closed, when the signal is aborted or the reader stops. */
  readonly read: (input: Inputs['read'], signal?: AbortSignal) => AsyncGenerator<FileReadPart, void, void>;
  /** Ends early when the signal is aborted. */
  readonly readTexts: (input: Inputs['readTexts'], signal: AbortSignal) => AsyncGenerator<ProjectTextsPart, void, void>;
  readonly listIgnored: Call<'listIgnored'>;
  readonly ignoredFolders: Call<'ignoredFolders'>;
  readonly writeTexts: Call<'writeTexts'>;
  readonly readImage: Call<'readImage'>;
  readonly save: Call<'save'>;
  readonly version: Call<'version'>;
  /**
   * Replaces an existing file's bytes by what `change` makes of them (null leaves it alone), as atomically and durably as a save. A file
   * that another program writes meanwhile is left, with CHANGED_ON_DISK.
   */
  readonly rewrite: (
    input: { readonly projectId: string; readonly path: string },
    change: (current: FileContents) => Promise<Buffer | null>,
  ) => Promise<Saved | null>;
  readonly createFile: Call<'createFile'>;
  readonly createFolder: Call<'createFolder'>;
  readonly move: Call<'move'>;
  readonly duplicate: Call<'duplicate'>;
  readonly trash: Call<'trash'>;
  readonly removeEmptyFolders: Call<'removeEmptyFolders'>;
  /** Puts a folder that is no project, by its absolute path, in the system's trash, where the person can bring it back from. */
  trashFolder(absolute: string): Promise<void>;
  readonly import: Call<'import'>;
  readonly undo: Call<'undo'>;
  readonly quickOpen: Call<'quickOpen'>;
  /** Every file that is not ignored, in portions as they are found. */
  readonly listPaths: (projectId: string, signal: AbortSignal) => AsyncGenerator<string[], void, void>;
  /**
   * Watches a project's folder until disposed of, and mends what killed saves left behind. Counted: the folder is watched
   * once however many ask, and until the last one disposes.
   */
  watch(projectId: string): { dispose(): void };
  dispose(): Promise<void>;
}

/** The file system side of Core. */
export function createFilesService(dependencies: FilesDependencies): FilesService {
  const { resolveRoot, undoFolder, recentPaths, onNotice, log } = dependencies;
  const platform = dependencies.platform ?? process.platform;
  const environment = dependencies.environment ?? process.env;
  const backend = dependencies.watchBackend ?? (platform === 'linux' ? createLinuxBackend() : createParcelBackend());

  const journal = createWorkJournal(join(undoFolder, 'journal'));
  const versions = createFileVersions();
  const ignoreRules = createIgnoreRules();
  const lister = createFolderLister(ignoreRules);
  /** For what is told of files beyond this machine: no way to it shows what another one does not. */
  const listingRules = createListingRules();
  const listingLister = createFolderLister(listingRules);
  const trash = createTrash({
    port: dependencies.trash,
    copiesFolder: join(undoFolder, 'trash'),
    journal,
    platform,
    environment,
  });
  const tree = createTreeChanges({ trash, journal, log });
  const tickets = createUndoTickets();
  const projects = createOpenProjects({
    ...dependencies,
    pollInterval: dependencies.pollInterval ?? defaultPollInterval,
    backend,
    ignoreRules,
    lister,
  });
  const saver = createFileSaver({ journal, versions, onExchange: projects.expectExchange });
  /** What killed saves have left is put right before anything is read. */
  const recovered = journal
    .recover((entry) => mendInterruptedFile(entry, log, onNotice))
    .catch((error: unknown) => log.warn({ error }, 'could not put right what was interrupted'));

  async function change(projectId: string, work: (root: string) => Promise<Changed>): Promise<{ undoId: string }> {
    await recovered;
    const { ticket } = await work(resolveRoot(projectId));
    return { undoId: tickets.add(projectId, ticket) };
  }

  async function copy(projectId: string, work: (root: string) => Promise<Copied>) {
    await recovered;
    const { ticket, created } = await work(resolveRoot(projectId));
    return { undoId: tickets.add(projectId, ticket), created };
  }

  return {
    async list({ projectId, paths, maxRows }) {
      const root = resolveRoot(projectId);
      await projects.noteListed(projectId, paths);
      return lister.list(root, paths, maxRows);
    },
    listTree: ({ projectId, path, maxEntries }) =>
      translatingErrors('read', path, () => lister.listTree(resolveRoot(projectId), path, maxEntries)),
    async *read({ projectId, path, encoding }, signal) {
      await recovered;
      try {
        yield* readProjectFile({ root: resolveRoot(projectId), path, encoding, versions, signal });
      } catch (error) {
        throw toDesktopError(error, 'read', path);
      }
    },
    async *readTexts({ projectId, largest, paths, ignored }, signal) {
      await recovered;
      const root = resolveRoot(projectId);
      const request = { root, largest, versions, signal };
      if (!paths) {
        const listed = listPaths(root, { registerChild: dependencies.registerChild, lister }, signal);
        yield* readProjectTexts({ ...request, portions: withoutIgnored(root, listed, listingRules) });
        return;
      }
      const { files, folders, gone } = await findPaths(root, paths, {
        lister: listingLister,
        ignoreRules: listingRules,
        ignored,
      });
      yield { texts: [], others: [], folders: [...folders], gone: [...gone] };
      yield* readProjectTexts({ ...request, portions: [files] });
    },
    listIgnored: async ({ projectId, path }) => ({
      paths: await listIgnored(resolveRoot(projectId), path, listingLister),
    }),
    ignoredFolders: async ({ projectId, paths }) => ({
      ignored: await ignoredFolders(resolveRoot(projectId), paths, listingRules),
    }),
    async writeTexts({ projectId, texts }) {
      await recovered;
      return writeProjectTexts(resolveRoot(projectId), texts);
    },
    readImage: ({ projectId, path }) =>
      translatingErrors('read', path, () => readProjectImage(resolveRoot(projectId), path)),
    async save({ projectId, ...request }) {
      await recovered;
      return translatingErrors('write', request.path, () => saver.save(resolveRoot(projectId), request));
    },
    async rewrite({ projectId, path }, change) {
      await recovered;
      return translatingErrors('write', path, () => saver.rewrite(resolveRoot(projectId), path, change));
    },
    version: ({ projectId, path }) =>
      translatingErrors('read', path, async () => {
        await recovered;
        return { version: await versions.find(locate(resolveRoot(projectId), path)) };
      }),
    createFile: ({ projectId, path, text }) => change(projectId, (root) => tree.createFile(root, path, text ?? '')),
    createFolder: ({ projectId, path }) => change(projectId, (root) => tree.createFolder(root, path)),
    move: ({ projectId, moves }) => change(projectId, (root) => tree.move(root, moves)),
    duplicate: ({ projectId, paths, intoFolder }) => copy(projectId, (root) => tree.duplicate(root, paths, intoFolder)),
    trash: ({ projectId, paths }) => change(projectId, (root) => tree.trash(root, paths)),
    async removeEmptyFolders({ projectId, paths }) {
      await recovered;
      const root = resolveRoot(projectId);
      for (const path of paths) {
        await translatingErrors('write', path, async () => removeEmptyFolders([await locateForChange(root, path)]));
      }
      return {};
    },
    trashFolder: async (absolute) => {
      await recovered;
      await (await trash.discard(absolute)).forget();
    },
    import: ({ projectId, sources, intoFolder }) =>
      copy(projectId, (root) => tree.importEntries(root, sources, intoFolder)),
    undo: async ({ projectId, undoId }) => ({ restored: await tickets.use(projectId, undoId) }),
    quickOpen: ({ projectId, query, limit }) =>
      projects.quickOpen(projectId).query(query, limit, recentPaths(projectId)),
    listPaths: (projectId, signal) =>
      listPaths(resolveRoot(projectId), { registerChild: dependencies.registerChild, lister }, signal),
    watch: projects.watch,
    async dispose() {
      await projects.dispose();
      await recovered;
    },
  };
}
