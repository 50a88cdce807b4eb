import { describe, expect, it } from 'vitest';
import { projectPathOf } from '../../../../src-renderer/app/project-path.ts';

describe('absolute paths as the project knows them', () => {
  it.each([
    ['/home/me/ferry', '/home/me/ferry/src/app.ts', 'src/app.ts'],
    ['/home/me/ferry/', '/home/me/ferry/app.ts', 'app.ts'],
    ['/home/me/ferry', '/home/me/ferry', ''],
    ['/home/me/ferry', '/home/me/ferry-times/app.ts', null],
    ['/home/me/ferry', '/etc/passwd', null],
    ['C:\\work\\ferry', 'C:\\work\\ferry\\src\\app.ts', 'src/app.ts'],
  ])('%s and %s', (root, absolute, expected) => {
    expect(projectPathOf({ path: root }, absolute)).toBe(expected);
  });

  it('knows none without a project', () => {
    expect(projectPathOf(null, '/a')).toBeNull();
  });
});
