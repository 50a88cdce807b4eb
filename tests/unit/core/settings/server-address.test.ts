import { describe, expect, it } from 'vitest';
import { isServerAddress } from '../../../../contract/model/server-address.ts';
import { combineSettings } from '../../../../src-main/core/settings/settings-rules.ts';

describe('the address of a cloud server', () => {
  it.each([
    'https://cloud.example',
    'https://cloud.example:8443/',
    'http://localhost:4400',
    'http://127.0.0.1:4400',
    'http://192.168.1.20:41234',
    'http://10.0.0.1',
    'http://desk.local:4400',
  ])('may be %s', (address) => expect(isServerAddress(address)).toBe(true));

  it.each([
    'cloud.example',
    'http://cloud.example',
    'http://172.32.0.1',
    'https://me:secret@cloud.example',
    'https://cloud.example/path',
    'https://cloud.example/?a=b',
    'ftp://cloud.example',
    'javascript:alert(1)',
    'http://192.168.1.20.evil.example',
  ])('may not be %s', (address) => expect(isServerAddress(address)).toBe(false));

  it.each([
    ['cloud.server', 'https://evil.example', ''],
    // What a folder brings along must not decide how much of it is sent, and paid for.
    ['assistant.contextTokens', 1_000_000, 16_000],
  ] as const)('counts, as %s, in the person’s own settings only, in a trusted folder too', (key, value, own) => {
    const entries = [{ key, value, line: 1, start: 0, end: 0, valueStart: 0, valueEnd: 0 }];
    const { effective, problems } = combineSettings({
      user: null,
      project: { entries, problem: undefined },
      keybindings: null,
      trusted: true,
    });
    expect(effective[key]).toBe(own);
    expect(problems).toEqual([
      { scope: 'project', key, message: `Line 1: "${key}" counts only in your own settings.` },
    ]);
  });
});
