import { describe, expect, test } from 'vitest';
import {
  chosenLines,
  mayHoldConflicts,
  parseConflicts,
} from '../../../../src-renderer/features/git-history/merge/parse-conflicts.ts';

const plain = ['a', '<<<<<<< HEAD', 'ours', '=======', 'theirs', 'more', '>>>>>>> feature/one', 'b'];

describe('conflicts in a text', () => {
  test('have two sides and their names', () => {
    expect(parseConflicts(plain)).toEqual([
      {
        start: 1,
        end: 7,
        currentName: 'HEAD',
        incomingName: 'feature/one',
        current: { start: 2, end: 3 },
        base: null,
        incoming: { start: 4, end: 6 },
      },
    ]);
  });

  test('have what both came from in diff3 style, and may be empty on a side', () => {
    const lines = ['<<<<<<< HEAD', '||||||| 1234abc', 'base', '=======', 'theirs', '>>>>>>> x'];
    const [conflict] = parseConflicts(lines);
    expect(conflict).toMatchObject({
      current: { start: 1, end: 1 },
      base: { start: 2, end: 3 },
      incoming: { start: 4, end: 5 },
    });
  });

  test('are found with CRLF', () => {
    expect(parseConflicts(plain.map((line) => `${line}\r`))).toHaveLength(1);
    expect(parseConflicts(plain.map((line) => `${line}\r`))[0]?.incomingName).toBe('feature/one');
  });

  test('inside of one belong to its sides', () => {
    const lines = [
      '<<<<<<< HEAD',
      '<<<<<<< inner',
      'a',
      '=======',
      'b',
      '>>>>>>> inner',
      '=======',
      'c',
      '>>>>>>> feature',
    ];
    const found = parseConflicts(lines);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({ current: { start: 1, end: 6 }, incoming: { start: 7, end: 8 } });
    const base = [
      '<<<<<<< HEAD',
      'a',
      '||||||| base',
      '<<<<<<<<< Temporary 1',
      'x',
      '=========',
      'y',
      '>>>>>>>>> Temporary 2',
      '=======',
      'b',
      '>>>>>>> c',
    ];
    expect(parseConflicts(base)[0]).toMatchObject({ base: { start: 3, end: 8 }, incoming: { start: 9, end: 10 } });
  });

  test('are not made of marks in the text', () => {
    expect(parseConflicts(['Heading', '=======', 'text'])).toEqual([]);
    expect(parseConflicts(['<<<<<<< HEAD', 'never ends', '======='])).toEqual([]);
    expect(parseConflicts(['  <<<<<<< HEAD', 'a', '=======', 'b', '>>>>>>> c'])).toEqual([]);
    expect(parseConflicts(['<<<<<<<HEAD', 'a', '=======', 'b', '>>>>>>>c'])).toEqual([]);
    expect(parseConflicts(['<<<<<<< half', ...plain])).toHaveLength(1);
    expect(parseConflicts(['<<<<<<< half', ...plain])[0]?.start).toBe(2);
  });

  test('follow one another', () => {
    expect(parseConflicts([...plain, ...plain, ...plain])).toHaveLength(3);
  });

  test('leave the lines of the choice', () => {
    const [conflict] = parseConflicts(plain);
    if (!conflict) throw new Error('no conflict');
    expect(chosenLines(plain, conflict, 'current')).toEqual(['ours']);
    expect(chosenLines(plain, conflict, 'incoming')).toEqual(['theirs', 'more']);
    expect(chosenLines(plain, conflict, 'both')).toEqual(['ours', 'theirs', 'more']);
    expect(chosenLines(plain, conflict, 'bothReversed')).toEqual(['theirs', 'more', 'ours']);
    expect(chosenLines(plain, conflict, 'base')).toEqual([]);
  });

  test('are looked for only where they may be', () => {
    expect(mayHoldConflicts(plain.join('\n'))).toBe(true);
    expect(mayHoldConflicts('a\n=======\n')).toBe(false);
  });
});
