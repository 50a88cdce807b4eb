import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { applyUpdate, Doc, encodeStateAsUpdate } from 'yjs';
import { KeptSession } from '../../../src-renderer/features/collaboration/session/kept-session.ts';
import {
  hostSession,
  joinSession,
  type KeptState,
  resumeSession,
  type Session,
} from '../../../src-renderer/features/collaboration/session/session.ts';
import { openSessionFiles } from '../../../src-renderer/features/collaboration/session/session-files.ts';
import { startTestCloud, type TestCloud } from '../../support/cloud.ts';
import { createPerson, keepState, textOf, typeInto } from '../../support/session-peer.ts';

let cloud: TestCloud;
let other: TestCloud;
const sessions: Session[] = [];

beforeAll(async () => {
  [cloud, other] = await Promise.all([
    startTestCloud({ SIGNALING_SOCKETS_PER_ADDRESS: '100' }),
    startTestCloud({ SIGNALING_SOCKETS_PER_ADDRESS: '100' }),
  ]);
});
afterEach(() => {
  for (const session of sessions.splice(0)) session.dispose();
});
afterAll(async () => {
  await cloud.close();
  await other.close();
});

const soon = { timeout: 15_000, interval: 10 };

function open<Kind extends Session>(session: Kind): Kind {
  sessions.push(session);
  return session;
}

function close(session: Session): void {
  sessions.splice(sessions.indexOf(session), 1);
  session.dispose();
}

/** Edits what was kept, as a window does that has no network. */
function editOffline(kept: KeptState, path: string, words: string): KeptState {
  const doc = new Doc();
  if (kept.documents.files) applyUpdate(doc, kept.documents.files);
  const files = openSessionFiles(doc);
  files.text(files.find(path)?.id ?? '')?.insert(0, words);
  return { ...kept, documents: { ...kept.documents, files: encodeStateAsUpdate(doc) } };
}

async function startThree() {
  const [olga, ann, ben] = await Promise.all([createPerson('Olga'), createPerson('Ann'), createPerson('Ben')]);
  const owner = open(await hostSession(olga.options(cloud.url)));
  owner.files.add('main.ts', { text: '.' });
  const { code } = await owner.invite({ role: 'editor', notAfter: null, uses: null, waitingRoom: false });
  const guests = await Promise.all([
    joinSession(code, ann.options(cloud.url, other.url)),
    joinSession(code, ben.options(cloud.url, other.url)),
  ]);
  for (const guest of guests) open(guest);
  await vi.waitFor(() => {
    for (const each of [owner, ...guests]) expect(each.mesh.peers()).toHaveLength(2);
    for (const guest of guests) expect(textOf(guest, 'main.ts')).toBe('.');
  }, soon);
  return { people: { olga, ann, ben }, code, owner, guests: guests as [Session, Session] };
}

test('whoever came and went while the owner was away is known to them, and counts', async () => {
  const { people, owner, guests } = await startThree();
  const { code } = await owner.invite({ role: 'viewer', notAfter: null, uses: 1, waitingRoom: false });
  const invitation = owner.mesh.membership?.roster.entries().at(-1)?.subject;
  await vi.waitFor(() => expect(guests[0].mesh.membership?.roster.entries()).toHaveLength(2), soon);
  const kept = keepState(owner);
  close(owner);
  const jo = await createPerson('Jo');
  const visitor = open(await joinSession(code, jo.options(cloud.url)));
  await vi.waitFor(() => expect(textOf(visitor, 'main.ts')).toBe('.'), soon);
  close(visitor);
  const { session: back } = await resumeSession(kept, people.olga.options(cloud.url));
  open(back);
  const came = () =>
    back.mesh.membership?.roster.admissions().filter((each) => each.admission.invitation === invitation);
  await vi.waitFor(() => expect(came()).toHaveLength(1), soon);
  const second = await createPerson('Second');
  const refusals: string[] = [];
  const late = await joinSession(code, {
    ...second.options(cloud.url),
    events: { onRefused: (why) => refusals.push(why) },
  });
  open(late);
  await vi.waitFor(() => expect(refusals).toContain('full'), soon);
});

test('the owner leaves, the guests go on, and the owner comes back at another address with work done offline', async () => {
  const { people, owner, guests, code } = await startThree();
  const [ann, ben] = guests;
  const kept = keepState(owner);
  expect(KeptSession.parse(kept.membership)).toEqual(kept.membership);
  close(owner);
  await vi.waitFor(() => expect(ann.mesh.peers()).toHaveLength(1), soon);
  typeInto(ann, 'main.ts', 'Ann ');
  await vi.waitFor(() => expect(textOf(ben, 'main.ts')).toBe('Ann .'), soon);
  // The owner is away, and somebody new comes in all the same.
  const carl = await createPerson('Carl');
  const late = open(await joinSession(code, carl.options(cloud.url)));
  await vi.waitFor(() => expect(textOf(late, 'main.ts')).toBe('Ann .'), soon);

  const { session: back, own } = await resumeSession(
    editOffline(kept, 'main.ts', 'Olga '),
    people.olga.options(other.url),
  );
  open(back);
  expect(textOf(back, 'main.ts')).toBe('Olga .');
  await vi.waitFor(() => {
    const texts = [back, ann, ben, late].map((each) => textOf(each, 'main.ts'));
    expect(new Set(texts).size).toBe(1);
    expect([texts[0]?.includes('Olga '), texts[0]?.includes('Ann ')]).toEqual([true, true]);
  }, soon);
  await own?.setRole(people.ann.person, 'viewer');
  await vi.waitFor(() => expect(ann.mesh.role).toBe('viewer'), soon);
});

test('a guest comes back with work done offline, and one who was removed meanwhile is told so', async () => {
  const { people, owner, guests } = await startThree();
  const [ann, ben] = guests;
  const kept = { ann: keepState(ann), ben: keepState(ben) };
  close(ann);
  close(ben);
  await vi.waitFor(() => expect(owner.mesh.peers()).toHaveLength(0), soon);
  typeInto(owner, 'main.ts', 'Olga ');
  await owner.setRole(people.ben.person, null);
  const { session: back, own } = await resumeSession(
    editOffline(kept.ann, 'main.ts', 'Ann '),
    people.ann.options(cloud.url),
  );
  open(back);
  expect(own).toBeNull();
  await vi.waitFor(() => {
    expect(textOf(back, 'main.ts')).toContain('Olga ');
    expect(textOf(owner, 'main.ts')).toBe(textOf(back, 'main.ts'));
    expect(textOf(owner, 'main.ts')).toContain('Ann ');
  }, soon);
  const barred = await resumeSession(editOffline(kept.ben, 'main.ts', 'Ben '), people.ben.options(cloud.url));
  open(barred.session);
  await vi.waitFor(() => expect(people.ben.refusals).toContain('removed'), soon);
  expect(barred.session.mesh.role).toBeNull();
  typeInto(owner, 'main.ts', 'more ');
  await vi.waitFor(() => expect(textOf(back, 'main.ts')).toBe(textOf(owner, 'main.ts')), soon);
  expect(textOf(owner, 'main.ts')).not.toContain('Ben ');
  expect(textOf(barred.session, 'main.ts')).not.toContain('more ');
});

test('everybody leaves, and whoever comes back first goes on with what was kept', async () => {
  const { people, owner, guests } = await startThree();
  const [ann] = guests;
  typeInto(ann, 'main.ts', 'last words ');
  await vi.waitFor(() => expect(textOf(owner, 'main.ts')).toBe('last words .'), soon);
  const kept = { ann: keepState(ann), olga: keepState(owner) };
  for (const each of [...sessions]) close(each);
  const annAgain = open((await resumeSession(kept.ann, people.ann.options(other.url))).session);
  typeInto(annAgain, 'main.ts', 'first ');
  const olgaAgain = open((await resumeSession(kept.olga, people.olga.options(other.url))).session);
  await vi.waitFor(() => expect(textOf(olgaAgain, 'main.ts')).toBe('first last words .'), soon);
});
