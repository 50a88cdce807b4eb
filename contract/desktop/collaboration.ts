import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { LineEnd } from '../model/file.ts';
import { AbsolutePath, ProjectPath } from '../model/path.ts';
import { ProjectId } from '../model/project.ts';
import { procedure } from './errors.ts';
import { GitName } from './git/changes.ts';

/** An Ed25519 public key in base64 for URLs: how a person is named in sessions. */
export const PersonKey = z.string().regex(/^[\w-]{43}$/);
export type PersonKey = z.infer<typeof PersonKey>;

export const SessionId = z.string().regex(/^[\w-]{22}$/);
export type SessionId = z.infer<typeof SessionId>;

/** How a person wants to be shown; the colour is one of the interface's eight for people. */
export const PersonProfile = z.object({
  name: z.string().trim().min(1).max(64),
  color: z.number().int().min(0).max(7),
});
export type PersonProfile = z.infer<typeof PersonProfile>;

/** Who this person is in sessions. The private key stays in Core. */
export const CollaborationIdentity = z.object({
  publicKey: PersonKey,
  profile: PersonProfile,
  /** False where this system has no safe place for the key, so that it is another one after a restart. */
  kept: z.boolean(),
});
export type CollaborationIdentity = z.infer<typeof CollaborationIdentity>;

/** A session that this person is or was in. */
export const SessionRecord = z.object({
  id: SessionId,
  projectId: ProjectId,
  own: z.boolean(),
  name: z.string().trim().min(1).max(200),
  /** Whose session it is, by the name they gave themselves. */
  ownerName: z.string().max(64),
  /** Not left: its window goes back in when it opens again. One project has one such session. */
  live: z.boolean(),
  /** Milliseconds since 1970. */
  startedAt: z.number(),
  lastActiveAt: z.number(),
});
export type SessionRecord = z.infer<typeof SessionRecord>;

/** A session with what its window needs to go back in. */
export const KeptSession = z.object({
  session: SessionRecord,
  /** What the window handed over, most likely JSON; null where this system has no safe place and Core has been restarted. */
  state: z.string().nullable(),
});
export type KeptSession = z.infer<typeof KeptSession>;

/** Characters of what a window keeps of a session besides its documents. */
export const largestState = 4 * 1024 * 1024;
/** Characters of base64 in one piece of an update: 3 MB of it. */
export const largestUpdatePiece = 4 * 1024 * 1024;

export const SessionDocument = z.enum(['files', 'comments', 'talk']);
export type SessionDocument = z.infer<typeof SessionDocument>;

/** A Yjs update (V1), or a piece of one that is too large for a message. */
export const DocumentUpdate = z.object({
  document: SessionDocument,
  base64: z.base64().max(largestUpdatePiece),
  /** The next one of the same document belongs to the same update. */
  continues: z.boolean(),
});
export type DocumentUpdate = z.infer<typeof DocumentUpdate>;

export const VersionId = z.number().int().positive();
export type VersionId = z.infer<typeof VersionId>;

/** The name of a text that Core keeps: its SHA-256 in base64 for URLs. */
export const TextName = z.string().regex(/^[\w-]{43}$/);
export type TextName = z.infer<typeof TextName>;

/** Somebody whose work is in a version. */
export const VersionAuthor = z.object({ person: PersonKey, name: z.string().min(1).max(64) });
export type VersionAuthor = z.infer<typeof VersionAuthor>;

export const VersionKind = z.enum(['automatic', 'saved', 'before-restore']);
export type VersionKind = z.infer<typeof VersionKind>;

/** What has changed between a version and the one before it. */
export const VersionStatistics = z.object({ files: z.number(), linesAdded: z.number(), linesRemoved: z.number() });
export type VersionStatistics = z.infer<typeof VersionStatistics>;

/** The files of a session as they were at a time. */
export const Version = z.object({
  id: VersionId,
  sessionId: SessionId,
  kind: VersionKind,
  /** Null for those that nobody has named. */
  message: z.string().nullable(),
  authors: z.array(VersionAuthor),
  /** Milliseconds since 1970. */
  createdAt: z.number(),
  statistics: VersionStatistics,
});
export type Version = z.infer<typeof Version>;

/** How a text stands on disk. */
export const VersionFormat = z.object({
  /** As the WHATWG Encoding Standard names it, in lower case; any peer of the session may have written it. */
  encoding: z.string().max(64),
  byteOrderMark: z.boolean(),
  lineEnd: LineEnd,
});
export type VersionFormat = z.infer<typeof VersionFormat>;

/** A file of a version and the text that it had; `format` is left out where that is UTF-8 with LF. */
export const VersionFile = z.object({ path: ProjectPath, text: TextName, format: VersionFormat.optional() });
export type VersionFile = z.infer<typeof VersionFile>;

/** A file that is different in two versions; `before` and `after` name its texts, null where it was not there. */
export const VersionChange = z.object({
  path: ProjectPath,
  before: TextName.nullable(),
  after: TextName.nullable(),
  linesAdded: z.number(),
  linesRemoved: z.number(),
});
export type VersionChange = z.infer<typeof VersionChange>;

/** Somebody who is to be named in a commit. Without an address, one that reaches nobody stands for them. */
export const CoAuthor = z.object({
  name: z
    .string()
    .trim()
    .min(1)
    .max(64)
    .regex(/^[^<>\r\n]+$/),
  email: z
    .string()
    .max(254)
    .regex(/^[^\s<>@]+@[^\s<>@]+$/)
    .nullable(),
});
export type CoAuthor = z.infer<typeof CoAuthor>;

/** A session that somebody on this network tells of. What it says of itself is not proven. */
export const FoundSession = z.object({
  name: z.string().min(1).max(100),
  person: z.string().max(64),
  /** Five groups of four; who comes with it waits until the owner lets them in. */
  code: z.string().regex(/^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){4}$/),
  /** Where its people meet: `http://192.168.1.20:41234`. */
  server: z.url({ protocol: /^https?$/ }).max(300),
});
export type FoundSession = z.infer<typeof FoundSession>;

const nothing = z.object({});
const inSession = z.object({ sessionId: SessionId });

export const collaboration = {
  /** Makes the key when it is first asked for. */
  identity: procedure.output(CollaborationIdentity),
  setProfile: procedure.input(PersonProfile).output(CollaborationIdentity),
  /** Signs (Ed25519) what a session says: bytes that begin with `flashfusion/`. BAD_REQUEST for any others. */
  sign: procedure.input(z.object({ base64: z.base64().max(256 * 1024) })).output(z.object({ signature: z.base64() })),

  /** Makes an empty folder for a guest's copy of the files, under a free name like the given one. */
  prepareFolder: procedure.input(z.object({ name: z.string().max(200) })).output(z.object({ path: AbsolutePath })),

  sessions: {
    /** The one that was active last first. */
    list: procedure.output(z.object({ sessions: z.array(SessionRecord) })),
    /** Null where there is none of that id. */
    get: procedure.input(inSession).output(z.object({ kept: KeptSession.nullable() })),
    /** The session that a project's window goes back into, or null; `last` is the latest one of the project, left or not. */
    ofProject: procedure
      .input(z.object({ projectId: ProjectId }))
      .output(z.object({ kept: KeptSession.nullable(), last: SessionRecord.nullable() })),
    /** Keeps a session in place of what was kept of it. A `state` that is left out stays as it was. */
    keep: procedure
      .input(
        z.object({
          session: SessionRecord.omit({ startedAt: true, lastActiveAt: true }),
          state: z.string().max(largestState).optional(),
        }),
      )
      .output(SessionRecord),
    /** Removes it with its documents and versions. */
    forget: procedure.input(inSession).output(nothing),
  },

  documents: {
    /** Adds to what is kept of a session's documents; on the disk when it answers. */
    append: procedure
      .input(z.object({ sessionId: SessionId, updates: z.array(DocumentUpdate).max(1000) }))
      .output(nothing),
    /** All that is kept, to be applied in this order. */
    read: procedure.input(inSession).output(eventIterator(DocumentUpdate)),
  },

  versions: {
    /** Keeps texts for versions that name them, and answers their names in the same order. Ends of line are LF. */
    putTexts: procedure
      .input(z.object({ sessionId: SessionId, texts: z.array(z.string().max(6_000_000)).max(1000) }))
      .output(z.object({ names: z.array(TextName) })),
    /**
     * Keeps a version of these files. Null for one that nobody has named and that is like the last, unless that was automatic and this
     * one is saved. NOT_FOUND where a text is not kept (any more): hand over all of them again.
     */
    keep: procedure
      .input(
        z.object({
          sessionId: SessionId,
          kind: VersionKind,
          message: z.string().trim().min(1).max(2000).nullable(),
          authors: z.array(VersionAuthor).max(256),
          files: z.array(VersionFile).max(50_000),
        }),
      )
      .output(z.object({ version: Version.nullable() })),
    /** The newest first. */
    list: procedure.input(inSession).output(z.object({ versions: z.array(Version) })),
    /** In order of their paths. */
    files: procedure
      .input(z.object({ sessionId: SessionId, versionId: VersionId }))
      .output(z.object({ files: z.array(VersionFile) })),
    /** Texts by their names, in messages of a few megabytes. */
    texts: procedure
      .input(z.object({ sessionId: SessionId, names: z.array(TextName).max(50_000) }))
      .output(eventIterator(z.object({ texts: z.array(z.object({ name: TextName, text: z.string() })) }))),
    /** What is different in `to`, in order of the paths; `from` null takes nothing at all to compare with. */
    compare: procedure
      .input(z.object({ sessionId: SessionId, from: VersionId.nullable(), to: VersionId }))
      .output(z.object({ changes: z.array(VersionChange), statistics: VersionStatistics })),
    /** The latest version that was kept at a time or before it, in milliseconds since 1970. */
    at: procedure
      .input(z.object({ sessionId: SessionId, time: z.number() }))
      .output(z.object({ version: Version.nullable() })),
    /**
     * Commits a version in the project's repository, with a `Co-authored-by` line for each co-author. Without a branch the files
     * are committed where the project is, which needs them to be as in the version: GIT_FAILED with `localChanges` otherwise. With
     * one, the commit goes onto a new branch of that name, and files and index stay as they are.
     */
    commit: procedure
      .input(
        z.object({
          sessionId: SessionId,
          versionId: VersionId,
          message: z.string().trim().min(1).max(20_000),
          coAuthors: z.array(CoAuthor).max(256),
          branch: GitName.nullable(),
        }),
      )
      .output(z.object({ commit: z.string(), subject: z.string(), branch: z.string().nullable() })),
  },

  /** Writes a session as a .zip: files and history as far as Core keeps versions, the rest as handed in. */
  exportSession: procedure
    .input(
      z.object({
        sessionId: SessionId,
        path: AbsolutePath,
        /** What the window has words for, by names within the archive: `comments.md`, `chat.json`. */
        extra: z
          .array(
            z.object({
              name: z.string().regex(/^[a-z][a-z-]{0,40}\.(md|json|txt)$/),
              text: z.string().max(50_000_000),
            }),
          )
          .max(20),
      }),
    )
    .output(z.object({ path: AbsolutePath, bytes: z.number() })),

  /** Tells this network of a session until it is told null; opens the desktop's own server to others for that. */
  announce: procedure
    .input(z.object({ session: FoundSession.pick({ name: true, person: true, code: true }).nullable() }))
    .output(nothing),
  /** Looks for sessions on this network while the stream is read: all that are there, whenever one comes or goes. */
  nearby: procedure.output(eventIterator(z.array(FoundSession))),
};
