import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { changeHunks, hunksBetween, makeHunks } from '../../../../../src-main/core/assistant/edits/engine/index.ts';
import { applyAnswer, block } from './answers.ts';

const line = fc.constantFrom(
  'a',
  'b',
  '  a',
  '\tb',
  '',
  'return;',
  'x = 1;',
  'x = 1; ',
  '}',
  'if (x) {',
  'é',
  'e\u0301',
  'a\u00a0b',
);
const lines = fc.array(line, { minLength: 1, maxLength: 14 });
const end = fc.constantFrom('\n', '\r\n');

describe('applying', () => {
  it('changes nothing but the one place that was looked for', () => {
    fc.assert(
      fc.property(lines, fc.nat(), fc.nat(), lines, end, fc.boolean(), (text, from, size, by, lineEnd, closed) => {
        const start = from % text.length;
        const stop = Math.min(text.length, start + 1 + (size % 4));
        const search = text.slice(start, stop);
        const join = (some: readonly string[]) =>
          some.length === 0 ? '' : some.join(lineEnd) + (closed ? lineEnd : '');
        const before = join(text);
        const { files, outcomes } = applyAnswer({ 'a.ts': before }, block('a.ts', search.join('\n'), by.join('\n')));
        const after = files['a.ts'] ?? '';
        const places = text.flatMap((_, index) =>
          search.every((each, step) => text[index + step] === each) ? [index] : [],
        );
        // A text of one line without an end says nothing of line ends, and an empty one of nothing.
        if (
          !/[\r\n]/.test(before) ||
          text.at(-1) === '' ||
          by.join('') === '' ||
          search.every((each) => each.trim() === '')
        )
          return;
        if (places.length > 1) expect([after, outcomes[0]?.status]).toEqual([before, 'failed']);
        else expect(after).toBe(join([...text.slice(0, start), ...by, ...text.slice(stop)]));
      }),
      { numRuns: 2000 },
    );
  });

  it('of a search that is not there never touches lines that are not like it', () => {
    fc.assert(
      fc.property(lines, lines, (text, search) => {
        const before = `${text.join('\n')}\n`;
        const { files, outcomes } = applyAnswer({ 'a.ts': before }, block('a.ts', search.join('\n'), 'NEW'));
        const after = files['a.ts'] ?? '';
        const [outcome] = outcomes;
        if (outcome?.status !== 'staged') return void expect(after).toBe(before);
        const rest = after.split('\n');
        const at = rest.findIndex((each) => each.trim() === 'NEW');
        const removed = text.slice(at, at + text.length - (rest.length - 2));
        const bare = (some: readonly string[]) =>
          some
            .map((each) => each.replace(/^[ \t]+|[ \t]+$/g, ''))
            .join('\n')
            .replace(/^\n+|\n+$/g, '');
        if (search.some((each) => each.trim() !== '')) expect(bare(removed)).toBe(bare(search));
      }),
      { numRuns: 2000 },
    );
  });
});

describe('hunks', () => {
  const text = fc.tuple(lines, fc.boolean()).map(([some, closed]) => some.join('\n') + (closed ? '\n' : ''));

  it('make the new text of the old one, all or some, and go back byte for byte', () => {
    fc.assert(
      fc.property(text, text, fc.array(fc.boolean(), { minLength: 20, maxLength: 20 }), (before, after, choice) => {
        const hunks = hunksBetween(before, after);
        expect(makeHunks(before, hunks)).toBe(after);
        const some = hunks.filter((_, index) => choice[index]);
        const kept = changeHunks({ base: before, current: before, kept: [], chosen: some, direction: 'keep' });
        expect(kept.text).toBe(makeHunks(before, some));
        const back = changeHunks({ base: before, current: kept.text, kept: some, chosen: some, direction: 'undo' });
        expect([back.text, back.conflicts]).toEqual([before, []]);
      }),
      { numRuns: 1000 },
    );
  });

  it('find their place again beside work done by hand, or say that they do not', () => {
    fc.assert(
      fc.property(lines, fc.nat(), fc.nat(), lines, (old, at, by, typed) => {
        const named = old.map((each, index) => `${each} ${index}`);
        const spot = at % named.length;
        const base = `${named.join('\n')}\n`;
        const staged = `${named.with(spot, 'NEW').join('\n')}\n`;
        const hand = by % (named.length + 1);
        const current = `${[...named.slice(0, hand), ...typed.map((each) => `by hand ${each}`), ...named.slice(hand)].join('\n')}\n`;
        const { text: result, conflicts } = changeHunks({
          base,
          current,
          kept: [],
          chosen: hunksBetween(base, staged),
          direction: 'keep',
        });
        expect(conflicts).toEqual([]);
        expect(result).toBe(current.replace(`${named[spot]}\n`, 'NEW\n'));
      }),
      { numRuns: 500 },
    );
  });

  it('of one of two alike that have changed are a conflict', () => {
    const twin = 'function run() {\n  a();\n  b();\n  c();\n  d();\n}\n';
    const base = twin + twin;
    const staged = twin.replace('b()', 'x()') + twin;
    const { conflicts } = changeHunks({
      base,
      current: twin,
      kept: [],
      chosen: hunksBetween(base, staged),
      direction: 'keep',
    });
    expect(conflicts).toHaveLength(1);
  });
});
