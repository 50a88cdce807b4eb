import { currentLocale, t } from '../../../localize.ts';
import type { Waiting } from '../protocol/entrance.ts';
import { type GrantedRole, type InvitationEntry, isSpent, type Roster, type SignedEntry } from '../protocol/roster.ts';
import type { Removal } from '../session/session.ts';

/** How long a code works: a number of days, for ever, or until the end of a day such as `2026-12-24`. */
export type Lifetime = '7' | '30' | 'never' | `${number}-${number}-${number}`;

/** What a new code is to admit to. */
export interface CodeTerms {
  readonly role: GrantedRole;
  readonly lifetime: Lifetime;
  readonly uses: number | null;
  readonly waitingRoom: boolean;
}

export const usualTerms: CodeTerms = { role: 'editor', lifetime: '7', uses: null, waitingRoom: false };

const day = 86_400_000;

/** When a code made now ends, in milliseconds since 1970; null for never. */
export function endOf(lifetime: Lifetime, now: number): number | null {
  if (lifetime === 'never') return null;
  if (lifetime === '7' || lifetime === '30') return now + Number(lifetime) * day;
  const [year = 0, month = 1, date = 1] = lifetime.split('-').map(Number);
  return new Date(year, month - 1, date, 23, 59, 59, 999).getTime();
}

/** Whether a text names a day that has not passed. */
export function isLifetimeDate(text: string, now: number): text is Lifetime {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && (endOf(text as Lifetime, now) ?? 0) > now;
}

/** The codes that still admit somebody, the latest first, with how many have come with each. */
export function codesInUse(
  entries: readonly SignedEntry[],
  admissions: readonly { readonly admission: { readonly invitation: string } }[],
  now: number,
): { readonly entry: InvitationEntry; readonly used: number }[] {
  return entries
    .filter((entry): entry is SignedEntry & InvitationEntry => entry.kind === 'invitation')
    .map((entry) => ({
      entry,
      used: admissions.filter(({ admission }) => admission.invitation === entry.subject).length,
    }))
    .filter(({ entry, used }) => !isSpent(entry, used, now))
    .sort((one, other) => other.entry.epoch - one.entry.epoch);
}

/** Everybody who has a right to be in a session by the owner's word or a code they came in by, the owner aside, and as what. */
export function membersOf(
  roster: Pick<Roster, 'entries' | 'admissions' | 'ownerKey'>,
  now: number,
): ReadonlyMap<string, GrantedRole> {
  const holds = ({ notAfter }: SignedEntry) => notAfter === null || notAfter > now;
  const codes = new Map<string, GrantedRole>();
  const members = new Map<string, GrantedRole>();
  for (const entry of roster.entries()) {
    if (entry.kind === 'invitation' && entry.role && !entry.waitingRoom && holds(entry))
      codes.set(entry.subject, entry.role);
  }
  for (const { person, admission } of roster.admissions()) {
    const role = codes.get(admission.invitation);
    if (role) members.set(person, role);
  }
  for (const entry of roster.entries()) {
    if (entry.kind !== 'person') continue;
    if (entry.role && holds(entry)) members.set(entry.subject, entry.role);
    else members.delete(entry.subject);
  }
  members.delete(roster.ownerKey);
  return members;
}

/** As what somebody waits, and the beginning of their key. */
export function describeWaiting({ person, invitation }: Waiting, entries: readonly SignedEntry[]): string {
  const role = entries.find((entry) => entry.kind === 'invitation' && entry.subject === invitation)?.role;
  return t('as {{role}}, key {{key}}', { role: role ? roleName(role) : '', key: shortKey(person) });
}

/** What the removal of somebody does, and what it can't do. */
export function describeRemoval({ codes, staying }: Removal): string {
  const sentences = [t('They are out at once and keep their copy of the files.')];
  if (codes.length > 0) sentences.push(t('The code that they came with is revoked: with it they could come in again.'));
  if (staying.length > 0)
    sentences.push(
      t('These came with it, too, and stay: {{names}}.', { names: staying.map(({ name }) => name).join(', ') }),
    );
  sentences.push(t('Another code that they know lets them come, or knock, under another key: revoke that as well.'));
  return sentences.join(' ');
}

/** How a code has been used and until when it works: "used twice, expires 29 Nov". */
export function describeUse({ uses, notAfter }: Pick<InvitationEntry, 'uses' | 'notAfter'>, used: number): string {
  const date =
    notAfter === null
      ? null
      : new Date(notAfter).toLocaleDateString(currentLocale(), { day: 'numeric', month: 'short' });
  const often =
    uses === null ? t('used {{count}} times', { count: used }) : t('used {{used}} of {{uses}} times', { used, uses });
  return date === null ? t('{{often}}, never expires', { often }) : t('{{often}}, expires {{date}}', { often, date });
}

/** A role by its name for people. */
export function roleName(role: 'owner' | GrantedRole): string {
  switch (role) {
    case 'owner':
      return t('Owner');
    case 'editor':
      return t('Editor');
    case 'commenter':
      return t('Commenter');
    case 'viewer':
      return t('Viewer');
  }
}

/** The beginning of a person's key, by which two can compare that they mean the same one. */
export function shortKey(person: string): string {
  return `${person.slice(0, 4)} ${person.slice(4, 8)}`;
}
