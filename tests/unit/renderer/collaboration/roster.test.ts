import { beforeEach, describe, expect, it } from 'vitest';
import { keyName, type Signer, signerFromSeed } from '../../../../src-renderer/features/collaboration/protocol/keys.ts';
import {
  createRoster,
  type InvitationEntry,
  type PersonEntry,
  type Roster,
  signAdmission,
  signEntry,
} from '../../../../src-renderer/features/collaboration/protocol/roster.ts';

const sessionId = 'session';
let time = 1000;
let owner: Signer;
let invitation: Signer;
let roster: Roster;
let code: InvitationEntry;

async function newSigner(): Promise<Signer> {
  return signerFromSeed(crypto.getRandomValues(new Uint8Array(32)));
}

beforeEach(async () => {
  time = 1000;
  [owner, invitation] = await Promise.all([newSigner(), newSigner()]);
  roster = createRoster({ sessionId, ownerKey: keyName(owner.publicKey) }, () => time);
  code = {
    kind: 'invitation',
    subject: keyName(invitation.publicKey),
    role: 'editor',
    notAfter: 2000,
    uses: 2,
    waitingRoom: false,
    epoch: 1,
  };
});

describe('the roster', () => {
  it('admits with a code until it is used up, expired or revoked', async () => {
    await roster.add([await signEntry(sessionId, code, owner)]);
    const [ann, ben, cid] = ['ann', 'ben', 'cid'];
    const admission = (person: string) => signAdmission(sessionId, person, invitation);
    expect(await roster.standingOf(ann, null)).toEqual({ allowed: false, reason: 'uninvited' });
    expect(await roster.standingOf(ann, await admission(ben))).toEqual({ allowed: false, reason: 'uninvited' });
    expect(await roster.standingOf(ann, await admission(ann))).toEqual({ allowed: true, role: 'editor' });
    expect(await roster.admit(ann, await admission(ann))).toBe(true);
    expect(await roster.admit(ann, await admission(ann))).toBe(false);
    expect(await roster.admit(ben, await admission(cid))).toBe(false);
    expect(await roster.admit(ben, await admission(ben))).toBe(true);
    expect(await roster.standingOf(cid, await admission(cid))).toEqual({ allowed: false, reason: 'full' });
    expect(await roster.standingOf(ann, await admission(ann))).toEqual({ allowed: true, role: 'editor' });
    time = 2001;
    expect(await roster.standingOf(ann, await admission(ann))).toEqual({ allowed: false, reason: 'expired' });
    await roster.add([await signEntry(sessionId, { ...code, role: null, epoch: 2 }, owner)]);
    expect(await roster.standingOf(ann, await admission(ann))).toEqual({ allowed: false, reason: 'revoked' });
  });

  it('takes what the owner has signed for this session, and the latest of it', async () => {
    const entry: PersonEntry = { kind: 'person', subject: 'ann', role: 'viewer', notAfter: null, epoch: 3 };
    const genuine = await signEntry(sessionId, entry, owner);
    const forged = await signEntry(sessionId, { ...entry, role: 'editor', epoch: 9 }, await newSigner());
    const elsewhere = await signEntry('another', { ...entry, role: 'editor', epoch: 9 }, owner);
    expect(await roster.add([genuine, forged, elsewhere, { ...genuine, role: 'editor', epoch: 9 }])).toEqual([genuine]);
    expect(await roster.add([await signEntry(sessionId, { ...entry, role: 'editor', epoch: 2 }, owner)])).toEqual([]);
    expect(await roster.standingOf('ann', null)).toEqual({ allowed: true, role: 'viewer' });
    await roster.add([await signEntry(sessionId, { ...entry, role: null, epoch: 4 }, owner)]);
    expect(await roster.standingOf('ann', null)).toEqual({ allowed: false, reason: 'removed' });
    expect(await roster.standingOf(keyName(owner.publicKey), null)).toEqual({ allowed: true, role: 'owner' });
  });

  it('keeps those with a code of the waiting room waiting until the owner names them', async () => {
    await roster.add([await signEntry(sessionId, { ...code, waitingRoom: true }, owner)]);
    const admission = await signAdmission(sessionId, 'ann', invitation);
    expect(await roster.standingOf('ann', admission)).toEqual({ allowed: false, reason: 'waiting' });
    const named: PersonEntry = { kind: 'person', subject: 'ann', role: 'commenter', notAfter: null, epoch: 1 };
    await roster.add([await signEntry(sessionId, named, owner)]);
    expect(await roster.standingOf('ann', admission)).toEqual({ allowed: true, role: 'commenter' });
  });
});
