import { join } from 'node:path';
import type { InferContractRouterInputs, InferContractRouterOutputs } from '@orpc/contract';
import type { collaboration, DocumentUpdate, FoundSession } from '../../../contract/desktop/collaboration.ts';
import { t } from '../../../localization/index.ts';
import type { CloudService } from '../cloud/index.ts';
import type { CoreDatabase } from '../database/index.ts';
import { desktopError } from '../desktop-error.ts';
import type { EventHub } from '../events/index.ts';
import type { SourceControl } from '../git/index.ts';
import type { Secrets } from '../secrets/index.ts';
import { commitVersion } from './commit-version.ts';
import { createDocumentUpdates } from './document-updates.ts';
import { exportSession } from './export-session.ts';
import { makeGuestFolder } from './guest-folder.ts';
import { createIdentity } from './identity.ts';
import { createNearby } from './nearby.ts';
import { findPersonName } from './person-name.ts';
import { createSessionRecords } from './session-records.ts';
import { createVersionStore } from './versions/version-store.ts';

type Inputs = InferContractRouterInputs<typeof collaboration>;
type Outputs = InferContractRouterOutputs<typeof collaboration>;
type Sessions = Inputs['sessions'];
type Versions = Inputs['versions'];

/** Core's side of sessions: one method for each procedure of the `collaboration` contract. */
export interface CollaborationService {
  identity(): Promise<Outputs['identity']>;
  setProfile(profile: Inputs['setProfile']): Promise<Outputs['setProfile']>;
  sign(bytes: Buffer): Promise<Buffer>;
  prepareFolder(name: string): Promise<string>;
  readonly sessions: {
    list(): Outputs['sessions']['list'];
    get(sessionId: string): Promise<Outputs['sessions']['get']>;
    ofProject(projectId: string): Promise<Outputs['sessions']['ofProject']>;
    keep(input: Sessions['keep']): Promise<Outputs['sessions']['keep']>;
    forget(sessionId: string): void;
  };
  readonly documents: {
    append(sessionId: string, updates: readonly DocumentUpdate[]): Promise<void>;
    read(sessionId: string): Generator<DocumentUpdate, void, void>;
  };
  readonly versions: {
    putTexts(input: Versions['putTexts']): Outputs['versions']['putTexts'];
    keep(input: Versions['keep']): Outputs['versions']['keep'];
    list(sessionId: string): Outputs['versions']['list'];
    files(input: Versions['files']): Outputs['versions']['files'];
    texts(input: Versions['texts']): Generator<{ texts: { name: string; text: string }[] }, void, void>;
    compare(input: Versions['compare']): Outputs['versions']['compare'];
    at(input: Versions['at']): Outputs['versions']['at'];
    commit(input: Versions['commit']): Promise<Outputs['versions']['commit']>;
  };
  exportSession(input: Inputs['exportSession']): Promise<Outputs['exportSession']>;
  announce(session: Inputs['announce']['session']): Promise<void>;
  nearby(signal?: AbortSignal): AsyncGenerator<FoundSession[], void, void>;
  dispose(): Promise<void>;
}

/** Makes it over the database, the key store, git and the network. */
export function createCollaborationService(dependencies: {
  database: CoreDatabase;
  secrets: Secrets;
  events: EventHub;
  cloud: Pick<CloudService, 'configured' | 'share' | 'state'>;
  git: Pick<SourceControl, 'commitFiles' | 'commitOntoBranch'>;
  /** Throws PROJECT_NOT_FOUND. */
  resolveProject: (projectId: string) => { path: string };
  /** Where new projects go; guests' copies get a folder in it. */
  projectsFolder: string;
  accountName: () => Promise<string | null>;
  gitProgram: () => Promise<string>;
  onFailed: (error: unknown, where: string) => void;
  /** Milliseconds since 1970. */
  now?: () => number;
}): CollaborationService {
  const { database, secrets, events, git, resolveProject, projectsFolder, accountName, gitProgram } = dependencies;
  const now = dependencies.now ?? Date.now;
  const identity = createIdentity({ database, secrets, findName: () => findPersonName({ accountName, gitProgram }) });
  const records = createSessionRecords({ database, secrets, now });
  const documents = createDocumentUpdates({ database, now, onFailed: dependencies.onFailed });
  const versions = createVersionStore({ database, now });
  const nearby = createNearby(dependencies);

  const required = (sessionId: string) => {
    const session = records.find(sessionId);
    if (!session) throw desktopError('NOT_FOUND', { message: t('This session is not kept here any more.') });
    return session;
  };
  const tellSessions = () => events.emit({ type: 'collaboration.sessionsChanged', sessions: records.list() });

  return {
    identity: identity.get,
    async setProfile(profile) {
      const changed = await identity.setProfile(profile);
      events.emit({ type: 'collaboration.identityChanged', identity: changed });
      return changed;
    },
    sign: identity.sign,
    prepareFolder: (name) => makeGuestFolder(join(projectsFolder, 'Sessions'), name),
    sessions: {
      list: () => ({ sessions: records.list() }),
      get: async (sessionId) => ({ kept: await records.get(sessionId) }),
      ofProject: records.ofProject,
      async keep({ session, state }) {
        resolveProject(session.projectId);
        const kept = await records.keep(session, state);
        tellSessions();
        return kept;
      },
      forget(sessionId) {
        records.forget(sessionId);
        tellSessions();
      },
    },
    documents: {
      async append(sessionId, updates) {
        required(sessionId);
        await documents.append(sessionId, updates);
      },
      *read(sessionId) {
        required(sessionId);
        yield* documents.read(sessionId);
      },
    },
    versions: {
      putTexts({ sessionId, texts }) {
        required(sessionId);
        return { names: versions.putTexts(sessionId, texts) };
      },
      keep(input) {
        required(input.sessionId);
        return { version: versions.keep(input) };
      },
      list: (sessionId) => ({ versions: versions.list(sessionId) }),
      files: ({ sessionId, versionId }) => ({ files: versions.files(sessionId, versionId) }),
      *texts({ sessionId, names }) {
        for (const texts of versions.texts(sessionId, names)) yield { texts };
      },
      compare: ({ sessionId, from, to }) => versions.compare(sessionId, from, to),
      at: ({ sessionId, time }) => ({ version: versions.at(sessionId, time) }),
      commit: (input) =>
        commitVersion({ versions, git, resolveProject }, { ...input, projectId: required(input.sessionId).projectId }),
    },
    async exportSession({ sessionId, path, extra }) {
      const bytes = await exportSession({ session: required(sessionId), versions, extra, path, now });
      return { path, bytes };
    },
    announce: nearby.announce,
    nearby: nearby.find,
    dispose: nearby.dispose,
  };
}
