import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  createSessionCode,
  deriveCodeKeys,
  formatSessionCode,
  joinLink,
  parseSessionCode,
} from '../../../../src-renderer/features/collaboration/protocol/session-code.ts';

const codes = fc.bigInt({ min: 0n, max: (1n << 84n) - 1n }).map((secret) => ({ secret }));

describe('a session code', () => {
  it('is read as it was written, whatever people do to its looks', () => {
    fc.assert(
      fc.property(codes, (code) => {
        const text = formatSessionCode(code);
        expect(text).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){4}[0-9A-HJKMNP-TV-Z]{4}$/);
        expect(parseSessionCode(text)).toEqual(code);
        expect(parseSessionCode(` ${text.toLowerCase().replaceAll('-', ' ')}\n`)).toEqual(code);
        expect(parseSessionCode(text.replaceAll('0', 'o').replaceAll('1', 'l'))).toEqual(code);
        expect(parseSessionCode(joinLink(code))).toEqual(code);
      }),
    );
  });

  it('notices one wrong letter', () => {
    fc.assert(
      fc.property(codes, fc.nat(19), fc.nat(30), (code, at, other) => {
        const letters = formatSessionCode(code).replaceAll('-', '');
        const wrong = [...'0123456789ABCDEFGHJKMNPQRSTVWXYZ'].filter((letter) => letter !== letters[at])[other];
        const read = parseSessionCode(letters.slice(0, at) + wrong + letters.slice(at + 1));
        // 12 bits of check: of 4096 wrong letters one may be taken for right, and leads nowhere.
        if (!('fault' in read)) expect(deriveCodeKeys(read).topic).not.toBe(deriveCodeKeys(code).topic);
        else expect(['mistyped', 'newer-version']).toContain(read.fault);
      }),
    );
  });

  it('says what is wrong with anything else', () => {
    expect(parseSessionCode('  ')).toEqual({ fault: 'empty' });
    expect(parseSessionCode('ABCD-EFGH')).toEqual({ fault: 'length' });
    expect(parseSessionCode('ABCD-EFGH-JKMN-PQRS-TV!Z')).toEqual({ fault: 'letters' });
  });

  it('holds 84 random bits, and leads to keys that tell nothing of each other', () => {
    const made = Array.from({ length: 200 }, createSessionCode);
    expect(new Set(made.map(({ secret }) => secret)).size).toBe(200);
    expect(made.some(({ secret }) => secret >= 1n << 83n)).toBe(true);
    const [one, two] = made.slice(0, 2).map(deriveCodeKeys);
    expect(one?.topic).toMatch(/^ff-[\w-]{24}$/);
    expect(one?.topic).not.toBe(two?.topic);
    expect(one?.signalingKey).not.toEqual(one?.invitationSeed);
  });
});
