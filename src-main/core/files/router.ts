import { implement } from '@orpc/server';
import { desktopContract } from '../../../contract/desktop/index.ts';
import type { FilesService } from './service.ts';

const contract = implement(desktopContract.files);

/** Serves the `files` contract. */
export function createFilesRouter(service: FilesService) {
  return contract.router({
    list: contract.list.handler(({ input }) => service.list(input)),
    listTree: contract.listTree.handler(({ input }) => service.listTree(input)),
    read: contract.read.handler(({ input, signal }) => service.read(input, signal)),
    readTexts: contract.readTexts.handler(({ input, signal }) =>
      service.readTexts(input, signal ?? new AbortController().signal),
    ),
    listIgnored: contract.listIgnored.handler(({ input }) => service.listIgnored(input)),
    ignoredFolders: contract.ignoredFolders.handler(({ input }) => service.ignoredFolders(input)),
    writeTexts: contract.writeTexts.handler(({ input }) => service.writeTexts(input)),
    readImage: contract.readImage.handler(({ input }) => service.readImage(input)),
    save: contract.save.handler(({ input }) => service.save(input)),
    version: contract.version.handler(({ input }) => service.version(input)),
    createFile: contract.createFile.handler(({ input }) => service.createFile(input)),
    createFolder: contract.createFolder.handler(({ input }) => service.createFolder(input)),
    move: contract.move.handler(({ input }) => service.move(input)),
    duplicate: contract.duplicate.handler(({ input }) => service.duplicate(input)),
    trash: contract.trash.handler(({ input }) => service.trash(input)),
    removeEmptyFolders: contract.removeEmptyFolders.handler(({ input }) => service.removeEmptyFolders(input)),
    import: contract.import.handler(({ input }) => service.import(input)),
    undo: contract.undo.handler(({ input }) => service.undo(input)),
    quickOpen: contract.quickOpen.handler(({ input }) => service.quickOpen(input)),
  });
}
