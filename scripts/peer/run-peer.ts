import { basename, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import wrtc from '@roamhq/wrtc';
import { setSessionName } from '../../src-renderer/features/collaboration/live/session-name.ts';
import { keyName, signerFromSeed } from '../../src-renderer/features/collaboration/protocol/keys.ts';
import type { DocumentName } from '../../src-renderer/features/collaboration/protocol/messages.ts';
import { mayWrite } from '../../src-renderer/features/collaboration/protocol/roster.ts';
import {
  formatSessionCode,
  parseSessionCode,
} from '../../src-renderer/features/collaboration/protocol/session-code.ts';
import { placeOfComment } from '../../src-renderer/features/collaboration/session/comment-place.ts';
import {
  commentsAsJson,
  commentsAsMarkdown,
} from '../../src-renderer/features/collaboration/session/export-comments.ts';
import {
  hostSession,
  joinSession,
  type OwnSession,
  type Session,
  type SessionOptions,
} from '../../src-renderer/features/collaboration/session/session.ts';
import { type FileLock, renewEvery } from '../../src-renderer/features/collaboration/session/session-locks.ts';
import { linkTo } from '../../src-renderer/features/collaboration/share/join-link.ts';
import { type PeerCommand, readCommand } from './commands.ts';
import { followCursors, showCursor } from './cursors.ts';
import { readTextFiles } from './read-folder.ts';

const usage = `Usage: npm run -s peer -- host <folder> [--server <url>]… [--name <name>] [--role editor|commenter|viewer]
       npm run -s peer -- join <code> [--server <url>]… [--name <name>]
Both take --turn turn:<name>:<password>@<host>:<port> for a relay server, and --relay-only to use no other way.

Prints what happens in the session as JSON lines, and takes commands as JSON lines on standard input, such as
{"command":"edit","path":"README.md","at":0,"insert":"Hello"}. Servers are signaling servers of FlashFusion's or y-webrtc's;
without one, http://127.0.0.1:4400 (npm run cloud).`;

/** Reads `turn:name:password@host:port`, as one entry of a connection's `iceServers`. */
function readTurnServer(text: string): RTCIceServer {
  const [, scheme, username, credential, address] = /^(turns?):([^:@]+):([^@]+)@(.+)$/.exec(text) ?? [];
  if (!username || !credential)
    throw new Error(`A relay server is given as turn:name:password@host:port, not as ${text}.`);
  return { urls: [`${scheme}:${address}`], username, credential };
}

const writes: Partial<Record<PeerCommand['command'], DocumentName>> = {
  edit: 'files',
  create: 'files',
  move: 'files',
  remove: 'files',
  lock: 'files',
  unlock: 'files',
  comment: 'comments',
  reply: 'comments',
  'edit-comment': 'comments',
  'delete-comment': 'comments',
  resolve: 'comments',
  reopen: 'comments',
  chat: 'talk',
  'edit-message': 'talk',
  'delete-message': 'talk',
};

/** A peer without a window: hosts a folder or joins with a code until it is told to leave or its input ends. Answers the exit code. */
export async function runPeer(words: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...words],
    allowPositionals: true,
    options: {
      server: { type: 'string', multiple: true, default: ['http://127.0.0.1:4400'] },
      name: { type: 'string', default: 'Peer' },
      role: { type: 'string', default: 'editor' },
      turn: { type: 'string', multiple: true, default: [] },
      'relay-only': { type: 'boolean', default: false },
    },
  });
  const iceServers = values.turn.map(readTurnServer);
  const iceTransportPolicy = values['relay-only'] ? 'relay' : 'all';
  const [what, target] = positionals;
  if ((what !== 'host' && what !== 'join') || !target) throw new Error(usage);
  const identity = await signerFromSeed(crypto.getRandomValues(new Uint8Array(32)));
  const options: SessionOptions = {
    identity,
    profile: { name: values.name, color: 0 },
    signalingUrls: values.server.map((url) => `${url.replace(/^http/, 'ws').replace(/\/$/, '')}/signaling`),
    createConnection: () =>
      new wrtc.RTCPeerConnection({ iceServers, iceTransportPolicy }) as unknown as RTCPeerConnection,
    events: {
      onSignaling: (status) => print('signaling', { status }),
      onRole: (role) => print('role', { role }),
      onRefused: (reason) => print('refused', { reason }),
      onWaitingChanged: (waiting) => print('waiting', { waiting }),
      onPeersChanged: () => print('people', { people: people() }),
      onDropped: (person, verdict) => print('dropped', { person, verdict }),
    },
  };
  let session: Session | null = null;
  const people = () =>
    (session?.mesh.peers() ?? []).map(({ person, profile, role, direct, relayed, roundTrip }) => {
      return { person, name: profile.name, role, direct, relayed, roundTrip };
    });
  print('identity', { person: keyName(identity.publicKey) });
  if (what === 'host') {
    const own = await hostSession(options);
    session = own;
    const files = readTextFiles(target);
    own.documents.files.transact(() => {
      for (const [path, text] of files) own.files.add(path, { text });
      setSessionName(own, basename(resolve(target)));
    });
    print('hosting', { files: files.size });
    await obey(own, readCommand(JSON.stringify({ command: 'invite', role: values.role })));
  } else {
    const code = parseSessionCode(target);
    if ('fault' in code) throw new Error(`This is no session code (${code.fault}): ${target}`);
    session = await joinSession(code, options);
  }
  const { files, documents } = session;
  files.onTreeChanged(() => print('tree', { files: files.entries().length }));
  const { comments, talk, activity, locks } = session;
  comments.onChanged((what) => what === 'said' && print('comments', { threads: comments.threads() }));
  talk.onChanged(() => print('message', { ...talk.messages().at(-1) }));
  locks.onChanged(() => print('locks', { locks: shownLocks(files, locks.held()) }));
  followCursors(session, (cursor) => print('cursor', cursor));
  activity.recordFiles();
  const renewal = setInterval(() => void locks.renew().catch(() => undefined), renewEvery);
  files.onTextChanged((id, origin) => {
    const path = files.entries().find((entry) => entry.id === id)?.path;
    if (path !== undefined) print('edited', { path, own: origin === null, length: files.text(id)?.length ?? 0 });
  });
  for await (const line of createInterface({ input: process.stdin })) {
    if (line.trim() === '') continue;
    try {
      if (await obey(session, readCommand(line))) break;
    } catch (error) {
      print('error', { message: error instanceof Error ? error.message : String(error) });
    }
  }
  clearInterval(renewal);
  await session.leave();
  documents.files.destroy();
  // The platform's connections keep the process alive for a while after they are closed.
  setTimeout(() => process.exit(0), 300);
  return 0;

  function print(event: string, fields: object): void {
    process.stdout.write(`${JSON.stringify({ event, at: Date.now(), ...fields })}\n`);
  }

  /** Answers true when there is nothing more to do. */
  async function obey(to: Session, command: PeerCommand): Promise<boolean> {
    const fileAt = (path: string) => {
      const entry = to.files.find(path);
      if (!entry) throw new Error(`There is no ${path} in this session.`);
      return entry;
    };
    const document = writes[command.command];
    if (document && !(to.mesh.role && mayWrite(to.mesh.role, document))) {
      const what = document === 'files' ? 'change files' : document === 'comments' ? 'comment' : 'chat';
      throw new Error(`A ${to.mesh.role ?? 'person who is not in yet'} may not ${what}.`);
    }
    switch (command.command) {
      case 'list':
        print('files', { files: to.files.entries().map(({ path }) => path) });
        return false;
      case 'people':
        print('people', { people: people() });
        return false;
      case 'read':
        print('text', { path: command.path, text: to.files.text(fileAt(command.path).id)?.toString() ?? '' });
        return false;
      case 'edit': {
        const text = to.files.text(fileAt(command.path).id);
        if (!text || command.at + command.remove > text.length) throw new Error('The edit is outside the text.');
        to.documents.files.transact(() => {
          text.delete(command.at, command.remove);
          text.insert(command.at, command.insert);
        });
        return false;
      }
      case 'cursor':
        showCursor(to, fileAt(command.path).id, command.at);
        return false;
      case 'comment': {
        const { id } = fileAt(command.path);
        const { start, end } = command;
        const place = placeOfComment(to.files.text(id)?.toString() ?? '', { start, end });
        if (!place) throw new Error(`There is nothing to comment on in ${command.path}.`);
        print('commented', { thread: await to.comments.begin({ file: id, ...place }, command.text) });
        return false;
      }
      case 'reply':
        await to.comments.reply(command.thread, command.text);
        return false;
      case 'edit-comment':
        await to.comments.edit(command.comment, command.text);
        return false;
      case 'delete-comment':
        await to.comments.remove(command.comment);
        return false;
      case 'resolve':
      case 'reopen':
        await to.comments.resolve(command.thread, command.command === 'resolve');
        return false;
      case 'comments':
        print('comments', { threads: to.comments.threads() });
        return false;
      case 'export-comments': {
        const exported = { session: target ?? '', at: Date.now(), threads: to.comments.threads() };
        const write = command.format === 'json' ? commentsAsJson : commentsAsMarkdown;
        print('exported', { format: command.format, text: write(exported) });
        return false;
      }
      case 'chat':
        print('said', { message: await to.talk.say(command.text) });
        return false;
      case 'edit-message':
        await to.talk.edit(command.message, command.text);
        return false;
      case 'delete-message':
        await to.talk.remove(command.message);
        return false;
      case 'messages':
        print('messages', { messages: to.talk.messages() });
        return false;
      case 'activity':
        print('activity', { entries: to.activity.entries() });
        return false;
      case 'lock':
        await to.locks.take(fileAt(command.path).id, command.mode);
        return false;
      case 'unlock':
        await to.locks.release(fileAt(command.path).id);
        return false;
      case 'locks':
        print('locks', { locks: shownLocks(to.files, to.locks.held()) });
        return false;
      case 'create':
        to.files.add(command.path, { text: command.text });
        return false;
      case 'move':
        to.files.move(fileAt(command.path).id, command.to);
        return false;
      case 'remove':
        to.files.remove(fileAt(command.path).id);
        return false;
      case 'invite': {
        const { role, uses, waitingRoom, days } = command;
        const notAfter = days === null ? null : Date.now() + days * 86_400_000;
        const [server = null] = values.server;
        const { code, invitation } = await owned(to).invite({ role, uses, waitingRoom, notAfter });
        print('code', {
          code: formatSessionCode(code),
          link: linkTo(formatSessionCode(code), server),
          invitation,
          role,
          notAfter,
        });
        return false;
      }
      case 'revoke':
        await owned(to).revoke(command.invitation);
        return false;
      case 'role':
        if (command.role) await owned(to).setRole(command.person, command.role);
        else await owned(to).remove(command.person);
        return false;
      case 'leave':
        return true;
    }
  }

  function owned(of: Session): OwnSession {
    if (!('invite' in of)) throw new Error('Only the owner of a session may do that.');
    return of as OwnSession;
  }
}

function shownLocks({ entries }: Session['files'], locks: readonly FileLock[]): object[] {
  return locks.map((lock) => ({ ...lock, path: entries().find(({ id }) => id === lock.file)?.path ?? null }));
}
