import { implement } from '@orpc/server';
import { desktopContract } from '../../../contract/desktop/index.ts';
import type { CollaborationService } from './service.ts';

const contract = implement(desktopContract.collaboration);

/** Serves the `collaboration` contract. */
export function createCollaborationRouter(service: CollaborationService) {
  const { sessions, documents, versions } = service;
  return contract.router({
    identity: contract.identity.handler(() => service.identity()),
    setProfile: contract.setProfile.handler(({ input }) => service.setProfile(input)),
    sign: contract.sign.handler(async ({ input }) => ({
      signature: (await service.sign(Buffer.from(input.base64, 'base64'))).toString('base64'),
    })),
    prepareFolder: contract.prepareFolder.handler(async ({ input }) => ({
      path: await service.prepareFolder(input.name),
    })),
    sessions: {
      list: contract.sessions.list.handler(() => sessions.list()),
      get: contract.sessions.get.handler(({ input }) => sessions.get(input.sessionId)),
      ofProject: contract.sessions.ofProject.handler(({ input }) => sessions.ofProject(input.projectId)),
      keep: contract.sessions.keep.handler(({ input }) => sessions.keep(input)),
      forget: contract.sessions.forget.handler(({ input }) => {
        sessions.forget(input.sessionId);
        return {};
      }),
    },
    documents: {
      append: contract.documents.append.handler(async ({ input }) => {
        await documents.append(input.sessionId, input.updates);
        return {};
      }),
      read: contract.documents.read.handler(async function* ({ input }) {
        yield* documents.read(input.sessionId);
      }),
    },
    versions: {
      putTexts: contract.versions.putTexts.handler(({ input }) => versions.putTexts(input)),
      keep: contract.versions.keep.handler(({ input }) => versions.keep(input)),
      list: contract.versions.list.handler(({ input }) => versions.list(input.sessionId)),
      files: contract.versions.files.handler(({ input }) => versions.files(input)),
      texts: contract.versions.texts.handler(async function* ({ input }) {
        yield* versions.texts(input);
      }),
      compare: contract.versions.compare.handler(({ input }) => versions.compare(input)),
      at: contract.versions.at.handler(({ input }) => versions.at(input)),
      commit: contract.versions.commit.handler(({ input }) => versions.commit(input)),
    },
    exportSession: contract.exportSession.handler(({ input }) => service.exportSession(input)),
    announce: contract.announce.handler(async ({ input }) => {
      await service.announce(input.session);
      return {};
    }),
    nearby: contract.nearby.handler(({ signal }) => service.nearby(signal)),
  });
}
