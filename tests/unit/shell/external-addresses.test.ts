import { describe, expect, it } from 'vitest';
import { mayOpenExternally } from '../../../src-main/shell/external-addresses.ts';

describe('mayOpenExternally', () => {
  it.each(['https://example.com/a?b#c', 'http://localhost:5173/', 'mailto:mira@example.com'])(
    'allows %s',
    (address) => {
      expect(mayOpenExternally(address)).toBe(true);
    },
  );

  it.each([
    'file:///etc/passwd',
    'javascript:alert(1)',
    'data:text/html,x',
    'app://flashfusion/index.html',
    'vbscript:x',
    'smb://host/share',
    'ms-msdt:/id',
    'not an address',
    '',
    '//example.com',
  ])('refuses %s', (address) => {
    expect(mayOpenExternally(address)).toBe(false);
  });
});
