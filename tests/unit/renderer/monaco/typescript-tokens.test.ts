import { expect, it } from 'vitest';
import { withCallsAndMembers } from '../../../../src-renderer/monaco/typescript-tokens.ts';

const { common = [] } = withCallsAndMembers({ tokenizer: { common: [] } }).tokenizer;
const rules = common as unknown as readonly [RegExp, unknown][];

/** The rule that takes the start of a text, and what it takes. */
function firstRule(text: string) {
  for (const [pattern, action] of rules) {
    const match = new RegExp(`^(?:${pattern.source})`).exec(text);
    if (match) return { taken: match[0], action };
  }
  return null;
}

it('every group of a rule has its colour', () => {
  for (const [pattern, action] of rules) {
    if (!Array.isArray(action)) continue;
    const groups = (new RegExp(`${pattern.source}|`).exec('')?.length ?? 1) - 1;
    expect(groups, pattern.source).toBe(action.length);
  }
});

it('tells calls, members and tags apart', () => {
  expect(firstRule('minutesUntil(departure)')).toMatchObject({
    taken: 'minutesUntil',
    action: { cases: { '@default': 'function' } },
  });
  expect(firstRule('.getTime()')).toEqual({ taken: '.getTime', action: ['delimiter', 'function'] });
  expect(firstRule('.map<string>(x)')).toEqual({ taken: '.map', action: ['delimiter', 'function'] });
  expect(firstRule('?.leavesAt - 1')).toEqual({ taken: '?.leavesAt', action: ['delimiter', 'property'] });
  expect(firstRule('</div>')).toEqual({ taken: '</div>', action: ['delimiter', 'type', '', 'delimiter'] });
  expect(firstRule('<li key={1}>')).toEqual({ taken: '<li', action: ['delimiter', 'type'] });
  expect(firstRule('<n && n > 2')).toBeNull();
  expect(firstRule('value < other')).toBeNull();
});
