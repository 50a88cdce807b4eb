import { expect, test } from 'vitest';
import { documentNames } from '../../../src-renderer/features/collaboration/protocol/messages.ts';
import { mayWrite } from '../../../src-renderer/features/collaboration/protocol/roster.ts';
import { createVirtualNetwork, type VirtualNetwork } from '../../support/virtual-network.ts';
import { startVirtualSession, type VirtualPeer, type VirtualSession } from '../../support/virtual-session.ts';

/** `CONVERGENCE_RUNS` asks for more, `CONVERGENCE_FROM` for others, `CONVERGENCE_SEED` for one that failed, by its number. */
const runs = Number(process.env.CONVERGENCE_RUNS ?? 1000);
const from = Number(process.env.CONVERGENCE_FROM ?? 1);
const onlySeed = process.env.CONVERGENCE_SEED;
const steps = 25;
/** Of 20,000 those that have found a fault once; they go along with every run. */
const telling = [9737, 16_758];

test(
  `${runs} sessions that are disturbed in every way end with the same documents everywhere`,
  async () => {
    const all = [...Array.from({ length: runs }, (_, at) => from + at), ...telling];
    const seeds = onlySeed === undefined ? all : [Number(onlySeed)];
    for (const seed of seeds) {
      const fault = await runSession(seed);
      expect(fault, `CONVERGENCE_SEED=${seed} shows it again`).toBeNull();
    }
  },
  Number(process.env.CONVERGENCE_RUNS ?? 0) > 1000 ? 3_600_000 : 300_000,
);

/** Answers what is wrong in the end; null when all is well. */
async function runSession(seed: number): Promise<string | null> {
  const network = createVirtualNetwork(seed, { delay: [1, 400], duplication: 0.1, signalLoss: 0.05 });
  try {
    const { random } = network;
    const guests = 2 + Math.floor(random() * 3);
    const roles = Array.from({ length: guests }, () =>
      pick(random, ['editor', 'editor', 'commenter', 'viewer'] as const),
    );
    // Every third session has more people than links.
    const options = seed % 3 === 0 ? { mostNeighbours: 2 } : {};
    const session = await startVirtualSession(network, roles, options);
    try {
      await network.run(random() * 3000);
      for (let step = 0; step < steps; step += 1) {
        await disturb(session, network);
        await network.run(random() < 0.1 ? random() * 30_000 : random() * 800);
      }
      network.heal();
      for (const peer of session.peers) if (!peer.running) await peer.restart();
      await network.runUntil(() => differences(session.peers) === null, 180_000);
      return differences(session.peers);
    } finally {
      session.dispose();
      await network.run(5000);
    }
  } finally {
    network.dispose();
  }
}

async function disturb({ peers, setRole }: VirtualSession, network: VirtualNetwork): Promise<void> {
  const { random } = network;
  const peer = pick(random, peers);
  const chance = random();
  if (chance < 0.7) edit(peer, random);
  else if (chance < 0.76) {
    const hosts = peers.map(({ name }) => name);
    const cut = 1 + Math.floor(random() * (hosts.length - 1));
    const lives = (names: readonly string[]) =>
      names.flatMap((name) => [1, 2, 3, 4, 5, 6, 7, 8].map((life) => `${name}-${life}`));
    network.partition([lives(hosts.slice(0, cut)), lives(hosts.slice(cut))]);
  } else if (chance < 0.84) network.heal();
  else if (chance < 0.9) network.loseLink();
  else if (chance < 0.96) {
    if (peer.running) peer.crash();
    else await peer.restart();
  } else if (peers[0]?.running && peer !== peers[0] && peer.mesh.role !== 'editor') {
    // Upwards only: what somebody did who may not any more stays with them.
    await setRole(peer, peer.mesh.role === 'viewer' ? 'commenter' : 'editor');
  }
}

const words = ['a', 'bc', 'def\n', '😀', 'ü', '\n', '    ', 'word '];

function edit(peer: VirtualPeer, random: () => number): void {
  const { role } = peer.mesh;
  const allowed = documentNames.filter((name) => role && mayWrite(role, name));
  const name = allowed[Math.floor(random() * allowed.length)];
  if (!name || !peer.running) return;
  const doc = peer.documents[name];
  doc.transact(() => {
    const text = doc.getText('text');
    const at = whole(text.toString(), Math.floor(random() * (text.length + 1)));
    const end = whole(text.toString(), Math.min(text.length, at + Math.floor(random() * 4)));
    if (random() < 0.3) text.delete(at, end - at);
    else text.insert(at, pick(random, words));
    if (random() < 0.2) doc.getMap('map').set(pick(random, words), random());
    if (random() < 0.1) doc.getArray('list').push([random()]);
  });
  peer.awareness.setLocalState({ at: random() });
}

/** No editor parts the halves of a character, and Yjs puts another one in the place of a half whenever it meets one. */
function whole(text: string, at: number): number {
  const code = text.charCodeAt(at);
  return code >= 0xdc00 && code <= 0xdfff ? at + 1 : at;
}

function differences(peers: readonly VirtualPeer[]): string | null {
  const [first] = peers;
  for (const peer of peers) {
    for (const name of documentNames) {
      const [expected, found] = [first, peer].map((each) => JSON.stringify(contents(each?.documents[name])));
      if (expected !== found) return `${peer.name} has in ${name}: ${found}; ${first?.name}: ${expected}`;
    }
    const cursors = [...peer.awareness.getStates().keys()].sort();
    const clients = peers.map(({ documents }) => documents.files.clientID).sort();
    if (JSON.stringify(cursors) !== JSON.stringify(clients)) {
      return `${peer.name} shows the cursors of ${cursors}, there are ${clients}`;
    }
  }
  return null;
}

function contents(doc: VirtualPeer['documents']['files'] | undefined) {
  return doc && [doc.getText('text').toString(), sorted(doc.getMap('map').toJSON()), doc.getArray('list').toJSON()];
}

function sorted(fields: Record<string, unknown>): [string, unknown][] {
  return Object.entries(fields).sort(([a], [b]) => (a < b ? -1 : 1));
}

function pick<Kind>(random: () => number, from: readonly Kind[]): Kind {
  const found = from[Math.floor(random() * from.length)];
  if (found === undefined) throw new Error('nothing to pick from');
  return found;
}
