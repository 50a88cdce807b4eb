import { describe, expect, it } from 'vitest';
import { visitorsOf } from '../../../../src-renderer/features/collaboration/presence/file-visitors.ts';
import {
  type PlacedPerson,
  shortName,
} from '../../../../src-renderer/features/collaboration/presence/people-places.ts';
import { writersText } from '../../../../src-renderer/features/collaboration/presence/presence-status.tsx';

function somebody(name: string, change: Partial<PlacedPerson> = {}): PlacedPerson {
  return {
    person: name,
    client: [...name].reduce((sum, letter) => sum * 31 + letter.charCodeAt(0), 7),
    name,
    color: 0,
    role: 'editor',
    self: false,
    path: 'src/departures.ts',
    line: 28,
    typing: false,
    following: null,
    awaySince: null,
    calls: 0,
    ...change,
  };
}

describe('people and their places', () => {
  it('are called by their first name while it is theirs alone', () => {
    const [mira, jonas, other] = [somebody('Mira Okafor'), somebody('Jonas Weil'), somebody('Mira Lind')];
    expect(shortName(mira, [mira, jonas])).toBe('Mira');
    expect(shortName(mira, [mira, jonas, other])).toBe('Mira Okafor');
  });

  it('mark files with each person once, and not with oneself or who is away', () => {
    const places = [
      somebody('You', { self: true }),
      somebody('Mira', { color: 2 }),
      somebody('Mira', { color: 2, client: 99 }),
      somebody('Jonas', { path: 'README.md' }),
      somebody('Tove', { awaySince: 5 }),
      somebody('Rafi', { path: null }),
    ];
    expect([...visitorsOf(places)]).toEqual([
      ['src/departures.ts', [{ name: 'Mira', color: 2 }]],
      ['README.md', [{ name: 'Jonas', color: 0 }]],
    ]);
  });

  it('who type are named as long as they are few', () => {
    const [one, two, three] = [somebody('Mira O'), somebody('Jonas W'), somebody('Tove L')];
    expect(writersText([one], [one, two])).toBe('Mira is typing');
    expect(writersText([one, two], [one, two])).toBe('Mira and Jonas are typing');
    expect(writersText([one, two, three], [one, two, three])).toBe('3 people are typing');
  });
});
