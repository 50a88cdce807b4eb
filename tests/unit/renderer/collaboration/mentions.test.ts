import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  findMentions,
  matchMention,
  mentionBefore,
  splitMentions,
} from '../../../../src-renderer/features/collaboration/session/mentions.ts';

const mira = { person: 'm'.repeat(43), name: 'Mira Okafor' };
const jonas = { person: 'j'.repeat(43), name: 'Jonas Weil' };
const ann = { person: 'a'.repeat(43), name: 'Ann' };
const anna = { person: 'b'.repeat(43), name: 'Anna' };
const people = [mira, jonas, ann, anna];
const named = (text: string, among = people) => findMentions(text, among).map(({ name }) => name);

describe('mentions', () => {
  it.each([
    ['@Mira Okafor, is that so?', ['Mira Okafor']],
    ['ask @mira', ['mira']],
    ['(@Jonas Weil)', ['Jonas Weil']],
    ['@Ann and @Anna', ['Ann', 'Anna']],
    ['@Annabel is somebody else', []],
    ['write to mira@Mira.example', []],
    ['user.@Mira', []],
    ['@@Mira', []],
    ['@ Mira', []],
    ['@Mira and @Mira Okafor are one', ['Mira']],
    ['', []],
  ])('in %j are %j', (text, expected) => {
    expect(named(text)).toEqual(expected);
  });

  it('by a first name that two have are none; people of one whole name are meant together', () => {
    const other = { person: 'o'.repeat(43), name: 'Mira Lind' };
    expect(named('@Mira?', [mira, other])).toEqual([]);
    expect(named('@Mira Lind?', [mira, other])).toEqual(['Mira Lind']);
    const double = { person: 'd'.repeat(43), name: 'Ann' };
    expect(findMentions('@Ann', [ann, double]).map(({ person }) => person)).toEqual([ann.person, double.person]);
  });

  it('take a text to pieces that make it whole again', () => {
    const text = 'Hi @Mira Okafor and @Jonas, not mira@Mira.example';
    const pieces = splitMentions(text, findMentions(text, people));
    expect(pieces.filter(({ mention }) => mention).map((piece) => piece.text)).toEqual(['@Mira Okafor', '@Jonas']);
    fc.assert(
      fc.property(fc.array(fc.constantFrom('@', 'Ann', 'Anna', 'Mira Okafor', ' ', '.', 'é', '@Ann')), (words) => {
        const whole = words.join('');
        const split = splitMentions(whole, findMentions(whole, people));
        expect(split.map((piece) => piece.text).join('')).toBe(whole);
        const shown = split.flatMap(({ mention }) => (mention ? [mention.person] : []));
        expect(new Set(shown)).toEqual(new Set(findMentions(whole, people).map(({ person }) => person)));
      }),
    );
  });

  it('are offered while they are typed', () => {
    expect(mentionBefore('Hi @Mi', 6)).toEqual({ start: 3, query: 'Mi' });
    expect(mentionBefore('Hi @Mira Ok', 11)).toEqual({ start: 3, query: 'Mira Ok' });
    expect(mentionBefore('Hi @', 4)).toEqual({ start: 3, query: '' });
    expect(mentionBefore('@x', 0)).toBeNull();
    expect(mentionBefore('a@b', 3)).toBeNull();
    expect(mentionBefore('@Mira, look', 11)).toBeNull();
    expect(matchMention('an', people).map(({ name }) => name)).toEqual(['Ann', 'Anna']);
    expect(matchMention('weil', people).map(({ name }) => name)).toEqual(['Jonas Weil']);
    expect(matchMention('', people)).toHaveLength(4);
  });
});
