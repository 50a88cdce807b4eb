import type { CoAuthor, Version, VersionChange } from '../../../../contract/desktop/collaboration.ts';
import type { GitFailure } from '../../../../contract/desktop/errors.ts';
import { messageOf } from '../../../app/error-message.ts';
import type { Services } from '../../../app/services.ts';
import { t } from '../../../localize.ts';
import type { LiveSession } from '../live/live-session.ts';
import { mayWrite } from '../protocol/roster.ts';
import type { PastSessions } from '../talk/past-session.ts';
import { exportedParts } from './exported-parts.ts';
import type { HistoryStore } from './history-store.ts';
import { restoreFiles, wantedOf } from './restore-files.ts';
import type { VersionKeeper } from './version-keeper.ts';
import { fileName, momentOf, namesOf, titleOf } from './words.ts';

/** What a person can do with versions. */
export interface HistoryActions {
  /** Keeps a version that stays, with what the person says about it. */
  save(): Promise<void>;
  /** Shows how a file differs between the versions that are compared. */
  openChange(change: VersionChange, keepFocus?: boolean): Promise<void>;
  /** Makes all files, or one, what they were; asks before all. */
  restore(version: Version, path?: string): Promise<void>;
  commit(version: Version): Promise<void>;
  exportSession(): Promise<void>;
}

/** The session that this window is in, and what keeps its versions. */
export interface LiveHistory {
  readonly live: LiveSession;
  readonly keeper: VersionKeeper;
}

export function createHistoryActions(
  services: Services,
  store: HistoryStore,
  current: () => LiveHistory | null,
  past: Pick<PastSessions, 'get'>,
): HistoryActions {
  const { core, dialogs, editor, notifications, shell, workspace } = services;
  const { versions } = core.collaboration;

  const required = (): LiveHistory => {
    const history = current();
    if (!history) throw new Error(t('This works in a running session only. Share the project, or rejoin its session.'));
    return history;
  };

  /** The texts of a version by their paths, and how those stood on disk that were not plain. */
  const textsOf = async (version: Version, path?: string) => {
    const { sessionId } = version;
    const { files } = await versions.files({ sessionId, versionId: version.id });
    const wanted = path === undefined ? files : files.filter((file) => file.path === path);
    const texts = new Map<string, string>();
    for await (const part of await versions.texts({ sessionId, names: wanted.map(({ text }) => text) })) {
      for (const { name, text } of part.texts) texts.set(name, text);
    }
    return {
      texts: new Map(
        wanted.flatMap(({ path: each, text: name }) => {
          const text = texts.get(name);
          return text === undefined ? [] : [[each, text] as const];
        }),
      ),
      formats: new Map(wanted.flatMap(({ path: each, format }) => (format ? [[each, format] as const] : []))),
    };
  };

  const latestOf = async (sessionId: string): Promise<Version | null> =>
    (await versions.at({ sessionId, time: Number.MAX_SAFE_INTEGER })).version;

  /** Answers the paths that changed, and the version of before. */
  const makeAsIn = async (version: Version, path?: string) => {
    const { live, keeper } = required();
    const { session } = live;
    if (!session.mesh.role || !mayWrite(session.mesh.role, 'files')) {
      throw new Error(t('You can read this session, not change it'));
    }
    const { texts, formats } = await textsOf(version, path);
    const first = await keeper.keep('before-restore');
    // Others may have gone on meanwhile: this one is of the moment in which their files are changed.
    const last = keeper.keep('before-restore');
    const wanted =
      path === undefined ? wantedOf(session.files, texts) : new Map([[path, texts.get(path) ?? null] as const]);
    const restored = restoreFiles(session.documents.files, session.files, wanted, formats);
    const before = (await last) ?? first ?? (await latestOf(version.sessionId));
    if (restored.changed.length > 0) {
      await keeper.keep('automatic');
      // It is restored whether or not the feed can be told.
      await session.activity.note({ type: 'version-restored', versionAt: version.createdAt }).catch(() => undefined);
    }
    return { ...restored, before };
  };

  const tell = (
    { changed, skipped, before }: Awaited<ReturnType<typeof makeAsIn>>,
    version: Version,
    path: string | undefined,
  ) => {
    const moment = momentOf(version.createdAt);
    if (changed.length === 0 && skipped.length === 0) {
      notifications.info(t('Nothing to restore: it is as it was'));
      return;
    }
    const detail =
      skipped.length > 0
        ? t('Left as they are, since something else has their names: {{paths}}', { paths: skipped.join(', ') })
        : '';
    const undo = before && {
      title: t('Undo'),
      run: () => makeAsIn(before, path).then(() => undefined, failed(t('The restore was not undone'))),
    };
    notifications.info(
      path === undefined
        ? t('{{count}} files are as they were on {{moment}}', { count: changed.length, moment })
        : t('{{name}} is as it was on {{moment}}', { name: fileName(path), moment }),
      { ...(detail === '' ? {} : { detail }), actions: undo ? [undo] : [] },
    );
  };

  const failed = (title: string) => (error: unknown) => notifications.error(title, { detail: messageOf(error) });

  /** Those whose work came into the session since the last commit. */
  const coAuthorsOf = async (version: Version, projectId: string): Promise<CoAuthor[]> => {
    const self = store.state.getState().session?.self ?? (await core.collaboration.identity()).publicKey;
    const since = await lastCommit(projectId);
    const people = new Map<string, string>();
    for (const each of store.state.getState().versions) {
      if (each.createdAt > version.createdAt || each.createdAt <= since) continue;
      for (const { person, name } of each.authors) people.set(person, name);
    }
    for (const { person, name } of version.authors) people.set(person, name);
    people.delete(self);
    return [...people.values()].flatMap((name) => {
      const plain = name.replace(/[<>\r\n]/g, '').trim();
      return plain === '' ? [] : [{ name: plain, email: null }];
    });
  };

  const lastCommit = async (projectId: string): Promise<number> => {
    try {
      for await (const { commits } of await core.gitHistory.log({ projectId, skip: 0, limit: 1, scope: 'head' })) {
        if (commits[0]) return commits[0].authoredAt;
      }
    } catch {
      // Without a repository or a commit all of them count.
    }
    return 0;
  };

  return {
    async save() {
      const { live, keeper } = required();
      const message = await dialogs.prompt({
        title: t('Save a version'),
        label: t('Message (optional)'),
        value: '',
        confirm: t('Save version'),
        validate: (text) => (text.trim().length > 500 ? t('A message has up to 500 characters.') : null),
      });
      if (message === null) return;
      const text = message.trim();
      const version = await keeper.keep('saved', text === '' ? null : text);
      if (version && text !== '') {
        await live.session.activity.note({ type: 'version-saved', message: text }).catch(() => undefined);
      }
      notifications.info(version ? t('Version saved') : t('This version is saved already'));
    },
    async openChange({ path, before, after }, keepFocus = false) {
      const { compared, against, versions: list, selected, anchor } = store.state.getState();
      if (!compared) return;
      const { from, to } = compared;
      const history = current();
      const isNow = against === 'now' && selected === anchor && to.id === list[0]?.id;
      // What there is now can be edited while it is looked at.
      const live = isNow && after !== null && history?.live.session.files.find(path)?.kind === 'file';
      const label = isNow ? t('Now') : momentOf(to.createdAt);
      await editor.compare({
        id: `history:${from?.id ?? 0}:${live ? 'now' : to.id}:${path}`,
        document: path,
        title: `${fileName(path)} (${isNow ? momentOf(from?.createdAt ?? to.createdAt) : titleOf(to)})`,
        keepFocus,
        left: {
          label: from ? momentOf(from.createdAt) : t('Nothing'),
          read: async () => (before === null ? '' : store.readText(before)),
        },
        right: live ? null : { label, read: async () => (after === null ? '' : store.readText(after)) },
        rightLabel: label,
        actions: [],
      });
    },
    async restore(version, path) {
      const { keeper } = required();
      if (path === undefined) {
        const latest = (await keeper.keep('automatic')) ?? (await latestOf(version.sessionId)) ?? version;
        const { statistics } = await versions.compare({
          sessionId: version.sessionId,
          from: latest.id,
          to: version.id,
        });
        if (statistics.files === 0) {
          notifications.info(t('Nothing to restore: it is as it was'));
          return;
        }
        const answer = await dialogs.ask({
          title: t('Restore the version of {{moment}}?', { moment: momentOf(version.createdAt) }),
          body: t(
            '{{count}} files change for everybody in the session. What is there now is kept as a version first.',
            {
              count: statistics.files,
            },
          ),
          buttons: [
            { id: 'cancel', title: t('Cancel') },
            { id: 'restore', title: t('Restore') },
          ],
        });
        if (answer !== 'restore') return;
      }
      tell(await makeAsIn(version, path), version, path);
    },
    async commit(version) {
      const { project } = workspace.getState();
      if (!project) return;
      const coAuthors = await coAuthorsOf(version, project.id);
      const names = namesOf(
        coAuthors.map(({ name }) => ({ person: '', name })),
        null,
      );
      const message = await dialogs.prompt({
        title: t('Commit the version of {{moment}}', { moment: momentOf(version.createdAt) }),
        label: coAuthors.length > 0 ? t('Message. Co-authors: {{names}}', { names }) : t('Message'),
        value: version.message ?? '',
        confirm: t('Commit'),
        validate: (text) => (text.trim() === '' ? t('A commit needs a message. Say what you changed.') : null),
      });
      if (message === null) return;
      // What the editors hold belongs to the latest version, and git reads the disk.
      if (version.id === store.state.getState().versions[0]?.id) await editor.saveAll();
      const request = { sessionId: version.sessionId, versionId: version.id, message, coAuthors };
      const committed = await versions.commit({ ...request, branch: null }).catch(async (error: unknown) => {
        if (reasonOf(error) !== 'localChanges') throw error;
        const branch = await dialogs.prompt({
          title: t('The files have changed since'),
          label: t('Branch for this version; your files and your branch stay as they are'),
          value: branchFor(version),
          confirm: t('Commit onto the branch'),
          validate: (text) => (text.trim() === '' ? t('Give the branch a name.') : null),
        });
        return branch === null ? null : versions.commit({ ...request, branch: branch.trim() });
      });
      if (!committed) return;
      notifications.info(
        committed.branch === null
          ? t('Committed {{hash}}', { hash: committed.commit.slice(0, 7) })
          : t('Committed {{hash}} onto {{branch}}', { hash: committed.commit.slice(0, 7), branch: committed.branch }),
        { detail: committed.subject },
      );
    },
    async exportSession() {
      const { project } = workspace.getState();
      const history = current();
      const last = history ? null : await past.get();
      const id = history?.live.sessionId ?? last?.id;
      if (!project || !id) throw new Error(t('This project has not been in a session yet.'));
      const name = history?.live.name ?? project.name;
      const { path } = await shell.system.saveDialog({
        title: t('Export session'),
        defaultPath: `${project.path.replace(/[\\/][^\\/]*$/, '')}/${name.replace(/[\\/:*?"<>|]+/g, ' ').trim() || 'session'}.zip`,
      });
      if (path === null) return;
      await notifications.progress(t('Exporting the session'), async () => {
        await history?.keeper.keep('automatic');
        const said = history?.live ?? (await last?.open());
        const extra = said ? exportedParts(said) : [];
        await core.collaboration.exportSession({ sessionId: id, path, extra });
      });
      notifications.info(t('Session exported'), {
        detail: path,
        actions: [{ title: t('Show in folder'), run: async () => void (await shell.system.showInFolder({ path })) }],
      });
    },
  };
}

function reasonOf(error: unknown): GitFailure['reason'] | null {
  return (error as { data?: Partial<GitFailure> } | null)?.data?.reason ?? null;
}

/** `version-2026-11-29-1432`. */
function branchFor({ createdAt }: Version): string {
  const at = new Date(createdAt);
  const two = (number: number) => String(number).padStart(2, '0');
  return `version-${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}-${two(at.getHours())}${two(at.getMinutes())}`;
}
