import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { formatSessionCode } from '../../../src-renderer/features/collaboration/protocol/session-code.ts';
import {
  hostSession,
  type InvitationTerms,
  joinSession,
  type OwnSession,
  resumeSession,
  type Session,
} from '../../../src-renderer/features/collaboration/session/session.ts';
import { startTestCloud, type TestCloud } from '../../support/cloud.ts';
import { startPeerProcess } from '../../support/peer-process.ts';
import { createPerson, keepState, type TestPerson } from '../../support/session-peer.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { createSessionUser, type SessionWindow } from '../../support/window-session.ts';

const soon = { timeout: 20_000, interval: 50 };
const terms: InvitationTerms = { role: 'editor', notAfter: null, uses: null, waitingRoom: false };
/** Nothing answers there. */
const nowhere = 'http://127.0.0.1:9';

async function cloud(environment?: Record<string, string>): Promise<TestCloud> {
  const started = await startTestCloud(environment);
  onTestFinished(() => started.close());
  return started;
}

async function host(url: string, files: Record<string, string>): Promise<{ person: TestPerson; session: OwnSession }> {
  const person = await createPerson('Hanna');
  const session = await hostSession(person.options(url));
  onTestFinished(() => session.dispose());
  for (const [path, text] of Object.entries(files)) session.files.add(path, { text });
  return { person, session };
}

const people = ({ sessions }: SessionWindow) =>
  sessions.live
    .getState()
    .session?.state.getState()
    .people.map(({ name }) => name) ?? [];

test('a window joins what a peer without a window hosts', { timeout: 60_000 }, async () => {
  const server = await cloud();
  const folder = join(temporaryFolder('host'), 'ferry');
  mkdirSync(folder);
  writeFileSync(join(folder, 'main.ts'), 'one\n');
  const peer = startPeerProcess('host', folder, '--server', server.url, '--name', 'Hanna');
  onTestFinished(() => void peer.process.kill('SIGKILL'));
  const { code } = await peer.next('code');
  const guest = await createSessionUser(server.url).start();
  await guest.sessions.joining.join(String(code));
  expect(guest.sessions.joining.state.getState()).toMatchObject({ phase: 'closed', problem: null });
  expect(guest.sessions.live.getState().session?.name).toBe('ferry');
  expect(readFileSync(join(guest.folder(), 'main.ts'), 'utf8')).toBe('one\n');
});

test('a session that nobody has named is joined all the same', { timeout: 60_000 }, async () => {
  const server = await cloud();
  const { session } = await host(server.url, { 'main.ts': 'one\n' });
  const { code } = await session.invite(terms);
  const guest = await createSessionUser(server.url).start();
  await guest.sessions.joining.join(formatSessionCode(code));
  expect(guest.sessions.live.getState().session?.name).toBe('Shared files');
  expect(readdirSync(guest.folder())).toContain('main.ts');
});

test('let in by viewers alone, one waits for somebody who can edit, and may give up', { timeout: 60_000 }, async () => {
  const server = await cloud();
  const { person, session: owner } = await host(server.url, { 'main.ts': 'one\n' });
  const viewerCode = await owner.invite({ ...terms, role: 'viewer' });
  const { code } = await owner.invite(terms);
  const viewer: Session = await joinSession(viewerCode.code, (await createPerson('Vera')).options(server.url));
  onTestFinished(() => viewer.dispose());
  await vi.waitFor(() => expect(viewer.files.find('main.ts')).not.toBeNull(), soon);
  const kept = keepState(owner);
  owner.dispose();
  await vi.waitFor(() => expect(viewer.mesh.peers()).toEqual([]), soon);

  const { sessions } = await createSessionUser(server.url).start();
  const phase = () => sessions.joining.state.getState().phase;
  const givenUp = sessions.joining.join(formatSessionCode(code));
  await vi.waitFor(() => expect(phase()).toBe('alone'), soon);
  sessions.joining.cancel();
  await givenUp;
  expect(phase()).toBe('closed');
  await vi.waitFor(() => expect(viewer.mesh.peers()).toEqual([]), soon);

  const joined = sessions.joining.join(formatSessionCode(code));
  await vi.waitFor(() => expect(phase()).toBe('alone'), soon);
  const { session: back } = await resumeSession(kept, person.options(server.url));
  onTestFinished(() => back.dispose());
  await joined;
  expect(sessions.live.getState().session?.session.files.find('main.ts')).not.toBeNull();
});

test('a guest who came over a link’s server meets the others there again after a restart', {
  timeout: 90_000,
}, async () => {
  const relay = 'turn:127.0.0.1:9?transport=tcp';
  const server = await cloud({ TURN_URLS: relay, TURN_SECRET: 'shared with the relay alone' });
  const { session: owner } = await host(server.url, { 'main.ts': 'one\n' });
  const { code } = await owner.invite(terms);
  // Their own server is down, which is no reason not to come in over the link's.
  const user = createSessionUser(nowhere);
  const first = await user.start();
  const connections = vi.spyOn(globalThis, 'RTCPeerConnection');
  await first.sessions.joining.join(formatSessionCode(code), server.url);
  expect(people(first)).toContain('Hanna');
  // The relays, too, are the session's.
  expect(connections.mock.calls[0]).toMatchObject([{ iceServers: [{ urls: [relay] }] }]);
  const folder = first.folder();
  await first.quit();
  await vi.waitFor(() => expect(owner.mesh.peers()).toEqual([]), soon);
  const again = await user.start();
  await again.open(folder);
  await vi.waitFor(() => expect(people(again)).toContain('Hanna'), soon);
});

test('a session is taken up without its server, and connects when it answers', { timeout: 90_000 }, async () => {
  const server = await cloud();
  const folder = join(temporaryFolder('train'), 'ferry');
  mkdirSync(folder);
  writeFileSync(join(folder, 'main.ts'), 'one\n');
  const user = createSessionUser(server.url);
  const first = await user.start();
  await first.open(folder);
  await first.sharing.start();
  const code = first.sharing.state.getState().shown ?? '';
  await first.quit();
  await server.close();

  const offline = await user.start();
  await offline.open(folder);
  await vi.waitFor(() => expect(offline.sessions.live.getState().session).not.toBeNull(), soon);
  const live = offline.sessions.live.getState().session;
  if (!live) throw new Error('not live');
  expect(offline.notices).toEqual([]);
  await vi.waitFor(() => expect(live.state.getState().signaling).toBe('offline'), soon);
  await live.session.talk.say('on the train');
  writeFileSync(join(folder, 'main.ts'), 'two\n');
  const text = () => live.session.files.text(live.session.files.find('main.ts')?.id ?? '')?.toString();
  await vi.waitFor(() => expect(text()).toBe('two\n'), soon);

  await cloud({ PORT: new URL(server.url).port });
  await vi.waitFor(() => expect(live.state.getState().signaling).toBe('connected'), soon);
  const guest = await createSessionUser(server.url).start();
  await guest.sessions.joining.join(code);
  const talk = guest.sessions.live.getState().session?.session.talk;
  await vi.waitFor(() => expect(talk?.messages().at(-1)?.text).toBe('on the train'), soon);
});

test('what was open to the network is open again at the same port, with the same code', {
  timeout: 90_000,
}, async () => {
  const folder = join(temporaryFolder('own'), 'ferry');
  mkdirSync(folder);
  writeFileSync(join(folder, 'main.ts'), 'one\n');
  const user = createSessionUser();
  const first = await user.start();
  await first.open(folder);
  await first.sharing.start();
  await first.sharing.showOnNetwork(true);
  await first.sharing.showOnNetwork(false);
  await first.sharing.showOnNetwork(true);
  const codes = first.sessions.live.getState().session?.codes.getState();
  expect(codes?.filter(({ nearby }) => nearby)).toHaveLength(1);
  const ports = () => JSON.parse(readFileSync(join(first.core.dataFolder, 'cloud', 'ports.json'), 'utf8'));
  const before = { ports: ports(), lan: (await first.core.client.cloud.state()).lan };
  expect(before).toMatchObject({ lan: { on: true }, ports: { open: expect.any(Number) } });
  await first.quit();

  const again = await user.start();
  expect((await again.core.client.cloud.state()).lan.on).toBe(false);
  await again.open(folder);
  await vi.waitFor(async () => expect((await again.core.client.cloud.state()).lan).toEqual(before.lan), soon);
  expect(ports()).toEqual(before.ports);
  await vi.waitFor(() => expect(again.sharing.state.getState().onNetwork).toBe(true), soon);
  expect(again.sessions.live.getState().session?.codes.getState()).toEqual(codes);

  // Closed by its owner, it stays closed.
  await again.core.client.cloud.share({ on: false });
  await vi.waitFor(
    () => expect(again.sessions.live.getState().session?.opening.getState().network).toBe('closed'),
    soon,
  );
  await again.quit();
  const closed = await user.start();
  await closed.open(folder);
  await vi.waitFor(() => expect(closed.sessions.live.getState().session).not.toBeNull(), soon);
  await vi.waitFor(async () => expect((await closed.core.client.cloud.state()).status).toBe('ready'), soon);
  expect((await closed.core.client.cloud.state()).lan.on).toBe(false);
});

test('a session that could not be taken up is tried again when it is asked for', { timeout: 60_000 }, async () => {
  const server = await cloud();
  const folder = join(temporaryFolder('again'), 'ferry');
  mkdirSync(folder);
  const user = createSessionUser(server.url);
  const first = await user.start();
  await first.open(folder);
  await first.sharing.start();
  await first.quit();
  const again = await user.start();
  const broken = vi.spyOn(again.sessions.services.editor, 'loadMonaco').mockRejectedValueOnce(new Error('not loaded'));
  await again.open(folder);
  await vi.waitFor(() => expect(again.notices).toEqual(['The session could not be taken up again not loaded']), soon);
  expect(broken).toHaveBeenCalledTimes(1);
  await again.actions.at(-1)?.run();
  await vi.waitFor(() => expect(again.sessions.live.getState().session).not.toBeNull(), soon);
});

test('whoever is out when they come back keeps what they changed in their folder, and hears that it is over', {
  timeout: 90_000,
}, async () => {
  const server = await cloud();
  const { session: owner } = await host(server.url, { 'main.ts': 'one\n' });
  const week = 7 * 24 * 3_600_000;
  const { code } = await owner.invite({ ...terms, notAfter: Date.now() + week });
  const user = createSessionUser(server.url);
  const first = await user.start();
  await first.sessions.joining.join(formatSessionCode(code));
  const folder = first.folder();
  expect(readFileSync(join(folder, 'main.ts'), 'utf8')).toBe('one\n');
  await first.quit();
  writeFileSync(join(folder, 'main.ts'), 'a week of work\n');
  const { now } = Date;
  vi.spyOn(Date, 'now').mockImplementation(() => now() + week + 1000);
  onTestFinished(() => void vi.mocked(Date.now).mockRestore());

  const again = await user.start();
  const over = () => again.notices.filter((notice) => notice.startsWith('You are not in'));
  const { id } = await again.open(folder);
  await vi.waitFor(() => expect(over()).toHaveLength(1), soon);
  await vi.waitFor(() => expect(again.sessions.live.getState().session).toBeNull(), soon);
  expect(readFileSync(join(folder, 'main.ts'), 'utf8')).toBe('a week of work\n');
  await vi.waitFor(async () => {
    expect(await again.core.client.collaboration.sessions.ofProject({ projectId: id })).toMatchObject({ kept: null });
  }, soon);
  expect(await again.sessions.rejoin()).toBe(true);
  await vi.waitFor(() => expect(over()).toHaveLength(2), soon);
  await vi.waitFor(() => expect(again.sessions.live.getState().session).toBeNull(), soon);
  expect(readFileSync(join(folder, 'main.ts'), 'utf8')).toBe('a week of work\n');
  expect(again.notices.filter((notice) => notice.startsWith('What you changed'))).toEqual([]);
});
