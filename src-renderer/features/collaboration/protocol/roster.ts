import { type Bytes, decodeBase64 } from './bytes.ts';
import { isSigned, keyName, type Signer, signedBytes } from './keys.ts';

/** What somebody may do in a session, from all to nothing but look. */
export type Role = 'owner' | 'editor' | 'commenter' | 'viewer';
/** The roles that can be given. */
export type GrantedRole = Exclude<Role, 'owner'>;

/** A statement of the owner about one person's key; the one with the highest epoch holds. */
export interface PersonEntry {
  readonly kind: 'person';
  /** The person's key, in base64 for URLs. */
  readonly subject: string;
  /** Null for somebody who was removed and stays out. */
  readonly role: GrantedRole | null;
  /** Milliseconds since 1970 after which it no longer holds; null for never. */
  readonly notAfter: number | null;
  readonly epoch: number;
}

/** A statement of the owner about a session code: its key and what it admits to. */
export interface InvitationEntry {
  readonly kind: 'invitation';
  /** The invitation's public key, in base64 for URLs. */
  readonly subject: string;
  /** Null when the code has been revoked. */
  readonly role: GrantedRole | null;
  readonly notAfter: number | null;
  /** How many people may come in with it; null for any number. */
  readonly uses: number | null;
  /** The owner admits each by hand. */
  readonly waitingRoom: boolean;
  readonly epoch: number;
}

export type RosterEntry = PersonEntry | InvitationEntry;
/** An entry with the owner's signature, in base64 for URLs. */
export type SignedEntry = RosterEntry & { readonly signature: string };

/** Somebody's proof of having come in with a code: the invitation's key has signed the person's. */
export interface Admission {
  /** The invitation's public key, in base64 for URLs. */
  readonly invitation: string;
  readonly signature: string;
}

/** What the roster says of somebody. */
export type Standing =
  | { readonly allowed: true; readonly role: Role }
  | { readonly allowed: false; readonly reason: 'removed' | 'expired' | 'revoked' | 'full' | 'waiting' | 'uninvited' };

/** Who may do what in a session, as far as this peer knows. Entries are only ever added; later ones replace earlier ones. */
export interface Roster {
  readonly sessionId: string;
  readonly ownerKey: string;
  entries(): readonly SignedEntry[];
  /** Entries that came so far and that the owner has not signed. */
  readonly forged: number;
  /** Takes entries whose signature is the owner's; answers those that were new. Reads no further after three that are forged. */
  add(entries: readonly SignedEntry[]): Promise<readonly SignedEntry[]>;
  /** What a person may do now. Who came in with a code is counted when `admit` is called. */
  standingOf(person: string, admission: Admission | null): Promise<Standing>;
  /** Notes that somebody came in, for the limit of uses; answers whether that was genuine and new. */
  admit(person: string, admission: Admission): Promise<boolean>;
  /** The same of what somebody else has noted; answers whether anything was. Reads no further after three that are forged. */
  admitAll(comers: readonly Comer[]): Promise<boolean>;
  /** Everybody who came in with a code, as far as is known here. */
  admissions(): readonly Comer[];
}

/** Somebody who came in with a code. */
export interface Comer {
  readonly person: string;
  readonly admission: Admission;
}

/** The most entries a peer keeps, so that nobody can fill its memory. */
const mostEntries = 5000;
/** Checking a signature costs more than making one up. */
const mostForged = 3;

/** Makes the roster of a session. `now` answers milliseconds since 1970. */
export function createRoster(session: { sessionId: string; ownerKey: string }, now: () => number = Date.now): Roster {
  const { sessionId, ownerKey } = session;
  const owner = decodeBase64(ownerKey);
  const entries = new Map<string, SignedEntry>();
  const comers = new Map<string, Map<string, Admission>>();
  let forged = 0;

  async function isGenuine(entry: SignedEntry): Promise<boolean> {
    const signature = decodeBase64(entry.signature);
    return owner !== null && signature !== null && isSigned(signature, entryBytes(sessionId, entry), owner);
  }

  async function admit({ person, admission }: Comer): Promise<'new' | 'known' | 'forged'> {
    const { invitation } = admission;
    const there = comers.get(invitation);
    if (there?.has(person) || (there?.size ?? 0) >= mostEntries || !entries.has(`invitation ${invitation}`))
      return 'known';
    if (!(await isAdmission(sessionId, person, admission))) return 'forged';
    const people = comers.get(invitation) ?? new Map<string, Admission>();
    if (people.has(person)) return 'known';
    people.set(person, admission);
    comers.set(invitation, people);
    return 'new';
  }

  return {
    sessionId,
    ownerKey,
    get forged() {
      return forged;
    },
    entries: () => [...entries.values()],
    async add(candidates) {
      const added: SignedEntry[] = [];
      let wrong = 0;
      for (const entry of candidates) {
        const key = `${entry.kind} ${entry.subject}`;
        const known = entries.get(key);
        if (known && known.epoch >= entry.epoch) continue;
        if (!known && entries.size >= mostEntries) continue;
        if (!(await isGenuine(entry))) {
          forged += 1;
          wrong += 1;
          if (wrong >= mostForged) break;
          continue;
        }
        // While the signature was being checked a later entry may have come.
        if ((entries.get(key)?.epoch ?? -1) >= entry.epoch) continue;
        entries.set(key, entry);
        added.push(entry);
      }
      return added;
    },
    async standingOf(person, admission) {
      if (person === ownerKey) return { allowed: true, role: 'owner' };
      const own = entries.get(`person ${person}`) as PersonEntry | undefined;
      if (own) {
        if (own.role === null) return { allowed: false, reason: 'removed' };
        if (isOver(own.notAfter, now())) return { allowed: false, reason: 'expired' };
        return { allowed: true, role: own.role };
      }
      if (!admission) return { allowed: false, reason: 'uninvited' };
      const invitation = entries.get(`invitation ${admission.invitation}`) as InvitationEntry | undefined;
      if (!invitation || !(await isAdmission(sessionId, person, admission)))
        return { allowed: false, reason: 'uninvited' };
      if (invitation.role === null) return { allowed: false, reason: 'revoked' };
      if (isOver(invitation.notAfter, now())) return { allowed: false, reason: 'expired' };
      if (invitation.waitingRoom) return { allowed: false, reason: 'waiting' };
      const before = comers.get(admission.invitation);
      const used = before?.size ?? 0;
      if (invitation.uses !== null && used >= invitation.uses && !before?.has(person)) {
        return { allowed: false, reason: 'full' };
      }
      return { allowed: true, role: invitation.role };
    },
    admit: async (person, admission) => (await admit({ person, admission })) === 'new',
    async admitAll(candidates) {
      let [added, wrong] = [false, 0];
      for (const candidate of candidates) {
        const outcome = await admit(candidate);
        if (outcome === 'new') added = true;
        if (outcome === 'forged') wrong += 1;
        if (wrong >= mostForged) break;
      }
      return added;
    },
    admissions: () =>
      [...comers.values()].flatMap((people) => [...people].map(([person, admission]) => ({ person, admission }))),
  };
}

/** Whether a code that so many have come in with admits nobody more: it is revoked, has expired, or has been used up. */
export function isSpent({ role, notAfter, uses }: InvitationEntry, used: number, now: number): boolean {
  return role === null || isOver(notAfter, now) || (uses !== null && used >= uses);
}

/** Signs an entry with the owner's key. */
export async function signEntry<Entry extends RosterEntry>(
  sessionId: string,
  entry: Entry,
  owner: Signer,
): Promise<Entry & { signature: string }> {
  return { ...entry, signature: keyName(await owner.sign(entryBytes(sessionId, entry))) };
}

/** Proves with an invitation's key that a person came with its code. */
export async function signAdmission(sessionId: string, person: string, invitation: Signer): Promise<Admission> {
  const signature = await invitation.sign(admissionBytes(sessionId, person));
  return { invitation: keyName(invitation.publicKey), signature: keyName(signature) };
}

/** Whether a role may change files, or only comments, or only what is said. */
export function mayWrite(role: Role, document: 'files' | 'comments' | 'talk'): boolean {
  if (role === 'owner' || role === 'editor' || document === 'talk') return true;
  return role === 'commenter' && document === 'comments';
}

async function isAdmission(sessionId: string, person: string, admission: Admission): Promise<boolean> {
  const [signature, key] = [decodeBase64(admission.signature), decodeBase64(admission.invitation)];
  return signature !== null && key !== null && isSigned(signature, admissionBytes(sessionId, person), key);
}

function admissionBytes(sessionId: string, person: string): Bytes {
  return signedBytes('admission', sessionId, person);
}

function entryBytes(sessionId: string, entry: RosterEntry): Bytes {
  const { kind, subject, role, notAfter, epoch } = entry;
  const common = [sessionId, subject, role ?? '', notAfter ?? '', epoch] as const;
  return kind === 'person'
    ? signedBytes('roster/person', ...common)
    : signedBytes('roster/invitation', ...common, entry.uses ?? '', entry.waitingRoom ? 'waits' : '');
}

function isOver(notAfter: number | null, time: number): boolean {
  return notAfter !== null && time > notAfter;
}
