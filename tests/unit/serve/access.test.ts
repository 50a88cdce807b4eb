import { describe, expect, it } from 'vitest';
import { createAccess } from '../../../src-main/serve/access.ts';

describe('access', () => {
  it('trades a token for a session, once', () => {
    const access = createAccess();
    const token = access.issueToken();
    expect(token).toMatch(/^[\w-]{43}$/);
    const session = access.exchange(token);
    expect(session).toMatch(/^[\w-]{43}$/);
    expect(session).not.toBe(token);
    expect(access.isSession(session ?? '')).toBe(true);
    expect(access.exchange(token)).toBeNull();
  });

  it('takes nothing else', () => {
    const access = createAccess();
    expect(access.exchange('')).toBeNull();
    const token = access.issueToken();
    for (const wrong of ['', 'x', token.slice(1), `${token}x`, token.toUpperCase()]) {
      expect(access.exchange(wrong)).toBeNull();
      expect(access.isSession(wrong)).toBe(false);
    }
    expect(access.isSession(token)).toBe(false);
    expect(access.exchange(token)).not.toBeNull();
  });

  it('has one token at a time', () => {
    const access = createAccess();
    const first = access.issueToken();
    const second = access.issueToken();
    expect(access.exchange(first)).toBeNull();
    expect(access.exchange(second)).not.toBeNull();
  });

  it('lets a token go stale after an hour', () => {
    let now = 0;
    const access = createAccess({ now: () => now });
    const token = access.issueToken();
    now = 60 * 60 * 1000 + 1;
    expect(access.exchange(token)).toBeNull();
  });

  it('keeps the 64 newest sessions', () => {
    const access = createAccess();
    const sessions = Array.from({ length: 65 }, () => access.exchange(access.issueToken()) ?? '');
    expect(access.isSession(sessions[0] as string)).toBe(false);
    expect(sessions.slice(1).every(access.isSession)).toBe(true);
  });
});
